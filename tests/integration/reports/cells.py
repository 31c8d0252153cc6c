"""Cells of reports as numbers."""

from __future__ import annotations

from shared.reports.table import Report, Row


def number(report: Report, row: Row, name: str) -> float:
    """What the row says in that column, which is a number."""
    value = report.value(row, name)
    assert isinstance(value, int | float)
    return value
