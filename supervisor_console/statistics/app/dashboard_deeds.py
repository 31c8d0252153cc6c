"""What is done to dashboards in the database, each in a transaction of its own; what came of it is one line."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from shared.errors import SuiteError, one_line
from supervisor_console.page import Away, Console
from supervisor_console.reports import dashboards
from supervisor_console.reports.dashboards import MOST_PANELS, Dashboard
from supervisor_console.statistics.presenter.dashboard_arranging import Deed, carded
from supervisor_console.statistics.presenter.dashboard_moment import Boards, key_of
from supervisor_console.statistics.screen.dashboard import BoardCard
from supervisor_console.views.asking import confirmed


class DashboardDeeds:
    """One after another, in the order in which they were wished; each tells whether it was done."""

    def __init__(self, console: Console, widget: QWidget, boards: Callable[[], Boards]) -> None:
        self._console, self._widget, self._boards = console, widget, boards
        self._turn = asyncio.Lock()

    async def make(self, card: BoardCard) -> bool:
        """A new one of that name, shared as is said."""
        if self._is_taken(card.name):
            return False

        def deed(connection: Any) -> None:
            dashboards.make(connection, card.name)
            dashboards.change(connection, card.name, carded(card))

        return await self._done(deed)

    async def change(self, board: Dashboard, card: BoardCard) -> bool:
        """Its name, and with whom it is shared."""
        is_renamed = card.name != board.name
        if is_renamed and self._is_taken(card.name):
            return False

        def deed(connection: Any) -> None:
            if is_renamed:
                dashboards.rename(connection, board.name, card.name)
            dashboards.change(connection, card.name, carded(card))

        return await self._done(deed)

    async def delete(self, board: Dashboard) -> bool:
        """After it was asked."""
        text = self._console.ground.language.text
        told = text("The dashboard is gone for everybody with whom it is shared. The reports on it stay.")
        title = text("Delete “{name}”?", name=board.name)
        if not await confirmed(self._console.ground, self._widget, title, told, text("Delete")):
            return False
        said = text("{name} is deleted.", name=board.name)
        return await self._done(lambda connection: dashboards.delete(connection, board.name), said)

    async def arrange(self, name: str, change: Deed) -> bool:
        """The panels or the period of one's own one."""
        return await self._done(lambda connection: dashboards.change(connection, name, change))

    async def put(self, name: str, change: Deed, *, is_new: bool) -> str:
        """A report onto one; why not, "" it stands there."""
        text = self._console.ground.language.text
        board = next((one for one in self._boards().found if key_of(one) == f"{self._console.account}/{name}"), None)
        if is_new and board is not None:
            return text("There is a dashboard of the name {name} already.", name=name)
        if board is not None and len(board.panels) >= MOST_PANELS:
            return text("There is room for {number} reports on a dashboard.", number=MOST_PANELS)

        def deed(connection: Any) -> None:
            if is_new:
                dashboards.make(connection, name)
            dashboards.change(connection, name, change)

        try:
            await self._console.database.ask(deed)
        except (Away, SuiteError) as problem:
            return one_line(problem)
        self._console.say(text("It stands on {name} now.", name=name))
        return ""

    def _is_taken(self, name: str) -> bool:
        is_taken = any(key_of(one) == f"{self._console.account}/{name}" for one in self._boards().found)
        if is_taken:
            text = self._console.ground.language.text
            self._console.say(text("There is a dashboard of the name {name} already.", name=name), is_bad=True)
        return is_taken

    async def _done(self, deed: Callable[[Any], Any], said: str = "") -> bool:
        try:
            async with self._turn:
                await self._console.database.ask(deed)
        except (Away, SuiteError) as problem:
            self._console.say(one_line(problem), is_bad=True)
            return False
        if said:
            self._console.say(said)
        return True
