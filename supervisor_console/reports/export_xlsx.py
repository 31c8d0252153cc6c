"""Calls as a workbook: typed cells, widths, a filter; on a second sheet the query, when it was asked, and gaps."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it has no types
from xlsxwriter.exceptions import XlsxWriterException  # type: ignore[import-untyped]

from shared import clock
from shared.domain.agents import Gap
from supervisor_console.reports.export_lines import Lines, Value
from supervisor_console.reports.found import FoundCall
from supervisor_console.reports.sink import Sink

MOST_ROWS = 1_048_575
"""Calls that fit on a sheet under its heading."""
_LONGEST = 32_767  # characters of a cell
_OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
_FORMATS = {"instant": "yyyy-mm-dd hh:mm:ss", "length": "[h]:mm:ss", "count": "0", "text": "@"}


class Workbook:
    """A file that grows by pages of calls."""

    def __init__(self, file: Path, lines: Lines, line: str) -> None:
        """Begins the file, whose rows stand in a temporary one until it is closed. Raises OSError."""
        self._sink = Sink(file)
        self._lines, self._line, self._rows = lines, line, 0
        self._beside = tempfile.TemporaryDirectory(prefix="callcentre-export-", ignore_cleanup_errors=True)
        self._book = xlsxwriter.Workbook(self._sink, _OPTIONS | {"tmpdir": self._beside.name})
        self._head = self._book.add_format({"bold": True, "bottom": 1})
        self._formats = {kind: self._book.add_format({"num_format": written}) for kind, written in _FORMATS.items()}
        self._sheet = self._book.add_worksheet(lines.language.text("Calls"))
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(lines.columns):
            self._sheet.set_column(place, place, column.width)
            self._sheet.write_string(0, place, column.title, self._head)

    def add(self, calls: tuple[FoundCall, ...]) -> None:
        """Write these calls."""
        for call in calls:
            self._rows += 1
            for place, column in enumerate(self._lines.columns):
                _write(self._sheet, self._rows, place, column.value(call), self._formats[column.kind])

    def close(self, found_gaps: tuple[Gap, ...]) -> None:
        """There are no more calls: the filter, the second sheet. Raises OSError."""
        self._sheet.autofilter(0, 0, self._rows, len(self._lines.columns) - 1)
        self._about(found_gaps)
        self._finish()

    def abandon(self) -> None:
        """Let go of the file, which will be removed."""
        self._sink.close()
        self._book.fileclosed = 1  # or the library would write it at the end of the program
        for sheet in self._book.worksheets():
            with suppress(OSError):  # what it held back may find no room either
                sheet.row_data_fh.close()
        self._beside.cleanup()

    def _finish(self) -> None:
        try:
            self._book.close()
            self._beside.cleanup()
            self._sink.finish()
        except XlsxWriterException as problem:
            cause = problem.args[0] if problem.args else None
            raise cause if isinstance(cause, OSError) else OSError(str(problem)) from problem

    def _about(self, found_gaps: tuple[Gap, ...]) -> None:
        text, sheet = self._lines.language.text, self._book.add_worksheet(self._lines.language.text("Query"))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 2, 22)
        rows: list[tuple[str, Value, Value]] = [
            (text("Query"), self._line or text("All calls of today"), None),
            (text("Exported"), self._lines.local(clock.now()), None),
            (text("Calls"), self._rows, None),
            (text("Collection gaps"), len(found_gaps), None),
            *(("", self._lines.local(gap.started_at), self._lines.local(gap.ended_at)) for gap in found_gaps),
        ]
        for number, (title, first, second) in enumerate(rows):
            sheet.write_string(number, 0, title, self._head)
            for place, value in ((1, first), (2, second)):
                _write(sheet, number, place, value, self._formats[_kind(value)])


def _kind(value: Value) -> str:
    return "instant" if isinstance(value, datetime) else "count" if isinstance(value, int) else "text"


def _write(sheet: Any, row: int, column: int, value: Value, form: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value, form)
    elif isinstance(value, timedelta):
        sheet.write_number(row, column, value.total_seconds() / 86_400, form)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, form)
    elif value:
        text = value[:_LONGEST].encode(errors="replace").decode()  # half characters of a broken name
        sheet.write_string(row, column, text, form)
