"""How many callers of queues come in: those who will take operators from campaigns, a second."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from collector_daemon.core.agent_machine import Agent
from collector_daemon.pipeline import Pipeline

REMEMBERED = timedelta(minutes=15)
BETWEEN = timedelta(seconds=10)
SHORTEST = timedelta(minutes=1)
"""Fewer callers are not told apart from chance in less time."""
AWAY = ("logged_out", "unreachable")
Seen = tuple[datetime, int]


class Inflow:
    """``look`` in every round; ``rate`` of operators."""

    def __init__(self, pipelines: Mapping[str, Pipeline]) -> None:
        self._pipelines = pipelines
        self._seen: dict[tuple[str, str], deque[Seen]] = {}

    def look(self, now: datetime) -> None:
        """How many have come by now into each queue."""
        for pbx, pipeline in self._pipelines.items():
            for queue, joined in pipeline.live.centre.tallies.joined.items():
                self.saw(pbx, queue, joined, now)

    def saw(self, pbx: str, queue: str, joined: int, now: datetime) -> None:
        """So many have come into the queue since counting began."""
        seen = self._seen.setdefault((pbx, queue), deque())
        if seen and (joined < seen[-1][1] or now < seen[-1][0]):
            seen.clear()  # counted anew
        if not seen or now - seen[-1][0] >= BETWEEN:
            seen.append((now, joined))
        while len(seen) > 1 and now - seen[0][0] > REMEMBERED:
            seen.popleft()

    def into(self, pbx: str, queue: str) -> float:
        """Callers a second into one queue."""
        seen = self._seen.get((pbx, queue))
        if not seen:
            return 0.0
        length = max(seen[-1][0] - seen[0][0], SHORTEST)
        return (seen[-1][1] - seen[0][1]) / length.total_seconds()

    def rate(self, pbx: str, mine: Iterable[Agent]) -> float:
        """Callers a second that come to these agents: of each of their queues the part that they are of its members."""
        every = self._pipelines[pbx].live.centre.agents.agents.values() if pbx in self._pipelines else ()
        members, ours = _members(every), _members(mine)
        return sum(self.into(pbx, queue) * count / max(members.get(queue, count), count)
                   for queue, count in ours.items())  # fmt: skip


def _members(agents: Iterable[Agent]) -> dict[str, int]:
    """How many of them take callers of each queue."""
    found: dict[str, int] = {}
    for agent in agents:
        for queue, one in agent.memberships.items():
            if not one.is_paused and agent.state not in AWAY:
                found[queue] = found.get(queue, 0) + 1
    return found
