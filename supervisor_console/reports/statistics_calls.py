"""The very calls behind a figure: by what it counted of visits, as the search that finds exactly these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection
from sqlalchemy import text as sql

from shared.database.escapes import escape, unescape
from shared.days import quarter_before
from shared.domain.measures.limits import spans_of_limits
from shared.domain.search.query import Query
from shared.reports.asking import limits_of
from shared.reports.explain import WAITING, Behind, Outcomes, Priced, exactly, visits_under
from shared.reports.queries.costs import priced_calls
from shared.reports.queries.scope import Scope
from shared.reports.selection import Selection
from supervisor_console.reports.search import SearchScope, page, sums
from supervisor_console.reports.statistics_search import chosen_calls

_ALWAYS = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
MOST_NAMED = 500
"""So many calls are named one by one in a search; of more it says what they have in common."""


class CallsBehind(msgspec.Struct, frozen=True, kw_only=True):
    """The search, how many calls the figure counted, and how many the search finds; the same: it is exact."""

    query: Query
    counted: int
    found: int


def calls_behind(
    connection: Connection, behind: Behind, asked: Selection, scope: SearchScope, week_hours: Sequence[int] = (),
    among: Query | None = None,
) -> CallsBehind:  # fmt: skip
    """Visits that entered in the period, of these outcomes and waits; in time and short as it was in force then.

    ``week_hours``: only in these hours since Monday 0:00. ``among``: only of the calls that this search finds, whenever
    those entered.
    """
    if behind.priced is not None:
        return _priced(connection, behind.priced, behind, asked, scope)
    if among is not None:
        return _among(connection, behind, asked, scope, week_hours, among)
    if not behind.visits:
        found = sums(connection, behind.query, scope).calls
        return CallsBehind(query=behind.query, counted=found, found=found)
    calls = _calls(connection, behind, asked, week_hours)
    count = sums(connection, behind.query, scope).calls
    if count == len(calls) and (count > MOST_NAMED or _found(connection, behind.query, scope) == calls):
        return CallsBehind(query=behind.query, counted=count, found=count)
    if len(calls) <= MOST_NAMED:
        named = exactly(behind.query, (call for _pbx, call in calls))
        return CallsBehind(query=named, counted=len(calls), found=len(calls))
    return CallsBehind(query=behind.query, counted=len(calls), found=count)


def _priced(
    connection: Connection, priced: Priced, behind: Behind, asked: Selection, scope: SearchScope
) -> CallsBehind:  # fmt: skip
    """By name; of too many what they have in common, but for their price. Forgotten calls are not found any more."""
    within = Scope(since=behind.since, until=behind.until, zone=asked.zone, queues=asked.queues or None,
                   agents=asked.agents or None, lines=asked.lines or None, pbxs=asked.pbx or None)  # fmt: skip
    calls = priced_calls(connection, within, dict(priced.keys), is_handled=priced.is_handled)
    query = behind.query
    if calls and len(calls) <= MOST_NAMED:
        query = exactly(query, (unescape(call_id) for _pbx, call_id in calls))
    return CallsBehind(query=query, counted=len(calls), found=sums(connection, query, scope).calls)


def _among(
    connection: Connection, behind: Behind, asked: Selection, scope: SearchScope, week_hours: Sequence[int],
    among: Query,
) -> CallsBehind:  # fmt: skip
    chosen, values = chosen_calls(connection, among, scope)
    calls = _calls(connection, behind, asked, week_hours, (chosen, values)) if behind.visits else set()
    if calls and len(calls) <= MOST_NAMED:
        return CallsBehind(query=exactly(among, (call for _pbx, call in calls)), counted=len(calls), found=len(calls))
    found = sums(connection, among, scope).calls
    return CallsBehind(query=among, counted=len(calls) if behind.visits else found, found=found)


def _found(connection: Connection, query: Query, scope: SearchScope) -> set[tuple[str, str]]:
    return {(one.pbx, one.call) for one in page(connection, query, scope, limit=MOST_NAMED).rows}


def _calls(
    connection: Connection, behind: Behind, asked: Selection, week_hours: Sequence[int],
    among: tuple[str, dict[str, Any]] | None = None,
) -> set[tuple[str, str]]:  # fmt: skip
    values: dict[str, Any] = {"since": behind.since, "until": behind.until}
    said = ["entered_at >= :since", "entered_at < :until"]
    if among is not None:
        said, values = [f"(pbx, call_id) in ({among[0]})"], dict(among[1])
    chosen = (("queue", behind.queues), ("agent", asked.agents), ("pbx", asked.pbx))
    for column, names in chosen:
        if names:
            said.append(f"{column} = any(:{column})")
            values[column] = [escape(name) for name in names]
    if week_hours:
        said.append("week_hour(entered_at, :zone) = any(:week_hours)")
        values |= {"week_hours": list(week_hours), "zone": asked.zone}
    said.append(f"({' or '.join(_said(connection, behind, asked, values, is_whole=among is not None))})")
    statement = f"select distinct pbx, call_id from queue_visit where {' and '.join(said)}"  # noqa: S608
    return {(unescape(row.pbx), unescape(row.call_id)) for row in connection.execute(sql(statement), values)}


def _said(
    connection: Connection, behind: Behind, asked: Selection, values: dict[str, Any], *, is_whole: bool
) -> Iterator[str]:
    """The visits of each span of limits. ``is_whole``: of any time, as a search finds calls."""
    spans = _spans(connection, behind, asked, is_whole=is_whole)
    for number, (since, until, visits) in enumerate(spans):
        found = " or ".join(_of(one, f"{number}_{place}", values) for place, one in enumerate(visits)) or "false"
        if len(spans) > 1:
            found = f"entered_at >= :since_{number} and entered_at < :until_{number} and ({found})"
            values |= {f"since_{number}": since, f"until_{number}": until}
        yield f"({found})"


def _spans(
    connection: Connection, behind: Behind, asked: Selection, *, is_whole: bool
) -> list[tuple[datetime, datetime, tuple[Outcomes, ...]]]:
    """As the figure was counted: reports by sums of quarters of an hour, a search visit by visit."""
    since, until = (_ALWAYS if is_whole else (behind.since, behind.until))
    if behind.formula is None or asked.limits is not None:
        return [(since, until, behind.visits)]
    changes = limits_of(connection)
    if not is_whole:
        changes = tuple(replace(one, since=one.since and quarter_before(one.since)) for one in changes)
    found: list[tuple[datetime, datetime, tuple[Outcomes, ...]]] = []
    for first, last, limits in spans_of_limits(changes, since, until):
        visits = visits_under(behind.formula, limits)
        if found and found[-1][2] == visits:
            first = found.pop()[0]
        found.append((first, last, visits))
    return found


def _of(one: Outcomes, place: str, values: dict[str, Any]) -> str:
    """One kind of visits; waits in milliseconds."""
    values[f"outcomes_{place}"] = [name for name in one.outcomes if name != WAITING]
    is_one = f"outcome = any(:outcomes_{place})"
    said = [f"({is_one} or outcome is null)" if WAITING in one.outcomes else is_one]
    for name, sign, bound in (("over", ">", one.over), ("within", "<=", one.within)):
        if bound is not None:
            said.append(f"wait_ms {sign} :{name}_{place}")
            values[f"{name}_{place}"] = bound * 1000
    return f"({' and '.join(said)})"
