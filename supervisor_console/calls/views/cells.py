"""Rows of the table as Qt wants them, and their cells as the delegate paints them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from shared.qt.table_model import ROW_ROLE
from shared.qt.tips import tip
from supervisor_console.calls.screen import Cell, ColumnHead, ColumnName, Row
from supervisor_console.views.cells import Cell as Painted
from supervisor_console.views.cells import CellOf

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
        if role == ROW_ROLE:
            return self.rows[index.row()]
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


def painted(columns: tuple[ColumnHead, ...]) -> tuple[tuple[CellOf, bool], ...]:
    """How the delegate paints these columns: words of a chosen row in the text's colour, but for the recording's."""

    def cell_of(name: ColumnName) -> CellOf:
        def read(row: Row) -> Painted:
            cell = row.cells.get(name, _NO_CELL)
            return Painted(cell.text, cell.token, cell.icon, is_state=name != "recording")

        return read

    return tuple((cell_of(one.name), one.is_number) for one in columns)
