"""A page of what a query finds: first the keys in their order, then what a list shows of them.

Pages go on after the last call's key (keyset): calls that are stored meanwhile move nothing, and no call comes twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import text as sql

from shared.domain.search.query import Order, Query
from shared.domain.search.spans import Span
from supervisor_console.reports.found import Place, Results
from supervisor_console.reports.search.asked import Asked
from supervisor_console.reports.search.binding import Values
from supervisor_console.reports.search.closed import Begun, ClosedDays
from supervisor_console.reports.search.conditions import or_none
from supervisor_console.reports.search.details import found_calls
from supervisor_console.reports.search.leads import FEW, Lead, at_instants, within
from supervisor_console.reports.search.scope import SearchScope

NONE = -1
"""A length that a call does not have, in the order of lengths."""
FEW_SORTED = 3_000
"""So many calls are sorted gladly; where there are more, they are read in the order of their lengths."""
_LENGTHS: dict[Order, str] = {
    "longest_wait": or_none("c.wait_ms"), "longest_talk": or_none("c.talk_ms"), "longest": or_none("c.length_ms"),
}  # fmt: skip
_KINDS: dict[Order, str] = {"longest_wait": "wait", "longest_talk": "talk", "longest": "length"}
MANY = 0.01
"""Such a part of all calls is found soon in any order."""
_ALL = sql("select greatest(reltuples, 1) from pg_class where oid = cast('call' as regclass)")


def page(
    connection: Connection, query: Query, scope: SearchScope, *, after: Place | None = None, limit: int = 100
) -> Results:
    """The first calls, or those after a place. Raises what the database raises."""
    asked = Asked(connection, query, scope)
    keys = None if asked.has_narrow_term else _of_bits(connection, asked, after, limit + 1)
    if keys is None:
        statement = _keys(asked, asked.lead(), after, limit + 1)
        keys = connection.execute(sql(statement), asked.values.bound).all()
    rows = found_calls(connection, [(key.pbx, key.call_id) for key in keys[:limit]])
    more = _place(keys[limit - 1]) if len(keys) > limit else None
    return Results(rows=rows, next=more)


def _of_bits(connection: Connection, asked: Asked, after: Place | None, limit: int) -> Sequence[Any] | None:
    """By what closed days know; None: they do not, or reading calls in order is as quick."""
    if not asked.query.terms and (asked.sees_all or asked.query.order not in _LENGTHS):
        return None
    days = ClosedDays(connection, asked, _left(asked, after))
    if not days.are_enough:
        return None
    if asked.query.order in _LENGTHS:
        return _longest(connection, asked, days, after, limit)
    if not days.has_terms and not days.is_exact:
        return None
    rounds = (10 * limit, 60 * limit, FEW)  # few of those that began then may be meant
    for most in (limit + 1, *rounds) if days.is_exact else rounds:  # the last of the page before is among them
        begun = days.calls(most)
        keys = _read(connection, asked, begun, after, limit)
        if begun.is_all or len(keys) >= limit:
            return keys
    return None


def _longest(
    connection: Connection, asked: Asked, days: ClosedDays, after: Place | None, limit: int
) -> Sequence[Any] | None:
    """Where they are few, all; where they are many, by an index of lengths (None); else those long enough."""
    begun = days.calls(FEW_SORTED + 1)
    if begun.is_all:
        return _read(connection, asked, begun, after, limit)
    if not days.is_exact or begun.per_day * days.many > connection.execute(_ALL).scalar_one() * MANY:
        return None
    kind = _KINDS[asked.query.order]
    longest = days.longest(kind, limit, after.length_ms if after else None)
    keys = _read(connection, asked, longest, after, limit) if longest else ()
    return keys if len(keys) >= limit else None


def _read(
    connection: Connection, asked: Asked, begun: Begun, after: Place | None, limit: int
) -> Sequence[Any]:  # fmt: skip
    asked.values.bound.clear()
    return connection.execute(sql(_at(asked, begun, after, limit)), asked.values.bound).all()


def _at(asked: Asked, begun: Begun, after: Place | None, limit: int) -> str:
    """Calls that began then, and in spans of which bits know nothing."""
    order = asked.query.order
    shown = _shown(order)
    said = [*asked.terms(), *_after(order, after, asked.values)]
    where = [at_instants("c.started_at", asked.values, begun.instants)] if begun.instants else []
    where += [within("c.started_at", asked.values, span) for span in begun.spans]
    parts = ["(" + _select(shown, "call c", [one, *said], order, limit) + ")" for one in where or ["false"]]
    return f"select * from ({' union all '.join(parts)}) found order by {_order(order, '')} limit {limit}"  # noqa: S608


def _left(asked: Asked, after: Place | None) -> Span:
    """What of the span is not shown yet."""
    span, order = asked.span, asked.query.order
    if after is None or order in _LENGTHS:
        return span
    if order == "oldest":
        return Span(after.started_at, span.until)
    return Span(span.since, after.started_at + timedelta(microseconds=1))


def _keys(asked: Asked, lead: Lead | None, after: Place | None, limit: int) -> str:
    order = asked.query.order
    shown = _shown(order)
    said = [asked.conditions(), *_after(order, after, asked.values)]
    if lead is None:
        return _select(shown, "call c", said, order, limit)
    if not lead.ordered or order in _LENGTHS:
        said.append(f"(c.pbx, c.call_id) in ({lead.keys(asked.values, asked.span)})")
        found = f"select {shown} from call c where {' and '.join(said)} offset 0"  # noqa: S608
        # all of them, then sorted: else Postgres would look for the first ones in the order of time, all calls through
        return f"select * from ({found}) found order by {_order(order, '')} limit {limit}"  # noqa: S608
    joined = f"{lead.table} k join call c on c.pbx = k.pbx and c.call_id = k.call_id"
    parts = []
    for word in lead.ordered:  # of each word's calls the first ones, in the order in which the table of words stands
        that = [f"k.kind = '{lead.kind}'", f"k.word = {asked.values.one(word)}", lead.during(asked.values, asked.span)]
        parts.append("(" + _select(shown, joined, [*said, *that], order, limit, "k") + ")")
    return f"select distinct * from ({' union all '.join(parts)}) found order by {_order(order, '')} limit {limit}"  # noqa: S608


def _shown(order: Order) -> str:
    return f"c.pbx, c.call_id, c.started_at, {_LENGTHS.get(order, '0')} as length"


def _select(shown: str, tables: str, said: list[str], order: Order, limit: int, alias: str = "c") -> str:
    conditions = " and ".join(said)
    return f"select {shown} from {tables} where {conditions} order by {_order(order, alias)} limit {limit}"  # noqa: S608


def _order(order: Order, alias: str) -> str:
    if order in _LENGTHS:
        length = _LENGTHS[order] if alias else "length"
        return f"{length} desc, {_by_key(alias, 'desc')}"
    return _by_key(alias, "asc" if order == "oldest" else "desc")


def _by_key(alias: str, way: str) -> str:
    dot = f"{alias}." if alias else ""
    return ", ".join(f"{dot}{name} {way}" for name in ("started_at", "pbx", "call_id"))


def _after(order: Order, after: Place | None, values: Values) -> list[str]:
    """Behind the place; the first comparison is for the index."""
    if after is None:
        return []
    at, pbx, call = values.one(after.started_at), values.one(after.pbx), values.one(after.call)
    if order in _LENGTHS:
        length = values.one(NONE if after.length_ms is None else after.length_ms)
        column = _LENGTHS[order]
        return [f"{column} <= {length}",
                f"({column}, c.started_at, c.pbx, c.call_id) < ({length}, {at}, {pbx}, {call})"]  # fmt: skip
    sign = ">" if order == "oldest" else "<"
    return [f"c.started_at {sign}= {at}", f"(c.started_at, c.pbx, c.call_id) {sign} ({at}, {pbx}, {call})"]


def _place(key: Any) -> Place:
    return Place(
        length_ms=None if key.length == NONE else key.length, started_at=key.started_at, pbx=key.pbx, call=key.call_id
    )
