"""A report goes to a file, in a thread of the database's, and can be cancelled; what came of it is one line."""

from __future__ import annotations

import threading
from collections.abc import Callable

from shared.errors import SuiteError, one_line
from supervisor_console.page import Away, Console
from supervisor_console.reports.export import ExportCancelled
from supervisor_console.reports.statistics import FileKind, ReportOrder, write_report


class Exporting:
    """One export at a time. ``kind``: of the file that is written now, "" none."""

    def __init__(self, console: Console, changed: Callable[[], None]) -> None:
        self._console, self._changed = console, changed
        self.kind: FileKind | None = None
        self._cancelled = threading.Event()

    def begin(self, order: ReportOrder) -> None:
        """Write this; nothing while another is written."""
        if self.kind is None:
            self.kind = order.kind
            self._cancelled.clear()
            self._console.spawn(self._write(order), "statistics: export")
            self._changed()

    def cancel(self) -> None:
        """No more of it."""
        self._cancelled.set()

    async def _write(self, order: ReportOrder) -> None:
        text = self._console.ground.language.text
        try:
            await self._console.database.ask(lambda connection: write_report(connection, order, self._cancelled.is_set))
            self._console.say(text("The report was written to {file}", file=order.file))
        except ExportCancelled:
            self._console.say(text("The export was cancelled, nothing was written."))
        except (Away, SuiteError) as problem:
            self._console.say(one_line(problem), is_bad=True)
        finally:
            self.kind = None
            self._changed()
