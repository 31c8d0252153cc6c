"""What a report must say beside its figures: gaps it touches, and from when on facts are whole."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, text

from shared.domain.agents import Gap
from shared.reports.queries.scope import Scope
from shared.reports.queries.summed import filters

MOST_GAPS = 1000


class Notes(msgspec.Struct, frozen=True):
    """``gaps`` in order; ``first_call_at``: no older call is stored one by one, only in sums. None: there is none."""

    gaps: tuple[Gap, ...]
    first_call_at: datetime | None


def notes(connection: Connection, scope: Scope) -> Notes:
    """Of the scope's span and PBXs."""
    condition, values = filters(("pbx",), scope)
    statement = (
        "select s.pbx, s.started_at, s.ended_at, s.cause from gap s where s.started_at < :until "  # noqa: S608
        f"and (s.ended_at is null or s.ended_at > :since) and {condition} order by s.started_at, s.pbx limit :most"
    )
    rows = connection.execute(
        text(statement), {**values, "since": scope.since, "until": scope.until, "most": MOST_GAPS})  # fmt: skip
    first = connection.execute(text("select started_at from call order by started_at limit 1")).scalar()
    return Notes(tuple(Gap(pbx=pbx, started_at=at, ended_at=end, cause=cause) for pbx, at, end, cause in rows), first)
