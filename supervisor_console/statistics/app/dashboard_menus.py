"""The menu of dashboards, the card of one, and the dialog that puts a report on one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shared.errors import SuiteError, one_line
from supervisor_console.page import Away, Console
from supervisor_console.reports import dashboards
from supervisor_console.reports.dashboards import Dashboard
from supervisor_console.reports.own_reports import OwnReport
from supervisor_console.statistics.app.dashboard_deeds import DashboardDeeds
from supervisor_console.statistics.presenter.dashboard_arranging import with_report
from supervisor_console.statistics.presenter.dashboard_moment import Boards
from supervisor_console.statistics.presenter.dashboard_shapes import board_card, board_menu, put_screen
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.presenter.own import definition_of, words_of
from supervisor_console.statistics.screen.dashboard import BoardWish, PutDraft
from supervisor_console.statistics.views.dashboard_menu import BoardsPopover, CardPopover
from supervisor_console.statistics.views.dashboard_put import PutDialog


class DashboardMenus:
    """``menu``, ``card``, ``dialog``: while they are open. ``wished`` gets what is wished in them."""

    def __init__(
        self, console: Console, widget: QWidget, deeds: DashboardDeeds, wished: Callable[[BoardWish], None]
    ) -> None:
        self._console, self._widget, self._deeds, self._wished = console, widget, deeds, wished
        self.menu: BoardsPopover | None = None
        self.card: CardPopover | None = None
        self.dialog: PutDialog | None = None
        self._own: OwnReport | None = None

    async def open(
        self, anchor: QWidget, own: OwnReport | None, boards: Callable[[], Boards], base: Callable[[], Moment],
        know: Callable[..., None],
    ) -> None:  # fmt: skip
        """Read them, then show them under the button. ``own``: the own report that is shown."""
        try:
            found = await self._console.database.ask(dashboards.dashboards)
        except (Away, SuiteError) as problem:
            self._console.say(one_line(problem), is_bad=True)
            return
        know(found=found, is_read=True)
        if self.menu is not None or not anchor.isVisible():
            return
        self._own, moment = own, base()
        self.menu = BoardsPopover(self._console.ground, anchor, board_menu(boards(), self._console.account, moment))
        self.menu.put.setEnabled(moment.search is None and moment.has_figures and not moment.is_asking)
        self.menu.wished.connect(self._wished)
        self.menu.closed.connect(self._gone)
        rows = self.menu.rows.rows
        self.menu.open(rows[0] if rows else self.menu.put if self.menu.put.isEnabled() else self.menu.make)

    def _gone(self) -> None:
        self.menu = None

    def open_card(self, anchor: QWidget, board: Dashboard | None) -> None:
        """Its name and sharing to be written; None: a new one."""
        self.card = CardPopover(self._console.ground, anchor, board_card(board, self._console.ground.language))
        self.card.wished.connect(self._wished)
        self.card.closed.connect(self._card_gone)
        self.card.open(self.card.naming.name)

    def _card_gone(self) -> None:
        self.card = None

    # --- putting

    def open_put(self, boards: Boards, shown: Moment) -> None:
        """As what and onto which it is to be put."""
        definition = definition_of(shown)
        screen = put_screen(boards, self._console.account, words_of(definition, shown), shown)
        if self.dialog is not None or not screen.shapes:
            return
        self.dialog = dialog = PutDialog(self._console.ground, self._widget.window(), screen)
        dialog.put.connect(lambda draft: self._console.spawn(
            self._put(draft, definition), "statistics: put on a dashboard"))  # fmt: skip
        dialog.finished.connect(lambda _result: self._closed())
        dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    async def _put(self, draft: PutDraft, definition: Any) -> None:
        shape: Any = draft.shape
        deed = with_report(uuid4().hex, definition, self._own, shape)
        fault = await self._deeds.put(draft.board or draft.name, deed, is_new=not draft.board)
        if self.dialog is None:
            return
        if fault:
            self.dialog.fail(fault)
        else:
            self.dialog.accept()
