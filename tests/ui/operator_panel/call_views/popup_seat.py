"""A window in a process of its own on a real display, told what to do by lines; each is answered by a line of JSON.

``python -m tests.ui.operator_panel.call_views.popup_seat typist|panel``. A typist has a field with the keyboard; a
panel opens popups: ``show N``, ``hide``, ``press KIND``, ``state``, ``shot FILE``. Real keys and a real mouse come
from outside (xdotool).
"""

import json
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from operator_panel.screen import Wish
from operator_panel.views.popup_pile import PopupPile
from shared.clock import SystemClock
from shared.qt.ground import Ground
from tests.ui.operator_panel.call_screens import popup, saying


class Lines(QObject):
    """Standard input, line by line, as a signal; ``ended`` at its end, or at the line "end"."""

    said = Signal(str)
    ended = Signal()

    def read(self) -> None:
        for line in sys.stdin:
            if line.strip() == "end":
                break
            self.said.emit(line.strip())
        self.ended.emit()


class Typist:
    """Somebody at work in another program."""

    def __init__(self, _ground: Ground) -> None:
        self.field = QLineEdit()
        self.field.setGeometry(0, 0, 1280, 1024)  # the popup can only be above it
        self.field.show()

    def obey(self, _line: str) -> dict[str, Any]:
        window = self.field.windowHandle()
        return {
            "text": self.field.text(), "has_focus": self.field.hasFocus() and self.field.isActiveWindow(),
            "id": int(window.winId()), "is_exposed": window.isExposed(),
        }  # fmt: skip


class Panel:
    """A panel of which only the popups are seen."""

    def __init__(self, ground: Ground) -> None:
        self.pile, self.wishes = PopupPile(ground), list[Wish]()
        self.pile.wished.connect(self.wishes.append)

    def obey(self, line: str) -> dict[str, Any]:
        verb, _, rest = line.partition(" ")
        say = saying("cs")
        if verb in ("show", "hide"):
            calls = range(int(rest or 0))
            self.pile.render_popups(tuple(popup(say, call=f"call{number}") for number in calls))
        elif verb == "press":
            self.pile.press(rest)  # type: ignore[arg-type]  # the test writes kinds
        windows = list(self.pile.windows.values())
        if verb == "shot" and windows:
            room = windows[0].screen()
            room.grabWindow(0).save(rest)
        return {
            "places": [rectangle(one) for one in windows],
            "are_seen": [one.windowHandle().isExposed() for one in windows],
            "have_focus": [one.isActiveWindow() for one in windows],
            "buttons": [
                [middle(button).x(), middle(button).y(), button.action.wish.kind]
                for one in windows for button in one.foot.buttons if button.action is not None
            ],
            "wishes": [msgspec.to_builtins(wish) for wish in self.wishes],
        }  # fmt: skip


def rectangle(window: QWidget) -> list[int]:
    place = window.geometry()
    return [place.x(), place.y(), place.width(), place.height()]


def middle(button: QWidget) -> QPoint:
    return button.mapToGlobal(button.rect().center())


def main(role: str) -> int:
    application = QApplication([])
    ground = Ground(application, "test", SystemClock(), Path(tempfile.mkdtemp()) / "preferences.json")
    seat = (Typist if role == "typist" else Panel)(ground)
    lines = Lines()
    lines.said.connect(lambda line: print(json.dumps(seat.obey(line)), flush=True))
    lines.ended.connect(application.quit)
    application.setQuitOnLastWindowClosed(False)
    threading.Thread(target=lines.read, daemon=True).start()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
