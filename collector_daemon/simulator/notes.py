"""Notes of parts of a call while it goes on: a talk, a ringing phone, a visit to a queue."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from collector_daemon.simulator.legs import Leg
from shared.domain.calls import (
    Attempt,
    AttemptResult,
    Conversation,
    EndedBy,
    Hold,
    Pause,
    Recording,
    Visit,
    VisitOutcome,
)

FRAME = 0.02
"""Seconds of a piece of sound: what is shorter, between two bridges, is no pause."""


def instant(at: float) -> datetime:
    """Unix seconds as an aware UTC datetime."""
    return datetime.fromtimestamp(at, UTC)


def instant_or_none(at: float | None) -> datetime | None:
    """The same, None for what has not happened."""
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
            ended_at=instant_or_none(self.ended),
            talk_time=self.talk_time(),
            hold_time=self.hold_time(),
            kind="consultation" if self.kind else None,
            holds=tuple(
                Hold(started_at=instant(start or 0.0), ended_at=instant_or_none(end)) for start, end in self.holds
            ),
        )


@dataclass(slots=True)
class TapeNote:
    """A recording of ``leg``, written while that is in a bridge; pauses are [start, end or None]."""

    file: str
    leg: Leg
    started: float
    pauses: list[list[float | None]] = field(default_factory=list)

    def mute(self, at: float, is_muted: bool) -> None:
        """The recording pauses or goes on (nothing if it does already)."""
        is_paused = bool(self.pauses) and self.pauses[-1][1] is None
        if is_muted and not is_paused:
            self.pauses.append([at, None])
        elif is_paused and not is_muted:
            self.pauses[-1][1] = at

    @property
    def leg_id(self) -> str:
        """The channel it runs on."""
        return self.leg.uniqueid

    def end(self, ended: float | None) -> float | None:
        """When it ends: with its channel, at the latest with its call."""
        return ended if self.leg.ended_at is None else self.leg.ended_at

    def cuts(self, ended: float | None) -> list[tuple[float, float | None]]:
        """The spans in which nothing is written."""
        ended = self.end(ended)
        found: list[tuple[float, float | None]] = []
        place: float | None = self.started
        for entered, left in self.leg.stays:
            if entered is None or place is None or (ended is not None and entered >= ended):
                continue
            if entered - place >= FRAME:
                found.append((place, entered))
            place = None if left is None else max(place, left)
        if place is not None and (ended is None or ended - place >= FRAME):
            found.append((place, ended))
        return found

    def fact(self, ended: float | None) -> Recording:
        """The fact of the vocabulary."""
        ended = self.end(ended)
        pauses = [
            Pause(started_at=instant(start or 0.0), ended_at=instant_or_none(ended if end is None else end))
            for start, end in self.pauses
        ] + [
            Pause(started_at=instant(start), ended_at=instant_or_none(end), is_cut=True)
            for start, end in self.cuts(ended)
        ]  # fmt: skip
        return Recording(
            file=self.file, leg_id=self.leg_id, started_at=instant(self.started), ended_at=instant_or_none(ended),
            pauses=tuple(sorted(pauses, key=lambda pause: pause.started_at)),
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
                       started_at=instant(self.started), ended_at=instant_or_none(self.ended), result=self.result)


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
            queue=self.queue,
            uniqueid=self.uniqueid,
            nth=self.nth,
            entered_at=instant(self.entered),
            left_at=instant_or_none(self.left),
            answered_at=instant_or_none(answered),
            ended_at=instant_or_none(self.ended),
            position=self.position,
            outcome=self.outcome,
            agent=talk.party if talk else None,
            agent_name=self.agent_name,
            credited=self.credited,
            wait_time=None if self.left is None else timedelta(seconds=self.left - self.entered),
            ring_time=timedelta(seconds=(ring.ended or 0.0) - ring.started) if ring else None,
            talk_time=talk.talk_time() if talk else None,
            hold_time=talk.hold_time() if talk else None,
            ended_by=self.ended_by,
            attempts=tuple(note.fact() for note in self.rings),
        )
