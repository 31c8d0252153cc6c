"""The truth: what physically happened in the simulated call centre, written down while it happens.

The stories know who rang, talked and waited, because they make it so. Their notes become the same facts
(``shared.domain.calls.Call``) that the collector derives from the messages alone, so that the two can be
compared field by field over any number of random calls. Steps are not noted.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from collector_daemon.simulator.notes import TalkNote, TapeNote, VisitNote, instant, instant_or_none
from shared.domain.calls import (
    Call,
    CallOutcome,
    Direction,
    EndedBy,
    Parking,
    Transfer,
    TransferKind,
)


@dataclass(slots=True)
class CallNote:
    """A whole call."""

    pbx: str
    call_id: str
    direction: Direction
    started: float
    line: str | None = None
    caller: str | None = None
    caller_name: str | None = None
    called: str | None = None
    ended: float | None = None
    outcome: CallOutcome | None = None
    ended_by: EndedBy | None = None
    absorbed: list[str] = field(default_factory=list)
    visits: list[VisitNote] = field(default_factory=list)
    talks: list[TalkNote] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    parkings: list[Parking] = field(default_factory=list)
    recordings: list[TapeNote] = field(default_factory=list)

    def enter(self, queue: str, uniqueid: str, at: float, position: int | None) -> VisitNote:
        """A stay in a queue begins."""
        nth = 1 + sum(visit.queue == queue and visit.uniqueid == uniqueid for visit in self.visits)
        self.visits.append(VisitNote(queue, uniqueid, nth, at, position))
        return self.visits[-1]

    def talk(self, party: str, other: str, leg_id: str, at: float, kind: str | None = None) -> TalkNote:
        """Two people can hear each other."""
        if kind is None:
            self.complete_transfer()
        self.talks.append(TalkNote(party, other, leg_id, at, kind))
        return self.talks[-1]

    def transfer(
        self, kind: TransferKind, by: str | None, to: str, at: float, is_completed: bool = True
    ) -> None:
        """The customer is passed on."""
        self.transfers.append(
            Transfer(kind=kind, by=by, to=to, happened_at=instant(at), is_completed=is_completed)
        )

    def complete_transfer(self) -> None:
        """Whom the customer was passed on to has them now (the last transfer, if it waits for that)."""
        if self.transfers and not self.transfers[-1].is_completed:
            self.transfers[-1] = msgspec.structs.replace(self.transfers[-1], is_completed=True)

    def end(self, at: float, by: EndedBy | None) -> None:
        """The last leg of the customer is gone. What was still open ends here too."""
        self.ended, self.ended_by = at, self.ended_by or by
        for talk in self.talks:
            talk.end(at)
        for visit in self.visits:
            visit.end(at, by)
        if any(talk.kind is None for talk in self.talks):
            self.outcome = "answered"

    def lose(self, at: float) -> None:
        """The PBX is gone: nobody will ever say how it ended."""
        for visit in self.visits:
            if visit.left is None:
                visit.leave(at, "lost")
        self.end(at, "system")
        self.outcome = self.outcome or "lost"

    def fact(self) -> Call:
        """The fact of the vocabulary."""
        first = min((talk.started for talk in self.talks if talk.kind is None), default=None)
        return Call(
            pbx=self.pbx,
            call_id=self.call_id,
            direction=self.direction,
            started_at=instant(self.started),
            line=self.line,
            caller=self.caller,
            caller_name=self.caller_name,
            called=self.called,
            answered_at=instant_or_none(first),
            ended_at=instant_or_none(self.ended),
            outcome=self.outcome,
            ended_by=self.ended_by,
            absorbed=tuple(self.absorbed),
            visits=tuple(note.fact() for note in self.visits),
            conversations=tuple(note.fact() for note in self.talks),
            transfers=tuple(self.transfers),
            parkings=tuple(self.parkings),
            recordings=tuple(note.fact(self.ended) for note in self.recordings),
        )
