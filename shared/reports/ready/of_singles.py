"""Reports whose rows are no sums: abandoned calls one by one, numbers that called again, transfers, dispositions."""

from __future__ import annotations

from collections.abc import Sequence

from shared.reports import queries
from shared.reports.queries.singles import MOST, Abandoned
from shared.reports.ready.asked import Asked, detail
from shared.reports.table import Column, Report, Row, Value, key_column

MOST_NUMBERS = 500


def abandoned(asked: Asked) -> Report:
    """Each visit that was given up, the newest first; were they called back, did they come again."""
    found = queries.abandoned(asked.connection, asked.scope, most=MOST)
    columns = (
        key_column("at", "instant"), key_column("queue"), key_column("number"), detail("wait", "duration"),
        detail("is_short", "truth"),
        detail("is_called_back", "truth"),
        detail("called_back_at", "instant"),
        detail("called_back_by", "text"),
        detail("is_reached", "truth"),
        detail("came_again_at", "instant"),
    )  # fmt: skip
    rows = tuple(Row(values=_given_up(asked, one), call=(one.pbx, one.call_id)) for one in found)
    return _report("abandoned", asked, columns, rows, most=MOST)


def _given_up(asked: Asked, one: Abandoned) -> tuple[Value, ...]:
    wait = None if one.wait_ms is None else one.wait_ms / 1000
    is_short = None if wait is None else wait <= asked.limits(one.entered_at).short_abandon_seconds
    return (
        one.entered_at, one.queue, one.number, wait, is_short, one.called_back_at is not None, one.called_back_at,
        ", ".join(one.called_back_by), one.is_reached, one.came_again_at,
    )  # fmt: skip


def repeated(asked: Asked) -> Report:
    """Numbers that called more than once in the period, the most frequent first."""
    found = queries.repeated(asked.connection, asked.scope, MOST_NUMBERS)
    columns = (
        key_column("number"), detail("calls", "count"),
        detail("answered", "count"),
        detail("first_at", "instant"),
        detail("last_at", "instant"),
    )  # fmt: skip
    rows = tuple(Row(values=(one.number, one.calls, one.answered, one.first_at, one.last_at)) for one in found)
    return _report("repeated", asked, columns, rows, ("calls", "answered"), MOST_NUMBERS)


def transfers(asked: Asked) -> Report:
    """Who passed people on to whom, how often, and how often it worked; the most frequent first."""
    found = queries.transfers(asked.connection, asked.scope)
    columns = (
        key_column("from"), key_column("to"), key_column("kind"),
        detail("attempts", "count"),
        detail("completed", "count"),
    )  # fmt: skip
    rows = tuple(Row(values=(one.passed_by, one.passed_to, one.kind, one.attempts, one.completed)) for one in found)
    return _report("transfers", asked, columns, rows, ("attempts", "completed"))


def dispositions(asked: Asked) -> Report:
    """How often each disposition was given by each operator."""
    found = queries.dispositions(asked.connection, asked.scope)
    columns = (
        key_column("disposition"), key_column("agent"), detail("calls", "count"),
        detail("last_at", "instant"),
    )  # fmt: skip
    rows = tuple(Row(values=(one.code, one.agent, one.calls, one.last_at)) for one in found)
    return _report("dispositions", asked, columns, rows, ("calls",))


def _report(
    name: str, asked: Asked, columns: tuple[Column, ...], rows: tuple[Row, ...], added: Sequence[str] = (),
    most: int | None = None,
) -> Report:  # fmt: skip
    """``added``: columns of which a total says the sum."""
    sums = tuple(
        sum(count for row in rows if isinstance(count := row.values[place], int)) if column.name in added else None
        for place, column in enumerate(columns)
    )
    return Report(name=name, selection=asked.selection, columns=columns, rows=rows,
                  total=Row(values=sums) if added else None, notes=asked.notes(len(rows), most))  # fmt: skip
