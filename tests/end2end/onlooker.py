"""Who sits inside a real program, sees what is painted and touches nothing.

``watched(SAID_BY, MAIN)`` runs a program for the arguments TOLD SHOTS ARGUMENT…, the last of which are its own. What
its parts say is appended to the file TOLD when it is painted, a line of JSON each. Lines on standard input are answered
by one of JSON: ``look`` (everything that can be seen, and where), ``shot NAME`` (a picture of the screen into the
folder SHOTS).
"""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from shared.clock import now
from shared.qt.table_model import ROW_ROLE

Item = dict[str, Any]
SaidBy = Callable[[QWidget], tuple[str, list[str]]]
"""Which part of the program a widget is, "" for none that matters, and what it says."""


class Onlooker(QObject):
    """Signal: ``ordered``, a line to obey; the first begins the watch."""

    ordered = Signal(str)

    def __init__(
        self, told: Path, shots: Path, said_by: SaidBy, kinds: dict[type, str], *, is_of_tables: bool
    ) -> None:  # fmt: skip
        """``is_of_tables``: only what tables paint is watched, from the first look on: cheaper where tables change."""
        super().__init__()
        self._kinds, self._is_of_tables, self._watched = kinds, is_of_tables, set[int]()
        self._told, self._shots, self._said_by = told.open("a", encoding="utf-8"), shots, said_by
        self._said: dict[int, list[str]] = {}
        self.ordered.connect(self._obey)

    def _obey(self, order: str) -> None:
        verb, _, name = order.partition(" ")
        if verb == "watch":
            if not self._is_of_tables:
                QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # orders come in its loop
            self._tell("program", ["begins"])
            return
        if verb == "shot":
            self._shots.mkdir(parents=True, exist_ok=True)
            assert QApplication.primaryScreen().grabWindow(0).save(str(self._shots / f"{name}.png"))
        if self._is_of_tables:
            self._watch_tables()
        print(json.dumps(seen(self._kinds)), flush=True)

    def _watch_tables(self) -> None:
        for widget in QApplication.allWidgets():
            if isinstance(widget, QAbstractItemView) and model_of(widget) and id(widget) not in self._watched:
                self._watched.add(id(widget))
                widget.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Something is painted: what does it say?"""
        if not isinstance(event, QEvent):
            return False  # of thousands of events PySide now and then gives one as what its memory was before
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            part, says = self._said_by(watched)
            if part and self._said.get(id(watched)) != says:
                self._said[id(watched)] = says
                self._tell(part, says)
        elif event.type() == QEvent.Type.Hide:
            self._said.pop(id(watched), None)
        return False

    def _tell(self, part: str, says: list[str]) -> None:
        self._told.write(json.dumps({"t": now().timestamp(), "part": part, "says": says}) + "\n")
        self._told.flush()


# --- all that can be seen


def seen(kinds: dict[type, str]) -> list[Item]:
    """Every piece of every window, with its place on the screen; ``kinds``: other names than those of the classes."""
    found: list[Item] = []
    for window in QApplication.topLevelWidgets():
        if not window.isVisible():
            continue
        for widget in (window, *window.findChildren(QWidget)):
            if widget.window() is window and widget.isVisible():
                found += _items(widget, kinds.get(type(widget), type(widget).__name__))
    return found


def _items(widget: QWidget, kind: str) -> Iterator[Item]:
    if isinstance(widget, QMenu):
        for action in widget.actions():
            if not action.isSeparator():
                name = action.text().partition("\t")[0].replace("&", "")
                yield _item("MenuItem", name, "", action.isEnabled(), widget, widget.actionGeometry(action))
        return
    item = _item(
        kind, widget.accessibleName(), _text(widget), widget.isEnabled(), widget,
        widget.visibleRegion().boundingRect(),
    )  # fmt: skip
    item["is_focused"] = QApplication.focusWidget() in (widget, widget.focusProxy() or widget)
    item["is_checked"] = isinstance(widget, QAbstractButton) and widget.isChecked()
    item["lines"] = list(lines(widget))
    yield item


def model_of(widget: QWidget) -> QAbstractItemModel | None:
    """The rows of one of our tables and lists. PySide gives ``model()`` of a view another owner, which ends badly."""
    found = getattr(widget, "lines_model", None) or getattr(widget, "rows", None)
    return found if isinstance(widget, QAbstractItemView) and isinstance(found, QAbstractItemModel) else None


def lines(view: QWidget) -> Iterator[Item]:
    """Its rows: what they are made of, what their cells say (by the heads), where they are (`box`), who is chosen."""
    model = model_of(view)
    if model is None or not isinstance(view, QAbstractItemView):
        return
    for number in range(model.rowCount()):
        index = model.index(number, 0)
        row = index.data(ROW_ROLE)
        line = msgspec.to_builtins(row) if isinstance(row, msgspec.Struct) else {}
        is_chosen = view.selectionModel().isSelected(index)
        box = _box(view, model.index(number, 1 if model.columnCount() > 1 else 0))
        yield {**line, "cells": cells(view, model, number), "box": box, "is_chosen": is_chosen}


def cells(view: QAbstractItemView, model: QAbstractItemModel, number: int) -> dict[str, str]:
    """The texts of a row by the titles of their columns, of those that are shown."""
    found = {}
    for column in range(model.columnCount()):
        if not (isinstance(view, QTableView) and view.isColumnHidden(column)):
            title = str(model.headerData(column, Qt.Orientation.Horizontal) or "").rstrip(" ↑↓")
            found[title] = str(model.index(number, column).data() or "")
    return found


def _box(view: QAbstractItemView, index: QModelIndex) -> list[int]:
    """Where it is on the screen; without width where it cannot be seen."""
    seen = view.visualRect(index).intersected(view.viewport().rect())
    at = view.viewport().mapToGlobal(seen.topLeft())
    return [at.x(), at.y(), max(0, seen.width()), max(0, seen.height())]


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


def _listen(onlooker: Onlooker) -> None:
    onlooker.ordered.emit("watch")  # waits in the queue until Qt's loop runs
    for line in sys.stdin:
        onlooker.ordered.emit(line.strip())


def watched(
    said_by: SaidBy, program: Callable[[], int], kinds: dict[type, str] | None = None, *, is_of_tables: bool = False
) -> None:  # fmt: skip
    """Run the program to its end, with somebody inside."""
    told, shots = Path(sys.argv[1]), Path(sys.argv[2])
    sys.argv[1:] = sys.argv[3:]
    onlooker = Onlooker(told, shots, said_by, kinds or {}, is_of_tables=is_of_tables)
    threading.Thread(target=_listen, args=(onlooker,), daemon=True).start()
    sys.exit(program())
