"""The overview of the statistics: what is counted for it, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection

from shared.domain.measures.counts import Counts
from shared.reports.asking import counted, limits_of
from shared.reports.queries.notes import Notes, notes
from shared.reports.queries.scope import Scope


class AskedOverview(msgspec.Struct, frozen=True, kw_only=True):
    """A span and the one it is compared with (None: with none)."""

    scope: Scope
    compared: Scope | None = None
    is_by_hour_of_day: bool = True


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """Visits by queue name, by hour of the week, by interval, and all together with their waits; and the other span."""

    queues: Mapping[str, Counts]
    week_hours: Mapping[int, Counts]
    intervals: Mapping[Any, Counts]
    whole: Counts
    before: Counts | None
    notes: Notes


def overview(connection: Connection, asked: AskedOverview) -> Overview:
    """All of it."""
    changes, scope = limits_of(connection), asked.scope
    intervals = {} if asked.is_by_hour_of_day else counted(connection, scope, ("interval",), changes)
    before = counted(connection, asked.compared, (), changes).get(()) if asked.compared is not None else None
    return Overview(
        queues={key[0]: counts for key, counts in counted(connection, scope, ("queue",), changes).items()},
        week_hours={key[0]: counts for key, counts in counted(connection, scope, ("week_hour",), changes).items()},
        intervals={key[0]: counts for key, counts in intervals.items()},
        whole=counted(connection, scope, (), changes, is_with_waits=True).get((), Counts()),
        before=before if before is not None or asked.compared is None else Counts(),
        notes=notes(connection, scope),
    )
