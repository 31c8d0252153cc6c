"""Looks at board and simulator while they work: what differs for longer than the way from one to the other is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import Course
from shared.clock import monotonic
from shared.domain.board import CallRow
from tests.integration.desk.hunted_centre import Centre
from tests.integration.desk.hunted_desk import Desk

PATIENCE = 1.5
"""Real seconds for which the two may differ while nothing changes."""


class Watch:
    """``problems``: one line for each thing that stayed wrong."""

    def __init__(self, centre: Centre, desks: list[Desk]) -> None:
        self.centre, self.desks = centre, desks
        self.problems: list[str] = []
        self.looks, self.whole_since = 0, 0.0
        self._wrong: dict[str, tuple[tuple[Any, Any], float]] = {}

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(0.1)
            self.look()

    def look(self) -> None:
        """Once."""
        if not self.centre.sees:
            self.whole_since = self.centre.clock.now().timestamp()
        found: dict[str, tuple[Desk, Any, Any]] = {}
        for desk in self.desks if self.centre.sees else ():
            if desk.is_live and desk.agent is not None:
                for what, truth, shown in self._of(desk, desk.agent):
                    self.looks += 1
                    if truth != shown:
                        found[f"{desk.name}@{desk.agent} {what}"] = (desk, truth, shown)
        now = monotonic()
        for what, (desk, *both) in found.items():
            pair = (both[0], both[1])
            before = self._wrong.get(what)
            since = before[1] if before is not None and before[0] == pair else now
            if now - since > PATIENCE:
                at = self.centre.clock.now().strftime("%H:%M:%S.%f")[:-4]
                rows = self._rows(desk, str(pair))
                self.problems.append(f"{at} {what}: true is {pair[0]}, shown is {pair[1]}; {rows}")
                since = float("inf")
            self._wrong[what] = (pair, since)
        self._wrong = {what: one for what, one in self._wrong.items() if what in found}

    def _rows(self, desk: Desk, pair: str) -> list[tuple[Any, ...]]:
        """What the board says of these calls, short; and what the daemon has of them."""
        rows = [row for row in (desk.client.board.calls if desk.client else ()) if row.call in pair]
        calls = self.centre.daemon.pipelines["main"].live.centre.calls if self.centre.daemon else None
        known: list[tuple[Any, ...]] = [
            ("daemon", trace.call_id, trace.groups, [lot.space for lot in trace.lots if lot.ended_at is None])
            for trace in (calls.traces.values() if calls else ()) if any(one in pair for one in trace.groups)
        ]  # fmt: skip
        shown = [(row.call, row.phase, row.queue, row.agents, row.ringing, row.consulting, row.space) for row in rows]
        return [*known, *shown]

    def _of(self, desk: Desk, agent: str) -> Iterator[tuple[str, Any, Any]]:
        yield "queues", self._queues(agent), _shown_queues(desk)
        yield "account", desk.name, desk.row.account if desk.row else ""
        ringing, popups = self._ringing(agent), {popup.call for popup in desk.screen.popups} if desk.screen else set()
        yield "popups", ringing, sorted(popups - (self._dialled(agent) - set(ringing)))
        talking, shown = self._talking(agent), {row.call: row for row in desk.calls if row.phase != "dialling"}
        yield "talks", sorted(talking), sorted(call for call, row in shown.items() if _talks(row, agent))
        for call in talking.keys() & shown.keys():
            yield from _talk(call, talking[call], shown[call], agent, self.whole_since)
        assert desk.client is not None
        spaces = {(row.call, row.space) for row in desk.client.board.calls if row.space and row.queue}
        parked = self._parked(desk.name, agent)
        yield "parked", parked, sorted(spaces & set(parked))

    def _queues(self, agent: str) -> list[tuple[str, bool, str]]:
        return sorted(
            (queue.name, one.is_paused, one.reason if one.is_paused else "")
            for queue in self.centre.pbx.queues.values() for one in queue.members if one.device == f"PJSIP/{agent}"
        )  # fmt: skip

    def _ringing(self, agent: str) -> list[str]:
        """Calls that ring at the phone, without those that it makes itself."""
        legs = [leg for leg in self.centre.pbx.switch.legs.values() if self._rings(leg, agent)]
        courses = {self.centre.pbx.course_of(leg) for leg in legs}
        return sorted(one.note.call_id for one in courses if one is not None)

    def _dialled(self, agent: str) -> set[str]:
        """Calls for whose sake the phone is rung, whatever it does: a silent one too."""
        return {
            course.note.call_id for course in self.centre.pbx.courses
            if any(leg.device == f"PJSIP/{agent}" and not leg.is_up() for leg in course.legs)
            or any(ring.agent == agent and ring.ended is None for visit in course.note.visits for ring in visit.rings)
        }

    def _rings(self, leg: Leg, agent: str) -> bool:
        course = self.centre.pbx.course_of(leg)
        is_ringing = leg.device == f"PJSIP/{agent}" and leg.state == "Ringing"
        return is_ringing and course is not None and course.leg is not leg

    def _talking(self, agent: str) -> dict[str, Course]:
        return {
            course.note.call_id: course for course in self.centre.pbx.courses
            if any(talk.ended is None and agent in (talk.party, talk.other) for talk in course.note.talks)
        }

    def _parked(self, name: str, agent: str) -> list[tuple[str, str]]:
        """Of queues that the account may see."""
        account = self.centre.accounts.by_name[name]
        courses = [(self.centre.pbx.course_of(one.leg), one.space) for one in self.centre.pbx.lot.parked.values()]
        return sorted(
            (course.note.call_id, space) for course, space in courses if course is not None
            and any(account.sees(visit.queue) for visit in course.note.visits)
            and not any(leg.device == "PJSIP/" + agent for leg in course.legs)  # perhaps seen for that
        )  # fmt: skip


def _shown_queues(desk: Desk) -> list[tuple[str, bool, str]]:
    memberships = desk.row.memberships if desk.row else ()
    return sorted((one.queue, one.is_paused, one.reason if one.is_paused else "") for one in memberships)


def _talks(row: CallRow, agent: str) -> bool:
    return row.phase in ("talking", "on_hold") and agent in row.agents


def _talk(
    call: str, course: Course, row: CallRow, agent: str, whole_since: float
) -> Iterator[tuple[str, Any, Any]]:
    """Where one employee has had the customer from the beginning: times, hold, recording."""
    if course.note.started < whole_since:
        return  # what was going on when the PBX was not heard is not known so exactly
    tapes = course.note.recordings
    muted = [bool(tape.pauses) and tape.pauses[-1][1] is None for tape in tapes]
    yield f"{call} recording", "none" if not tapes else "paused" if all(muted) else "on", row.recording
    talks = course.note.talks
    if len(talks) != 1 or talks[0].party != agent or talks[0].other != "caller" or course.note.transfers:
        return
    holds = talks[0].holds
    yield f"{call} held now", bool(holds) and holds[-1][1] is None, row.phase == "on_hold"
    yield f"{call} held", round(sum(end - (start or 0.0) for start, end in holds if end), 1), round(row.held_seconds, 1)
    since = row.talking_since.timestamp() if row.talking_since else 0.0
    yield f"{call} talking since", True, abs(since - talks[0].started) < 0.05
