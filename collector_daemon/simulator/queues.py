"""Queues and their members as app_queue keeps them: who may join, whose turn it is, whom to ring next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from collector_daemon.simulator.legs import Leg

Strategy = Literal["ringall", "rrmemory", "leastrecent", "linear"]
NOT_IN_USE, IN_USE, BUSY, INVALID, UNAVAILABLE, RINGING = 1, 2, 3, 4, 5, 6


@dataclass(slots=True, eq=False)
class Member:
    """An agent's belonging to a queue. Times are whole Unix seconds, as app_queue keeps them."""

    queue: str
    interface: str
    device: str
    name: str
    login_time: int
    penalty: int = 0
    is_static: bool = True
    is_paused: bool = False
    reason: str = ""
    calls_taken: int = 0
    last_call: int = 0
    last_pause: int = 0
    is_in_call: bool = False

    def headers(self, status: int, wrapup: int) -> dict[str, str]:
        """The headers of QueueMemberStatus, …Added, …Removed, …Pause and …Penalty."""
        return {"Queue": self.queue, "MemberName": self.name, "Interface": self.interface,
                **self._figures(status), "Ringinuse": "0", "Wrapuptime": str(wrapup)}

    def status_headers(self, status: int, wrapup: int) -> dict[str, str]:
        """The headers of QueueMember in the answer to QueueStatus: other names for the same things."""
        return {"Queue": self.queue, "Name": self.name, "Location": self.interface,
                **self._figures(status), "Wrapuptime": str(wrapup)}

    def _figures(self, status: int) -> dict[str, str]:
        return {
            "StateInterface": self.device,
            "Membership": "static" if self.is_static else "dynamic",
            "Penalty": str(self.penalty),
            "CallsTaken": str(self.calls_taken),
            "LastCall": str(self.last_call),
            "LastPause": str(self.last_pause),
            "LoginTime": str(self.login_time),
            "InCall": str(int(self.is_in_call)),
            "Status": str(status),
            "Paused": str(int(self.is_paused)),
            "PausedReason": self.reason,
        }


@dataclass(slots=True, eq=False)
class Waiting:
    """A caller in a queue. ``is_ringing`` while phones ring for this one."""

    leg: Leg
    joined_at: float
    original_position: int
    is_ringing: bool = False
    tried: int = 0


@dataclass(slots=True, eq=False)
class Queue:
    """A queue: its settings (queues.conf), members, callers, and the figures that QueueStatus tells."""

    name: str
    strategy: Strategy = "ringall"
    ring_seconds: float = 15.0
    retry_seconds: float = 1.0
    wrapup_seconds: int = 0
    max_waiting: int = 0
    is_join_empty: bool = True
    leaves_when_empty: bool = False
    service_level: int = 20
    weight: int = 0
    is_recorded: bool = False
    is_auto_pausing: bool = False
    members: list[Member] = field(default_factory=list)
    callers: list[Waiting] = field(default_factory=list)
    completed: int = 0
    abandoned: int = 0
    completed_in_level: int = 0
    hold_time: int = 0
    talk_time: int = 0
    last_rung: str = ""

    def member(self, interface: str) -> Member | None:
        """The member with this interface, if there is one."""
        return next((member for member in self.members if member.interface == interface), None)

    def order(self, available: list[Member], entry: Waiting) -> list[Member]:
        """Whom to ring, best first; ``ringall`` rings them all at once. Only the lowest penalty counts."""
        if not available:
            return []
        lowest = min(member.penalty for member in available)
        best = [member for member in available if member.penalty == lowest]
        match self.strategy:
            case "ringall":
                return best[::-1]  # app_queue builds its list backwards
            case "leastrecent":
                return sorted(best, key=lambda member: member.last_call)
            case "rrmemory":
                return self._after(best, self.last_rung)
            case "linear":
                start = entry.tried % len(best)
                return best[start:] + best[:start]

    def _after(self, members: list[Member], interface: str) -> list[Member]:
        places = {member.interface: place for place, member in enumerate(self.members)}
        last = places.get(interface, -1)
        return sorted(
            members, key=lambda member: (places[member.interface] <= last, places[member.interface])
        )

    def is_turn_of(self, entry: Waiting, free_members: int) -> bool:
        """With autofill: as many callers may be served at once as there are free members (one with
        ringall).
        """
        if self.strategy == "ringall":
            free_members = min(free_members, 1)
        ahead = 0
        for caller in self.callers:
            if caller is entry:
                break
            ahead += not caller.is_ringing
        return ahead < free_members

    def count_completed(self, wait: int, talk: int) -> None:
        """Adds an answered call to the figures: running means, as app_queue computes them."""
        self.completed += 1
        self.completed_in_level += wait <= self.service_level
        self.talk_time = (self.talk_time * 3 + talk) // 4
        self.count_wait(wait)

    def count_wait(self, wait: int) -> None:
        """Adds a wait to the running mean."""
        self.hold_time = (self.hold_time * 3 + wait) // 4

    def start_anew(self, second: int) -> None:
        """What a restart of the PBX leaves: dynamic members (persistentmembers) with their pause, no
        figures.
        """
        self.callers.clear()
        self.completed = self.abandoned = self.completed_in_level = self.hold_time = self.talk_time = 0
        for member in self.members:
            member.calls_taken = member.last_call = 0
            member.login_time, member.is_in_call = second, False
            if member.is_static:
                member.is_paused, member.reason = False, ""

    def params(self) -> dict[str, str]:
        """The headers of QueueParams in the answer to QueueStatus."""
        total = self.completed + self.abandoned
        share = 100.0 * self.completed_in_level / self.completed if self.completed else 0.0
        share_of_all = 100.0 * self.completed_in_level / total if total else 0.0
        return {
            "Queue": self.name,
            "Max": str(self.max_waiting),
            "Strategy": self.strategy,
            "Calls": str(len(self.callers)),
            "Holdtime": str(self.hold_time),
            "TalkTime": str(self.talk_time),
            "Completed": str(self.completed),
            "Abandoned": str(self.abandoned),
            "ServiceLevel": str(self.service_level),
            "ServicelevelPerf": f"{share:.1f}",
            "ServicelevelPerf2": f"{share_of_all:.1f}",
            "Weight": str(self.weight),
        }
