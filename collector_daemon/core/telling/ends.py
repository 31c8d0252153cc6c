"""Who ended what: from requests to hang up, transfers and the PBX's own doings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from collector_daemon.core.telling.talks import Talk
from collector_daemon.core.telling.whom import Whom
from collector_daemon.core.trace import SHUTDOWN_TAKES, Leg, Trace, VisitTrace
from shared.domain.calls import EndedBy

NEAR = timedelta(milliseconds=700)


class Ends(msgspec.Struct, frozen=True):
    """Answers "who ended it" for one call."""

    trace: Trace
    roles: Whom
    heard: list[Talk]

    def is_system(self, at: datetime) -> bool:
        """True where the PBX went away at that moment: what looks like hanging up was the PBX."""
        lost = self.trace.lost_at
        return lost is not None and lost - SHUTDOWN_TAKES <= at

    def of_visit(self, visit: VisitTrace, agent_leg: Leg, end: datetime) -> EndedBy | None:
        """Who ended an answered visit. None where the end fell into a gap."""
        if agent_leg.is_lost or self.trace.legs[visit.leg_id].is_lost:
            return "system" if self.is_system(end) else None
        if self._was_moved(agent_leg, end):
            return "transfer"
        queued = self.trace.legs[visit.leg_id]
        caller_ids = {queued.leg_id} | ({self.roles.customer.leg_id} if self.roles.customer else set())
        asked_by_caller = _first(self.trace.legs[leg_id].end_requested_at for leg_id in caller_ids)
        return self._by_request(asked_by_caller, agent_leg, queued, end, visit)

    def _by_request(
        self, caller: datetime | None, agent_leg: Leg, queued: Leg, end: datetime, visit: VisitTrace
    ) -> EndedBy:
        agent = agent_leg.end_requested_at
        caller = caller if caller is not None and caller <= end + NEAR else None
        agent = agent if agent is not None and agent <= end + NEAR else None
        if caller is not None and (agent is None or caller <= agent):
            return "caller"
        if agent is not None:
            return "agent"
        if self.is_system(end):
            return "system"  # a stop of the PBX asks nobody: whoever did ask had hung up just before it
        customer = self.roles.customer or queued
        if customer.ended_at is None or customer.ended_at - end > NEAR:
            return self._went_on(agent_leg, visit)
        match visit.reason:
            case "caller" | "agent" | "transfer":
                return visit.reason
        return "system"

    def _went_on(self, agent_leg: Leg, visit: VisitTrace) -> EndedBy:
        """Nobody hung up and the customer stayed: redirected, unless the agent used the disconnect feature."""
        return "agent" if visit.reason == "agent" else "transfer"

    def _was_moved(self, agent_leg: Leg, end: datetime) -> bool:
        """The customer was passed on by this agent (by any of his legs), or parked, as the talk ended."""
        for move in self.trace.moves:
            legs = (self.trace.legs.get(move.by_leg_id), self.trace.legs.get(move.second_leg_id))
            is_his = any(leg is not None and leg.party == agent_leg.party for leg in legs)
            is_his = is_his or move.by_leg_id == agent_leg.twin or self._is_behind(agent_leg, move.by_leg_id)
            if move.is_success and is_his and abs(move.happened_at - end) <= NEAR:
                return True
        return any(abs(lot.started_at - end) <= NEAR for lot in self.trace.lots)

    def _is_behind(self, agent_leg: Leg, leg_id: str) -> bool:
        """A Local half stands for the person whose phone it rang."""
        leg = self.trace.legs.get(leg_id)
        if leg is None or leg.is_person:
            return False
        return any(d.source_id in (leg.leg_id, leg.twin) and d.target_id == agent_leg.leg_id for d in self.trace.dials)

    def of_call(self) -> EndedBy | None:
        """Who ended the call: the first to hang up of those in its last conversation, whatever came after it."""
        legs = [leg for leg in self.trace.legs.values() if leg.is_person]
        last = max((leg.ended_at for leg in legs if leg.ended_at), default=None)
        if last is None:
            return None
        if any(leg.is_lost for leg in legs):
            return "system" if self.is_system(last) else None
        asked = self._asked_in_last_talk(last) or self._asked(legs, last)
        if not asked:
            return "system"
        first = min(asked, key=lambda leg: leg.end_requested_at or last)
        if self.roles.customer is not None:
            return "agent" if first.is_inside else "caller"
        is_caller = self.roles.first is not None and first.leg_id == self.roles.first.leg_id
        return "caller" if is_caller else "agent"

    def _asked_in_last_talk(self, last: datetime) -> list[Leg]:
        """Those of the last conversation who asked to hang up as it ended: a survey may go on long after."""
        over = [talk for talk in self.heard if talk.ended_at]
        talk = max(over, key=lambda talk: talk.ended_at or last, default=None)
        if talk is None or talk.ended_at is None:
            return []
        return self._asked([self.trace.legs[leg_id] for leg_id in (talk.leg_id, *talk.with_ids)], talk.ended_at)

    def _asked(self, legs: list[Leg], at: datetime) -> list[Leg]:
        """Those who asked to hang up about then; a phone that only refused has not ended anything."""
        rung = {dial.target_id for dial in self.trace.dials if dial.status != "answer"}
        placed = {leg.leg_id for leg in (self.roles.customer, self.roles.first) if leg is not None}
        return [
            leg for leg in legs
            if leg.end_requested_at and abs(at - leg.end_requested_at) <= 3 * NEAR
            and (leg.up_at is not None or leg.leg_id in placed or leg.leg_id not in rung)
        ]


def _first(instants: Iterable[datetime | None]) -> datetime | None:
    return min((one for one in instants if one is not None), default=None)
