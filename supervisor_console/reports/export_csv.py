"""Calls as CSV: UTF-8, separators as the reader's spreadsheet expects them, and no text is ever a formula there.

Czech: semicolons and decimal commas; English: commas and points. Instants ``2026-11-19 13:52:40``, lengths in seconds.
A text that begins like a formula gets an apostrophe in front (as OWASP advises), also after spaces or quotation marks.
"""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

from shared.domain.agents import Gap
from shared.language.cells import guarded as guarded
from supervisor_console.reports.export_lines import Lines, Value
from supervisor_console.reports.found import FoundCall

_MARK = "\ufeff"


class CsvFile:
    """A file that grows by pages of calls."""

    def __init__(self, file: Path, lines: Lines, *, has_mark: bool) -> None:
        """Begins the file. Raises OSError."""
        self._lines = lines
        self._is_czech = lines.language.code == "cs"
        self._file = file.open("w", encoding="utf-8", errors="replace", newline="")
        self._pen = csv.writer(self._file, delimiter=";" if self._is_czech else ",")
        if has_mark:
            self._file.write(_MARK)
        self._pen.writerow([guarded(one.title) for one in lines.columns])

    def add(self, calls: tuple[FoundCall, ...]) -> None:
        """Write these calls."""
        self._pen.writerows([self._written(one.value(call)) for one in self._lines.columns] for call in calls)

    def close(self, found_gaps: tuple[Gap, ...]) -> None:
        """There are no more. A table has no place for gaps: what a call has of them is a column."""
        self._file.close()

    def abandon(self) -> None:
        """Let go of the file, which will be removed."""
        self._file.close()

    def _written(self, value: Value) -> str:
        if value is None:
            return ""
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M:%S}"
        if isinstance(value, timedelta):
            seconds = f"{value.total_seconds():.3f}".rstrip("0").rstrip(".")
            return seconds.replace(".", ",") if self._is_czech else seconds
        return guarded(value) if isinstance(value, str) else str(value)
