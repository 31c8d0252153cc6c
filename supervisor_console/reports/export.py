"""The whole result of a search as a file: page by page, beside its place and then renamed, audited.

Done in the thread of a question to the database; may be cancelled between two pages, and cancelling the question
cancels the statement. Whatever goes wrong, the file that was there stays as it was. Without the right to see callers
their numbers are masked and their names left out. ``export_csv``, ``export_xlsx`` and ``export_jsonl`` write.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal, Protocol

from sqlalchemy import Connection
from sqlalchemy import text as statement

from shared.domain.agents import Gap
from shared.domain.description import CentreDescription
from shared.domain.search.query import Query
from shared.domain.search.spans import span_of
from shared.errors import Unavailable
from shared.language import Language
from supervisor_console.reports.export_calls import whole_calls
from supervisor_console.reports.export_csv import CsvFile
from supervisor_console.reports.export_jsonl import RecordsFile
from supervisor_console.reports.export_lines import Lines
from supervisor_console.reports.export_xlsx import MOST_ROWS, Workbook
from supervisor_console.reports.found import FoundCall, Place
from supervisor_console.reports.search import SearchScope, gaps, page, sums

ExportKind = Literal["csv", "xlsx", "jsonl"]
Tell = Callable[[int, int], None]
"""How many calls are written, and of how many."""
PAGE = 500
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class ExportCancelled(Exception):
    """It was cancelled; nothing was written."""


@dataclass(frozen=True, kw_only=True)
class ExportOrder:
    """What to write where. ``line``: the query as people read it; ``has_mark``: CSV begins with a byte order mark."""

    file: Path
    kind: ExportKind
    query: Query
    line: str
    scope: SearchScope
    language: Language
    centre: CentreDescription
    is_masked: bool = True
    has_mark: bool = True


class Ordered(Protocol):
    """Something to be written: where, and in which language complaints are made."""

    @property
    def file(self) -> Path:
        """Where."""
        ...

    @property
    def language(self) -> Language:
        """The reader's."""
        ...


@dataclass(frozen=True)
class Destination:
    """Where something goes, and in which language complaints are made."""

    file: Path
    language: Language


class _Writer(Protocol):
    def add(self, calls: tuple[FoundCall, ...]) -> None: ...
    def close(self, found_gaps: tuple[Gap, ...]) -> None: ...
    def abandon(self) -> None: ...


def export(connection: Connection, order: ExportOrder, tell: Tell, is_cancelled: Callable[[], bool]) -> int:
    """Write all calls that are found; how many. Raises Unavailable in one line, or ExportCancelled."""
    whole = sums(connection, order.query, order.scope).calls
    if order.kind == "xlsx" and whole > MOST_ROWS:
        said = order.language.text("{number} calls are too many for a workbook; export CSV instead.")
        raise Unavailable(said.replace("{number}", order.language.number(whole)))
    part = order.file.with_name(f".{order.file.name}.part")
    try:
        count = _written(connection, order, part, whole, tell, is_cancelled)
        connection.execute(_NOTE, {"subject": order.file.name, "detail": f"{order.kind} {count}: {order.line}"})
        part.replace(order.file)
    except OSError as problem:
        raise Unavailable(complaint(problem, order)) from problem
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return count


def _written(
    connection: Connection, order: ExportOrder, part: Path, whole: int, tell: Tell, is_cancelled: Callable[[], bool]
) -> int:
    writer, count = _writer(connection, order, part), 0
    after: Place | None = None
    try:
        while True:
            if is_cancelled():
                raise ExportCancelled
            found = page(connection, order.query, order.scope, after=after, limit=PAGE)
            writer.add(found.rows)
            count += len(found.rows)
            tell(count, max(whole, count))
            after = found.next
            if after is None:
                break
        writer.close(_gaps(connection, order))
    except BaseException:
        writer.abandon()
        raise
    return count


def _writer(connection: Connection, order: ExportOrder, part: Path) -> _Writer:
    lines = Lines(order.language, order.centre, order.scope.zone, is_masked=order.is_masked)
    if order.kind == "csv":
        return CsvFile(part, lines, has_mark=order.has_mark)
    if order.kind == "xlsx":
        return Workbook(part, lines, order.line)
    return RecordsFile(part, partial(whole_calls, connection), order.centre.country, is_masked=order.is_masked)


def _gaps(connection: Connection, order: ExportOrder) -> tuple[Gap, ...]:
    span = span_of(order.query.period, order.scope.now, order.scope.zone)
    return gaps(connection, span.since or _LONG_AGO, span.until or order.scope.now)


def complaint(problem: OSError, order: Ordered) -> str:
    """What went wrong with a file, in one line."""
    text, file = order.language.text, order.file
    if problem.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return text("The disk is full, nothing was exported: {file}", file=file)
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return text("The file must not be written, or another program has it open: {file}", file=file)
    if problem.errno in (errno.ENOENT, errno.ENOTDIR):
        return text("There is no such folder: {file}", file=file.parent)
    return text("The file cannot be written: {file} ({reason})", file=file, reason=problem.strerror or problem)


_NOTE = statement("select note_act('calls.export', :subject, :detail)")
