"""The machines of a contact, of an attempt and of a campaign, as tables: state × event → state.

Rules of a contact:

1. A contact *waits* until it is *offered* to an operator (preview) or dialled by itself; skipped, it waits again.
2. While an attempt is open it is *calling*: ringing, answered, everything up to the operator. An attempt that ends
   without one, or whose reply never came, makes it wait again; the retry rules then say from when, or that there is
   nothing more to try (*exhausted*).
3. *Connected*, somebody talks; the end of the call leaves the operator to write down the result (*wrap_up*).
4. The result closes it (*disposed*), or makes it wait: *retried* where a retry rule wants it, *appointment* where a
   time was promised. It may be given while they still talk, before dialling at all, and again later (a correction).
5. *Excluded* is closed for good whatever its call still does; only *taken_back* makes it wait again.
6. A daemon that starts again takes back what lay before operators; calls go on, and what became of them is asked.

Rules of an attempt: it only goes forward. The PBX tells things late and twice, so being told less than is known
changes nothing. An attempt that is over is never opened again: what is told of it then is a surprise.

A pair that is in no table is a ``Surprise``: a value to be recorded; the state stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast, get_args

import msgspec

from shared.campaigns.campaign import CampaignState
from shared.campaigns.contact import AttemptState, ContactState

CallEvent = Literal["ringing", "answered", "connected", "hung_up", "reply_lost", "daemon_restarted"]
ContactEvent = Literal[
    "offered", "dialled", "skipped", "ringing", "answered", "connected", "hung_up", "reply_lost", "disposed", "retried",
    "appointment", "exhausted", "excluded", "taken_back", "daemon_restarted",
]  # fmt: skip
AttemptEvent = Literal["ringing", "answered", "connected", "hung_up", "reply_lost", "disposed", "daemon_restarted"]
CampaignEvent = Literal["changed", "started", "paused", "goal_reached", "ended", "finished", "daemon_restarted"]
"""``goal_reached`` pauses (the goal may be raised); ``ended``: its last day is over."""
Machine = Literal["contact", "attempt", "campaign"]

CONTACT: dict[tuple[ContactState, ContactEvent], ContactState] = {
    ("waiting", "offered"): "offered",
    ("waiting", "dialled"): "calling",
    ("waiting", "hung_up"): "waiting",
    ("waiting", "disposed"): "done",
    ("waiting", "retried"): "waiting",
    ("waiting", "appointment"): "waiting",
    ("waiting", "exhausted"): "done",
    ("waiting", "excluded"): "excluded",
    ("waiting", "daemon_restarted"): "waiting",
    ("offered", "dialled"): "calling",
    ("offered", "skipped"): "waiting",
    ("offered", "disposed"): "done",
    ("offered", "retried"): "waiting",
    ("offered", "appointment"): "waiting",
    ("offered", "excluded"): "excluded",
    ("offered", "daemon_restarted"): "waiting",
    ("calling", "ringing"): "calling",
    ("calling", "answered"): "calling",
    ("calling", "connected"): "talking",
    ("calling", "hung_up"): "waiting",
    ("calling", "reply_lost"): "waiting",
    ("calling", "excluded"): "excluded",
    ("calling", "daemon_restarted"): "calling",
    ("talking", "connected"): "talking",
    ("talking", "hung_up"): "wrap_up",
    ("talking", "reply_lost"): "wrap_up",
    ("talking", "disposed"): "done",
    ("talking", "retried"): "waiting",
    ("talking", "appointment"): "waiting",
    ("talking", "excluded"): "excluded",
    ("talking", "daemon_restarted"): "talking",
    ("wrap_up", "hung_up"): "wrap_up",
    ("wrap_up", "disposed"): "done",
    ("wrap_up", "retried"): "waiting",
    ("wrap_up", "appointment"): "waiting",
    ("wrap_up", "excluded"): "excluded",
    ("wrap_up", "daemon_restarted"): "wrap_up",
    ("done", "hung_up"): "done",
    ("done", "disposed"): "done",
    ("done", "retried"): "waiting",
    ("done", "appointment"): "waiting",
    ("done", "excluded"): "excluded",
    ("done", "taken_back"): "waiting",
    ("done", "daemon_restarted"): "done",
    ("excluded", "ringing"): "excluded",
    ("excluded", "answered"): "excluded",
    ("excluded", "connected"): "excluded",
    ("excluded", "hung_up"): "excluded",
    ("excluded", "reply_lost"): "excluded",
    ("excluded", "disposed"): "excluded",
    ("excluded", "retried"): "excluded",
    ("excluded", "excluded"): "excluded",
    ("excluded", "taken_back"): "waiting",
    ("excluded", "daemon_restarted"): "excluded",
}
ATTEMPT: dict[tuple[AttemptState, AttemptEvent], AttemptState] = {
    ("placed", "ringing"): "ringing",
    ("placed", "answered"): "answered",
    ("placed", "connected"): "connected",
    ("placed", "hung_up"): "ended",
    ("placed", "reply_lost"): "ended",
    ("placed", "daemon_restarted"): "placed",
    ("ringing", "ringing"): "ringing",
    ("ringing", "answered"): "answered",
    ("ringing", "connected"): "connected",
    ("ringing", "hung_up"): "ended",
    ("ringing", "reply_lost"): "ended",
    ("ringing", "daemon_restarted"): "ringing",
    ("answered", "ringing"): "answered",
    ("answered", "answered"): "answered",
    ("answered", "connected"): "connected",
    ("answered", "hung_up"): "ended",
    ("answered", "reply_lost"): "ended",
    ("answered", "daemon_restarted"): "answered",
    ("connected", "ringing"): "connected",
    ("connected", "answered"): "connected",
    ("connected", "connected"): "connected",
    ("connected", "hung_up"): "ended",
    ("connected", "reply_lost"): "ended",
    ("connected", "disposed"): "connected",
    ("connected", "daemon_restarted"): "connected",
    ("ended", "hung_up"): "ended",
    ("ended", "reply_lost"): "ended",
    ("ended", "disposed"): "ended",
    ("ended", "daemon_restarted"): "ended",
}
CAMPAIGN: dict[tuple[CampaignState, CampaignEvent], CampaignState] = {
    ("draft", "changed"): "draft",
    ("draft", "started"): "running",
    ("draft", "finished"): "finished",
    ("draft", "ended"): "finished",
    ("draft", "daemon_restarted"): "draft",
    ("running", "changed"): "running",
    ("running", "started"): "running",
    ("running", "paused"): "paused",
    ("running", "goal_reached"): "paused",
    ("running", "ended"): "finished",
    ("running", "finished"): "finished",
    ("running", "daemon_restarted"): "running",
    ("paused", "changed"): "paused",
    ("paused", "started"): "running",
    ("paused", "paused"): "paused",
    ("paused", "goal_reached"): "paused",
    ("paused", "ended"): "finished",
    ("paused", "finished"): "finished",
    ("paused", "daemon_restarted"): "paused",
    ("finished", "ended"): "finished",
    ("finished", "finished"): "finished",
    ("finished", "daemon_restarted"): "finished",
}
_FIRST: dict[Machine, str] = {"contact": "waiting", "attempt": "placed", "campaign": "draft"}
_TABLES: dict[Machine, Mapping[tuple[str, str], str]] = {
    "contact": cast("Mapping[tuple[str, str], str]", CONTACT),
    "attempt": cast("Mapping[tuple[str, str], str]", ATTEMPT),
    "campaign": cast("Mapping[tuple[str, str], str]", CAMPAIGN),
}


class Surprise(msgspec.Struct, frozen=True, kw_only=True):
    """What a table does not declare: the state stays as it was, and this is recorded."""

    machine: Machine
    state: str
    event: str

    def __str__(self) -> str:
        return f"{self.machine} {self.state}: {self.event}"


def contact_after(state: ContactState, event: ContactEvent) -> ContactState | Surprise:
    """A contact's state after an event."""
    return CONTACT.get((state, event)) or Surprise(machine="contact", state=state, event=event)


def attempt_after(state: AttemptState, event: AttemptEvent) -> AttemptState | Surprise:
    """An attempt's state after an event."""
    return ATTEMPT.get((state, event)) or Surprise(machine="attempt", state=state, event=event)


def campaign_after(state: CampaignState, event: CampaignEvent) -> CampaignState | Surprise:
    """A campaign's state after an event."""
    return CAMPAIGN.get((state, event)) or Surprise(machine="campaign", state=state, event=event)


def is_open(state: AttemptState) -> bool:
    """Tell whether something may still come of the attempt: its contact is not called for it again."""
    return state != "ended"


def events_of(machine: Machine) -> tuple[str, ...]:
    """All events of a machine, in the order in which they usually come."""
    events = {"contact": ContactEvent, "attempt": AttemptEvent, "campaign": CampaignEvent}
    return get_args(events[machine])


def diagram(machine: Machine) -> str:
    """The table as a Mermaid state diagram for the documents; events that change nothing are left out."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for (state, event), after in _TABLES[machine].items():
        if after != state:
            arrows.setdefault((state, after), []).append(event)
    lines = [f"    {state} --> {after}: {', '.join(events)}" for (state, after), events in arrows.items()]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {_FIRST[machine]}", *lines])
