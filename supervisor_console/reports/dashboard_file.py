"""A dashboard as PDF: its panels one under another; written beside its place and then renamed, audited.

Done in the thread of a question to the database. Whatever goes wrong, the file that was there stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
from sqlalchemy import Connection
from sqlalchemy import text as sql

from shared.errors import Unavailable
from shared.language import Language
from shared.reports.pdf_out import several
from shared.reports.written import Written
from supervisor_console.reports.export import ExportCancelled, complaint

_NOTE = sql("select note_act('report.export', :subject, :detail)")


class DashboardOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What to write where; at least one part."""

    file: Path
    title: str
    parts: tuple[Written, ...]

    @property
    def language(self) -> Language:
        """In which complaints are made."""
        return self.parts[0].language


def write_dashboard(connection: Connection, order: DashboardOrder, is_cancelled: Callable[[], bool]) -> None:
    """Write it. Raises Unavailable in one line, or ExportCancelled: nothing was written then."""
    part = order.file.with_name(f".{order.file.name}.part")
    try:
        part.write_bytes(several(order.title, order.parts))
        if is_cancelled():
            raise ExportCancelled
        told = ", ".join(one.report.name for one in order.parts)
        connection.execute(_NOTE, {"subject": order.file.name, "detail": f"pdf dashboard: {told}"[:2000]})
        part.replace(order.file)
    except OSError as problem:
        raise Unavailable(complaint(problem, order)) from problem
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
