"""Asking stored sums: pieces of a span from one table, added up by keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, text

from shared.reports.queries.cover import Piece, Span, cover, hours_cover
from shared.reports.queries.scope import MINUTES, Key, Scope


class Source(msgspec.Struct, frozen=True):
    """A table of sums and its columns that are no counts.

    ``facts``: SQL of what is kept by day only, a row a fact, with the fact's instant as ``starts_at``; it has a place
    ``{between}`` for each condition on that instant.
    """

    table: str
    columns: tuple[str, ...]
    facts: str = ""


def stored_zone(connection: Connection) -> str:
    """The zone of the stored days and months."""
    return str(connection.execute(text("select sums_zone()")).scalar_one())


def sees_all_queues(connection: Connection) -> bool:
    """Whether the account does; so does the owner of the tables, who is no account."""
    return bool(connection.execute(text("select sees_all_queues() or not row_security_active('agent_sum')")).scalar())


def seen(connection: Connection, scope: Scope) -> Scope:
    """The scope with the queues that the account sees, where it sees some: so an index finds what is theirs."""
    if scope.queues is not None:
        return scope
    queues = connection.execute(text("select case when not sees_all_queues() then visible_queues() end")).scalar()
    return msgspec.structs.replace(scope, queues=tuple(queues)) if queues else scope


def pieces_for(connection: Connection, scope: Scope, keys: Sequence[Key], finest: Span = "quarter") -> list[Piece]:
    """The sums that answer exactly, the coarsest there are."""
    stored = stored_zone(connection)
    zone = ZoneInfo(stored)
    is_of_days = scope.zone == stored
    if "week_hour" in keys and finest == "quarter":
        return hours_cover(scope.since, scope.until, zone) if is_of_days else [
            Piece("quarter", scope.since, scope.until)]  # fmt: skip
    coarsest: Span = "month"
    if "interval" in keys and scope.interval not in ("month", "year"):
        coarsest = finest if scope.interval in MINUTES else "day"
    if "week_hour" in keys or ("interval" in keys and not is_of_days):
        coarsest = finest
    return cover(scope.since, scope.until, zone, coarsest=coarsest, finest=finest)


def interval_of(column: str, scope: Scope) -> str:
    """SQL: where the interval of an instant begins; the hour that comes twice is two intervals."""
    if scope.interval in MINUTES:
        return f"date_bin('{MINUTES[scope.interval]} minutes', {column}, date_trunc('day', {column}, :zone))"
    return f"date_trunc('{scope.interval}', {column}, :zone)"


def key_of(key: Key, scope: Scope, *, has_slots: bool = False) -> str:
    """SQL of a key; ``has_slots``: hours of the week may be summed up already."""
    match key:
        case "interval":
            return interval_of("s.starts_at", scope)
        case "week_hour":
            if not has_slots:
                return "week_hour(s.starts_at, :zone)"
            return "case s.span when 'week_hour' then s.slot else week_hour(s.starts_at, :zone) end"
    return f"s.{key}"


PACKED = "bins"
"""A count that is a number of all bins (``shared.reports.queries.bins``): given as text."""
FILTERS = {
    "queue": ("queues", "s.queue = any(:queues)"), "agent": ("agents", "s.agent = any(:agents)"),
    "caller": ("agents", "s.caller = any(:agents)"),
    "line": ("lines", "s.line = any(:lines)"), "pbx": ("pbxs", "s.pbx = any(:pbxs)"),
    "queues": ("queues", "s.queues && cast(:queues as text[])"),
}  # fmt: skip
"""By the table's column: the scope's field, and what it asks."""


def filters(columns: Sequence[str], scope: Scope) -> tuple[str, dict[str, Any]]:
    """SQL of the scope's conditions that a table with these columns can answer, and their values."""
    known = [FILTERS[column] for column in columns if column in FILTERS]
    asked = [(field, condition) for field, condition in known if getattr(scope, field) is not None]
    values = {field: list(getattr(scope, field)) for field, _condition in asked}
    return " and ".join(condition for _field, condition in asked) or "true", values


def summed(
    connection: Connection, source: Source, scope: Scope, keys: Sequence[str], counts: Sequence[str],
    pieces: Sequence[Piece],
) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:  # fmt: skip
    """Keys and counts of the pieces together. ``keys`` are SQL over ``s``, or of ``Key``'s words."""
    if not pieces:
        return []
    shown = [*keys, *(_sum_of(name) for name in counts)]
    rows = asked(connection, source, scope, shown, len(keys), counts, pieces)
    width, is_any_taken_away = len(keys), any(piece.is_taken_away for piece in pieces)
    return [
        (tuple(row[:width]), dict(zip(counts, row[width:], strict=True))) for row in rows
        if (keys or row[0] is not None) and not (is_any_taken_away and _is_nothing(row[width:]))
    ]  # fmt: skip


def asked(
    connection: Connection, source: Source, scope: Scope, shown: Sequence[str], width: int, counts: Sequence[str],
    pieces: Sequence[Piece], order: str = "",
) -> Sequence[Any]:  # fmt: skip
    """Rows of what is shown, by the first ``width`` of it; ``counts``: columns that the pieces must have."""
    condition, values = filters(source.columns, scope)
    told = [_piece(source, number, piece, counts, values) for number, piece in enumerate(pieces)]
    group = f" group by {', '.join(str(place + 1) for place in range(width))}" if width else ""
    statement = f"select {', '.join(shown)} from ({' union all '.join(told)}) s where {condition}{group} {order}"  # noqa: S608
    return connection.execute(text(statement), {**values, "zone": scope.zone}).all()


def _sum_of(name: str) -> str:
    return f"sum(s.{name})::{'text' if name == PACKED else 'bigint'}"


def _is_nothing(values: Sequence[Any]) -> bool:
    """Rows of the days that were taken away."""
    return not any(value and value != "0" for value in values)


def _piece(source: Source, number: int, piece: Piece, counts: Sequence[str], values: dict[str, Any]) -> str:
    values |= {f"since_{number}": piece.since, f"until_{number}": piece.until}
    sign = "-" if piece.is_taken_away else ""
    columns = ", ".join(["span", "starts_at", *source.columns, *(f"{sign}{name} as {name}" for name in counts)])
    if piece.span == "facts":
        between = f"between :since_{number} and :until_{number} - interval '1 microsecond'"
        facts = source.facts.replace("{between}", between)
        return f"select {columns} from ({facts}) facts"  # noqa: S608
    return (
        f"select {columns} from {source.table} where span = '{piece.span}' "  # noqa: S608
        f"and starts_at >= :since_{number} and starts_at < :until_{number}"
    )
