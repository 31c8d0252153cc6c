"""In front of the panel: the real program, which also says when its window and its popups had been painted.

``python -m tests.benchmarks.panel_seat MODE ARGUMENTS…`` with the panel's own arguments:

- ``first``: prints the instant at which the first live screen had been painted and which modules were loaded, and ends;
- ``once``: the same without the modules, and then nobody looks any more;
- ``each``: the same, then for every line on its input prints the instants at which each call's popup had been painted
  for the first time, by call (JSON).

Painted is when the window's update has returned. The bare window is ``wallboard_seat``'s.
"""

from __future__ import annotations

import json
import sys
import threading
from typing import TYPE_CHECKING, Any

from shared.clock import monotonic

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QObject


def sit(mode: str, arguments: list[str]) -> int:
    """Run the panel under eyes."""
    from operator_panel.app import start

    vars(start)["Panel"] = _watched(mode)  # the same program, seen from outside
    from operator_panel.__main__ import main

    sys.argv[1:] = arguments
    return main()


def _watched(mode: str) -> Any:
    """The panel with an eye on its windows."""
    from PySide6.QtCore import QEvent, QObject

    from operator_panel.app.panel import Panel
    from operator_panel.views.popup import CallerPopup

    class Eye(QObject):
        def __init__(self, watched: Watched) -> None:
            super().__init__()
            self._watched = watched

        def eventFilter(self, window: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() != QEvent.Type.UpdateRequest:
                return False
            window.event(event)
            self._watched.painted(window)
            return True

    class Watched(Panel):
        def __init__(self, *given: Any, **more: Any) -> None:
            self.popped: dict[str, float] = {}
            self.is_live = False
            super().__init__(*given, **more)
            self._eye = Eye(self)
            self.front.window.installEventFilter(self._eye)

        def refresh(self) -> None:
            super().refresh()
            if mode == "each":
                for window in self.front.pile.windows.values():
                    window.installEventFilter(self._eye)  # a second time is once

        def painted(self, window: QObject) -> None:
            now = monotonic()
            if isinstance(window, CallerPopup):
                call = next((call for call, one in self.front.pile.windows.items() if one is window), None)
                if call is not None:
                    self.popped.setdefault(call, now)
            elif not self.is_live and self.screen is not None and self.screen.mode not in ("connecting", "offline"):
                self.is_live = True
                self._first(now)

        def _first(self, now: float) -> None:
            print(json.dumps({"at": now, "modules": sorted(sys.modules) if mode == "first" else []}), flush=True)
            match mode:
                case "first":
                    self.ground.stop()
                case "once":
                    self.front.window.removeEventFilter(self._eye)
                case "each":
                    threading.Thread(target=self._tell, daemon=True).start()

        def _tell(self) -> None:
            for _ in sys.stdin:
                print(json.dumps(self.popped), flush=True)

    return Watched


if __name__ == "__main__":
    sys.exit(sit(sys.argv[1], sys.argv[2:]))
