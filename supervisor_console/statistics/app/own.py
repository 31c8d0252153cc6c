"""Own reports at work: the menu under its button, what it wishes, and the dialog of what is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from shared.errors import SuiteError, one_line
from shared.reports.definition import Definition
from supervisor_console.page import Away, Console
from supervisor_console.reports import own_reports
from supervisor_console.reports.dashboards import rename_report
from supervisor_console.reports.own_reports import OwnReport
from supervisor_console.statistics.app.sending import Sending
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.presenter.own import changes_of, definition_of, key_of, own_screen
from supervisor_console.statistics.screen.own import OwnWish
from supervisor_console.statistics.views.own import OwnPopover
from supervisor_console.views.asking import confirmed


class OwnReports:
    """``found``: as they were read last; ``opened``: the key of the one that was chosen last, "" none.

    ``moment``: what the page knows now; ``ask_for``: have it know something else, and ask for it.
    """

    def __init__(
        self, console: Console, widget: QWidget, moment: Callable[[], Moment], ask_for: Callable[..., None]
    ) -> None:
        self._console, self._widget, self._moment, self._ask_for = console, widget, moment, ask_for
        self.found, self.opened = tuple[OwnReport, ...](), ""
        self.menu: OwnPopover | None = None
        self.sending = Sending(console, widget)

    @property
    def report(self) -> OwnReport | None:
        """The one that was chosen last."""
        return next((one for one in self.found if key_of(one) == self.opened), None)

    def open_menu(self, anchor: QWidget) -> None:
        """Read them, then show them under the button."""
        self._console.spawn(self._open(anchor), "statistics: own reports")

    async def _open(self, anchor: QWidget) -> None:
        try:
            self.found = await self._console.database.ask(own_reports.own_reports)
        except (Away, SuiteError) as problem:
            self._console.say(one_line(problem), is_bad=True)
            return
        if self.menu is not None or not anchor.isVisible():
            return
        screen = own_screen(self.found, self._console.account, self.opened, self._moment())
        self.menu = OwnPopover(self._console.ground, anchor, screen)
        self.menu.wished.connect(self._do)
        self.menu.closed.connect(self._closed)
        self.menu.open(self.menu.rows.rows[0] if self.menu.rows.rows else self.menu.naming.name)

    def _closed(self) -> None:
        self.menu = None

    # --- doing

    def _do(self, wish: OwnWish) -> None:
        chosen = next((one for one in self.found if key_of(one) == wish.key), None)
        now = definition_of(self._moment())
        match wish.kind:
            case "open":
                self._show(chosen)
            case "save":
                self._console.spawn(self._save(wish, now), "statistics: own reports")
            case "rename":
                self._console.spawn(self._rename(wish.name), "statistics: own reports")
            case "drop":
                if chosen is not None:
                    self._console.spawn(self._drop(chosen), "statistics: own reports")
            case "send":
                self.sending.open(now, self._moment())

    def _show(self, chosen: OwnReport | None) -> None:
        if chosen is None:
            return
        if chosen.definition is None:
            self._say_newer(chosen.name)
            return
        self.opened = key_of(chosen)
        self._ask_for(**changes_of(chosen.definition))

    def _say_newer(self, name: str) -> None:
        """It stays as it is: whoever has the newer version opens and changes it."""
        text = self._console.ground.language.text
        self._console.say(text("“{name}” was made by a newer version of this program and is opened only by that.",
                               name=name), is_bad=True)  # fmt: skip

    async def _save(self, wish: OwnWish, definition: Definition) -> None:
        text = self._console.ground.language.text

        def save(connection: Any) -> None:
            own_reports.save(connection, wish.name, definition, is_shared=wish.is_shared, shared_with=wish.shared_with)  # type: ignore[arg-type]  # roles

        key = f"{self._console.account}/{wish.name}"
        before = next((one for one in self.found if key_of(one) == key), None)
        if before is not None and before.definition is None:
            self._say_newer(wish.name)
            return
        if key != self.opened and before is not None:
            title = text("Replace “{name}”?", name=wish.name)
            told = text("There is a report of this name already. It would be what is shown now.")
            if not await confirmed(self._console.ground, self._widget, title, told, text("Replace")):
                return
        if await self._done(save, text("Saved as {name}.", name=wish.name)):
            self.opened = key

    async def _rename(self, name: str) -> None:
        text, old = self._console.ground.language.text, self.opened.partition("/")[2]
        key = f"{self._console.account}/{name}"
        if any(key_of(one) == key for one in self.found):
            self._console.say(text("There is a report of the name {name} already.", name=name), is_bad=True)
            return
        said = text("It is called {name} now.", name=name)
        if await self._done(lambda connection: rename_report(connection, old, name), said):
            self.opened = key

    async def _drop(self, chosen: OwnReport) -> None:
        text = self._console.ground.language.text
        title = text("Delete “{name}”?", name=chosen.name)
        told = text("The report is gone for everybody with whom it is shared. What is sent regularly goes on.")
        if not await confirmed(self._console.ground, self._widget, title, told, text("Delete")):
            return
        said = text("{name} is deleted.", name=chosen.name)
        is_gone = await self._done(lambda connection: own_reports.delete(connection, chosen.name), said)
        if is_gone and self.opened == key_of(chosen):
            self.opened = ""

    async def _done(self, deed: Callable[[Any], Any], said: str) -> bool:
        try:
            await self._console.database.ask(deed)
        except (Away, SuiteError) as problem:
            self._console.say(one_line(problem), is_bad=True)
            return False
        self._console.say(said)
        return True
