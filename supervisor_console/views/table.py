"""A table set up by the rules: one column stretches, what somebody changes is kept, a choice stays with its row.

Rows that do not jump are the model's (``shared.qt.table_model``); how cells are painted is in ``cells``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Literal

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QToolTip, QWidget

from shared.qt.ground import Ground
from shared.qt.table_model import ROW_ROLE, RowsModel
from shared.qt.tips import tip
from supervisor_console.views.cells import OUTER, CellDelegate, is_cut, sheet
from supervisor_console.views.column_menu import column_menu
from supervisor_console.views.columns import Kept, Spec, read, written
from supervisor_console.views.rules import HEAD as HEAD
from supervisor_console.views.rules import ROW, by_the_rules

WIDEST_STRETCH, NEAR_END = 320, 10
Sorting = Literal["rows", "asked", "none"]


class Table(QTableView):
    """``picked(key)`` of the row that is chosen, None: none; ``opened(row, column)`` by a double click, column "" by
    Enter; ``asked_menu(key, where)``; ``typed(letter)``; ``ordered(column, is_descending)`` where the page sorts;
    ``near_end`` when the last rows come into sight. The columns' menu is its head's.
    """

    picked = Signal(object)
    opened = Signal(object, str)
    asked_menu = Signal(object, object)
    typed = Signal(str)
    ordered = Signal(str, bool)
    near_end = Signal()

    def __init__(
        self, ground: Ground, name: str, specs: tuple[Spec[Any], ...], key: Callable[[Any], Hashable], *,
        row_height: int = ROW, sorting: Sorting = "rows", sorted_by: tuple[str, bool] = ("", False),
        is_last: Callable[[Any], bool] | None = None,
    ) -> None:  # fmt: skip
        """``name`` tells tables apart in the preferences, where each account has its own.

        ``sorted_by``: at first, (column, is it descending); ``is_last``: rows that stay at the bottom.
        """
        super().__init__()
        self._ground, self.specs, self._sorting = ground, specs, sorting
        self._name = f"{ground.preferences.account}/{name}" if ground.preferences.account else name
        self._first_order, self._is_rendering, self._is_old = sorted_by, False, False
        self.kept = read(ground.preferences.tables.get(self._name, "{}"))
        self._sorted = (self.kept.sorted_by, self.kept.is_descending) if self.kept.sorted_by else sorted_by
        columns = [spec.column(lambda spec=spec: self._arrow(spec.name)) for spec in specs]  # type: ignore[misc]  # of mypy
        self.rows: RowsModel[Any] = RowsModel(columns, key, self, is_last=is_last)
        self.cells = CellDelegate(tuple((spec.cell, spec.is_right) for spec in specs), self)
        self.setModel(self.rows)
        self.setItemDelegate(self.cells)
        by_the_rules(self, row_height)
        self.doubleClicked.connect(self._open)
        self._set_up_head()
        self._sort()
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.verticalScrollBar().valueChanged.connect(self._look_for_end)
        ground.theme_changed.connect(self.dress)
        ground.language_changed.connect(self.dress)
        self.dress()

    def _set_up_head(self) -> None:
        head = self.horizontalHeader()
        head.setSectionsClickable(self._sorting != "none")
        head.sectionClicked.connect(self._head_pressed)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(lambda at: self.columns_menu(self).popup(head.mapToGlobal(at)))
        for number, spec in enumerate(self.specs):
            mode = QHeaderView.ResizeMode.Stretch if spec.is_stretched else QHeaderView.ResizeMode.Interactive
            head.setSectionResizeMode(number, mode)
            head.resizeSection(number, self.kept.widths.get(spec.name, spec.width))
        self._arrange()
        self.fit()
        head.sectionResized.connect(self._resized)
        head.sectionMoved.connect(lambda *_places: self._keep_order())

    def _arrange(self) -> None:
        head, names = self.horizontalHeader(), [spec.name for spec in self.specs]
        wanted = [name for name in self.kept.order if name in names]
        for place, name in enumerate([*wanted, *(name for name in names if name not in wanted)]):
            head.moveSection(head.visualIndex(names.index(name)), place)

    def dress(self) -> None:
        """Theme or language are different."""
        theme = self._ground.theme
        self.cells.theme = theme.lost() if self._is_old else theme
        self.setStyleSheet(sheet(theme))
        self.horizontalHeader().viewport().update()
        self.viewport().update()

    # --- rows

    def render_rows(self, rows: Iterable[Any], key: Hashable | None = None, *, is_old: bool = False) -> None:
        """Show these, and this one as chosen; ``is_old``: without colour, for they are from before."""
        self._is_rendering = True
        try:
            if is_old != self._is_old:
                self._is_old = is_old
                self.dress()
            self.rows.set_rows(rows)
            self.choose(key)
        finally:
            self._is_rendering = False

    def key_now(self) -> Hashable | None:
        """Whose row is chosen."""
        found = self.selectionModel().selectedRows()
        return self.rows.key_at(found[0]) if found else None

    def choose(self, key: Hashable | None) -> None:
        """Choose this row, None: none."""
        if key == self.key_now():
            return
        index = self.rows.index_of(key) if key is not None else QModelIndex()
        if index.isValid():
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        else:
            self.selectionModel().clear()

    def go_to(self, key: Hashable) -> None:
        """Choose this row, as if by hand, and bring it before the eyes."""
        index = self.rows.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.setFocus()

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self._is_rendering:
            self.picked.emit(self.rows.key_at(current) if current.isValid() else None)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(ROW_ROLE), self.specs[index.column()].name)

    def _look_for_end(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - NEAR_END * self.verticalHeader().defaultSectionSize():
            self.near_end.emit()

    # --- order

    def _arrow(self, name: str) -> str:
        """Behind the title of the column by which the rows are sorted."""
        return (" ↓" if self._sorted[1] else " ↑") if name and name == self._sorted[0] else ""

    def show_order(self, name: str, *, is_descending: bool) -> None:
        """The page has sorted so."""
        self._sorted = (name, is_descending)
        self._sort()

    def _sort(self) -> None:
        names = [spec.name for spec in self.specs]
        if self._sorting == "rows":
            order = Qt.SortOrder.DescendingOrder if self._sorted[1] else Qt.SortOrder.AscendingOrder
            self.rows.sort(names.index(self._sorted[0]) if self._sorted[0] in names else -1, order)
        self.horizontalHeader().viewport().update()

    def _head_pressed(self, place: int) -> None:
        spec = self.specs[place]
        if self._sorting == "asked" and spec.order is None:
            return
        is_descending = not self._sorted[1] if self._sorted[0] == spec.name else False
        if self._sorting == "asked":
            self.ordered.emit(spec.name, is_descending)
            return
        self.show_order(spec.name, is_descending=is_descending)
        self._keep(sorted_by=spec.name, is_descending=is_descending)

    # --- columns

    def columns_menu(self, parent: QWidget) -> QMenu:
        """Which columns are seen, in their order."""
        head, asked = self.horizontalHeader(), []
        for place in (head.logicalIndex(place) for place in range(head.count())):
            spec = self.specs[place]
            if not (spec.is_kept or spec.is_stretched):
                asked.append((spec.name, (spec.word or spec.title)(), not self.isColumnHidden(place)))
        return column_menu(self._ground.language, parent, asked, self.show_column, self.reset_columns)

    def show_column(self, name: str, is_shown: bool) -> None:
        """Somebody wants to see it, or not."""
        self._keep(shown=self.kept.shown | {name: is_shown})
        self.fit()

    def reset_columns(self) -> None:
        """All as it was at first."""
        self.kept = Kept()
        head, names = self.horizontalHeader(), [spec.name for spec in self.specs]
        for place, name in enumerate(names):
            head.moveSection(head.visualIndex(names.index(name)), place)
            head.resizeSection(names.index(name), self.specs[place].width)
        self._sorted = self._first_order
        self._sort()
        self._keep(order=(), widths={}, shown={})
        self.fit()

    def fit(self) -> None:
        """Where there is no room, columns give way by their rank; where there is much, further ones come."""
        shown = [spec for spec in self.specs if self._is_wanted(spec)]
        least = next((spec.least for spec in self.specs if spec.is_stretched), 0)
        room = self.viewport().width() - sum(self._width(spec) for spec in shown if not spec.is_stretched)
        for spec in sorted(shown, key=lambda spec: -spec.rank):
            if spec.rank <= 0 or room >= least:
                break
            shown.remove(spec)
            room += self._width(spec)
        for spec in self.specs:
            if not spec.is_shown and spec.name not in self.kept.shown and room - self._width(spec) > WIDEST_STRETCH:
                shown.append(spec)
                room -= self._width(spec)
        for place, spec in enumerate(self.specs):
            if self.isColumnHidden(place) == (spec in shown):
                self.setColumnHidden(place, spec not in shown)

    def _width(self, spec: Spec[Any]) -> int:
        return self.kept.widths.get(spec.name, spec.width)

    def _is_wanted(self, spec: Spec[Any]) -> bool:
        return spec.is_kept or self.kept.shown.get(spec.name, spec.is_shown)

    def _resized(self, place: int, _before: int, width: int) -> None:
        spec = self.specs[place]
        if not spec.is_stretched and width not in (0, self._width(spec)):
            self._keep(widths=self.kept.widths | {spec.name: width})

    def _keep_order(self) -> None:
        head = self.horizontalHeader()
        self._keep(order=tuple(self.specs[head.logicalIndex(place)].name for place in range(head.count())))

    def _keep(self, **changed: Any) -> None:
        old = self.kept
        self.kept = Kept(**{name: changed.get(name, getattr(old, name)) for name in Kept.__struct_fields__})
        if self.kept != old:
            self._ground.preferences.tables[self._name] = written(self.kept)
            self._ground.remember()

    # --- hands (Qt's names)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Other columns may fit."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Single letters are the page's, Enter opens, Esc chooses none."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        letter = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(ROW_ROLE), "")
        elif event.key() == Qt.Key.Key_Escape and self.key_now() is not None:
            self.selectionModel().clear()
            self.picked.emit(None)
        elif plain and len(letter) == 1 and letter.isprintable() and letter != " ":
            self.typed.emit(letter.upper())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Of the row under the mouse, or by the Menu key of the one that is chosen."""
        where, index = event.globalPos(), self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            where = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(OUTER, 0))
        if index.isValid():
            self.setCurrentIndex(index)
            self.asked_menu.emit(self.rows.key_at(index), where)

    def viewportEvent(self, event: Any) -> bool:  # noqa: N802
        """What is cut is said under the mouse."""
        if isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            QToolTip.showText(event.globalPos(), tip(self.hint(index)) if index.isValid() else "", self)
            return True
        return super().viewportEvent(event)

    def hint(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The whole of a cell of which some is cut."""
        spec, row = self.specs[index.column()], index.data(ROW_ROLE)
        cell = spec.cell(row)
        is_edge = index.column() in (0, len(self.specs) - 1)
        return cell.hint or (spec.text(row) if is_cut(cell, self.columnWidth(index.column()), is_edge=is_edge) else "")
