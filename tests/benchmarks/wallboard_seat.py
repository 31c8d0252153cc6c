"""In front of the wallboard: the real program, which also says when its boards had been painted.

``python -m tests.benchmarks.wallboard_seat MODE ARGUMENTS…`` with the wallboard's own arguments:

- ``first``: prints the instant at which the first live board had been painted and which modules were loaded, and ends;
- ``once``: the same without the modules, and then nobody looks any more;
- ``each``: the same, then for every line on its input prints the ages of all rows that were painted since the line
  before (milliseconds, JSON), by the instants that ``wallboard_feed`` puts into them;
- ``bare MODULES-FILE``: no wallboard, but a plain window of the same size with these modules imported.

Painted is when the window's update has returned: everything drawn and handed to the screen (offscreen: to a picture).
"""

from __future__ import annotations

import importlib
import json
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shared.clock import monotonic

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QObject

    from shared.feed_client.live_board import Replaced


def sit(mode: str, arguments: list[str]) -> int:
    """Run the wallboard under eyes."""
    from wallboard.app import start

    vars(start)["Wallboard"] = _watched(mode)  # the same program, seen from outside
    from wallboard.__main__ import main

    sys.argv[1:] = arguments
    return main()


def _watched(mode: str) -> Any:
    """The wallboard with an eye on its window."""
    from PySide6.QtCore import QEvent, QObject

    from tests.benchmarks.wallboard_feed import stamp_of
    from wallboard.app.wallboard import Wallboard

    class Eye(QObject):
        def __init__(self, watched: Watched) -> None:
            super().__init__()
            self._watched = watched

        def eventFilter(self, window: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() != QEvent.Type.UpdateRequest:
                return False
            window.event(event)
            self._watched.painted()
            return True

    class Watched(Wallboard):
        def __init__(self, *given: Any, **more: Any) -> None:
            self.heard: list[float] = []
            self.shown: list[float] = []
            self.ages: list[float] = []
            self.unseen = 0
            self.is_live = False
            super().__init__(*given, **more)
            self._eye = Eye(self)
            self.window.installEventFilter(self._eye)

        def _hear(self, changed: list[Replaced]) -> None:
            self.heard += [stamp for one in changed if (stamp := stamp_of(one.row))]

        def refresh(self) -> None:
            before = self.screen
            super().refresh()
            if self.screen == before:
                self.unseen += len(self.heard)  # nothing that is on the screen has changed
            else:
                self.shown += self.heard
            self.heard.clear()

        def painted(self) -> None:
            now = monotonic()
            if not self.is_live:
                self.is_live = self.screen is not None and self.screen.sight == "live"
                if self.is_live:
                    self._first(now)
            elif mode == "each":
                self.ages += [now - stamp for stamp in self.shown]
            self.shown.clear()

        def _first(self, now: float) -> None:
            print(json.dumps({"at": now, "modules": sorted(sys.modules) if mode == "first" else []}), flush=True)
            match mode:
                case "first":
                    self.ground.stop()
                case "once":
                    self.window.removeEventFilter(self._eye)
                case "each":
                    self.client.board.listen(self._hear)
                    threading.Thread(target=self._tell, daemon=True).start()

        def _tell(self) -> None:
            for _ in sys.stdin:
                ages, self.ages = self.ages, []
                unseen, self.unseen = self.unseen, 0
                print(json.dumps({"ages": [round(age * 1000, 1) for age in ages], "unseen": unseen}), flush=True)

    return Watched


def bare(file: Path) -> int:
    """A window with nothing in it."""
    for name in json.loads(file.read_text(encoding="utf-8")):
        try:
            importlib.import_module(name)
        except ImportError:  # parts of the running program that are not to be imported by name
            continue
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget

    class Bare(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
            super().paintEvent(event)
            QTimer.singleShot(0, self.tell)

        def tell(self) -> None:
            print(json.dumps({"at": monotonic()}), flush=True)
            application.quit()

    application = QApplication(sys.argv[:1])
    window = Bare()
    window.showFullScreen()
    return int(application.exec())


if __name__ == "__main__":
    sys.exit(bare(Path(sys.argv[2])) if sys.argv[1] == "bare" else sit(sys.argv[1], sys.argv[2:]))
