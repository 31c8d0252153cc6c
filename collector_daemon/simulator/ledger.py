"""The truth: what physically happened in the simulated call centre, written down while it happens.

The stories know who rang, talked and waited, because they make it so. Their notes become the same facts
(``shared.domain.calls.Call``) that the collector derives from the messages alone, so that the two can be
compared field by field over any number of random calls. Steps are not noted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from shared.domain.calls import (
    Attempt,
    AttemptResult,
    Call,
    CallOutcome,
    Conversation,
    Direction,
    EndedBy,
    Hold,
    Parking,
    Recording,
    Transfer,
    TransferKind,
    Visit,
    VisitOutcome,
)


def instant(at: float) -> datetime:
    """Unix seconds as an aware UTC datetime."""
    return datetime.fromtimestamp(at, UTC)


def _instant(at: float | None) -> datetime | None:
    return None if at is None else instant(at)


@dataclass(slots=True)
class TalkNote:
    """A conversation while it goes on; holds are [start, end or None]."""

    party: str
    other: str
    leg_id: str
    started: float
    kind: str | None = None
    ended: float | None = None
    holds: list[list[float | None]] = field(default_factory=list)

    def hold(self, at: float) -> None:
        """The other party has to wait from now on (nothing if it does already)."""
        if not self.holds or self.holds[-1][1] is not None:
            self.holds.append([at, None])

    def unhold(self, at: float) -> None:
        """The wait is over (nothing if there was none)."""
        if self.holds and self.holds[-1][1] is None:
            self.holds[-1][1] = at

    def end(self, at: float) -> None:
        """The two no longer share a bridge."""
        if self.ended is None:
            self.unhold(at)
            self.ended = at

    def hold_time(self) -> timedelta:
        """All holds together."""
        return timedelta(seconds=sum((end or start or 0.0) - (start or 0.0) for start, end in self.holds))

    def talk_time(self) -> timedelta:
        """The span without the holds."""
        return timedelta(seconds=(self.ended or self.started) - self.started) - self.hold_time()

    def fact(self) -> Conversation:
        """The fact of the vocabulary."""
        return Conversation(
            party=self.party,
            other=self.other,
            leg_id=self.leg_id,
            started_at=instant(self.started),
            ended_at=_instant(self.ended),
            talk_time=self.talk_time(),
            hold_time=self.hold_time(),
            kind="consultation" if self.kind else None,
            holds=tuple(
                Hold(started_at=instant(start or 0.0), ended_at=_instant(end)) for start, end in self.holds
            ),
        )


@dataclass(slots=True)
class RingNote:
    """One ringing of one phone."""

    agent: str
    interface: str
    leg_id: str
    started: float
    ended: float | None = None
    result: AttemptResult | None = None

    def end(self, at: float, result: AttemptResult) -> None:
        """The ringing stopped; the first reason counts."""
        if self.ended is None:
            self.ended, self.result = at, result

    def fact(self) -> Attempt:
        """The fact of the vocabulary."""
        return Attempt(agent=self.agent, interface=self.interface, leg_id=self.leg_id,
                       started_at=instant(self.started), ended_at=_instant(self.ended), result=self.result)


@dataclass(slots=True)
class VisitNote:
    """One stay in one queue."""

    queue: str
    uniqueid: str
    nth: int
    entered: float
    position: int | None
    left: float | None = None
    ended: float | None = None
    outcome: VisitOutcome | None = None
    ended_by: EndedBy | None = None
    agent_name: str | None = None
    credited: str | None = None
    talk: TalkNote | None = None
    rings: list[RingNote] = field(default_factory=list)

    def leave(self, at: float, outcome: VisitOutcome) -> None:
        """The waiting is over."""
        self.left, self.outcome = at, outcome
        if outcome != "answered":
            self.ended = at

    def end(self, at: float, by: EndedBy | None) -> None:
        """The answering agent's time with the caller is over; the first reason counts."""
        if self.ended is None:
            self.ended, self.ended_by = at, by

    def fact(self) -> Visit:
        """The fact of the vocabulary."""
        talk = self.talk
        answered = self.left if self.outcome == "answered" else None
        ring = next((note for note in self.rings if note.result == "answered"), None)
        return Visit(
            queue=self.queue, uniqueid=self.uniqueid, nth=self.nth, entered_at=instant(self.entered),
            left_at=_instant(self.left), answered_at=_instant(answered), ended_at=_instant(self.ended),
            position=self.position, outcome=self.outcome, agent=talk.party if talk else None,
            agent_name=self.agent_name, credited=self.credited,
            wait_time=None if self.left is None else timedelta(seconds=self.left - self.entered),
            ring_time=timedelta(seconds=(ring.ended or 0.0) - ring.started) if ring else None,
            talk_time=talk.talk_time() if talk else None, hold_time=talk.hold_time() if talk else None,
            ended_by=self.ended_by, attempts=tuple(note.fact() for note in self.rings))


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
    recordings: list[tuple[str, str, float]] = field(default_factory=list)

    def enter(self, queue: str, uniqueid: str, at: float, position: int | None) -> VisitNote:
        """A stay in a queue begins."""
        nth = 1 + sum(visit.queue == queue and visit.uniqueid == uniqueid for visit in self.visits)
        self.visits.append(VisitNote(queue, uniqueid, nth, at, position))
        return self.visits[-1]

    def talk(self, party: str, other: str, leg_id: str, at: float, kind: str | None = None) -> TalkNote:
        """Two people can hear each other."""
        self.talks.append(TalkNote(party, other, leg_id, at, kind))
        return self.talks[-1]

    def transfer(
        self, kind: TransferKind, by: str | None, to: str, at: float, is_completed: bool = True
    ) -> None:
        """The customer is passed on."""
        self.transfers.append(
            Transfer(kind=kind, by=by, to=to, happened_at=instant(at), is_completed=is_completed)
        )

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
            answered_at=_instant(first),
            ended_at=_instant(self.ended),
            outcome=self.outcome,
            ended_by=self.ended_by,
            absorbed=tuple(self.absorbed),
            visits=tuple(note.fact() for note in self.visits),
            conversations=tuple(note.fact() for note in self.talks),
            transfers=tuple(self.transfers),
            parkings=tuple(self.parkings),
            recordings=tuple(
                Recording(file=file, leg_id=leg_id, started_at=instant(at), ended_at=_instant(self.ended))
                for file, leg_id, at in self.recordings
            ),
        )
