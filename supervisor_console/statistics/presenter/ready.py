"""A ready report as a screen: figures of its total on top, its charts, its table over the whole width."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import msgspec

from shared.domain.measures.figures import Figure as Counted
from shared.domain.measures.figures import evaluate
from shared.domain.measures.formulas import MeasureName
from shared.reports.arranged import with_columns
from shared.reports.changed import compared_columns
from shared.reports.comparison import Change as Changed
from shared.reports.comparison import changes
from shared.reports.definition import Arrangement
from shared.reports.table import Column as ReportColumn
from shared.reports.table import ColumnUnit, Report, Row, Value, figure
from shared.reports.written import MISSING, Written, letters
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.presenter.report import ready_report
from supervisor_console.statistics.presenter.saying import NOTHING, change, value
from supervisor_console.statistics.presenter.saying import letters as said_letters
from supervisor_console.statistics.screen import Column, Figure, Line, PanelOf, TableOf, Tile

TABLE, CHART, CHANGE = "table", "chart", "±"
MOST_TILES = 6
FIRST: tuple[MeasureName, ...] = (
    "sl4", "offered", "answered", "abandoned", "asa", "average_talk", "handled", "missed", "aht", "occupancy",
    "transfer_rate", "logged_in_time", "ready_time", "talking_time", "paused_time", "calls", "calls_answered",
    "calls_abandoned", "calls_answered_share", "wait_p50", "wait_p90", "longest_wait",
)  # fmt: skip
"""Measures that stand on top where a report has them, in this order."""
WIDTHS: dict[ColumnUnit, int] = {
    "text": 150, "instant": 184, "date": 100, "truth": 84, "duration": 84, "percent": 84, "count": 84,
}  # fmt: skip
LETTER, SIDES, WIDEST_HEAD = 6.8, 30, 210


def tiles(moment: Moment) -> tuple[Tile, ...]:
    """Figures of the total; () where nothing is summed."""
    report = moment.answer
    if report is not None:
        report = with_columns(report, moment.arrangement.columns)
    if report is None or report.total is None or report.total.counts is None:
        return ()
    known = {one.measure: one for one in report.columns if one.measure is not None}
    names = [name for name in FIRST if name in known and not moment.arrangement.columns]
    names += [name for name in known if name not in names]
    return tuple(_tile(name, known[name], report, moment) for name in names[:MOST_TILES])


def panels(moment: Moment) -> tuple[tuple[PanelOf, ...], ...]:
    """Charts in a row, the table below."""
    report = ready_report(moment)
    if report is None:
        return ()
    text = moment.language.text
    nothing = text("Nothing happened in this period, or nothing that you may see.")
    drawn = tuple(PanelOf(key=f"{CHART}{place}", title=one.title, hint=one.hint, chart=one, nothing=nothing)
                  for place, one in enumerate(report.charts))  # fmt: skip
    written = Written(report, moment.language, moment.centre)
    rows = moment.language.plural("{number} row", "{number} rows", len(report.rows))
    cut = report.notes.cut_at
    if cut is not None:
        rows = text("Only the first {number} rows are here.", number=moment.language.number(cut))
    note = " ".join([*written.unpriced(), rows] if report.rows else written.unpriced())
    table = PanelOf(key=TABLE, title=written.title, note=note, nothing=nothing,
                    table=table_of(written, moment), deed=text("Columns and chart"))  # fmt: skip
    return (drawn, (table,)) if drawn else ((table,),)


def table_of(written: Written, moment: Moment) -> TableOf:
    """All columns; behind a figure its change, where rows are compared."""
    report = written.report
    compared = compared_columns(report)
    columns: list[Column] = []
    for place, one in enumerate(report.columns):
        columns.append(_column(written, one, place))
        if one.name in compared:
            title = moment.language.text("± {column}", column=written.heading(one))
            columns.append(Column(name=CHANGE + one.name, title=CHANGE, hint=title, width=100, rank=2 * place + 1))
    lines = [_line(key, row, written, compared, moment) for key, row in zip(keys_of(report), report.rows, strict=True)]
    if report.total is not None and report.rows:
        lines.append(_line("", report.total, written, compared, moment))
    is_chosen = moment.arrangement != Arrangement()
    return TableOf(name=f"report_{report.name}{'_own' if is_chosen else ''}", columns=tuple(columns),
                   lines=tuple(lines), is_chosen=is_chosen)  # fmt: skip


def keys_of(report: Report) -> list[str]:
    """Of each row what tells it apart: the words of its keys, and a number where they are the same."""
    width, found, seen = len(report.keys), [], dict[str, int]()
    for row in report.rows:
        key = "\x1f".join(map(str, row.values[:width]))
        seen[key] = seen.get(key, 0) + 1
        found.append(f"{key}\x1f{row.call or seen[key]}")
    return found


def row_of(report: Report, key: str) -> Row | None:
    """The row with this key; "": the total."""
    if not key:
        return report.total
    return next((row for known, row in zip(keys_of(report), report.rows, strict=True) if known == key), None)


def _tile(name: MeasureName, column: ReportColumn, report: Report, moment: Moment) -> Tile:
    assert report.total is not None
    assert report.total.counts is not None
    now = evaluate(name, report.total.counts)
    other = report.compared.total if report.compared is not None else None
    past = evaluate(name, other.counts) if other is not None and other.counts is not None else None
    written, amounts = Written(report, moment.language, moment.centre), report.total.counts.costs.exact
    caption = ", ".join([written.heading(column), *(amounts if column.unit == "money" and len(amounts) == 1 else ())])
    return Tile(key=name, caption=caption, figure=value(now, moment.language), is_wide=name == "sl4",
                change=change(now, past, moment.language), hint=said_letters(now) or letters(now.formula))  # fmt: skip


def _column(written: Written, one: ReportColumn, place: int) -> Column:
    title = written.heading(one)
    is_right = one.role != "key" and one.unit != "text"
    return Column(name=one.name, title=title, hint=title, width=_wide(title, WIDTHS.get(one.unit, 84)),
                  is_right=is_right, rank=0 if one.role == "key" else 2 * place)  # fmt: skip


def _wide(title: str, least: int) -> int:
    return max(least, min(WIDEST_HEAD, round(len(title) * LETTER) + SIDES))


def _line(key: str, row: Row, written: Written, compared: frozenset[str], moment: Moment) -> Line:
    report = written.report
    is_total = row is report.total
    changed = changes(report, None if is_total else row) if compared else {}
    found: list[Figure] = []
    for column, plain, cell in zip(report.columns, row.values, written.cells(row), strict=True):
        found.append(_figure(column, plain, cell, row, written, moment))
        if column.name in compared:
            found.append(_change(column, row, report, changed.get(column.name), moment))
    return Line(key=key, figures=tuple(found), is_total=is_total)


def _figure(column: ReportColumn, plain: Value, cell: Value, row: Row, written: Written, moment: Moment) -> Figure:
    if row is written.report.total and cell in (None, "") and column.measure is None:
        return Figure(text="")
    counted = figure(written.report, row, column)
    text = value(counted, moment.language) if counted is not None else _said(column, cell, written, moment)
    token = "muted" if text in (NOTHING, MISSING) else "text"
    key = column.measure or "" if counted is not None else ""
    return Figure(text=text, sort=_order(plain if column.role != "key" else cell), token=token, key=key)  # type: ignore[arg-type]  # a token


def _said(column: ReportColumn, cell: Value, written: Written, moment: Moment) -> str:
    """A cell in words; an operator by extension and name."""
    if column.name in ("agent", "from", "to") and isinstance(cell, str):
        name = dict(moment.known_agents).get(cell)
        return f"{cell} {name}" if name else cell or MISSING
    return written.said(column, cell) or MISSING


def _order(cell: Value) -> float | str:
    match cell:
        case None:
            return -1.0
        case datetime():
            return cell.timestamp()
        case date():
            return float(cell.toordinal())
        case str():
            return cell.casefold()
        case _:
            return float(cell)


def _change(column: ReportColumn, row: Row, report: Report, changed: Changed | None, moment: Moment) -> Figure:
    if changed is None or column.measure is None:
        return Figure(text=MISSING, sort=-1.0, token="muted")
    now = figure(report, row, column)
    past = _before(now, changed)
    told = change(now, past, moment.language) if now is not None else None
    if told is None:
        return Figure(text="0", sort=0.0, token="muted")
    return Figure(text=told.text, sort=changed.difference, token=told.token, icon=told.icon)


def _before(now: Counted | None, changed: Changed) -> Counted | None:
    """The figure of before by its value alone."""
    return msgspec.structs.replace(now, value=Fraction(changed.before)) if now is not None else None


def measure_of(report: Report, column: str) -> MeasureName | None:
    """The measure of a column of the table; of a change its own."""
    name = column.removeprefix(CHANGE)
    return next((one.measure for one in report.columns if one.name == name), None)
