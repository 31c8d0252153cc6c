"""Tiles moved, resized and chosen in place: a sheet over the page while it is edited.

By mouse: drag a tile to move it, its edges and corners to resize it, double-click for what it shows. By keyboard: Tab
goes to the next tile, arrows move it, Shift+arrows resize it, Delete removes it. A place where a tile can't be is
shown as such, and nothing happens on release. The sheet only tells what somebody wishes; the page that comes of it is
rendered by the board below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from shared.qt.theme import Theme

EDGE = 14
"""Device-independent pixels from an edge within which a drag resizes."""
ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}

CURSORS = {
    (0, 0): Qt.CursorShape.SizeAllCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor, (-1, 0): Qt.CursorShape.SizeHorCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor, (0, -1): Qt.CursorShape.SizeVerCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor, (-1, -1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor, (-1, 1): Qt.CursorShape.SizeBDiagCursor,
}  # fmt: skip


class Editor(QWidget):
    """Signals: ``placed(index, QRect)`` in pixels, ``removed(index)``, ``opened(index, QPoint)`` for a tile's menu."""

    placed = Signal(int, QRect)
    nudged = Signal(int, int, int, bool)
    """Index, steps right, steps down, and whether the size is meant."""
    removed = Signal(int)
    opened = Signal(int, QPoint)

    def __init__(self, theme: Theme, may_be_at: Callable[[int, QRect], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._may_be_at = theme, may_be_at
        self._tiles: list[QRect] = []
        self._names: list[str] = []
        self.selected = 0
        self._grip: tuple[int, int] | None = None
        self._from = QPoint()
        self._draft: QRect | None = None

    def show_tiles(self, tiles: Sequence[QRect], names: Sequence[str]) -> None:
        """Where the tiles are now, and what each is called."""
        self._tiles, self._names = list(tiles), list(names)
        self.selected = max(0, min(self.selected, len(self._tiles) - 1))
        self._tell_accessible()
        self.update()

    # --- by mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the tile below."""
        found = self._at(event.position().toPoint())
        if found is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self.selected, self._from = found, event.position().toPoint()
        self._grip = grip(self._tiles[found], self._from)
        self._tell_accessible()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show where it would go."""
        at = event.position().toPoint()
        if self._grip is None:
            found = self._at(at)
            self.setCursor(CURSORS[grip(self._tiles[found], at)] if found is not None else Qt.CursorShape.ArrowCursor)
            return
        self._draft = dragged(self._tiles[self.selected], self._grip, at - self._from)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let it go there, if it may be there."""
        draft, self._draft, self._grip = self._draft, None, None
        if draft is not None and self._may_be_at(self.selected, draft):
            self.placed.emit(self.selected, draft)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """What the tile shows can be chosen."""
        self._grip = self._draft = None
        self._open(event.position().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """The same by the other button."""
        self._open(event.pos())

    def _open(self, at: QPoint) -> None:
        found = self._at(at)
        if found is not None:
            self.selected = found
            self.opened.emit(found, self.mapToGlobal(at))
            self.update()

    def _at(self, point: QPoint) -> int | None:
        found = [index for index, tile in enumerate(self._tiles) if tile.contains(point)]
        return found[-1] if found else None

    # --- by keyboard

    def event(self, event: QEvent) -> bool:
        """Tab goes through the tiles first, then on."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()), 0)
            if step and 0 <= self.selected + step < len(self._tiles):
                self.selected += step
                self._tell_accessible()
                self.update()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows, Shift+arrows, Delete, Return; everything else is the window's."""
        if not self._tiles:
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key in ARROWS:
            is_size = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.nudged.emit(self.selected, *ARROWS[key], is_size)
        elif key == Qt.Key.Key_Delete:
            self.removed.emit(self.selected)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.selected, self.mapToGlobal(self._tiles[self.selected].center()))
        else:
            super().keyPressEvent(event)

    def _tell_accessible(self) -> None:
        if self._names:
            self.setAccessibleName(self._names[self.selected])

    # --- drawing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Frames over the tiles, the selected one with its grips, the draft of a drag."""
        painter = QPainter(self)
        veil = QColor(self._theme.colour("bg"))
        veil.setAlphaF(0.35)
        painter.fillRect(self.rect(), veil)
        for index, tile in enumerate(self._tiles):
            is_selected = index == self.selected
            self._frame(painter, tile, "accent" if is_selected else "muted", 3 if is_selected else 1)
        if self._tiles and self._draft is None:
            for corner in grips(self._tiles[self.selected]):
                painter.fillRect(corner, self._theme.colour("accent"))
        if self._draft is not None:
            self._frame(painter, self._draft, "good" if self._may_be_at(self.selected, self._draft) else "bad", 3)
        painter.end()

    def _frame(self, painter: QPainter, tile: QRect, token: str, width: int) -> None:
        pen = QPen(self._theme.colour(token), width)  # type: ignore[arg-type,unused-ignore]
        if token == "bad":
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(tile.adjusted(1, 1, -2, -2), 8, 8)


def grip(tile: QRect, at: QPoint) -> tuple[int, int]:
    """Which edges a point holds: −1 left or top, 1 right or bottom, 0 neither."""
    x = -1 if at.x() - tile.left() < EDGE else 1 if tile.right() - at.x() < EDGE else 0
    y = -1 if at.y() - tile.top() < EDGE else 1 if tile.bottom() - at.y() < EDGE else 0
    return x, y


def grips(tile: QRect) -> list[QRect]:
    """The eight little squares on the edges of a tile."""
    size = 10
    xs = (tile.left(), tile.center().x() - size // 2, tile.right() - size + 1)
    ys = (tile.top(), tile.center().y() - size // 2, tile.bottom() - size + 1)
    return [QRect(x, y, size, size) for x in xs for y in ys if (x, y) != (xs[1], ys[1])]


def dragged(tile: QRect, hold: tuple[int, int], by: QPoint) -> QRect:
    """The tile after a drag: moved as a whole, or the edges that are held."""
    if hold == (0, 0):
        return tile.translated(by)
    left, right = (by.x() if hold[0] < 0 else 0), (by.x() if hold[0] > 0 else 0)
    top, bottom = (by.y() if hold[1] < 0 else 0), (by.y() if hold[1] > 0 else 0)
    return tile.adjusted(left, top, right, bottom).normalized()
