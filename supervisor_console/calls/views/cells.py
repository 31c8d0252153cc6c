"""Rows of the table as Qt wants them, and how one cell is drawn."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from shared.qt.painting import draw_icon, frame, write
from shared.qt.theme import Theme
from shared.qt.tips import tip
from supervisor_console.calls.screen import Cell, ColumnHead, Row
from supervisor_console.views.sizes import BODY, ICON, chosen

OUTER, PADDING, STRIP = 16, 8, 3
_ROOT = QModelIndex()
_NO_CELL = Cell("")
Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractTableModel):
    """The rows in the order they came; further ones are added at the end without anything else being told."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()
        self.columns: tuple[ColumnHead, ...] = ()
        self.order = ""

    def show_columns(self, columns: tuple[ColumnHead, ...], order: str) -> None:
        """These heads; ``order``: what the result is ordered by."""
        if len(columns) != len(self.columns):
            self.beginResetModel()
            self.columns, self.order = columns, order
            self.endResetModel()
        elif (columns, order) != (self.columns, self.order):
            self.columns, self.order = columns, order
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """These rows."""
        if rows is self.rows:
            return
        before = len(self.rows)
        if before and len(rows) > before and rows[before - 1] is self.rows[-1]:
            self.beginInsertRows(_ROOT, before, len(rows) - 1)
            self.rows = rows
            self.endInsertRows()
        else:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def cell(self, index: Index) -> Cell:
        """What stands there."""
        return self.rows[index.row()].cells.get(self.columns[index.column()].name, _NO_CELL)

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """All that were loaded."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """Also those that are hidden."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """For those who do not see, and for tests; the delegate draws."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.text or cell.hint
        return tip(cell.hint) if role == Qt.ItemDataRole.ToolTipRole and cell.hint else None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles, the one that orders with an arrow."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        head = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            is_by_time = head.name == "time" and self.order in ("newest", "oldest")
            arrow = (" ↑" if self.order == "oldest" else " ↓") if is_by_time or head.order == self.order else ""
            return head.title + arrow
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(head.word)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if head.is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class Cells(QStyledItemDelegate):
    """Draws icon and words in the colour of their meaning; a chosen row has a strip and its words the text's colour."""

    theme = Theme("light")

    def paint(self, painter: QPainter, option: Option, index: Index) -> None:
        """One cell."""
        model = index.model()
        assert isinstance(model, RowsModel)
        rect: QRect = option.rect  # type: ignore[attr-defined]  # Qt's stubs do not know
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        theme, head = self.theme, model.columns[index.column()]
        if is_chosen:
            painter.fillRect(rect, chosen(theme))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), theme.colour("line"))
        self._draw(painter, rect, model.cell(index), head, is_chosen=is_chosen)
        if option.state & QStyle.StateFlag.State_HasFocus:  # type: ignore[attr-defined]
            frame(painter, QRectF(rect.adjusted(1, 1, -1, -2)), None, theme.colour("accent"), radius=4, width=2)

    def _draw(self, painter: QPainter, rect: QRect, cell: Cell, head: ColumnHead, *, is_chosen: bool) -> None:
        theme = self.theme
        ink = theme.colour("text" if is_chosen else cell.token)
        x, middle, room = rect.x() + float(PADDING), rect.center().y() + 0.5, rect.width() - 2.0 * PADDING
        if head.name == "time":
            x, room = x + OUTER - PADDING, room - OUTER + PADDING
            if is_chosen:
                painter.fillRect(QRect(rect.x(), rect.y(), STRIP, rect.height()), theme.colour("accent"))
        if cell.icon:
            draw_icon(painter, cell.icon, x, middle, ICON, theme.colour(cell.token))
            x, room = x + ICON + PADDING, room - ICON - PADDING
        if head.name == "recording" and cell.text:
            ink = theme.colour(cell.token)
        if head.is_number:
            write(painter, cell.text, rect.right() - PADDING, middle, BODY, ink, align="right")
        else:
            write(painter, cell.text, x, middle, BODY, ink, width=room)
