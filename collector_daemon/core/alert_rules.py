"""A rule: which queues, which condition for which level, after how long. Pure: the settings' words, ready to ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import msgspec

from shared.domain.board import AlertLevel
from shared.domain.conditions import Comparison, Condition, Margin, Measured

LEVELS: tuple[AlertLevel, ...] = ("bad", "warn")
"""Worst first."""


class AlertRule(msgspec.Struct, frozen=True, kw_only=True):
    """What makes an alert. ``queues`` empty: all; ``is_together``: of the sums of a PBX's queues, not of each."""

    name: str
    title: str = ""
    queues: frozenset[str] = frozenset()
    is_together: bool = False
    conditions: Mapping[AlertLevel, Condition]
    margin: Margin = Margin()
    after_time: timedelta = timedelta()
    has_sound: bool = False

    def is_about(self, queue: str) -> bool:
        """Is the queue one of the rule's?"""
        return not self.queues or queue in self.queues

    def holds(self, level: AlertLevel, measured: Measured, *, is_raised: bool) -> bool:
        """Is the level's condition fulfilled? Once raised, the margin counts."""
        found = self.conditions.get(level)
        return found is not None and found.holds(measured, self.margin if is_raised else Margin())

    def reason(self, level: AlertLevel, measured: Measured) -> Comparison:
        """The comparison to tell people about this level."""
        return self.conditions[level].reason(measured)
