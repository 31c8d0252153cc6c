"""Dashboards at work: their menu on a report's page, their view, and what is wished there."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol, cast

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from shared.domain.search.query import Period, Query, Term
from shared.domain.search.spans import days
from supervisor_console.page import Console
from supervisor_console.reports.dashboards import Dashboard
from supervisor_console.statistics.app.dashboard_asking import DashboardAsking
from supervisor_console.statistics.app.dashboard_deeds import DashboardDeeds
from supervisor_console.statistics.app.dashboard_menus import DashboardMenus
from supervisor_console.statistics.app.dashboard_printing import DashboardPrinting
from supervisor_console.statistics.app.explaining import Explaining
from supervisor_console.statistics.presenter import Moment, meant
from supervisor_console.statistics.presenter.dashboard import EACH_ITS_OWN, board_screen
from supervisor_console.statistics.presenter.dashboard_arranging import (
    Deed,
    moved,
    over,
    removed,
    shown_as,
    widened,
)
from supervisor_console.statistics.presenter.dashboard_moment import Boards, changes_for, key_of
from supervisor_console.statistics.screen.dashboard import BoardCard, BoardWish
from supervisor_console.statistics.views.dashboard import BoardView
from supervisor_console.statistics.views.page import StatisticsView


class Reports(Protocol):
    """What dashboards need of the page of reports."""

    @property
    def moment(self) -> Moment:
        """What it knows."""
        ...

    def open_report(self, changes: dict[str, Any], own: str) -> None:
        """Show it there. ``own``: key of the own report that it is, "" none."""
        ...

    def reload(self) -> None:
        """Ask for its figures again."""
        ...


class Dashboards:
    """``boards``: all that is known of them; ``view``: what is seen; ``is_shown``: instead of the reports."""

    def __init__(self, console: Console, widget: StatisticsView, reports: Reports, explaining: Explaining) -> None:
        self._console, self._widget, self._reports, self._explaining = console, widget, reports, explaining
        self.boards, self.view = Boards(), BoardView(console.ground)
        widget.faces.addWidget(self.view)
        self.asking = DashboardAsking(console, lambda: self.boards, self.know, self._now)
        self.deeds = DashboardDeeds(console, widget, lambda: self.boards)
        self.menus = DashboardMenus(console, widget, self.deeds, self._do)
        self.printing = DashboardPrinting(console, widget, self.know)
        self.is_shown = False
        self.view.wished.connect(self._do)
        self.view.explained.connect(self._explain)
        self.view.copied.connect(self._copied)
        self.refresh()

    # --- what the page asks

    def open_menu(self, anchor: QWidget, own: Any) -> None:
        """Those there are, under the button. ``own``: the own report that is shown, None."""
        self._console.spawn(self.menus.open(anchor, own, lambda: self.boards, self._now, self.know), "dashboards")

    def show(self, key: str = "") -> None:
        """Instead of the reports; "": the one that was shown last."""
        self.is_shown = True
        if key:
            self.know(opened=key)
        self._widget.faces.setCurrentWidget(self.view)
        self.view.leave.setFocus(Qt.FocusReason.OtherFocusReason)
        self.asking.again()

    def leave(self) -> None:
        """The reports again."""
        if self.is_shown:
            self.is_shown = False
            self._explaining.shut()
            self.asking.end()
            self._widget.faces.setCurrentWidget(self._widget.reports)
            self._widget.boards.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Ask for all of it again, and from then on again and again."""
        self.asking.again()

    def close(self) -> None:
        """Nobody looks any more."""
        self.asking.end()

    # --- knowing

    def know(self, **changes: Any) -> None:
        """Something is different."""
        self.boards = msgspec.structs.replace(self.boards, **changes)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known, in the language of now."""
        self.view.render_screen(board_screen(self.boards, self._console.account, self._now()))

    def _now(self) -> Moment:
        """What holds for all panels."""
        now = self._console.ground.clock.now()
        known = self.asking.names if hasattr(self, "asking") else {}
        return msgspec.structs.replace(self._reports.moment, now=now, language=self._console.ground.language, **known)

    # --- doing

    def _do(self, wish: BoardWish) -> None:
        match wish.kind:
            case "show":
                self.show(wish.key)
            case "ask_make" | "ask_change" | "ask_put":
                self._ask_hand(wish)
            case "make" | "change" | "delete":
                self._console.spawn(self._change(wish), "statistics: dashboards")
            case "period" | "days":
                self._period(wish)
            case "move" | "width" | "shows" | "remove":
                self._arrange(self._deed_of(wish))
            case "open":
                self._open(wish.key)
            case "pdf":
                self.printing.begin(self.boards, self._now())
            case "gaps":
                self._show_gaps()
            case "retry":
                self._retry()
            case _:  # "leave"
                self.leave()
                self._reports.reload()

    def _ask_hand(self, wish: BoardWish) -> None:
        if wish.kind == "ask_put":
            self.menus.open_put(self.boards, self._reports.moment)
            return
        board = self.boards.board if wish.kind == "ask_change" else None
        anchor = self._widget.boards
        if self.is_shown:
            anchor = self.view.make if board is None else self.view.change
        self.menus.open_card(anchor, board)

    async def _change(self, wish: BoardWish) -> None:
        board = next((one for one in self.boards.found if key_of(one) == wish.key), None)
        if wish.kind == "delete":
            is_done, name = board is not None and await self.deeds.delete(board), ""
        else:
            card = cast("BoardCard", wish.value)
            name = card.name
            is_done = await (self.deeds.make(card) if board is None else self.deeds.change(board, card))
        if is_done:
            self._after(name)

    def _after(self, name: str) -> None:
        """It is read again, and shown."""
        key = f"{self._console.account}/{name}" if name else ""
        if self.is_shown:
            if key:
                self.boards = msgspec.structs.replace(self.boards, opened=key)
            self.asking.again(is_all=False)
        elif key:
            self.show(key)

    def _period(self, wish: BoardWish) -> None:
        period: Period | None = None
        if wish.kind == "days":
            first, last = (date.fromisoformat(day) for day in cast("tuple[str, str]", wish.value))
            period = days(first, last, self._reports.moment.zone)
        elif wish.value != EACH_ITS_OWN:
            period = Period(preset=cast("Any", wish.value))
        board = self.boards.board
        if board is not None and board.account != self._console.account:  # another's: for now, and for oneself alone
            self.know(periods={**self.boards.periods, self.boards.opened: period})
            self.asking.again()
        else:
            self._arrange(over(period), is_all=True)

    def _arrange(self, deed: Deed, *, is_all: bool = False) -> None:
        board = self.boards.board
        if board is not None and board.account == self._console.account:
            self._console.spawn(self._arranged(board, deed, is_all=is_all), "statistics: dashboards")

    async def _arranged(self, board: Dashboard, deed: Deed, *, is_all: bool) -> None:
        if await self.deeds.arrange(board.name, deed) and self.is_shown:
            self.asking.again(is_all=is_all)

    @staticmethod
    def _deed_of(wish: BoardWish) -> Deed:
        value = cast("Any", wish.value)
        match wish.kind:
            case "move":
                return moved(wish.key, value)
            case "width":
                return widened(wish.key, value)
            case "shows":
                return shown_as(wish.key, value)
            case _:
                return removed(wish.key)

    def _open(self, panel: str) -> None:
        """The report of a panel, over the dashboard's period."""
        board = self.boards.board
        placed = next((one for one in board.panels if one.panel == panel), None) if board is not None else None
        changes = changes_for(placed, self.boards) if placed is not None else None
        if placed is not None and changes is not None:
            self.leave()
            own = f"{placed.own.account}/{placed.own.name}" if placed.own is not None else ""
            self._reports.open_report(changes, own)

    def _show_gaps(self) -> None:
        moments = (one.moment for one in self.boards.answers.values())
        cut = next((one for one in moments if one is not None and one.gaps), None)
        if cut is not None:
            since, until = cut.span
            period = Period(preset=None, since=since, until=until)
            self._console.open_search(Query(period=period, terms=(Term(field="gap"),)))

    def _retry(self) -> None:
        if self.boards.is_printing:
            self.printing.cancel()
        elif self.boards.is_slow:
            self.asking.end()
            self.know(is_asking=False, is_slow=False)
        else:
            self.asking.again()

    def _explain(self, panel: str, row: str, measure: str, anchor: QWidget) -> None:
        answered = self.boards.answers.get(panel)
        if answered is None or answered.moment is None:
            return
        moment = msgspec.structs.replace(answered.moment, language=self._console.ground.language)
        found = meant(moment, measure, row)
        if found is not None:
            self._explaining.open(found, moment, anchor)

    def _copied(self, text: str) -> None:
        self._console.ground.application.clipboard().setText(text)
        self._console.say(self._console.ground.language.text("The table was copied."))
