"""A report as CSV: UTF-8, separators as the reader's spreadsheet expects them, and no text is ever a formula there.

Czech: semicolons and decimal commas; English: commas and points. Instants ``2026-11-19 13:52:40`` in the report's zone,
lengths in seconds, shares in per cent; changes behind their figures, where periods are compared. After the rows and
their total stands an empty line, then what must be known.
A text that begins like a formula is guarded (``shared.language.cells``).
"""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

from shared.language.cells import guarded
from shared.reports.changed import with_changes
from shared.reports.table import Value
from shared.reports.written import Written

_MARK = "\ufeff"


def write_csv(file: Path, written: Written, *, has_mark: bool = True, has_notes: bool = True) -> None:
    """Write the file anew; ``has_mark``: with the mark by which Excel knows UTF-8. Raises OSError."""
    written = with_changes(written)
    report, is_czech = written.report, written.language.code == "cs"
    with file.open("w", encoding="utf-8", errors="replace", newline="") as lines:
        if has_mark:
            lines.write(_MARK)
        pen = csv.writer(lines, delimiter=";" if is_czech else ",")
        pen.writerow([guarded(written.heading(column)) for column in report.columns])
        for row in (*report.rows, *((report.total,) if report.total else ())):
            pen.writerow([_cell(value, written, is_czech=is_czech) for value in written.cells(row)])
        if has_notes:
            pen.writerow([])
            pen.writerow([guarded(written.title)])
            pen.writerows([guarded(title), guarded(text)] for title, text in written.about())
            pen.writerows([guarded(note)] for note in written.notes())


def _cell(value: Value, written: Written, *, is_czech: bool) -> str:
    match value:
        case None:
            return ""
        case bool() | int():
            return str(int(value))
        case float():
            number = f"{value:.6f}".rstrip("0").rstrip(".")
            return number.replace(".", ",") if is_czech else number
        case datetime():
            return f"{value.astimezone(written.zone):%Y-%m-%d %H:%M:%S}"
        case date():
            return value.isoformat()
        case str():
            return guarded(value)
