"""A report as a file: CSV, workbook or PDF; written beside its place and then renamed, audited.

Done in the thread of a question to the database. Whatever goes wrong, the file that was there stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec
from sqlalchemy import Connection
from sqlalchemy import text as sql

from shared.errors import Unavailable
from shared.language import Language
from shared.reports.csv_out import write_csv
from shared.reports.pdf_out import write_pdf
from shared.reports.written import Written
from shared.reports.xlsx_out import write_xlsx
from supervisor_console.reports.export import ExportCancelled, complaint

FileKind = Literal["csv", "xlsx", "pdf"]
_WRITERS: dict[FileKind, Callable[[Path, Written], None]] = {"csv": write_csv, "xlsx": write_xlsx, "pdf": write_pdf}
_NOTE = sql("select note_act('report.export', :subject, :detail)")


class ReportOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What to write where."""

    file: Path
    kind: FileKind
    written: Written

    @property
    def language(self) -> Language:
        """In which complaints are made."""
        return self.written.language


def write_report(connection: Connection, order: ReportOrder, is_cancelled: Callable[[], bool]) -> int:
    """Write it; how many rows. Raises Unavailable in one line, or ExportCancelled: nothing was written then."""
    part = order.file.with_name(f".{order.file.name}.part")
    try:
        _WRITERS[order.kind](part, order.written)
        if is_cancelled():
            raise ExportCancelled
        connection.execute(_NOTE, {"subject": order.file.name, "detail": _told(order)})
        part.replace(order.file)
    except OSError as problem:
        raise Unavailable(complaint(problem, order)) from problem
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return len(order.written.report.rows)


def _told(order: ReportOrder) -> str:
    about = "; ".join(f"{title}: {line}" for title, line in order.written.about())
    return f"{order.kind} {order.written.report.name} {len(order.written.report.rows)}: {about}"[:2000]
