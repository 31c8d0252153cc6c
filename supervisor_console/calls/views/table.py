"""The table of results: rows arrive while one scrolls, a click on a head orders the whole result."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from shared.qt.ground import Ground
from supervisor_console.calls.screen import ColumnHead, ColumnName, Key, Row
from supervisor_console.calls.views.cells import RowsModel, painted
from supervisor_console.views.cells import CellDelegate, sheet
from supervisor_console.views.rules import by_the_rules

ROW = 36
NEAR_END = 30
"""So many rows before the last one the next page is wished for."""
WIDEST_STRETCH = 320


class ResultsTable(QTableView):
    """``chosen(key)``; ``opened(key)``: Enter or a double click; ``ordered(order)``; ``wants_more``; ``arranged``;
    ``asked_menu(where)`` of the calls that are chosen. Shift and Ctrl choose several.
    """

    chosen = Signal(object)
    opened = Signal(object)
    ordered = Signal(str)
    wants_more = Signal()
    arranged = Signal()
    asked_menu = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self._is_old, self._is_rendering, self._is_fitting = ground, False, False, True
        self.wanted: dict[str, bool] = {}
        self.sequence: tuple[str, ...] = ()
        self.widths: dict[str, int] = {}
        self.rows, self.cells = RowsModel(), CellDelegate((), self)
        self.setModel(self.rows)
        self.setItemDelegate(self.cells)
        self._set_up()
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.activated.connect(lambda index: self.opened.emit(self.rows.rows[index.row()].key))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        ground.theme_changed.connect(self.dress)
        self.dress()

    def _set_up(self) -> None:
        by_the_rules(self, ROW)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.sectionClicked.connect(self._clicked)
        head.sectionMoved.connect(self._moved)
        head.sectionResized.connect(self._resized)

    def dress(self) -> None:
        """Other colours."""
        theme = self._ground.theme
        self.cells.theme = theme.lost() if self._is_old else theme
        self.setStyleSheet(sheet(theme))
        self.viewport().update()

    # --- rows

    def show_page(
        self, rows: tuple[Row, ...], columns: tuple[ColumnHead, ...], order: str, key: Key | None, *, is_old: bool
    ) -> None:
        """Show these rows and heads, and this call as chosen."""
        self._is_rendering = True
        is_new = len(columns) != len(self.rows.columns)
        widths = tuple(one.width for one in columns) != tuple(one.width for one in self.rows.columns)
        self.rows.show_columns(columns, order)
        self.rows.show_rows(rows)
        if is_new:
            self.cells.columns = painted(columns)
            self._arrange()
        if is_new or widths:
            self.fit()
        self._choose(key)
        if is_old != self._is_old:
            self._is_old = is_old
            self.dress()
        self._is_rendering = False

    def key_now(self) -> Key | None:
        """The chosen call; of several that which was chosen last."""
        place = self.currentIndex().row()
        return self.rows.rows[place].key if self.selectionModel().hasSelection() and place >= 0 else None

    def keys(self) -> tuple[Key, ...]:
        """All calls that are chosen, in the list's order."""
        return tuple(self.rows.rows[place].key for place in sorted(
            index.row() for index in self.selectionModel().selectedRows()
        ))  # fmt: skip

    def _choose(self, key: Key | None) -> None:
        if key == self.key_now():
            return
        place = next((number for number, row in enumerate(self.rows.rows) if row.key == key), None) if key else None
        if place is None:
            self.selectionModel().clear()
        else:
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(self.rows.index(place, 0), flag.ClearAndSelect | flag.Rows)

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self._is_rendering and current.isValid():
            self.chosen.emit(self.rows.rows[current.row()].key)

    def _scrolled(self) -> None:
        bar = self.verticalScrollBar()
        if self.rows.rows and bar.value() >= bar.maximum() - NEAR_END * ROW:
            self.wants_more.emit()

    # --- columns

    def shown(self) -> list[ColumnName]:
        """The names of the columns that are seen, in their order."""
        head = self.horizontalHeader()
        logical = [head.logicalIndex(place) for place in range(len(self.rows.columns))]
        return [self.rows.columns[one].name for one in logical if not self.isColumnHidden(one)]

    def seen(self) -> list[ColumnName]:
        """Those that shall be seen, in their order, whether there is room or not."""
        return [one.name for one in self.names() if self.is_wanted(one)]

    def is_wanted(self, column: ColumnHead) -> bool:
        """Shall it be seen?"""
        return self.wanted.get(column.name, column.is_shown)

    def want(self, wanted: dict[str, bool], sequence: tuple[str, ...]) -> None:
        """See these, in this order; both empty: all as it was at first."""
        self.wanted, self.sequence = wanted, sequence
        self._is_rendering = True
        self._arrange()
        self.fit()
        self._is_rendering = False

    def names(self) -> tuple[ColumnHead, ...]:
        """All columns in the order in which they stand now."""
        head = self.horizontalHeader()
        return tuple(self.rows.columns[head.logicalIndex(place)] for place in range(len(self.rows.columns)))

    def _arrange(self) -> None:
        head, names = self.horizontalHeader(), [one.name for one in self.rows.columns]
        wanted = [name for name in self.sequence if name in names]
        wanted += [name for name in names if name not in wanted]
        for place, name in enumerate(wanted):
            head.moveSection(head.visualIndex(names.index(name)), place)

    def _width(self, column: ColumnHead) -> int:
        return self.widths.get(column.name, column.width)

    def _resized(self, place: int, _before: int, width: int) -> None:
        """By hand: kept, and no longer grown."""
        if not (self._is_fitting or self._is_rendering) and width > 0:
            self.widths[self.rows.columns[place].name] = width
            self.arranged.emit()

    def fit(self) -> None:
        """Every column its width; the least important give way, then one takes what is left."""
        self._is_fitting = True
        try:
            self._fit()
        finally:
            self._is_fitting = False

    def _fit(self) -> None:
        head = self.horizontalHeader()
        visible = [place for place, one in enumerate(self.rows.columns) if self.is_wanted(one)]
        room = self.viewport().width()
        for name in _FIRST_TO_GO:
            if sum(self._width(self.rows.columns[place]) for place in visible) <= room:
                break
            visible = [place for place in visible if self.rows.columns[place].name != name or name in self.wanted]
        for place, one in enumerate(self.rows.columns):
            self.setColumnHidden(place, place not in visible)
            head.resizeSection(place, self._width(one))
        spare = room - sum(self._width(self.rows.columns[place]) for place in visible)
        for name, most in _GROW:
            for place in visible:
                width = self._width(self.rows.columns[place])
                if self.rows.columns[place].name == name and name not in self.widths and spare > 0:
                    grown = min(spare, max(0, most - width))
                    head.resizeSection(place, width + grown)
                    spare -= grown

    def _moved(self) -> None:
        if not self._is_rendering:
            self.sequence = tuple(one.name for one in self.names())
            self.arranged.emit()

    def _clicked(self, section: int) -> None:
        order = self.rows.columns[section].order
        if order == "newest":
            order = "oldest" if self.rows.order == "newest" else "newest"
        elif order == self.rows.order:
            order = "newest"
        if order is not None:
            self.ordered.emit(order)

    # --- hands (Qt's names)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (key := self.key_now()) is not None:
            self.opened.emit(key)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Of what is chosen: a row under the mouse that is not among it is chosen instead."""
        where, index = event.globalPos(), self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            where = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        if index.isValid():
            if not self.selectionModel().isRowSelected(index.row()):
                self.setCurrentIndex(index)
            self.asked_menu.emit(where)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Other columns may fit."""
        super().resizeEvent(event)
        self.fit()
        self._scrolled()


_FIRST_TO_GO: tuple[ColumnName, ...] = ("called_back", "agent", "direction", "queue", "recording")
_GROW: tuple[tuple[ColumnName, int], ...] = (
    ("note", WIDEST_STRETCH), ("queue", 160), ("agent", 120), ("name", 200), ("line", 180), ("caller", 176),
    ("outcome", 168), ("called_back", 4000), ("outcome", 4000),
)  # fmt: skip
"""What is left goes to these, to each up to so much."""
