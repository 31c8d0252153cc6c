"""A campaign's contacts with their results as a file, written row by row: the work of the process that writes them.

A cell that a spreadsheet would take for a formula is guarded. Numbers are written as machines do: +420777123001. Waits
for the disk and the database; takes little memory, however many there are.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec
import xlsxwriter  # type: ignore[import-untyped]  # it has no types

from collector_daemon.store.audit import Act
from collector_daemon.store.dialer.exporting import HEADER, ResultRow, results
from shared.clock import monotonic
from shared.errors import Unavailable, one_line
from shared.language.cells import guarded

VERB = "result-writer"
MOST_SHEET_ROWS = 1_048_575
PAUSE_SECONDS = 0.2
"""Nobody wants to know more often how far it is."""
Form = Literal["csv", "xlsx"]


class FileTask(msgspec.Struct, frozen=True, kw_only=True):
    """Write the contacts of ``campaign`` to ``path``; instants by the clock of ``timezone``. ``act``: for the audit."""

    url: str
    campaign: str
    timezone: str
    form: Form
    path: str
    act: Act | None


class Written(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How many rows there are so far; ``is_whole``: all of them. ``trouble`` (a code, and a line): there is no file."""

    rows: int = 0
    is_whole: bool = False
    trouble: tuple[str, str] | None = None


def write(task: FileTask, telling: Callable[[Written], None]) -> None:
    """All of it; what goes wrong is told too."""
    counted = _Counted(telling)
    try:
        with results(task.url, task.campaign, task.act) as (fields, rows):
            cells = counted.rows(_cells(rows, fields, ZoneInfo(task.timezone)))
            put = _write_csv if task.form == "csv" else _write_xlsx
            put(Path(task.path), [*HEADER, *fields], cells)
    except Unavailable as problem:
        telling(Written(trouble=("unavailable", one_line(problem))))
    except OSError as problem:
        telling(Written(trouble=("no_room", f"the file cannot be made: {problem.strerror}")))
    else:
        telling(Written(rows=counted.count, is_whole=True))


class _Counted:
    """Rows go through; how many is told now and then."""

    def __init__(self, telling: Callable[[Written], None]) -> None:
        self._telling = telling
        self.count = 0

    def rows(self, rows: Iterator[list[str]]) -> Iterator[list[str]]:
        told_at = monotonic()
        for row in rows:
            self.count += 1
            if not self.count % 1000 and monotonic() - told_at > PAUSE_SECONDS:
                told_at = monotonic()
                self._telling(Written(rows=self.count))
            yield row


def _cells(rows: Iterator[ResultRow], fields: Sequence[str], zone: ZoneInfo) -> Iterator[list[str]]:
    for row in rows:
        yield [
            str(row.contact), row.external, row.name, " ".join(f"+{number}" for number in row.numbers), row.state,
            row.last, str(row.attempts), row.outcome, row.disposition, row.operator, row.note,
            _shown(row.placed_at, zone), str(row.talk_seconds or ""), _shown(row.next_at, zone), row.owner, row.why,
            *(row.fields.get(field, "") for field in fields),
        ]  # fmt: skip


def _shown(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _write_csv(path: Path, header: Sequence[str], rows: Iterator[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(map(guarded, header))
        for row in rows:
            writer.writerow([cell if _is_number(cell) else guarded(cell) for cell in row])


def _write_xlsx(path: Path, header: Sequence[str], rows: Iterator[list[str]]) -> None:
    """Texts only, so nothing is a formula; what a sheet has no room for goes to the next."""
    plain = {"strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent), **plain})
    try:
        sheet, place = None, 0
        for row in rows:
            if sheet is None or place > MOST_SHEET_ROWS:
                sheet, place = _sheet(book, header), 1
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(place, column, cell)
            place += 1
        if sheet is None:
            _sheet(book, header)
    finally:
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as problem:
            raise OSError(0, str(problem)) from None


def _sheet(book: Any, header: Sequence[str]) -> Any:
    sheet = book.add_worksheet()
    for column, cell in enumerate(header):
        sheet.write_string(0, column, cell)
    return sheet


def _is_number(cell: str) -> bool:
    return cell.startswith("+") and cell[1:].replace(" +", "").isdecimal()


