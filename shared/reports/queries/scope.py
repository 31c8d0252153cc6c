"""What is counted: a span of time, and of what. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

import msgspec

from shared.days import Interval, quarter_before

Key = Literal["pbx", "queue", "agent", "line", "direction", "interval", "week_hour"]
"""By what rows are kept apart. interval: where one begins; week_hour: hours since Monday 0:00 on the wall's clock."""
MINUTES: dict[Interval, int] = {"quarter": 15, "half_hour": 30, "hour": 60}
Counts = TypeVar("Counts")


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """[since, until), aware, in whole quarters of an hour; whole days are those of ``zone``. None: all there are."""

    since: datetime
    until: datetime
    zone: str
    interval: Interval = "day"
    queues: tuple[str, ...] | None = None
    agents: tuple[str, ...] | None = None
    lines: tuple[str, ...] | None = None
    pbxs: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a border that is no quarter of an hour: nothing finer is summed."""
        for at in (self.since, self.until):
            if at != quarter_before(at):
                raise ValueError(f"{at.isoformat()} is no whole quarter of an hour")


class Counted(msgspec.Struct, Generic[Counts], frozen=True):
    """One row: its keys in the order asked for, and what was counted."""

    keys: tuple[Any, ...]
    counts: Counts
