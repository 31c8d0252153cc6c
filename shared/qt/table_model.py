"""Rows with keys for a table view: sorts itself, tells the view as little as it can, and keeps what is selected.

A sort proxy would cost four times the table. Views hold persistent indexes, which move with their rows, so that the
selection, the current row and the place scrolled to stay with the same thing whatever comes and goes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
"""The row itself."""
_ROOT = QModelIndex()


@dataclass(frozen=True, kw_only=True)
class Column(Generic[Row]):
    """How a column shows a row. ``order``: what to sort by, None always last; ``is_running``: changes each second."""

    title: Callable[[], str]
    text: Callable[[Row], str]
    order: Callable[[Row], Any] | None = None
    is_number: bool = False
    is_running: bool = False
    colour: Callable[[Row], QColor | None] | None = None
    icon: Callable[[Row], QIcon | None] | None = None
    hint: Callable[[Row], str] | None = None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows of any frozen kind; ``key`` names a row and two with one key are one row, the later.

    ``is_last``: rows that stay below all others, whatever the order, as a total does.
    """

    def __init__(
        self, columns: Sequence[Column[Row]], key: Callable[[Row], Hashable], parent: QObject | None = None, *,
        is_last: Callable[[Row], bool] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._columns, self._key = tuple(columns), key
        self._is_last = is_last or (lambda _row: False)
        self._rows: list[Row] = []
        self._sorted_by, self._direction = -1, Qt.SortOrder.AscendingOrder

    # --- for the program

    @property
    def rows(self) -> list[Row]:
        """The rows as they stand; do not change it."""
        return self._rows

    def index_of(self, key: Hashable) -> QModelIndex:
        """Where the row of this key is; invalid where it is not."""
        number = next((number for number, row in enumerate(self._rows) if self._key(row) == key), None)
        return self.index(number, 0) if number is not None else QModelIndex()

    def key_at(self, index: Index) -> Hashable | None:
        """The key of the row at this index, None outside."""
        return self._key(self._rows[index.row()]) if index.isValid() else None

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Show these rows from now on; only what is different is told."""
        wanted = {self._key(row): row for row in rows}
        self._remove(wanted)
        changed = self._replace(wanted)
        present = {self._key(row) for row in self._rows}
        self._arrange(self._in_order([row for key, row in wanted.items() if key in present]))
        self._insert(self._in_order(list(wanted.values())), wanted.keys() - present)
        self._tell_changed(changed)

    def tick(self) -> None:
        """A second has passed: the running columns are read again."""
        for number, column in enumerate(self._columns):
            if column.is_running and self._rows:
                self.dataChanged.emit(self.index(0, number), self.index(len(self._rows) - 1, number), [])

    # --- for the view (Qt's names)

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        """Rows at the top, none below a row."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        """As many as were given."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell in one of its roles."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        read = _ROLES.get(role)
        return read(self._columns[index.column()], self._rows[index.row()]) if read else None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title()
        return _alignment(self._columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by this column from now on; -1: in the order in which rows are given."""
        self._sorted_by, self._direction = column, order
        self._arrange(self._in_order(self._rows))

    # --- the steps of a change

    def _in_order(self, rows: list[Row]) -> list[Row]:
        """Sorted: equals by key, so that the order is always one and the same; what has no value last."""
        if not 0 <= self._sorted_by < len(self._columns):
            return list(rows)
        column = self._columns[self._sorted_by]
        order = column.order or column.text
        by_key = sorted(rows, key=lambda row: str(self._key(row)))
        valued = [row for row in by_key if order(row) is not None]
        valued.sort(key=order, reverse=self._direction == Qt.SortOrder.DescendingOrder)
        placed = valued + [row for row in by_key if order(row) is None]
        return [row for row in placed if not self._is_last(row)] + [row for row in placed if self._is_last(row)]

    def _remove(self, wanted: dict[Hashable, Row]) -> None:
        gone = [number for number, row in enumerate(self._rows) if self._key(row) not in wanted]
        for first, last in reversed(list(_runs(gone))):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()

    def _replace(self, wanted: dict[Hashable, Row]) -> set[Hashable]:
        changed = set()
        for number, row in enumerate(self._rows):
            key = self._key(row)
            if wanted[key] != row:
                self._rows[number] = wanted[key]
                changed.add(key)
        return changed

    def _arrange(self, target: list[Row]) -> None:
        """Bring the rows that are there into their order: one signal, and indexes move with their rows."""
        before = [self._key(row) for row in self._rows]
        after = {self._key(row): number for number, row in enumerate(target)}
        if before == list(after):
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        self._rows = target
        self.changePersistentIndexList(old, [self.index(after[before[one.row()]], one.column()) for one in old])
        self.layoutChanged.emit()

    def _insert(self, target: list[Row], new: set[Hashable]) -> None:
        places = [number for number, row in enumerate(target) if self._key(row) in new]
        for first, last in _runs(places):
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = target[first : last + 1]
            self.endInsertRows()

    def _tell_changed(self, changed: set[Hashable]) -> None:
        places = [number for number, row in enumerate(self._rows) if self._key(row) in changed]
        for first, last in _runs(places):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1), [])


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbours together: 1 2 3 7 → (1, 3), (7, 7)."""
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


_ROLES: dict[int, Callable[[Column[Any], Any], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda column, row: column.text(row),
    Qt.ItemDataRole.TextAlignmentRole: lambda column, _row: _alignment(column),
    Qt.ItemDataRole.ForegroundRole: lambda column, row: column.colour(row) if column.colour else None,
    Qt.ItemDataRole.DecorationRole: lambda column, row: column.icon(row) if column.icon else None,
    Qt.ItemDataRole.ToolTipRole: lambda column, row: column.hint(row) if column.hint else None,
    ROW_ROLE: lambda _column, row: row,
}
