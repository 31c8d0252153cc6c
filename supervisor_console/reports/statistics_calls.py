"""The very calls behind a figure: by what it counted of visits, as the search that finds exactly these."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import text as sql

from shared.database.escapes import escape, unescape
from shared.domain.search.query import Query
from shared.reports.explain import WAITING, Behind, Outcomes, exactly
from shared.reports.selection import Selection
from supervisor_console.reports.search import SearchScope, page, sums
from supervisor_console.reports.statistics_search import chosen_calls

MOST_NAMED = 500
"""So many calls are named one by one in a search; of more it says what they have in common."""


class CallsBehind(msgspec.Struct, frozen=True, kw_only=True):
    """The search, how many calls the figure counted, and how many the search finds; the same: it is exact."""

    query: Query
    counted: int
    found: int


def calls_behind(
    connection: Connection, behind: Behind, asked: Selection, scope: SearchScope, week_hour: int | None = None,
    among: Query | None = None,
) -> CallsBehind:  # fmt: skip
    """Visits that entered in the period, of these outcomes and waits. ``week_hour``: hours since Monday 0:00.

    ``among``: only of the calls that this search finds, whenever those entered.
    """
    if among is not None:
        return _among(connection, behind, asked, scope, among)
    if not behind.visits:
        found = sums(connection, behind.query, scope).calls
        return CallsBehind(query=behind.query, counted=found, found=found)
    calls = _calls(connection, behind, asked, week_hour)
    count = sums(connection, behind.query, scope).calls
    if count == len(calls) and (count > MOST_NAMED or _found(connection, behind.query, scope) == calls):
        return CallsBehind(query=behind.query, counted=count, found=count)
    if len(calls) <= MOST_NAMED:
        named = exactly(behind.query, (call for _pbx, call in calls))
        return CallsBehind(query=named, counted=len(calls), found=len(calls))
    return CallsBehind(query=behind.query, counted=len(calls), found=count)


def _among(connection: Connection, behind: Behind, asked: Selection, scope: SearchScope, among: Query) -> CallsBehind:
    chosen, values = chosen_calls(connection, among, scope)
    calls = _calls(connection, behind, asked, None, (chosen, values)) if behind.visits else set()
    if calls and len(calls) <= MOST_NAMED:
        return CallsBehind(query=exactly(among, (call for _pbx, call in calls)), counted=len(calls), found=len(calls))
    found = sums(connection, among, scope).calls
    return CallsBehind(query=among, counted=len(calls) if behind.visits else found, found=found)


def _found(connection: Connection, query: Query, scope: SearchScope) -> set[tuple[str, str]]:
    return {(one.pbx, one.call) for one in page(connection, query, scope, limit=MOST_NAMED).rows}


def _calls(
    connection: Connection, behind: Behind, asked: Selection, week_hour: int | None,
    among: tuple[str, dict[str, Any]] | None = None,
) -> set[tuple[str, str]]:  # fmt: skip
    values: dict[str, Any] = {"since": behind.since, "until": behind.until, "zone": asked.zone}
    said = ["entered_at >= :since", "entered_at < :until"]
    if among is not None:
        said, values = [f"(pbx, call_id) in ({among[0]})"], dict(among[1])
    chosen = (("queue", behind.queues), ("agent", asked.agents), ("pbx", asked.pbx))
    for column, names in chosen:
        if names:
            said.append(f"{column} = any(:{column})")
            values[column] = [escape(name) for name in names]
    if week_hour is not None:
        said.append("week_hour(entered_at, :zone) = :week_hour")
        values["week_hour"] = week_hour
    said.append(f"({' or '.join(_of(one, place, values) for place, one in enumerate(behind.visits))})")
    statement = f"select distinct pbx, call_id from queue_visit where {' and '.join(said)}"  # noqa: S608
    return {(unescape(row.pbx), unescape(row.call_id)) for row in connection.execute(sql(statement), values)}


def _of(one: Outcomes, place: int, values: dict[str, Any]) -> str:
    """One kind of visits; waits in milliseconds."""
    values[f"outcomes_{place}"] = [name for name in one.outcomes if name != WAITING]
    is_one = f"outcome = any(:outcomes_{place})"
    said = [f"({is_one} or outcome is null)" if WAITING in one.outcomes else is_one]
    for name, sign, bound in (("over", ">", one.over), ("within", "<=", one.within)):
        if bound is not None:
            said.append(f"wait_ms {sign} :{name}_{place}")
            values[f"{name}_{place}"] = bound * 1000
    return f"({' and '.join(said)})"
