"""What the name of a recording tells: ids of a call. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_ID = re.compile(r"(?:(?<![A-Za-z0-9_])([A-Za-z0-9_]{1,32})-)?(?<!\d)(\d{9,10}\.\d{1,9})(?!\d)")
BEFORE, AFTER = timedelta(hours=6), timedelta(minutes=5)
"""A leg's call began at most so long before the leg, and (clocks differ) after it."""


def ids_in(name: str) -> tuple[str, ...]:
    """What may be Asterisk's uniqueid or linkedid: as it is, and with the system's name that may stand before it."""
    found: dict[str, None] = {}
    for system, alone in _ID.findall(name):
        found |= {f"{system}-{alone}": None, alone: None} if system else {alone: None}
    return tuple(found)


def began_at(channel_id: str) -> datetime:
    """When the leg of this id began, by the PBX's clock, to the second."""
    return datetime.fromtimestamp(int(channel_id.rpartition("-")[2].partition(".")[0]), UTC)
