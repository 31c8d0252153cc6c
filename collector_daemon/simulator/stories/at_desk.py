"""What an agent's desk asks for by AMI in the midst of a talk: hold, pass on, park, ask somebody first.

From the first such wish on nothing is left to chance any more: the talk goes on until somebody ends it, or until the
customer has waited long enough. Calls that the agent made himself, and those behind Local channels, can only be held.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager

from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import Ordered
from collector_daemon.simulator.people import Blind, Park
from collector_daemon.simulator.stories import asking, parking, transferring
from collector_daemon.simulator.stories.meeting import Meeting
from shared.domain.calls import EndedBy

LONGEST = 900.0
"""Seconds until the customer hangs up, whatever the desk may still want."""
PARK_NUMBER = "700"
"""Dialling it parks."""


@contextmanager
def open_to(meeting: Meeting) -> Iterator[None]:
    """While this lasts the desk of the meeting's agent may ask for something."""
    meeting.course.desk = leg_of(meeting)
    try:
        yield
    finally:
        meeting.course.desk = None


def leg_of(meeting: Meeting) -> Leg:
    """The agent's own leg."""
    return meeting.caller if meeting.is_outgoing else meeting.agent


def obey(meeting: Meeting, order: Ordered) -> Generator[float | None, object, EndedBy | None]:
    """Do what was asked, and what will be; gives who hangs up in the end."""
    until = meeting.pbx.now + LONGEST
    while True:
        yield from _do(meeting, order)
        try:
            with open_to(meeting):
                yield max(0.0, until - meeting.pbx.now)
        except Ordered as another:
            order = another
            continue
        return "caller"


def _do(meeting: Meeting, order: Ordered) -> Generator[float | None, object, None]:
    is_bound = meeting.is_outgoing or meeting.pair is not None
    match order.kind:
        case "hold" | "talk":
            _hold(meeting, order.kind == "hold")
        case "blind" if not is_bound and order.to == PARK_NUMBER:
            yield from parking.park(meeting, Park(0.0, float("inf"), None))
        case "blind" if not is_bound:
            transferring.pass_on(meeting, Blind(0.0, order.to))
        case "ask" if not is_bound:
            yield from asking.ask(meeting, order.to)


def _hold(meeting: Meeting, is_on: bool) -> None:
    """The agent's phone was told to hold, or to go on; told twice it does nothing."""
    if is_on == meeting.is_caller_held:
        return
    switch, mine = meeting.pbx.switch, leg_of(meeting)
    other = meeting.agent if meeting.is_outgoing else meeting.pair.two if meeting.pair else meeting.caller
    if is_on:
        switch.emit("Hold", mine.headers(), {"MusicClass": "default"})
        switch.play_music(other)
        meeting.note.hold(meeting.pbx.now)
    else:
        switch.emit("Unhold", mine.headers())
        switch.stop_music(other)
        meeting.note.unhold(meeting.pbx.now)
    meeting.is_caller_held = is_on
