"""What a report is asked for: a period in a zone, what it is narrowed to, and what it is compared with. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from shared.days import Interval, Slot, Span, slots, zone_of
from shared.domain.measures.limits import Limits


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """[since, until) in UTC, in the days of ``zone``. Empty tuples: all of them, as far as the account may see.

    ``interval``: rows by time, None where the report has none. ``limits`` None: those that were in force then.
    ``compare_to``: the period to compare with, None: none.
    """

    since: datetime
    until: datetime
    zone: str = "UTC"
    interval: Interval | None = None
    queues: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    pbx: tuple[str, ...] = ()
    limits: Limits | None = None
    compare_to: Span | None = None

    @property
    def span(self) -> Span:
        """The period."""
        return Span(self.since, self.until)

    @property
    def place(self) -> ZoneInfo:
        """The zone itself. Raises ValueError for one that there is not."""
        return zone_of(self.zone)

    def slots(self) -> tuple[Slot, ...]:
        """The intervals of the period, also those in which nothing happened; () without an interval."""
        return slots(self.span, self.interval, self.place) if self.interval else ()

    def compared(self) -> Selection | None:
        """The same question about the period to compare with."""
        if self.compare_to is None:
            return None
        return msgspec.structs.replace(
            self, since=self.compare_to.since, until=self.compare_to.until, compare_to=None
        )
