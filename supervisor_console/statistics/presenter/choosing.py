"""What a choice changes of the moment. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from shared.domain.search.query import Period, Query
from shared.domain.search.spans import days
from shared.reports.definition import OVERVIEW, Arrangement
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.screen import WishKind


def chosen(moment: Moment, kind: WishKind, value: Any) -> dict[str, Any]:
    """Fields of the moment with their new values."""
    match kind:
        case "period":
            return within(moment, Period(preset=value))
        case "days":
            first, last = (date.fromisoformat(day) for day in value)
            return within(moment, days(first, last, moment.zone))
        case "queues":
            return {"queues": tuple(value) if set(value) != set(moment.known) else ()}
        case "agents" | "lines":
            return {kind: tuple(value)}
        case "interval":
            return {"by": value} if moment.ready is None else {"rows_by": value or None}
        case "compare":
            return {"compared": value}
        case _:
            return {"report": value, "arrangement": Arrangement()}


def within(moment: Moment, period: Period) -> dict[str, Any]:
    """Another period; of a search too."""
    search = moment.search
    return {"period": period, "search": msgspec.structs.replace(search, period=period) if search is not None else None}


def searched(query: Query | None) -> dict[str, Any]:
    """Only the calls of this search, None: all calls again."""
    changed: dict[str, Any] = {"search": query, "found": None, "is_cut": False, "queues": (), "report": OVERVIEW,
                               "arrangement": Arrangement()}
    return changed | ({"period": query.period} if query is not None else {})
