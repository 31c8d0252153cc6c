"""What the board's rules and figures are about, by name. Pure. Statistics have ``formulas``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from shared.domain.board import QueueRow

Measure = Literal[
    "waiting", "longest_wait", "ready", "paused", "talking", "members", "unreachable", "offered", "answered",
    "abandoned", "short_abandoned", "abandoned_share", "service_level", "average_wait",
]
"""Names of measures of one queue or of several together. Times in seconds, shares in per cent."""


class QueueSums:
    """Rows of queues taken together: counts add up, times and shares are made of the sums, never of averages."""

    def __init__(self, rows: Iterable[QueueRow]) -> None:
        self.rows = tuple(rows)

    def measure(self, name: Measure, now: datetime) -> float | None:
        """The measure at ``now``; None where there is nothing to divide by, or nobody waits."""
        match name:
            case "longest_wait":
                since = min((row.waiting_since for row in self.rows if row.waiting_since), default=None)
                return None if since is None else max(0.0, (now - since).total_seconds())
            case "service_level":
                return self.service_level
            case "abandoned_share":
                return _share(self.total("abandoned"), self.total("offered"))
            case "average_wait":
                answered = self.total("answered")
                return sum(row.wait_seconds for row in self.rows) / answered if answered else None
            case _:
                return float(self.total(name))

    def total(self, name: str) -> int:
        """A count of all rows together."""
        return sum(int(getattr(row, name)) for row in self.rows)

    @property
    def service_level(self) -> float | None:
        """SL4 in per cent: answered in time / (answered + abandoned − short abandons)."""
        counted = self.total("answered") + self.total("abandoned") - self.total("short_abandoned")
        return _share(self.total("answered_in_threshold"), counted)


def _share(part: int, whole: int) -> float | None:
    return 100.0 * part / whole if whole > 0 else None
