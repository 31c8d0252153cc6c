"""What the call centre calls its things, and its goals: said once in the daemon's settings, shown by every program.

Comes to the programs with the feed's welcome. Titles are the customer's own words and are never translated.
"""

from __future__ import annotations

import msgspec


class QueueDescription(msgspec.Struct, frozen=True, kw_only=True):
    """A queue as people know it. ``service_goal``: per cent, None: the centre's."""

    queue: str
    title: str = ""
    is_vip: bool = False
    service_goal: float | None = None


class LineDescription(msgspec.Struct, frozen=True, kw_only=True):
    """An inbound line as people know it. ``channels``: how many calls it carries at once, None: not told."""

    line: str
    title: str = ""
    channels: int | None = None


class PauseReason(msgspec.Struct, frozen=True, kw_only=True):
    """A reason for a pause that agents may choose. ``limit_seconds``: longer is too long."""

    reason: str
    title: str = ""
    limit_seconds: float | None = None


class CentreDescription(msgspec.Struct, frozen=True, kw_only=True):
    """The call centre: its name, its zone and country, the service level's formula and goal, its things in order.

    ``country`` (ISO 3166) is whose numbers are written without a prefix. ``service_goal``: per cent of
    SL4 = answered within ``service_level_seconds`` / (answered + abandoned − short abandons).
    """

    name: str = ""
    timezone: str = "UTC"
    country: str = "CZ"
    service_level_seconds: float = 20.0
    short_abandon_seconds: float = 5.0
    service_goal: float = 80.0
    queues: tuple[QueueDescription, ...] = ()
    lines: tuple[LineDescription, ...] = ()
    pause_reasons: tuple[PauseReason, ...] = ()

    def limited_to(self, queues: frozenset[str] | None) -> CentreDescription:
        """The same with nothing said of other queues than these; None: of all."""
        if queues is None:
            return self
        return msgspec.structs.replace(self, queues=tuple(one for one in self.queues if one.queue in queues))

    def queue_title(self, queue: str) -> str:
        """What people call the queue."""
        return next((one.title for one in self.queues if one.queue == queue and one.title), queue)

    def queue_goal(self, queue: str) -> float:
        """The queue's service goal in per cent, or the centre's."""
        found = next((one.service_goal for one in self.queues if one.queue == queue), None)
        return self.service_goal if found is None else found

    def is_vip(self, queue: str) -> bool:
        """Is it a queue of important customers?"""
        return any(one.is_vip for one in self.queues if one.queue == queue)

    def reason_of(self, reason: str) -> PauseReason:
        """The configured reason of that name, or one made of the name alone."""
        return next((one for one in self.pause_reasons if one.reason == reason), PauseReason(reason=reason))
