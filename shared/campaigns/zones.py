"""Where a number may be, by its first digits: time zones and country. A mobile of a wide country has many zones."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.campaigns.zone_rows import ROWS
from shared.domain.numbers import country_of_number

_LONGEST = 4


@lru_cache(maxsize=4096)
def zones_of(number: str) -> tuple[ZoneInfo, ...]:
    """All zones in which a number (digits of E.164 without "+") may be; none where its beginning is of no country."""
    by_prefix = _by_prefix()
    for length in range(_LONGEST, 0, -1):
        names = by_prefix.get(number[:length])
        if names is not None:
            return tuple(zone for name in names if (zone := _zone(name)) is not None)
    return ()


@lru_cache(maxsize=8192)
def country_of(number: str) -> str:
    """The country (ISO 3166) of a number, digits of E.164 without "+"; empty: of none."""
    return country_of_number("+" + number)


@lru_cache(maxsize=1)
def _by_prefix() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in ROWS.splitlines():
        names, _, prefixes = row.partition(":")
        found |= dict.fromkeys(prefixes.split(), tuple(names.split()))
    return found


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo | None:
    """A zone that this machine does not know is left out."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
