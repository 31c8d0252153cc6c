"""A layout that puts widgets beside one another and goes on in the next row where they do not fit."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Rows of what is wanted in its own size, ``gap`` pixels apart; ``least`` where one row has room for all then."""

    def __init__(self, parent: QWidget, gap: int = 8, least: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._least = gap, least
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """One more at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """The item at this place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem:  # noqa: N802 - Qt's name
        """Without this one from now on."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        """Neither."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """It has as many rows as the width makes."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """So high at this width."""
        return self._place(QRect(0, 0, width, 0), is_moved=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Put everything in its place."""
        super().setGeometry(rect)
        self._place(rect, is_moved=True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The least."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """The widest and the highest of them."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, is_moved: bool) -> int:
        x, y, row = rect.x(), rect.y(), 0
        across = self._across(rect.width())
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            wide = min(hint.width(), rect.width())
            if x > rect.x() and x + wide > rect.x() + rect.width():
                x, y, row = rect.x(), y + row + self._gap, 0
            if is_moved:
                item.setGeometry(QRect(QPoint(x, y), QSize(wide, hint.height())))
            x, row = x + wide + across, max(row, hint.height())
        return y + row - rect.y()

    def _across(self, width: int) -> int:
        """How far apart they stand in a row."""
        wides = [item.sizeHint().width() for item in self._items if not item.isEmpty()]
        room = width - sum(wides)
        return self._least if self._least * (len(wides) - 1) <= room < self._gap * (len(wides) - 1) else self._gap
