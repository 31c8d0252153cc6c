"""What the account does to itself and to the program: its menu, its password, and what is remembered for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import platformdirs
from PySide6.QtCore import QPoint

from shared.credentials import Secret
from shared.domain.commands import Refused
from shared.errors import SuiteError
from shared.feed_client.refusals import trouble
from shared.feed_client.status import Credentials
from shared.qt import keys, preferences
from shared.qt.about import show_about
from shared.qt.preferences import Server
from shared.qt.server import written
from supervisor_console.shell.views import ConsoleWindow, PasswordDialog
from supervisor_console.shell.views.menus import account_menu

if TYPE_CHECKING:
    from supervisor_console.app.console import RunningConsole

FILE = "supervisor_console.json"


class Remembered(msgspec.Struct, kw_only=True):
    """``databases``: where it was last, by server; no secrets."""

    version: int = 1
    databases: dict[str, str] = msgspec.field(default_factory=dict)


class AccountThings:
    """Opens the menu of the account and does what is chosen there."""

    def __init__(self, console: RunningConsole, window: ConsoleWindow, file: Path | None = None) -> None:
        self._console, self._window = console, window
        self._file = file or Path(platformdirs.user_config_dir("callcentre", appauthor=False)) / FILE
        self._of = preferences.load_as(self._file, Remembered)
        self.dialog: PasswordDialog | None = None

    @property
    def server(self) -> str:
        """The server as it is remembered."""
        host, port = self._console.feed.address
        return written(Server(host=host, port=port))

    @property
    def remembered_address(self) -> str:
        """Where the database of this server was last."""
        return self._of.databases.get(self.server, "")

    def remember_address(self, address: str) -> None:
        """For a start at which the server is away; an address that has a password in it is not kept."""
        if "@" not in address and self._of.databases.get(self.server) != address:
            self._of.databases[self.server] = address
            preferences.save(self._of, self._file)

    # --- the menu

    def open_menu(self) -> None:
        """Under the account's name."""
        ground, button = self._console.ground, self._window.bar.account
        is_live = self._console.feed.status.state == "live"
        menu = account_menu(ground, button, self.do, can_change_password=is_live)
        corner = button.rect().bottomRight()
        menu.popup(button.mapToGlobal(corner) - QPoint(menu.sizeHint().width(), -4))

    def do(self, what: str, which: str) -> None:
        """What was chosen there."""
        console, ground = self._console, self._console.ground
        match what:
            case "theme":
                ground.set_theme(which)  # type: ignore[arg-type]  # the menu has the three
            case "language":
                ground.set_language(which)
            case "password":
                self.change_password()
            case "about":
                show_about(ground, lambda language: language.text("Supervisor console"))
            case "sign_out":
                keys.forget(self.server, console.account)
                console.end("sign_in")
            case _:
                console.end("quit")

    # --- passwords

    def change_password(self, *, is_needed: bool = False) -> None:
        """Ask for another one."""
        if self.dialog is None:
            self._open(PasswordDialog(self._console.ground, self._window, is_needed=is_needed), is_needed=is_needed)

    def ask_password(self) -> None:
        """The database wants one, and the console has none that fits."""
        if self.dialog is None:
            self._open(PasswordDialog(self._console.ground, self._window, is_asking=True))

    def _open(self, dialog: PasswordDialog, *, is_needed: bool = False) -> None:
        self.dialog = dialog
        dialog.entered.connect(self._entered)
        dialog.finished.connect(lambda result: self._finished(is_needed=is_needed and not result))
        dialog.open()

    def _finished(self, *, is_needed: bool) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
        if is_needed:
            self._console.end("sign_in")

    def _entered(self, present: str, new: str) -> None:
        if self.dialog is not None and self.dialog.is_asking:
            self._console.use_password(Secret(present))
            self.dialog.accept()
        else:
            self._console.spawn(self._change(present, new), "password")

    async def _change(self, present: str, new: str) -> None:
        console, language, account = self._console, self._console.ground.language, self._console.account
        dialog = self.dialog
        assert dialog is not None
        dialog.button.setEnabled(False)
        try:
            await console.command("password.change", present=present, password=new)
        except SuiteError as problem:
            dialog.button.setEnabled(True)
            is_wrong = isinstance(problem, Refused) and problem.code == "wrong_password"
            text = language.text("The present password is not right.") if is_wrong else trouble(problem, language)
            dialog.refuse(dialog.present if is_wrong else dialog.new, text)
            return
        if keys.recalled(self.server, account) is not None:
            keys.keep(self.server, account, new)
        dialog.accept()
        console.feed.sign_in(Credentials(user=account, password=new))
        console.use_password(Secret(new))
        console.say(language.text("The password is changed."))
