"""A dashboard goes to a PDF, in a thread of the database's, and can be cancelled; what came of it is one line."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shared.errors import SuiteError, one_line
from shared.reports.written import Written
from supervisor_console.page import Away, Console
from supervisor_console.reports.dashboard_file import DashboardOrder, write_dashboard
from supervisor_console.reports.export import ExportCancelled
from supervisor_console.statistics.presenter.dashboard_moment import Boards
from supervisor_console.statistics.presenter.dashboard_paper import parts_of
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.views.files import asked_file


class DashboardPrinting:
    """One at a time. ``know(is_printing=…)`` tells that one is written."""

    def __init__(self, console: Console, widget: QWidget, know: Callable[..., None]) -> None:
        self._console, self._widget, self._know = console, widget, know
        self._cancelled = threading.Event()
        self.ask_file = asked_file

    def begin(self, boards: Boards, base: Moment) -> None:
        """What is shown now, whatever is shown when the place is chosen."""
        parts = parts_of(boards, base)
        if parts and boards.board is not None and not boards.is_printing:
            self._console.spawn(self._write(boards.board.name, parts, base), "statistics: dashboard to PDF")

    def cancel(self) -> None:
        """No more of it."""
        self._cancelled.set()

    async def _write(self, title: str, parts: tuple[Written, ...], base: Moment) -> None:
        text = self._console.ground.language.text
        proposed = f"{text('dashboard|file name')}-{base.now.astimezone(base.zone):%Y-%m-%d}.pdf"
        file = await self.ask_file(self._widget, "pdf", text("Export the dashboard"), proposed)
        if file is None:
            return
        order = DashboardOrder(file=file, title=title, parts=parts)
        self._cancelled.clear()
        self._know(is_printing=True)
        try:
            await self._console.database.ask(
                lambda connection: write_dashboard(connection, order, self._cancelled.is_set)
            )
            self._console.say(text("The dashboard was written to {file}", file=file))
        except ExportCancelled:
            self._console.say(text("The export was cancelled, nothing was written."))
        except (Away, SuiteError) as problem:
            self._console.say(one_line(problem), is_bad=True)
        finally:
            self._know(is_printing=False)
