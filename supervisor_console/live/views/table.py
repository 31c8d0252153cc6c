"""A table of the page: rows that do not jump, a choice that stays with its row, columns that give way and come back."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QToolTip

from shared.qt import paint_text
from shared.qt.fonts import font
from shared.qt.ground import Ground
from shared.qt.table_model import RowsModel
from supervisor_console.live.views.cells import OUTER, PADDING, CellDelegate, is_cut
from supervisor_console.live.views.columns import Spec, cells_of, columns_of
from supervisor_console.views.sizes import BODY, CAPTION

HEAD, ROW = 32, 32
WIDEST_STRETCH = 320
_SHEET = """
QTableView {{ border: none; background: transparent; outline: none; }}
QHeaderView {{ background: {head}; }}
QHeaderView::section {{ background: {head}; color: {muted}; border: none; border-bottom: 1px solid {line};
    padding: 0 {padding}px; font-size: 12px; font-weight: 500; }}
QHeaderView::section:first {{ padding-left: {outer}px; }}
QHeaderView::section:last {{ padding-right: {outer}px; }}
"""


class LiveTable(QTableView):
    """``chosen(key)``, None: nobody; ``asked_menu(key, where)``; ``pressed_key(str)`` a single letter; ``clicked_row
    (row, column's name)``; ``columns_changed`` after somebody has changed what is shown.
    """

    chosen = Signal(object)
    asked_menu = Signal(object, object)
    pressed_key = Signal(str)
    opened = Signal(object, str)
    columns_changed = Signal()

    def __init__(self, ground: Ground, specs: tuple[Spec[Any], ...], sorted_by: int = 0) -> None:
        super().__init__()
        self._ground, self._specs, self._is_rendering = ground, specs, False
        self._is_slim = self._is_old = False
        least = max(paint_text.advance(spec.fits, BODY, 400) for spec in specs)
        self._least = math.ceil(least) + 2 * PADDING if least else 0
        self.wanted: dict[str, bool] = {}
        self.rows: RowsModel[Any] = RowsModel(
            columns_of(specs, lambda: ground.language, self.arrow),
            lambda row: (row.pbx, getattr(row, "agent", "") or row.call),
        )
        self.cells = CellDelegate(cells_of(specs), self)
        self.setModel(self.rows)
        self.setItemDelegate(self.cells)
        self._set_up()
        self._set_up_head(sorted_by)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.dress()

    # --- how it looks

    def _set_up(self) -> None:
        self.setFont(font(BODY))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(ROW)
        side.setDefaultSectionSize(ROW)

    def _set_up_head(self, sorted_by: int) -> None:
        head = self.horizontalHeader()
        head.setFont(font(CAPTION, 500))
        head.setFixedHeight(HEAD)
        head.setHighlightSections(False)
        head.setMinimumSectionSize(40)
        head.setSectionsClickable(sorted_by >= 0)
        for number, spec in enumerate(self._specs):
            mode = QHeaderView.ResizeMode.Stretch if spec.is_stretched else QHeaderView.ResizeMode.Fixed
            head.setSectionResizeMode(number, mode)
            head.resizeSection(number, spec.width)
            self.setColumnHidden(number, spec.is_extra)
        self.setSortingEnabled(sorted_by >= 0)
        if sorted_by >= 0:
            self.sortByColumn(sorted_by, Qt.SortOrder.AscendingOrder)
        head.setSortIndicatorShown(False)  # it stands far from the title: the title has an arrow of its own

    def arrow(self, place: int) -> str:
        """Behind the title of the column by which the rows are sorted."""
        head = self.horizontalHeader()
        if not self.isSortingEnabled() or head.sortIndicatorSection() != place:
            return ""
        return " ↑" if head.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder else " ↓"

    def dress(self) -> None:
        """Theme or language are different."""
        theme = self._ground.theme
        self.cells.theme = theme.lost() if self._is_old else theme
        colours = {name: theme.colour(name).name() for name in ("muted", "line")}
        self.setStyleSheet(_SHEET.format(head=theme.colour("bg").name(), padding=PADDING, outer=OUTER, **colours))
        self.horizontalHeader().viewport().update()
        self.viewport().update()

    def set_slim(self, is_slim: bool) -> None:
        """The narrow format has fewer columns."""
        self._is_slim = is_slim
        self.fit()

    # --- rows

    def render_rows(self, rows: Iterable[Any], key: Hashable | None, *, is_old: bool) -> None:
        """Show these, and this one as chosen."""
        self._is_rendering = True
        try:
            if is_old != self._is_old:
                self._is_old = is_old
                self.dress()
            self.rows.set_rows(rows)
            self._choose(key)
        finally:
            self._is_rendering = False

    def key_now(self) -> Hashable | None:
        """Whose row is chosen."""
        chosen = self.selectionModel().selectedRows()
        return self.rows.key_at(chosen[0]) if chosen else None

    def _choose(self, key: Hashable | None) -> None:
        if key == self.key_now():
            return
        index = self.rows.index_of(key) if key is not None else QModelIndex()
        model = self.selectionModel()
        if not index.isValid():
            model.clear()
            return
        flag = QItemSelectionModel.SelectionFlag
        model.setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def go_to(self, key: Hashable) -> None:
        """Choose it and bring it before the eyes."""
        index = self.rows.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.setFocus()

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self._is_rendering:
            self.chosen.emit(self.rows.key_at(current) if current.isValid() else None)

    # --- columns

    def fit(self) -> None:
        """Columns that are not needed give way; where there is much room, further ones come."""
        shown = [self._is_shown(spec) for spec in self._specs]
        room = self._room(shown)
        for place, spec in enumerate(self._specs):
            if spec.gives_way and shown[place] and room < self._least:
                shown[place] = False
                room += spec.width
        for place, spec in enumerate(self._specs):
            if spec.is_extra and spec.name not in self.wanted and room - spec.width > WIDEST_STRETCH:
                shown[place] = True
                room -= spec.width
        for place, is_shown in enumerate(shown):
            if self.isColumnHidden(place) == is_shown:
                self.setColumnHidden(place, not is_shown)

    def _room(self, shown: list[bool]) -> int:
        """What the column that stretches gets."""
        fixed = [spec.width for spec, is_shown in zip(self._specs, shown, strict=True)
                 if is_shown and not spec.is_stretched]  # fmt: skip
        return self.viewport().width() - sum(fixed)

    def _is_shown(self, spec: Spec[Any]) -> bool:
        if spec.hides and self._is_slim:
            return False
        return self.wanted.get(spec.name, not spec.is_extra)

    def want(self, name: str | None, is_shown: bool = True) -> None:
        """Somebody wants this column to be seen or not; None: all as it was at first."""
        if name is None:
            self.wanted.clear()
        else:
            self.wanted[name] = is_shown
        self.fit()
        self.columns_changed.emit()

    def columns(self) -> list[tuple[str, str, bool]]:
        """(name, title, is it shown), but for the one that stretches."""
        return [
            (spec.name, spec.title(self._ground.language), not self.isColumnHidden(place))
            for place, spec in enumerate(self._specs) if not spec.is_stretched
        ]  # fmt: skip

    # --- hands (Qt's names)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Other columns may fit."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Single letters act, Enter opens, Esc chooses nobody."""
        letter = event.text().upper()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(Qt.ItemDataRole.UserRole), "")
        elif event.key() == Qt.Key.Key_Escape and self.key_now() is not None:
            self.selectionModel().clear()
            self.chosen.emit(None)
        elif plain and len(letter) == 1 and letter.isalpha():
            self.pressed_key.emit(letter)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _text: str) -> None:  # noqa: N802 - Qt's name
        """Letters act, they do not search."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click on a cell."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.opened.emit(index.data(Qt.ItemDataRole.UserRole), self._specs[index.column()].name)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Of the row under the mouse, or by the Menu key of the one that is chosen."""
        where, index = event.globalPos(), self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            where = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(OUTER, 0))
        if index.isValid():
            self.setCurrentIndex(index)
            self.asked_menu.emit(self.rows.key_at(index), where)

    def viewportEvent(self, event: Any) -> bool:  # noqa: N802 - Qt's name
        """What is cut is said under the mouse."""
        if isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            QToolTip.showText(event.globalPos(), self.hint(index) if index.isValid() else "", self)
            return True
        return super().viewportEvent(event)

    def hint(self, index: QModelIndex) -> str:
        """The whole of a cell of which some is cut; why it cannot be pressed."""
        spec, row = self._specs[index.column()], index.data(Qt.ItemDataRole.UserRole)
        dial = getattr(row, "dial", None)
        if spec.name == "call" and dial is not None:
            return str(dial.hint)
        is_edge = index.column() in (0, len(self._specs) - 1)
        cut = is_cut(spec.cell(row), self.columnWidth(index.column()), is_edge=is_edge)
        return str(index.data()) if cut else ""
