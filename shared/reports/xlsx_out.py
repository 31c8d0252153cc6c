"""A report as a workbook: cells that can be counted with; formulas on a second sheet, what was asked on a third."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it has no types
from xlsxwriter.exceptions import XlsxWriterException  # type: ignore[import-untyped]

from shared.reports.changed import with_changes
from shared.reports.table import Column, ColumnUnit, Row, Value
from shared.reports.written import Written

_LONGEST = 32_767  # characters of a cell
_DAY_SECONDS = 86_400
_OPTIONS = {
    "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": True,
    "in_memory": True,
}  # fmt: skip
_FORMATS: dict[ColumnUnit, str] = {
    "count": "#,##0", "percent": "0.0 %", "duration": "[h]:mm:ss", "number": "#,##0.00", "money": "#,##0.00",
    "change": "+#,##0;−#,##0;0", "change_exact": "+#,##0.0;−#,##0.0;0",
    "change_money": "+#,##0.00;−#,##0.00;0", "change_percent": "+0.0 %;−0.0 %;0 %",
    "text": "@", "instant": "yyyy-mm-dd hh:mm:ss", "date": "yyyy-mm-dd", "truth": "@",
}  # fmt: skip
_WIDTHS: dict[ColumnUnit, int] = {"text": 24, "instant": 20, "date": 12, "duration": 12}


def write_xlsx(file: Path, written: Written) -> None:
    """Write the file anew; it is made in memory, for the library leaves open what it cannot write. Raises OSError."""
    written, made = with_changes(written), io.BytesIO()
    book = xlsxwriter.Workbook(made, _OPTIONS)
    _table(book, written)
    _formulas(book, written)
    _about(book, written)
    try:
        book.close()
    except XlsxWriterException as problem:
        cause = problem.args[0] if problem.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(problem)) from problem
    file.write_bytes(made.getvalue())


def _table(book: Any, written: Written) -> None:
    report, sheet = written.report, book.add_worksheet(written.language.text("Report"))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    plain = {unit: book.add_format({"num_format": form}) for unit, form in _FORMATS.items()}
    bold = {unit: book.add_format({"num_format": form, "bold": True, "top": 1}) for unit, form in _FORMATS.items()}
    sheet.freeze_panes(1, max(1, len(report.keys)))
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    for place, column in enumerate(report.columns):
        sheet.set_column(place, place, _WIDTHS.get(column.unit, 14))
        sheet.write_string(0, place, written.heading(column)[:_LONGEST], head)
    for number, row in enumerate(report.rows, 1):
        _row(sheet, number, row, written, plain)
    if report.rows and report.columns:
        sheet.autofilter(0, 0, len(report.rows), len(report.columns) - 1)
    if report.total:
        _row(sheet, len(report.rows) + 1, report.total, written, bold)


def _row(sheet: Any, number: int, row: Row, written: Written, forms: dict[ColumnUnit, Any]) -> None:
    for place, (column, value) in enumerate(zip(written.report.columns, written.cells(row), strict=True)):
        _cell(sheet, (number, place), value, column, written, forms)


def _cell(
    sheet: Any, place: tuple[int, int], value: Value, column: Column, written: Written, forms: dict[ColumnUnit, Any]
) -> None:
    match value:
        case None:
            sheet.write_blank(*place, None, forms[column.unit])
        case bool():
            sheet.write_string(*place, written.said(column, value), forms["text"])
        case datetime():
            sheet.write_datetime(*place, value.astimezone(written.zone).replace(tzinfo=None), forms["instant"])
        case date():
            sheet.write_datetime(*place, value, forms["date"])
        case str():
            sheet.write_string(*place, value[:_LONGEST].encode(errors="replace").decode(), forms["text"])
        case _:
            scale = {"percent": 100, "change_percent": 100, "duration": _DAY_SECONDS}.get(column.unit, 1)
            unit: ColumnUnit = "number" if column.unit in ("text", "truth", "instant", "date") else column.unit
            sheet.write_number(*place, value / scale, forms[unit])


def _formulas(book: Any, written: Written) -> None:
    text, sheet = written.language.text, book.add_worksheet(written.language.text("Formulas"))
    head = book.add_format({"bold": True, "bottom": 1})
    sheet.set_column(0, 1, 32)
    sheet.set_column(2, 2, 60)
    for place, title in enumerate((text("Column"), text("Formula"), text("Source"))):
        sheet.write_string(0, place, title, head)
    number = 0
    for number, line in enumerate(written.formulas(), 1):
        for place, words in enumerate(line):
            sheet.write_string(number, place, words)
    for after, (letter, words) in enumerate(written.legend(), number + 2):
        sheet.write_string(after, 0, letter)
        sheet.write_string(after, 1, words)


def _about(book: Any, written: Written) -> None:
    sheet = book.add_worksheet(written.language.text("Query"))
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    sheet.write_string(0, 0, written.title[:_LONGEST], bold)
    number = 0
    for number, (title, text) in enumerate(written.about(), 1):
        sheet.write_string(number, 0, title, bold)
        sheet.write_string(number, 1, text[:_LONGEST])
    for after, note in enumerate(written.notes(), number + 2):
        sheet.write_string(after, 0, note[:_LONGEST])
