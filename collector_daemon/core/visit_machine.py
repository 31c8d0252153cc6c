"""The machine of a queue visit, as a table.

Rules, as app_queue behaves (seen on Asterisk 16 and 22):

1. A visit begins by joining and is *waiting*; or it is *refused* at the door, which only QUEUESTATUS tells.
2. "Gave up" is said of everybody who leaves unanswered by abandoning, time-out, empty queue, redirect or shutdown
   (not by key): the visit is *leaving*, and only what comes before or after tells why.
3. "Left" is said exactly once a visit, after gave-up or just before connected; by itself (key) it means *leaving*.
4. Connected makes it *talking*; finished makes it *over*. A new visit of the same leg may begin while the last one
   still talks (blind transfer into a queue: joined comes before finished).
5. An exit status after leaving makes it *over*.
6. A leg that ends takes its visits with it: *over*.

An undeclared pair is a surprise: recorded, and the visit stays as it was.
"""

from __future__ import annotations

STATES = ("waiting", "leaving", "talking", "over", "refused")
EVENTS = ("gave_up", "left", "connected", "finished", "exited", "leg_ended")

TRANSITIONS: dict[tuple[str, str], str] = {
    ("waiting", "gave_up"): "leaving",
    ("waiting", "left"): "leaving",
    ("waiting", "connected"): "talking",
    ("waiting", "exited"): "over",
    ("waiting", "leg_ended"): "over",
    ("leaving", "left"): "leaving",
    ("leaving", "gave_up"): "leaving",
    ("leaving", "connected"): "talking",
    ("leaving", "exited"): "over",
    ("leaving", "leg_ended"): "over",
    ("talking", "left"): "talking",
    ("talking", "finished"): "over",
    ("talking", "exited"): "talking",
    ("talking", "leg_ended"): "talking",
    ("over", "finished"): "over",
    ("over", "left"): "over",
    ("over", "exited"): "over",
    ("over", "leg_ended"): "over",
    ("refused", "leg_ended"): "refused",
    ("refused", "exited"): "refused",
}
"""(state, event) → state. What is not here is a surprise."""


def advance(state: str, event: str) -> str | None:
    """The state after an event, None where the table declares none."""
    return TRANSITIONS.get((state, event))
