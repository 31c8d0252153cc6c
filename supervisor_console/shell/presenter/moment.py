"""Everything that the shell knows at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.domain.accounts import Role
from shared.domain.board import AlertRow
from shared.domain.description import CentreDescription
from shared.feed_client.status import Status
from shared.language import Language
from supervisor_console.shell.screen import RailName


@dataclass(frozen=True, kw_only=True)
class Moment:
    """``pages``: those that there are for this account; ``difference``: the server's clock minus this machine's.

    ``database``: what is wrong with it ("" nothing), ``database_since`` since when, ``database_message`` as it says.
    """

    language: Language
    zone: tzinfo
    centre: CentreDescription
    pages: tuple[RailName, ...]
    chosen: RailName | None
    title: str
    account: str
    roles: tuple[Role, ...]
    feed: Status
    refusal: str
    alerts: tuple[AlertRow, ...]
    can_supervise: bool
    database: Literal["", "connecting", "away", "password", "address"]
    database_since: datetime | None
    database_message: str
    difference: timedelta = timedelta()


def zone_of(centre: CentreDescription) -> tzinfo:
    """The centre's zone; UTC where its name is not known here."""
    try:
        return ZoneInfo(centre.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
