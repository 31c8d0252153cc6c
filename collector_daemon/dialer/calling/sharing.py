"""A round among campaigns that share operators: whose turn is when, and which calls of others count for whom.

The rules are ``shared.campaigns.choosing``'s; here they are asked with who is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

import msgspec

from collector_daemon.dialer.calling.inflow import AWAY
from collector_daemon.dialer.calling.job import Job
from collector_daemon.dialer.calling.operators import Desk, Operators
from collector_daemon.dialer.calling.room import Room
from shared.campaigns.choosing import Crew, fair_part, in_turn, rivals, share_of
from shared.campaigns.pacing import Decision


class Sharing:
    """One round's, made anew for each."""

    def __init__(self, rooms: Iterable[Room], operators: Operators) -> None:
        self._rooms = {room.campaign.campaign: room for room in rooms}
        self._crews = in_turn(_crew(room, operators) for room in self._rooms.values())
        self._of = {crew.campaign: crew for crew in self._crews}
        self._places = {crew.campaign: place for place, crew in enumerate(self._crews)}

    def rooms(self) -> list[Room]:
        """All of them, the first one first."""
        return [self._rooms[crew.campaign] for crew in self._crews]

    def free_for(self, room: Room) -> frozenset[Desk]:
        """Operators who were free for it when the round began. Who becomes free in it is for the next round: whose turn
        was before has not been asked about him.
        """
        return self._of[room.campaign.campaign].free

    def calls_for(self, room: Room) -> list[Job]:
        """Calls of others that will come to operators of this one: evenly taken from theirs, as many as their part."""
        mine, found = self._of[room.campaign.campaign], list[Job]()
        for crew in self._crews:
            jobs = open_calls(self._rooms[crew.campaign])
            if crew is not mine and jobs:
                count = ceil(len(jobs) * share_of(mine, crew) - 1e-9)
                found += [jobs[nth * len(jobs) // count] for nth in range(count)]
        return found

    def decide(self, room: Room, decision: Decision, alone: Decision | None) -> Decision:
        """With its part only, where equal ones want the same. ``alone``: what it would be without the others' calls."""
        mine = self._of[room.campaign.campaign]
        later = [crew for crew in self._crews[self._places[mine.campaign] + 1 :] if self._wants(crew)]
        part = fair_part(decision.place, rivals(mine, later))
        if part < decision.place:
            return msgspec.structs.replace(decision, place=part, why="shared")
        if decision.place == 0 and alone is not None and alone.place > 0:
            is_behind = any(crew.priority > mine.priority and share_of(mine, crew) > 0
                            and open_calls(self._rooms[crew.campaign]) for crew in self._crews)  # fmt: skip
            return msgspec.structs.replace(decision, why="priority" if is_behind else "shared")
        return decision

    def _wants(self, crew: Crew) -> bool:
        """Will it place calls by itself in this round, as far as is known?"""
        room = self._rooms[crew.campaign]
        campaign = room.campaign
        is_pacing = campaign.mode != "preview" and campaign.source != "queue_callbacks"
        return room.is_running and is_pacing and not room.trouble


def open_calls(room: Room) -> list[Job]:
    """Its calls for which no operator is there yet, the oldest first."""
    return [job for job in room.jobs.values() if job.operator is None and job.reserved is None
            and job.attempt.state in ("placed", "ringing", "answered")]


def _crew(room: Room, operators: Operators) -> Crew:
    campaign = room.campaign
    there = [(operator, agent) for operator, agent in operators.of(campaign) if agent.state not in AWAY]
    return Crew(
        campaign=campaign.campaign, priority=campaign.priority, calls=len(room.jobs), placed_at=room.placed_at,
        operators=frozenset(operator.desk for operator, _agent in there),
        free=frozenset(operator.desk for operator, agent in there if operators.is_free(campaign, operator, agent)),
    )  # fmt: skip
