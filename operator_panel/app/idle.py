"""The lock after nobody was at the desk for a while: on Windows by the system's last key or mouse, else by the panel's.

Calls and queues go on meanwhile. The password is checked by the server, with a sign-in of its own that does nothing.
"""

from __future__ import annotations

import asyncio
import ctypes
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication

from operator_panel.app.running import Running
from operator_panel.views.window import PanelWindow
from shared.feed_client.client import FeedClient
from shared.feed_client.refusals import refusal
from shared.feed_client.status import Credentials, Status, Wish
from shared.qt.signing_in import QUICK

CHECK_SECONDS = 15.0
_INPUT = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
})  # fmt: skip


class Idle(QObject):
    """``is_locked``; ``second`` looks at the time, ``touched`` says that somebody is there."""

    def __init__(self, panel: Running, window: PanelWindow) -> None:
        super().__init__()
        self._panel, self._window = panel, window
        self._touched_at = panel.ground.clock.monotonic()
        self.is_locked = False
        window.view.lock.unlock_wished.connect(self._unlock)
        self._watched: QCoreApplication | None = None

    def close(self) -> None:
        """Look no more."""
        if self._watched is not None:
            self._watched.removeEventFilter(self)

    def touched(self) -> None:
        """Somebody is at the desk."""
        self._touched_at = self._panel.ground.clock.monotonic()

    def second(self) -> None:
        """Lock when it is time; a call of mine is somebody at the desk."""
        minutes = self._panel.knowing.desk.idle_lock_minutes
        if minutes > 0:
            self._watch()
        if self._panel.knowing.followed.going_on:
            self.touched()
        if minutes > 0 and not self.is_locked and self._idle_seconds() >= minutes * 60:
            self.lock()

    def lock(self) -> None:
        """Cover everything."""
        self.is_locked = True
        me, welcome = self._panel.knowing.me, self._panel.client.welcome
        self._window.view.lock.lock((me.name if me else "") or (welcome.user if welcome else ""))
        self._panel.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keys and mouse in any window of the panel."""
        kind = getattr(event, "type", None)  # PySide 6.9.3 was seen to hand over something else that had been there
        if kind is not None and kind() in _INPUT:
            self.touched()
        return False

    def _watch(self) -> None:
        """Hear of every event of the program, which costs something, only where it is needed."""
        if self._watched is None and system_idle_seconds() is None:
            self._watched = QApplication.instance()
            if self._watched is not None:
                self._watched.installEventFilter(self)

    def _idle_seconds(self) -> float:
        own = self._panel.ground.clock.monotonic() - self._touched_at
        systems = system_idle_seconds()
        return own if systems is None else min(own, systems)

    def _unlock(self, password: str) -> None:
        self._panel.spawn(self._check(password), "unlock")

    async def _check(self, password: str) -> None:
        status = await self._verdict(password)
        if status is not None and status.state == "live":
            self.is_locked = False
            self.touched()
            self._window.view.lock.unlock()
            self._panel.refresh()
            return
        language = self._panel.ground.language
        said = refusal(status, language) if status is not None else language.text("Server not responding")
        self._window.view.lock.show_problem(said)

    async def _verdict(self, password: str) -> Status | None:
        """What the server says of this password, None: nothing in time."""
        client, clock = self._panel.client, self._panel.ground.clock
        user = client.welcome.user if client.welcome else None
        one = FeedClient(
            *client.address, Credentials(user=user, password=password), clock=clock, name="unlock",
            wish=Wish(topics=("alerts",)), tls=client.tls, timing=QUICK,
        )  # fmt: skip
        told: asyncio.Future[Status] = asyncio.get_running_loop().create_future()
        one.on_status(lambda status: None if told.done() else told.set_result(status))
        running = self._panel.spawn(one.run(), "unlock")
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                return await told
        except TimeoutError:
            return None
        finally:
            running.cancel()


class _LastInput(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint), ("ticks", ctypes.c_uint32)]


def system_idle_seconds() -> float | None:
    """How long nobody has touched this computer, where the system tells (Windows)."""
    windows: Any = getattr(ctypes, "windll", None)
    if windows is None:
        return None
    last = _LastInput(ctypes.sizeof(_LastInput), 0)
    if not windows.user32.GetLastInputInfo(ctypes.byref(last)):
        return None
    return float((windows.kernel32.GetTickCount() - last.ticks) & 0xFFFFFFFF) / 1000
