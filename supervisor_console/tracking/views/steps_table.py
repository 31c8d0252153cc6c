"""The table of steps: rows of 28, in step with the lanes; the chosen row is where the playhead is."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from shared.qt.ground import Ground
from shared.qt.table_model import ROW_ROLE, Column, RowsModel
from shared.qt.theme import mixed
from shared.qt.tips import tip
from supervisor_console.tracking.screen import StepRow
from supervisor_console.tracking.views.strokes import BODY, HINT, draw_icon, write
from supervisor_console.views.focus import wants_ring

ROW, HEAD, EDGE, PADDING, STRIP = 28, 32, 16, 8, 3
TIME, OFFSET, WHO, STEP, LENGTH = range(5)
_WIDTHS = {TIME: 88, OFFSET: 72, WHO: 184, LENGTH: 88}
_RIGHT = (OFFSET, LENGTH)


class StepDrawing(QStyledItemDelegate):
    """Draws cells by the rules for tables: horizontal lines only, the chosen row tinted with a strip."""

    def __init__(self, ground: Ground, view: QTableView) -> None:
        super().__init__(view)
        self._ground, self._view = ground, view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """As high as a row of steps."""
        return QSize(_WIDTHS.get(index.column(), 200), ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell."""
        theme, row = self._ground.theme, index.data(ROW_ROLE)
        rect = QRectF(option.rect)  # type: ignore[attr-defined]  # Qt's options have their fields at run time only
        is_chosen = index.row() == self._view.currentIndex().row()
        painter.save()
        if is_chosen:
            painter.fillRect(rect, mixed(theme.colour("accent"), theme.colour("surface"), 0.12))
            if index.column() == TIME:
                painter.fillRect(QRectF(rect.left(), rect.top(), STRIP, rect.height()), theme.colour("accent"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._text(painter, rect, index.column(), row, is_chosen=is_chosen)
        painter.restore()

    def _text(self, painter: QPainter, rect: QRectF, column: int, row: StepRow, *, is_chosen: bool) -> None:
        theme, middle = self._ground.theme, rect.center().y()
        left = rect.left() + (EDGE if column == TIME else PADDING)
        text = (row.clock, row.offset, row.who, row.text, row.length)[column]
        colour = theme.colour("muted" if column == OFFSET and not is_chosen else "text")
        if column in _RIGHT:
            edge = EDGE if column == LENGTH else PADDING
            write(painter, text, rect.right() - edge, middle, BODY, colour, align="right")
            return
        if column == STEP:
            state = theme.colour(row.token)
            if row.icon:
                draw_icon(painter, row.icon, left, middle, 14, state)
                left += 22
            colour = theme.colour("text") if is_chosen else state
        write(painter, text, left, middle, BODY, colour, width=rect.right() - PADDING - left)


class StepsHead(QHeaderView):
    """The head: captions aligned as their columns, one line below."""

    def __init__(self, ground: Ground, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._ground = ground

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802
        """One caption."""
        theme, place = self._ground.theme, QRectF(rect)
        painter.save()
        painter.fillRect(place, theme.colour("surface"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(place.left(), place.bottom() - 0.5), QPointF(place.right(), place.bottom() - 0.5))
        text = str(self.model().headerData(logical, Qt.Orientation.Horizontal))
        left = place.left() + (EDGE if logical == TIME else PADDING)
        right = place.right() - (EDGE if logical == LENGTH else PADDING)
        is_right = logical in _RIGHT
        write(
            painter, text, right if is_right else left, place.center().y(), HINT, theme.colour("muted"), weight=500,
            align="right" if is_right else "left",
        )  # fmt: skip
        painter.restore()


class StepsTable(QTableView):
    """The steps of a call. ``chosen``: the user chose a row, its key and beginning; ``entered``: Enter on it."""

    chosen = Signal(str, int)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._is_told = True
        self._model: RowsModel[StepRow] = RowsModel(self._columns(), lambda row: row.key, self)
        self.setModel(self._model)
        self.setItemDelegate(StepDrawing(ground, self))
        self._set_up()
        self.selectionModel().currentRowChanged.connect(self._told)
        ground.theme_changed.connect(self.viewport().update)
        ground.language_changed.connect(self._speak)
        self._speak()

    def _set_up(self) -> None:
        wants_ring(self)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setMinimumSectionSize(ROW)
        head = StepsHead(self._ground, self)
        self.setHorizontalHeader(head)
        head.setFixedHeight(HEAD)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(STEP, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)

    def _columns(self) -> list[Column[StepRow]]:
        ground = self._ground

        def hint(row: StepRow) -> str:
            return tip(row.hint)

        return [
            Column(title=lambda: ground.language.text("Time"), text=lambda row: row.clock, hint=hint),
            Column(
                title=lambda: ground.language.text("Offset"), text=lambda row: row.offset, hint=hint, is_number=True
            ),
            Column(title=lambda: ground.language.text("Who"), text=lambda row: row.who, hint=hint),
            Column(title=lambda: ground.language.text("Step"), text=lambda row: row.text, hint=hint),
            Column(
                title=lambda: ground.language.text("Length"), text=lambda row: row.length, hint=hint, is_number=True
            ),
        ]

    def _speak(self) -> None:
        self.setAccessibleName(self._ground.language.text("Steps of the call"))
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, LENGTH)

    @property
    def rows(self) -> list[StepRow]:
        """What is shown."""
        return self._model.rows

    def render_steps(self, steps: tuple[StepRow, ...]) -> None:
        """Show these."""
        self._is_told = False
        self._model.set_rows(steps)
        self._is_told = True
        self.viewport().update()

    def choose(self, key: str) -> None:
        """Have this row chosen, and seen; tells nobody."""
        index = self._model.index_of(key)
        if index.isValid() and index.row() != self.currentIndex().row():
            self._is_told = False
            self.setCurrentIndex(index)
            self._is_told = True
            self.viewport().update()

    def _told(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.viewport().update()
        row: Any = now.data(ROW_ROLE) if now.isValid() else None
        if self._is_told and row is not None:
            self.chosen.emit(row.key, row.starts_ms)

    def row_at(self, ms: int) -> StepRow | None:
        """The row of what goes on at a moment: the latest that has begun and is not over, else the last that began."""
        rows = self._model.rows
        begun = rows[: bisect_right([row.starts_ms for row in rows if row.key != "ended"], ms)]
        going = [row for row in begun if row.ends_ms > ms]
        return next(reversed(going or begun), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Left and right belong to the page: they move the playhead."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)
