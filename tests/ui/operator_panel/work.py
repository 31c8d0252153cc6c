"""An operator at work in a test: the panel of the real program, its sign-in, fingers on keys."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from operator_panel.app.instance import Start
from operator_panel.app.memory import Memory
from operator_panel.app.panel import Panel
from operator_panel.app.start import Shifts
from operator_panel.screen import PanelScreen, Wish
from operator_panel.settings import PanelSettings
from shared.qt.ground import Ground
from shared.qt.preferences import Server
from shared.qt.sign_in import SignIn
from tests.helpers.waiting import wait_until
from tests.integration.seats.office import Office, office

DESK = """
[[disposition]]
code = "sold"
title = "Prodáno"

[[disposition]]
code = "other"
title = "Jiné"
needs_note = true

[[desk_queue]]
queue = "vip"
wrapup_seconds = 30
is_disposition_required = true

[[pause_reason]]
reason = "lunch"
title = "Oběd"
"""


class Work:
    """One program with its sign-ins and shifts."""

    def __init__(self, ground: Ground, port: int, folder: Path, link: str = "") -> None:
        self.ground = ground
        self.shifts = Shifts(
            ground, PanelSettings(), Server(host="127.0.0.1", port=port), Start(link), is_hidden=False,
            memory=Memory(folder / "operator_panel.json"),
        )  # fmt: skip

    @property
    def dialog(self) -> SignIn | None:
        """The sign-in that is open."""
        return next(
            (one for one in QApplication.topLevelWidgets() if isinstance(one, SignIn) and one.isVisible()), None
        )

    @property
    def panel(self) -> Panel:
        """The one of now."""
        assert self.shifts.panel is not None
        return self.shifts.panel

    @property
    def screen(self) -> PanelScreen:
        """What is shown."""
        assert self.panel.screen is not None
        return self.panel.screen

    async def sign_in(self, name: str, extension: str = "", password: str = "") -> SignIn:
        """As a person does: type, and press Enter."""
        await wait_until(lambda: self.dialog is not None and self.dialog.button.isEnabled(), 20, "the sign-in")
        shown = self.dialog
        assert shown is not None
        assert shown.question is not None
        for field, text in ((shown.account, name), (shown.password, password or name[::-1])):
            field.line.clear()
            QTest.keyClicks(field.line, text)
        shown.question.line.clear()
        QTest.keyClicks(shown.question.line, extension)
        QTest.keyClick(shown.password.line, Qt.Key.Key_Return)
        return shown

    async def until_error(self, shown: SignIn, text: str) -> None:
        """Until the dialog says so, under one of its fields."""
        fields = (shown.account, shown.password, shown.question, shown.server.field)
        await wait_until(lambda: text in [field.error for field in fields if field is not None], 20, text)

    async def until_dialog(self) -> SignIn:
        """Until somebody has to sign in."""
        await wait_until(lambda: self.dialog is not None, 20, "the sign-in")
        assert self.dialog is not None
        return self.dialog

    async def seated(self) -> Panel:
        """Until the panel is there."""
        await wait_until(lambda: self.shifts.panel and self.shifts.panel.screen, 20, "the panel")
        return self.panel

    async def until(self, condition: Callable[[Any], Any], what: str, timeout: float = 15.0) -> Any:
        """Until the panel shows something: the screen then."""
        try:
            await wait_until(
                lambda: self.shifts.panel is not None and self.shifts.panel.screen is not None
                and condition(self.shifts.panel.screen), timeout, what,
            )  # fmt: skip
        except AssertionError as problem:
            shown = self.shifts.panel.screen if self.shifts.panel else None
            raise AssertionError(f"{problem}: {shown and (shown.mode, shown.state, shown.notice)}") from None
        return self.screen

    def wish(self, kind: Any, **more: Any) -> None:
        """As a button says it."""
        self.panel.do(Wish(kind, **more))


@contextlib.asynccontextmanager
async def running(it: Work) -> AsyncIterator[None]:
    """The program runs; at the end it is stopped in order."""
    task = asyncio.create_task(it.shifts.run())
    try:
        yield
    finally:
        it.ground.stop()
        await asyncio.gather(task, return_exceptions=True)
        await it.ground.end_tasks()


@contextlib.asynccontextmanager
async def working(ground: Ground, office: Office, folder: Path, link: str = "") -> AsyncIterator[Work]:
    """The program runs; at the end it is stopped in order."""
    assert office.daemon is not None
    assert office.daemon.feed is not None
    it = Work(ground, office.daemon.feed.port, folder, link)
    async with running(it):
        yield it


@contextlib.asynccontextmanager
async def at_work(
    ground: Ground, folder: Path, url: str, desk: str = DESK, link: str = ""
) -> AsyncIterator[tuple[Office, Work]]:
    """An office that is open, and one operator's program in it."""
    async with office(folder, url, desk) as centre, centre.open(), working(ground, centre, folder, link) as it:
        yield centre, it
