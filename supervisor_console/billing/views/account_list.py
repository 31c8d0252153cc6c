"""The list of accounts: name and sum, under them what it is and how it stands; one is chosen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, write
from supervisor_console.billing.screen.accounts import AccountLine
from supervisor_console.views.sizes import BODY, CAPTION, chosen

ROW, SIDE, STRIP, STATE_ICON = 72, 16, 3, 14
LINE_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class _Lines(QAbstractListModel):
    """The lines, told apart by their keys."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[AccountLine, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line, or what is read out of it."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{line.title}, {line.amount}, {line.detail}, {line.state.text}"
        return line.state.hint or None if role == Qt.ItemDataRole.ToolTipRole else None

    def show_lines(self, lines: tuple[AccountLine, ...]) -> None:
        """Other ones; where only their words differ, rows stay."""
        if [one.key for one in lines] != [one.key for one in self.lines]:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()
        elif lines != self.lines:
            self.lines = lines
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))


class _Painting(QStyledItemDelegate):
    """A row of 72."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802 - Qt's name
        """All of one height."""
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, strip, two lines, a rule."""
        line: AccountLine = index.data(LINE_ROLE)
        place: QRect = option.rect  # type: ignore[attr-defined]  # the stubs leave it out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # the same
        is_chosen, theme = bool(state & QStyle.StateFlag.State_Selected), self._ground.theme
        painter.save()
        if is_chosen:
            painter.fillRect(place, chosen(theme))
            painter.fillRect(QRect(place.x(), place.y(), STRIP, place.height()), theme.colour("accent"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        left, right, top = place.x() + SIDE, place.right() + 1 - SIDE, place.y()
        wide = write(painter, line.amount, right, top + 20, BODY, theme.colour("text"), weight=600, align="right")
        write(painter, line.title, left, top + 20, BODY, theme.colour("text"), weight=600,
              width=right - left - wide - 12)  # fmt: skip
        taken = self._paint_state(painter, line, right, top + 48, is_chosen=is_chosen)
        write(painter, line.detail, left, top + 48, CAPTION, theme.colour("muted"), width=right - left - taken - 8)
        painter.restore()

    def _paint_state(self, painter: QPainter, line: AccountLine, right: int, middle: int, *, is_chosen: bool) -> float:
        """Icon and word at the right; how wide they are."""
        theme, state = self._ground.theme, line.state
        wide = paint_text.advance(state.text, CAPTION, 500)
        word = "text" if is_chosen and state.token in ("warn", "muted") else state.token
        write(painter, state.text, right, middle, CAPTION, theme.colour(word), weight=500, align="right")
        draw_icon(painter, state.icon, right - wide - 6 - STATE_ICON, middle, STATE_ICON, theme.colour(state.token))
        return wide + 6 + STATE_ICON


class AccountList(QListView):
    """``picked(str)``: the key of the account that somebody chose."""

    picked = Signal(str)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self.lines = ground, _Lines()
        self._painting = _Painting(ground)
        self._is_rendering = False
        self.setModel(self.lines)
        self.setItemDelegate(self._painting)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._tell)
        ground.theme_changed.connect(self._dress)
        self._dress()

    def show_lines(self, lines: tuple[AccountLine, ...], marked: str) -> None:
        """Show these, and this one as chosen."""
        self._is_rendering = True
        try:
            self.lines.show_lines(lines)
            place = next((row for row, line in enumerate(lines) if line.key == marked), -1)
            if place >= 0 and self.currentIndex().row() != place:
                self.setCurrentIndex(self.lines.index(place))
        finally:
            self._is_rendering = False

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self._is_rendering and current.isValid():
            self.picked.emit(self.lines.lines[current.row()].key)

    def _dress(self) -> None:
        surface = self._ground.theme.colour("surface").name()
        self.setStyleSheet(f"QListView {{ background: {surface}; border: none; outline: none; }}")
        self.viewport().update()
