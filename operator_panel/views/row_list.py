"""A list of lines, painted by hand: a thousand of them scroll smoothly, and a changed one is painted alone.

Keys: arrows, Enter does the first thing that the line offers (it dials), the menu key and the right mouse button show
all of them, Ctrl+C copies the number. A click on the icon is Enter, two anywhere open what is known of the call. A line
can be dragged as its number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDrag, QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView, QMenu

from operator_panel.screen import CallLine, Wish
from operator_panel.views.menus import action_menu, add_item, saying
from operator_panel.views.row_painting import SIDE, TEXT_AT, Heading, Line, RowDelegate, hint, row_of, spoken
from shared.qt.table_model import ROW_ROLE, Column, RowsModel
from shared.qt.theme import Theme

ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowList(QListView):
    """Signal: ``wished``."""

    wished = Signal(object)

    def __init__(self, opening_text: Callable[[], str]) -> None:
        """``opening_text``: what the menu calls opening a line."""
        super().__init__()
        self.opening_text = opening_text
        self._lines: Sequence[Line] = ()
        self._pressed_at: QPoint | None = None
        self.menu: QMenu | None = None
        self.lines_model: RowsModel[Line] = RowsModel(
            [Column(title=str, text=spoken, hint=hint)], lambda line: line.key, self
        )
        self.painter_of_rows = RowDelegate()
        self.setModel(self.lines_model)
        self.setItemDelegate(self.painter_of_rows)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(22)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)

    def show_lines(self, lines: Sequence[Line], theme: Theme) -> None:
        """These from now on; what is selected and where it is scrolled to stay with their lines."""
        if theme != self.painter_of_rows.theme:
            self.painter_of_rows.theme = theme
            self.viewport().update()
        if lines is self._lines or lines == self._lines:
            return
        self._lines = lines
        was_on_top = self.verticalScrollBar().value() == 0
        self.lines_model.set_rows(_with_headings(lines))
        if was_on_top:
            self.scrollToTop()

    def line_at(self, index: QModelIndex | QPersistentModelIndex) -> Line | None:
        """The line there."""
        line: Line | None = index.data(ROW_ROLE) if index.isValid() else None
        return line

    def updateGeometries(self) -> None:  # noqa: N802 - Qt's name
        """The scroll bar has its place in the margin: what is at right stays where it is when it comes."""
        super().updateGeometries()
        bar = self.width() - self.viewport().width()
        right = max(4, SIDE - bar)
        if right != self.painter_of_rows.right:
            self.painter_of_rows.right = right
            self.viewport().update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """It takes what room there is, and asks for little."""
        return QSize(200, self.minimumHeight())

    # --- what can be done with a line

    def enter(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """The first thing that the line offers."""
        line = self.line_at(index)
        wish = row_of(line).wish if line is not None else None
        if wish is not None:
            self.wished.emit(wish)

    def open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """What is known of it and can be written about it; where that is nothing, as Enter."""
        line = self.line_at(index)
        row = row_of(line) if line is not None else None
        wish = (row.opening or row.wish) if row is not None else None
        if wish is not None:
            self.wished.emit(wish)

    def open_menu(self, index: QModelIndex | QPersistentModelIndex, at: QPoint) -> None:
        """All that the line offers, at this place of the screen."""
        line = self.line_at(index)
        row = row_of(line) if line is not None else None
        if row is not None and (row.actions or row.opening):
            theme = self.painter_of_rows.theme
            self.menu = action_menu(row.actions, theme, self, self.wished.emit)
            if row.opening is not None:
                text = self.opening_text()
                add_item(self.menu, text, "", "pencil", theme).triggered.connect(
                    saying(self.wished.emit, row.opening)
                )
            self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.menu.popup(at)

    def _copy(self) -> None:
        line = self.line_at(self.currentIndex())
        row = row_of(line) if line is not None else None
        if row is not None and row.number:
            offered = next((one.wish for one in row.actions if one.wish.kind == "copy"), None)
            self.wished.emit(offered or Wish("copy", text=row.number))

    # --- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter, Ctrl+C; arrows are Qt's."""
        if event.key() in ENTERS:
            self.enter(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def moveCursor(  # noqa: N802 - Qt's name
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Over headings to the next line."""
        before = self.currentIndex()
        found = super().moveCursor(action, modifiers)
        if isinstance(self.line_at(found), Heading):
            step = -1 if before.isValid() and found.row() < before.row() else 1
            beyond = self.lines_model.index(found.row() + step, 0)
            return beyond if beyond.isValid() else before
        return found

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """By the keyboard one comes to a line, not to nothing."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.setCurrentIndex(self.lines_model.index(0, 0))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """At the mouse, or under the current line."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            self.open_menu(index, self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(TEXT_AT, 0)))
        else:
            index = self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
            self.setCurrentIndex(index)
            self.open_menu(index, event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Perhaps a drag begins."""
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Far enough with the button down: the line's number is in the hand."""
        start = self._pressed_at
        if start is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        if (event.position().toPoint() - start).manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            self._drag(self.indexAt(start))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """On the icon: as Enter."""
        super().mouseReleaseEvent(event)
        start, self._pressed_at = self._pressed_at, None
        index = self.indexAt(event.position().toPoint())
        if start is not None and max(start.x(), event.position().x()) < TEXT_AT and self.indexAt(start) == index:
            self.enter(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Opens it; on the icon the first of the two was a wish already."""
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and event.position().x() >= TEXT_AT:
            self.open(self.indexAt(event.position().toPoint()))

    def _drag(self, index: QModelIndex) -> None:
        line = self.line_at(index)
        number = row_of(line).number if line is not None else ""
        if number:
            load = QMimeData()
            load.setText(number)
            drag = QDrag(self)
            drag.setMimeData(load)
            drag.exec(Qt.DropAction.CopyAction)


def _with_headings(lines: Sequence[Line]) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        if isinstance(line, CallLine) and line.heading:
            found.append(Heading(f"heading {line.key}", line.heading))
        found.append(line)
    return found
