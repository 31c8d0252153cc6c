"""What a query is understood with."""

from __future__ import annotations

from datetime import datetime, tzinfo

import msgspec


class SearchScope(msgspec.Struct, frozen=True, kw_only=True):
    """The centre's zone (days, times of day), now, how numbers are written there (country, "CZ"), and what is dialled
    for an outside line."""

    zone: tzinfo
    now: datetime
    country: str
    outside_prefix: str = ""

    @property
    def zone_name(self) -> str:
        """The zone as Postgres knows it."""
        return getattr(self.zone, "key", None) or str(self.zone)
