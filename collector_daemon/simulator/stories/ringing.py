"""A round of ringing: app_queue rings one member, or all of them, until one answers, all refuse or time is
up.

What AMI tells: AgentCalled and DialBegin per phone; on an answer DialEnd ANSWER, and DialEnd CANCEL *twice*
for every other phone; on a refusal HangupRequest of the leg, DialEnd NOANSWER (not BUSY), AgentRingNoAnswer;
on a time-out AgentRingNoAnswer first, then DialEnd NOANSWER and CANCEL. Nothing at all says "the ringing was
cancelled".
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Literal

from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.notes import RingNote, VisitNote
from collector_daemon.simulator.pbx import Course, Cut, Pbx, Taken
from collector_daemon.simulator.people import Reaction
from collector_daemon.simulator.queues import Member, Queue, Waiting
from collector_daemon.simulator.stories.behind_local import RING_SECONDS, Pair, open_pair
from shared.domain.calls import AttemptResult

PHONE_DELAY = 0.05
"""From the INVITE until the phone says that it rings."""
REFUSALS: dict[str, tuple[int, int, AttemptResult]] = {
    "busy": (17, 486, "rejected"), "decline": (21, 603, "rejected"), "unreachable": (1, 404, "failed")}
"""Reaction → Cause, TechCause (SIP code), and what it counts as."""
Ending = Literal["answered", "no_answer", "gone", "timeout", "key"]


@dataclass(slots=True, eq=False)
class Rung:
    """A phone that rings (or should). ``picker`` takes the call from it, at a desk's wish."""

    leg: Leg
    member: Member
    reaction: Reaction
    note: RingNote
    started: float
    is_ringing: bool = False
    pair: Pair | None = None
    picker: Leg | None = None

    def legs(self) -> tuple[Leg, ...]:
        """The leg the queue rings, and what stands behind it."""
        return self.pair.legs() if self.pair else (self.leg,)

    def hang_up(self, pbx: Pbx) -> None:
        """The leg that rang in vain is gone, and what stands behind it."""
        if self.pair:
            self.pair.drop()
        else:
            pbx.switch.hang_up(self.leg)


@dataclass(slots=True)
class Limits:
    """What else can end the waiting, and when: the caller's patience, the queue's time-out, an exit key."""

    gone: float | None = None
    timeout: float | None = None
    key: float | None = None

    def next(self) -> tuple[float, Ending]:
        """The first of them; an instant never reached if there is none."""
        endings: tuple[tuple[float | None, Ending], ...] = (
            (self.gone, "gone"), (self.timeout, "timeout"), (self.key, "key"))
        found: list[tuple[float, Ending]] = [(at, ending) for at, ending in endings if at is not None]
        return min(found, default=(float("inf"), "gone"))


@dataclass(slots=True, eq=False)
class Round:
    """Who is being rung for a visit now."""

    pbx: Pbx
    course: Course
    queue: Queue
    entry: Waiting
    visit: VisitNote
    limits: Limits
    rungs: list[Rung] = field(default_factory=list)

    def run(self, order: list[Member]) -> Generator[float | None, object, tuple[Ending, Rung | None]]:
        """Rings ``order`` (all at once, or one after the other refused) and tells how it ended."""
        self.entry.is_ringing = True
        first = order if self.queue.strategy == "ringall" else order[:1]
        rest = [] if self.queue.strategy == "ringall" else order[1:]
        for member in first:
            self._ring(member)
        ends_at = self.pbx.now + self.queue.ring_seconds
        try:
            while self.rungs:
                ending, rung = yield from self._next(ends_at)
                if rung is None or ending != "no_answer":
                    return ending, rung
                self._refuse(rung)
                if rest and not self.rungs:
                    self._ring(rest.pop(0))
        finally:
            self.entry.is_ringing = False
        return "no_answer", None

    def _next(self, ends_at: float) -> Generator[float | None, object, tuple[Ending, Rung | None]]:
        """Waits for the next thing that decides something: ("no_answer", rung) is a refusal."""
        while True:
            at, ending, rung = min(self._agenda(ends_at), key=lambda due: due[0])
            self.course.is_takeable = True
            try:
                yield max(0.0, at - self.pbx.now)
            except Cut as cut:
                found = next((rung for rung in self.rungs if cut.leg in rung.legs()), None)
                if found is None:
                    raise
                return "no_answer", found
            except Taken as by_desk:
                found = next((rung for rung in self.rungs if by_desk.target is rung.leg and not rung.pair), None)
                if found is None:
                    self.pbx.switch.hang_up(by_desk.leg)
                    continue
                found.picker = by_desk.leg
                return "answered", found
            finally:
                self.course.is_takeable = False
            if ending == "ringing" and rung:
                self._begin_ringing(rung)
            elif ending == "forward" and rung:
                self._forward(rung)
            elif rung and (ending == "answer" or (ending == "pickup" and self._can_pick_up(rung))):
                return "answered", rung
            elif rung and ending == "pickup":
                rung.reaction = Reaction("ignore")
            elif rung:
                return "no_answer", rung
            elif ending == "no_answer":
                self.time_out()
                return "no_answer", None
            else:
                return ending, None  # type: ignore[return-value]  # what is left of the endings are results

    def _can_pick_up(self, rung: Rung) -> bool:
        return self.pbx.phones.is_free(f"PJSIP/{rung.reaction.by}")

    def _agenda(self, ends_at: float) -> list[tuple[float, str, Rung | None]]:
        limit_at, limit = self.limits.next()
        due: list[tuple[float, str, Rung | None]] = [(limit_at, limit, None), (ends_at, "no_answer", None)]
        for rung in self.rungs:
            kind = rung.reaction.kind
            if kind == "forward":
                due.append((rung.started, kind, rung))
            elif not rung.is_ringing and kind not in ("silent", "unreachable"):
                due.append((rung.started + PHONE_DELAY, "ringing", rung))
            elif kind not in ("ignore", "silent"):
                due.append((rung.started + PHONE_DELAY + rung.reaction.after, kind, rung))
        return due

    def _ring(self, member: Member) -> None:
        pbx, caller, switch = self.pbx, self.course.leg, self.pbx.switch
        extension = pbx.extension_of(member)
        pair = open_pair(pbx, self.course, extension) if member.interface.startswith("Local/") else None
        leg = pair.one if pair else self._new_leg(extension)
        self.queue.last_rung = member.interface
        self.entry.tried += 1
        shown = leg.headers("Dest") | {
            "DestExten": "go",
            "DestConnectedLineNum": caller.number or "<unknown>",
            "DestConnectedLineName": caller.caller_name or "<unknown>",
        }
        switch.emit("AgentCalled", caller.headers(), shown, self._of(member))
        switch.begin_dial(caller, leg, member.interface)
        phone = pair.dial(self.course, RING_SECONDS, "tk") if pair else leg
        if pair or self.queue.strategy != "ringall":
            switch.show_connected(caller, phone)
        note = RingNote(extension, phone.device if pair else member.interface, phone.uniqueid, pbx.now)
        self.visit.rings.append(note)
        reaction = pbx.people.reaction(extension, self.queue.name)
        self.rungs.append(Rung(leg, member, _behind(reaction) if pair else reaction, note, pbx.now, pair=pair))

    def _new_leg(self, extension: str) -> Leg:
        leg = self.pbx.new_phone_leg(extension, self.course.note.call_id)
        self.course.legs.append(leg)
        return leg

    def _begin_ringing(self, rung: Rung) -> None:
        switch, caller = self.pbx.switch, self.course.leg
        rung.is_ringing = True
        if rung.pair:
            rung.pair.tell_ringing(caller, rung.leg.exten if rung.pair.is_optimised else "go")
        else:
            rung.leg.exten = "go"
            rung.leg.connect_to(caller)
            switch.enter_state(rung.leg, "Ringing")
        if not (rung.pair and rung.pair.is_optimised):
            switch.run(rung.leg, "AppQueue", "(Outgoing Line)")
        switch.show_connected(rung.leg, caller)
        if rung.pair and rung.pair.phone:
            switch.tell_ringing(rung.pair.two, rung.pair.phone)
        switch.tell_ringing(caller, rung.leg)

    def _forward(self, rung: Rung) -> None:
        """The phone sends the call on (302): the queue dials there, and still takes it for this member."""
        pbx, switch, caller, leg, to = self.pbx, self.pbx.switch, self.course.leg, rung.leg, rung.reaction.by
        leg.exten = "go"
        switch.run(leg, "AppQueue", "(Outgoing Line)")
        switch.show_connected(leg, caller)
        switch.request_hangup(leg, 23, 302)
        pair = open_pair(pbx, self.course, to, "internal", is_optimised=True)
        switch.end_dial(caller, leg, "CANCEL", forward=to)
        rung.note.end(pbx.now, "rejected")
        switch.begin_dial(caller, pair.one, f"{to}@internal")
        switch.hang_up(leg)
        phone = pair.dial(self.course, 20, "tTkKxX")
        rung.note = RingNote(to, phone.device, phone.uniqueid, pbx.now)
        self.visit.rings.append(rung.note)
        rung.leg, rung.pair, rung.reaction = pair.one, pair, _behind(pbx.people.reaction(to, None))

    def _refuse(self, rung: Rung) -> None:
        switch, caller = self.pbx.switch, self.course.leg
        cause, code, result = REFUSALS.get(rung.reaction.kind, (26, 200, "rejected"))
        if not rung.pair:
            switch.request_hangup(rung.leg, cause, code)
        switch.end_dial(caller, rung.leg, "NOANSWER")
        self.tell_no_answer(rung)
        rung.hang_up(self.pbx)
        rung.note.end(self.pbx.now, result)
        self.rungs.remove(rung)

    def time_out(self) -> None:
        """Nobody answered in time: all that still ring stop."""
        switch, caller = self.pbx.switch, self.course.leg
        for rung in self.rungs:
            self.tell_no_answer(rung)
        for status in ("NOANSWER", "CANCEL"):
            for rung in self.rungs:
                switch.end_dial(caller, rung.leg, status)
        self.end_notes("no_answer")

    def cancel(self) -> None:
        """The caller is gone or goes elsewhere: DialEnd CANCEL, twice for every phone. Hang them up
        afterwards.
        """
        for _ in range(2):
            for rung in self.rungs:
                self.pbx.switch.end_dial(self.course.leg, rung.leg, "CANCEL")
        self.end_notes("cancelled")

    def end_notes(self, result: AttemptResult) -> None:
        """Notes that all that still ring stopped now."""
        for rung in self.rungs:
            never_rang = result == "no_answer" and rung.reaction.kind == "silent"
            rung.note.end(self.pbx.now, "failed" if never_rang else result)

    def drop(self) -> None:
        """The legs that rang in vain hang up, with cause 26 whatever happened."""
        for rung in self.rungs:
            rung.leg.cause = 26
            rung.hang_up(self.pbx)
        self.rungs.clear()

    def tell_no_answer(self, rung: Rung) -> None:
        """AgentRingNoAnswer: also for a phone that refused."""
        rang = self.pbx.clock_second - int(rung.started)
        self.pbx.switch.emit("AgentRingNoAnswer", self.course.leg.headers(), rung.leg.headers("Dest"),
                             self._of(rung.member), {"RingTime": str(rang * 1000)})

    def _of(self, member: Member) -> dict[str, str]:
        return {"Queue": self.queue.name, "Interface": member.interface, "MemberName": member.name}


def _behind(reaction: Reaction) -> Reaction:
    """Behind a Local channel people answer or do not; how other reactions are told has not been recorded."""
    return reaction if reaction.kind in ("answer", "silent") else Reaction("ignore")
