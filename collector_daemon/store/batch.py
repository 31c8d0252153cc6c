"""What the recorder is given to store: the facts and raw events of a stretch of a PBX's journal."""

from __future__ import annotations

from datetime import datetime

import msgspec

from collector_daemon.capture import Headers
from shared.domain.agents import AgentInterval, AgentPause, AgentSession, Gap, Surprise
from shared.domain.calls import Call

Fact = AgentSession | AgentPause | AgentInterval | Gap | Surprise
"""Facts that are not a call."""


ROW_BYTES = 1000
"""What counts as a row of a state's bytes."""


class RawEvent(msgspec.Struct, frozen=True):
    """An AMI message worth keeping. Key: (pbx, heard_at); ``seq`` is its number in the journal."""

    pbx: str
    heard_at: datetime
    seq: int
    name: str
    uniqueid: str | None
    linkedid: str | None
    queue: str | None
    headers: Headers


class LinkMark(msgspec.Struct, frozen=True):
    """A connection to the PBX was made (``banner``: how it introduced itself) or lost (None)."""

    pbx: str
    happened_at: datetime
    banner: str | None = None


class CoreState(msgspec.Struct, frozen=True):
    """All that the core knew after entry ``seq``, heard at ``taken_at``; ``state`` is compressed (see ``states``)."""

    pbx: str
    taken_at: datetime
    version: int
    journal_id: str
    seq: int
    state: bytes


class Batch(msgspec.Struct):
    """What came of one PBX's journal up to entry ``seq``; stored wholly or not at all."""

    pbx: str
    journal_id: str
    seq: int
    raw: list[RawEvent] = []
    calls: list[Call] = []
    facts: list[Fact] = []
    marks: list[LinkMark] = []
    states: list[CoreState] = []

    @property
    def weight(self) -> int:
        """How much memory and work it means, in rows of about equal size."""
        states = sum(len(one.state) // ROW_BYTES for one in self.states)
        return 1 + len(self.raw) + len(self.facts) + 10 * len(self.calls) + len(self.marks) + states


Item = RawEvent | Call | Fact | LinkMark | CoreState
"""The smallest thing that can be stored or found impossible to store."""


def key_of(item: Item) -> tuple[object, ...]:
    """The key under which an item replaces an earlier one of its kind."""
    match item:
        case RawEvent():
            return (RawEvent, item.pbx, item.heard_at)
        case Call():
            return (Call, item.pbx, item.call_id)
        case AgentSession() | AgentPause():
            return (type(item), item.pbx, item.agent, item.queue, item.started_at)
        case AgentInterval():
            return (AgentInterval, item.pbx, item.agent, item.started_at)
        case Gap():
            return (Gap, item.pbx, item.started_at)
        case Surprise():
            return (Surprise, item.pbx, item.happened_at, item.kind, item.subject)
        case LinkMark():
            return (LinkMark, item.pbx, item.happened_at, item.banner is not None)
        case CoreState():
            return (CoreState, item.pbx, item.taken_at)


def latest(batches: list[Batch]) -> list[Item]:
    """What of all these must be stored: of several tellings the last, and no call that a later one absorbed.

    Of raw events the first is kept, as the database does, because a key names one message.
    """
    found: dict[tuple[object, ...], Item] = {}
    for batch in batches:
        for event in batch.raw:
            found.setdefault(key_of(event), event)
        for call in batch.calls:
            for call_id in call.absorbed:
                found.pop((Call, call.pbx, call_id), None)
            found[key_of(call)] = call
        for fact in (*batch.facts, *batch.marks, *batch.states):
            found[key_of(fact)] = fact
    return list(found.values())
