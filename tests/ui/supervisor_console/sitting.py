"""A supervisor at the console in a test: the real program's sign-ins, its window, fingers on keys."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from shared.qt.ground import Ground
from shared.qt.sign_in import SignIn
from supervisor_console.app.console import RunningConsole
from supervisor_console.app.start import SignIns
from supervisor_console.shell.screen import ShellScreen
from supervisor_console.shell.views import ConsoleWindow
from tests.helpers.waiting import wait_until
from tests.ui.supervisor_console.centre import PASSWORD, Centre


class Sitting:
    """``console``, ``window`` and ``screen`` are those of now."""

    def __init__(self, ground: Ground, centre: Centre, grab: Callable[[QWidget, str], Path]) -> None:
        self.ground, self.centre, self._grab = ground, centre, grab
        self.sign_ins = SignIns(ground, centre.place, centre.address)

    @property
    def console(self) -> RunningConsole:
        """The one of now."""
        assert self.sign_ins.console is not None
        return self.sign_ins.console

    @property
    def window(self) -> ConsoleWindow:
        """Its window."""
        return self.console.window

    @property
    def screen(self) -> ShellScreen:
        """What its shell shows."""
        assert self.console.screen is not None
        return self.console.screen

    @property
    def dialog(self) -> SignIn | None:
        """The sign-in that is open."""
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, SignIn) and one.isVisible()]
        return found[0] if found else None

    async def sign_in(self, account: str, password: str = PASSWORD) -> SignIn:
        """As a person does: type, and press Enter."""
        await wait_until(lambda: self.dialog is not None and self.dialog.button.isEnabled(), 20, "the sign-in")
        shown = self.dialog
        assert shown is not None
        for field, text in ((shown.account, account), (shown.password, password)):
            field.line.clear()
            field.line.setText(text)
        QTest.keyClick(shown.password.line, Qt.Key.Key_Return)
        return shown

    async def seated(self) -> RunningConsole:
        """Until the console is there, and what it shows is now."""
        await wait_until(lambda: self.sign_ins.console is not None and self.sign_ins.console.screen, 20, "the console")
        return self.console

    async def until(self, condition: Callable[[ShellScreen], Any], what: str, timeout: float = 20) -> ShellScreen:
        """Until the shell shows something: the screen then."""
        await wait_until(
            lambda: self.sign_ins.console is not None and self.console.screen is not None and condition(self.screen),
            timeout, what,
        )  # fmt: skip
        return self.screen

    async def both(self) -> ShellScreen:
        """Until both connections are there."""
        return await self.until(lambda screen: [half.name for half in screen.halves] == ["both"], "both connections")

    def shot(self, name: str) -> Path:
        """A picture of the window."""
        return self._grab(self.window, name)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key pressed where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)


@contextlib.asynccontextmanager
async def sat(
    ground: Ground, centre: Centre, account: str, grab: Callable[[QWidget, str], Path], *, is_asked: bool
) -> AsyncIterator[Sitting]:
    """The program runs; at the end it is stopped in order. ``is_asked``: the sign-in is open, nobody has signed in."""
    it = Sitting(ground, centre, grab)
    running = asyncio.create_task(it.sign_ins.run())
    try:
        if not is_asked:
            await it.sign_in(account)
            await it.seated()
        yield it
    finally:
        ground.stop()
        await asyncio.gather(running, return_exceptions=True)
        await ground.end_tasks()
