"""The panel in a process of its own, as ``operator-panel`` runs it, and a window into it for a test.

``python -m tests.ui.operator_panel.seat HOST:PORT FOLDER``: nothing is done here that a person does; mouse and keys
come from the X server. Lines on standard input are answered by one of JSON each: ``state`` (what is shown, and where
on the screen), ``shot NAME`` (a picture of the screen), ``end``.
"""

import asyncio
import json
import sys
import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QMenu, QPlainTextEdit, QWidget

from operator_panel.app.instance import Start
from operator_panel.app.memory import Memory
from operator_panel.app.start import Shifts
from operator_panel.settings import PanelSettings
from operator_panel.views.popup import CallerPopup
from shared.clock import monotonic
from shared.qt import application
from shared.qt.ground import Ground
from shared.qt.server import server_of
from shared.qt.sign_in import SignIn

NAMED = QAbstractButton | QLineEdit | QPlainTextEdit | QComboBox


class Watch(QObject):
    """When popups were first painted after each opening, by the machine's own clock that all its processes share."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: list[float] = []
        self._opened: set[int] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(watched, CallerPopup):
            if event.type() == QEvent.Type.Show:
                self._opened.add(id(watched))
            elif event.type() == QEvent.Type.Paint and id(watched) in self._opened:
                self._opened.discard(id(watched))
                self.painted.append(monotonic())
        return False


class Seat:
    """Tells what is shown."""

    def __init__(self, shifts: Shifts, ground: Ground, folder: Path) -> None:
        self._shifts, self._ground, self._folder = shifts, ground, folder
        self.watch = Watch()
        ground.application.installEventFilter(self.watch)

    def answer(self, line: str) -> dict[str, Any]:
        verb, _, rest = line.partition(" ")
        if verb == "shot":
            self._folder.mkdir(parents=True, exist_ok=True)
            assert QGuiApplication.primaryScreen().grabWindow(0).save(str(self._folder / f"{rest}.png"))
        return self.state()

    def state(self) -> dict[str, Any]:
        windows = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        dialog = next((one for one in windows if isinstance(one, SignIn)), None)
        panel = self._shifts.panel
        screen = panel.screen if panel is not None else None
        focus = QApplication.focusWidget()
        return {
            "dialog": _dialog(dialog) if dialog is not None else None, "places": _places(windows),
            "focus": (focus.accessibleName() or type(focus).__name__) if focus is not None else "",
            "popups": len([one for one in windows if isinstance(one, CallerPopup)]), "painted": self.watch.painted,
            "screen": None if screen is None or panel is None else {
                "mode": screen.mode, "token": screen.state.state.token, "state": screen.state.state.text,
                "detail": screen.state.detail, "time": screen.state.time, "phone": screen.header.phone,
                "name": screen.header.name, "connection": screen.header.connection.text,
                "joined": [chip.queue for chip in screen.queues.chips if chip.is_joined],
                "call": screen.call.call if screen.call else "", "note": screen.call.note.text
                if screen.call and screen.call.note else screen.wrapup.note.text if screen.wrapup else "",
                "notice": screen.notice.text if screen.notice else "", "unsent": len(panel.box.entries),
                "pending": screen.state.pending, "lines": [line.name for line in screen.calls.lines],
                "outbox": screen.offline.outbox if screen.offline else "", "locked": panel.front.idle.is_locked,
            },
        }  # fmt: skip


def _dialog(dialog: SignIn) -> dict[str, Any]:
    fields = {"account": dialog.account, "password": dialog.password, "extension": dialog.question}
    return {
        "errors": {name: field.error for name, field in fields.items() if field is not None and field.error},
        "account": dialog.account.line.text(), "is_busy": not dialog.button.isEnabled(),
        "extension": dialog.question.answer if dialog.question is not None else "", "reach": dialog.foot.text,
    }  # fmt: skip


def _places(windows: list[QWidget]) -> dict[str, list[int]]:
    """The middle of whatever can be pressed or written in, by what it is called."""
    found: dict[str, list[int]] = {}
    for window in windows:
        for widget in window.findChildren(QWidget):
            if not widget.isVisible() or not isinstance(widget, NAMED):
                continue
            name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            middle = widget.mapToGlobal(QPoint(widget.width() // 2, widget.height() // 2))
            if name:
                found.setdefault(name.replace("&", ""), [middle.x(), middle.y()])
        if isinstance(window, QMenu):
            for action in window.actions():
                middle = window.mapToGlobal(window.actionGeometry(action).center())
                found[f"menu:{action.text()}"] = [middle.x(), middle.y()]
    return found


def main() -> int:
    address, folder = sys.argv[1], Path(sys.argv[2])

    async def sit(ground: Ground) -> int:
        ground.set_language("cs")
        shifts = Shifts(
            ground, PanelSettings(), server_of(address), Start(), is_hidden=False,
            memory=Memory(folder / "operator_panel.json"),
        )  # fmt: skip
        ground.spawn(_obey(Seat(shifts, ground, folder / "shots"), ground), "orders")
        return await shifts.run()

    return application.run(sit, name="operator-panel", file=folder / "preferences.json")


async def _obey(seat: Seat, ground: Ground) -> None:
    lines: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line.strip())
        loop.call_soon_threadsafe(ground.stop)

    threading.Thread(target=read, daemon=True).start()
    while (line := await lines.get()) != "end":
        print(json.dumps(seat.answer(line)), flush=True)
    ground.stop()


if __name__ == "__main__":
    sys.exit(main())
