"""How a report's figures changed since the period it is compared with, as columns of their own. Pure.

Behind each figure stand its difference (shares in points, lengths in seconds) and, but for shares, that in per cent.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from shared.reports.comparison import Change, changes
from shared.reports.table import Column, ColumnUnit, Report, Row, Value
from shared.reports.written import Written

DIFFERENCE, SHARE = "±", "±%"
"""Before the name of the column whose change it is."""
CHANGES: dict[ColumnUnit, ColumnUnit] = {"count": "change", "money": "change_money"}
"""Unit of a figure → that of its difference; of others ``change_exact``."""


def compared_columns(report: Report) -> frozenset[str]:
    """The columns of which changes are told: those of rows that have an equal one in the other period."""
    if report.compared is None or not report.compared.rows or any(one.name == "interval" for one in report.keys):
        return frozenset()
    return frozenset(changes(report, None)) if report.total is not None else frozenset()


def with_changes(written: Written) -> Written:
    """The same with these columns; where nothing is compared the very same."""
    report = written.report
    compared = compared_columns(report)
    if not compared:
        return written
    columns: list[Column] = []
    for one in report.columns:
        columns.append(one)
        if one.name in compared:
            columns += _columns(one, written)
    rows = tuple(_row(row, changes(report, row), report, compared) for row in report.rows)
    total = report.total and _row(report.total, changes(report, None), report, compared)
    return replace(written, report=msgspec.structs.replace(report, columns=tuple(columns), rows=rows, total=total))


def _columns(one: Column, written: Written) -> list[Column]:
    text, title = written.language.text, written.heading(one)
    unit = CHANGES.get(one.unit, "change_exact")
    words = {"percent": text("± {column}, points", column=title), "duration": text("± {column}, seconds", column=title)}
    found = [Column(name=DIFFERENCE + one.name, unit=unit, title=words.get(one.unit, f"± {title}"))]
    if one.unit != "percent":
        found.append(Column(name=SHARE + one.name, unit="change_percent", title=f"± {title}, %"))
    return found


def _row(row: Row, found: dict[str, Change], report: Report, compared: frozenset[str]) -> Row:
    values: list[Value] = []
    for column, value in zip(report.columns, row.values, strict=True):
        values.append(value)
        if column.name in compared:
            one = found.get(column.name)
            values.append(_whole(one.difference, column) if one is not None else None)
            if column.unit != "percent":
                values.append(one.share if one is not None else None)
    return msgspec.structs.replace(row, values=tuple(values))


def _whole(difference: float, column: Column) -> Value:
    if column.unit == "money":
        return round(difference, 2)  # both are whole hundredths
    return round(difference) if column.unit == "count" else difference
