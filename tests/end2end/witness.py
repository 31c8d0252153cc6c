"""The real ``operator-panel`` with a witness inside, who sees what is painted and touches nothing.

``python -m tests.end2end.witness TOLD SHOTS ARGUMENT…``: the arguments are the program's own. What its parts say is
appended to the file TOLD when it is painted, a line of JSON each. Lines on standard input are answered by one of JSON:
``look`` (everything that can be seen, and where), ``shot NAME`` (a picture of the screen into the folder SHOTS).
"""

import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QPlainTextEdit, QWidget

from operator_panel.__main__ import main
from operator_panel.views.call.card import Strip
from operator_panel.views.header import HeaderView
from operator_panel.views.popup import CallerPopup
from operator_panel.views.row_list import RowList
from operator_panel.views.state_card import StateView
from shared.clock import now
from shared.qt.table_model import ROW_ROLE

Item = dict[str, Any]


class Witness(QObject):
    """Signal: ``ordered``, a line to obey; the first begins the watch."""

    ordered = Signal(str)

    def __init__(self, told: Path, shots: Path) -> None:
        super().__init__()
        self._told, self._shots = told.open("a", encoding="utf-8"), shots
        self._said: dict[int, list[str]] = {}
        self.ordered.connect(self._obey)

    def _obey(self, order: str) -> None:
        verb, _, name = order.partition(" ")
        if verb == "watch":
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # orders come in its loop
            self._tell("program", ["begins"])
            return
        if verb == "shot":
            self._shots.mkdir(parents=True, exist_ok=True)
            assert QApplication.primaryScreen().grabWindow(0).save(str(self._shots / f"{name}.png"))
        print(json.dumps(seen()), flush=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Something is painted: what does it say?"""
        if not isinstance(event, QEvent):
            return False  # of thousands of events PySide now and then gives one as what its memory was before
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            part, says = _said_by(watched)
            if part and self._said.get(id(watched)) != says:
                self._said[id(watched)] = says
                self._tell(part, says)
        elif event.type() == QEvent.Type.Hide:
            self._said.pop(id(watched), None)
        return False

    def _tell(self, part: str, says: list[str]) -> None:
        self._told.write(json.dumps({"t": now().timestamp(), "part": part, "says": says}) + "\n")
        self._told.flush()


def _said_by(widget: QWidget) -> tuple[str, list[str]]:
    match widget:
        case CallerPopup():
            return "popup", [widget.windowTitle()]
        case StateView():
            return "state", [widget.word.text(), widget.under.text(), widget.label.text(), widget.time.text()]
        case Strip():
            return "call", [widget.state.text(), widget.held.text(), "", widget.time.text()]
        case HeaderView():
            return "connection", [widget.connection.text()]
        case _:
            return "", []


# --- all that can be seen


def seen() -> list[Item]:
    """Every piece of every window, with its place on the screen."""
    found: list[Item] = []
    for window in QApplication.topLevelWidgets():
        if not window.isVisible():
            continue
        for widget in (window, *window.findChildren(QWidget)):
            if widget.window() is window and widget.isVisible():
                found += _items(widget)
    return found


def _items(widget: QWidget) -> Iterator[Item]:
    if isinstance(widget, QMenu):
        for action in widget.actions():
            if not action.isSeparator():
                name = action.text().partition("\t")[0].replace("&", "")
                yield _item("MenuItem", name, "", action.isEnabled(), widget, widget.actionGeometry(action))
        return
    kind = "CallStrip" if isinstance(widget, Strip) else type(widget).__name__
    item = _item(
        kind, widget.accessibleName(), _text(widget), widget.isEnabled(), widget,
        widget.visibleRegion().boundingRect(),
    )  # fmt: skip
    item["is_focused"] = QApplication.focusWidget() in (widget, widget.focusProxy() or widget)
    item["is_checked"] = isinstance(widget, QAbstractButton) and widget.isChecked()
    if isinstance(widget, RowList):
        model = widget.lines_model
        rows = [model.index(number, 0).data(ROW_ROLE) for number in range(model.rowCount())]
        item["lines"] = [msgspec.to_builtins(row) for row in rows]
    yield item


def _item(kind: str, name: str, text: str, is_enabled: bool, widget: QWidget, inside: QRect) -> Item:
    at = widget.mapToGlobal(inside.topLeft() if not inside.isEmpty() else QPoint())
    box = [at.x(), at.y(), inside.width(), inside.height()]
    return {"kind": kind, "name": name, "text": text, "is_enabled": is_enabled, "box": box}


def _text(widget: QWidget) -> str:
    if widget.isWindow():
        return widget.windowTitle()
    match widget:
        case QLineEdit() | QLabel() | QAbstractButton():
            return widget.text()
        case QPlainTextEdit():
            return widget.toPlainText()
        case _:
            return ""


def _listen(witness: Witness) -> None:
    witness.ordered.emit("watch")  # waits in the queue until Qt's loop runs
    for line in sys.stdin:
        witness.ordered.emit(line.strip())


if __name__ == "__main__":
    told, shots = Path(sys.argv[1]), Path(sys.argv[2])
    sys.argv[1:] = sys.argv[3:]
    threading.Thread(target=_listen, args=(Witness(told, shots),), daemon=True).start()
    sys.exit(main())
