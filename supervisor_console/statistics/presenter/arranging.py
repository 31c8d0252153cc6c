"""How a report is shown: what can be chosen of it, and what becomes of a choice. Pure."""

from __future__ import annotations

from typing import cast, get_args

import msgspec

from shared.language import to_translate
from shared.reports.definition import Arrangement, OwnChart
from shared.reports.own_chart import MOST_SERIES, can_be_drawn
from shared.reports.table import Column, Report
from shared.reports.written import Written
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.screen.arranging import ArrangeWish, ArrangingScreen, ColumnLine, Sorting
from supervisor_console.statistics.screen.page import Pick

MOSTS = (0, 10, 20, 50)
AS_THE_REPORT = ""
CHARTS: dict[str, str] = {
    AS_THE_REPORT: to_translate("The report's"), "bars": to_translate("Bars"), "stacked": to_translate("Stacked"),
    "lines": to_translate("Lines|chart"), "none": to_translate("None|chart"),
}  # fmt: skip


def arranging_screen(moment: Moment) -> ArrangingScreen | None:
    """What can be chosen now; None: no report is shown."""
    report, how, text = moment.answer, moment.arrangement, moment.language.text
    if report is None or moment.ready is None:
        return None
    written = Written(report, moment.language, moment.centre)
    known = {one.name: one for one in report.columns}
    keys, shown = [one.name for one in report.keys], shown_columns(report, how)
    rest = [one.name for one in report.columns if one.name not in (*keys, *shown)]
    lines = [_line(name, known.get(name), written, how, is_shown=name not in rest) for name in (*keys, *shown, *rest)]
    number = moment.language.number
    return ArrangingScreen(
        columns=tuple(lines), charts=tuple(Pick(kind, text(words)) for kind, words in CHARTS.items()),
        chart=how.chart or AS_THE_REPORT, most=how.most, is_own=how != Arrangement(),
        mosts=tuple(Pick(most, number(most) if most else text("All|rows")) for most in MOSTS),
    )  # fmt: skip


def shown_columns(report: Report, how: Arrangement) -> tuple[str, ...]:
    """Without the keys; also chosen ones that the report has not now (a reason of pauses that nobody gave)."""
    keys = [one.name for one in report.keys]
    return tuple(name for name in how.columns or (one.name for one in report.columns) if name not in keys)


def rearranged(moment: Moment, wish: ArrangeWish) -> Arrangement:
    """How it is shown from now on."""
    report, how = moment.answer, moment.arrangement
    if report is None or wish.kind == "reset":
        return Arrangement()
    match wish.kind:
        case "show":
            return _with_columns(report, how, _toggled(shown_columns(report, how), wish.name))
        case "move":
            return _with_columns(report, how, _moved(report, how, wish))
        case "sort":
            return _sorted(how, wish.name)
        case "draw":
            return _drawn(report, how, wish.name)
        case "chart":
            chart = cast("OwnChart", wish.name) if wish.name in get_args(OwnChart) else None
            return msgspec.structs.replace(how, chart=chart, charted=how.charted if chart else ())
        case _:
            return msgspec.structs.replace(how, most=wish.number)


def _line(name: str, column: Column | None, written: Written, how: Arrangement, *, is_shown: bool) -> ColumnLine:
    sorting: Sorting = ("down" if how.is_descending else "up") if name == how.sorted_by else ""
    if column is None:
        missing = written.language.text("not in this period")
        return ColumnLine(name=name, title=written.heading(Column(name=name)), note=missing, sorting=sorting)
    is_drawn = name in how.charted if can_be_drawn(column) else None
    return ColumnLine(name=name, title=written.heading(column), is_shown=is_shown, is_key=column.role == "key",
                      is_drawn=is_drawn, sorting=sorting)  # fmt: skip


def _with_columns(report: Report, how: Arrangement, columns: tuple[str, ...]) -> Arrangement:
    """All in their own order are no choice; and something is always shown."""
    everything = shown_columns(report, Arrangement())
    if not columns:
        return how
    return msgspec.structs.replace(how, columns=() if columns == everything else columns)


def _toggled(columns: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(one for one in columns if one != name) if name in columns else (*columns, name)


def _moved(report: Report, how: Arrangement, wish: ArrangeWish) -> tuple[str, ...]:
    """``number`` is the place among all lines, of which the keys are the first ones."""
    columns = list(shown_columns(report, how))
    if wish.name not in columns:
        return tuple(columns)
    columns.remove(wish.name)
    columns.insert(min(max(0, wish.number - len(report.keys)), len(columns)), wish.name)
    return tuple(columns)


def _sorted(how: Arrangement, name: str) -> Arrangement:
    """Downwards, upwards, as it was."""
    if how.sorted_by != name:
        return msgspec.structs.replace(how, sorted_by=name, is_descending=True)
    return msgspec.structs.replace(how, sorted_by=name if how.is_descending else "", is_descending=False)


def _drawn(report: Report, how: Arrangement, name: str) -> Arrangement:
    """In the chart or out of it; columns of another unit make room."""
    units = {one.name: one.unit for one in report.columns if can_be_drawn(one)}
    if name not in units:
        return how
    charted = _toggled(how.charted, name)
    if name in charted:
        charted = tuple(one for one in charted if units.get(one) == units[name])[-MOST_SERIES:]
    is_timed = any(one.name == "interval" for one in report.keys)
    own: OwnChart = "lines" if is_timed else "bars"
    chart = (how.chart if how.chart not in (None, "none") else own) if charted else None
    return msgspec.structs.replace(how, charted=charted, chart=chart)
