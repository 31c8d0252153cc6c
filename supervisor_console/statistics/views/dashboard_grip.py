"""What a panel is moved by: dragged with the mouse, or with the arrows while it has the focus."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy

from shared.qt.ground import Ground
from shared.qt.painting import draw_icon
from shared.qt.tips import tip
from supervisor_console.views.control import Control
from supervisor_console.views.focus import wants_ring
from supervisor_console.views.sizes import CONTROL, ICON

WIDTH = 20
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -100,
          Qt.Key.Key_End: 100}  # fmt: skip


class Grip(Control):
    """``stepped(by)``: by so many places; ``dragged(where)``, ``dropped(where)``: on the screen; ``widened``: Space."""

    stepped = Signal(int)
    dragged = Signal(QPoint)
    dropped = Signal(QPoint)
    widened = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._pressed: QPoint | None = None
        self.is_dragging = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        wants_ring(self)

    def say(self, title: str) -> None:
        """Of which panel it is."""
        text = self._ground.language.text
        self.setAccessibleName(text("Move “{name}”", name=title))
        self.setToolTip(tip(text("Drag, or move with the arrows; Enter changes the width")))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Slim."""
        return QSize(WIDTH, CONTROL)

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    # --- hands

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move, Space and Enter change the width, Esc leaves it where it was."""
        by = _STEPS.get(Qt.Key(event.key()))
        if by is not None:
            self.stepped.emit(by)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.widened.emit()
        elif event.key() == Qt.Key.Key_Escape and self.is_dragging:
            self._end(QPoint(-1, -1))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """It may be dragged from here."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell where it is."""
        super().mouseMoveEvent(event)
        at = event.globalPosition().toPoint()
        if self._pressed is None:
            return
        if not self.is_dragging and (at - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self.is_dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self.is_dragging:
            self.dragged.emit(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """There it is to be."""
        super().mouseReleaseEvent(event)
        if self.is_dragging:
            self._end(event.globalPosition().toPoint())
        self._pressed = None

    def _end(self, at: QPoint) -> None:
        self._pressed, self.is_dragging = None, False
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.dropped.emit(at)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The icon."""
        painter, theme = QPainter(self), self.theme
        ink = theme.colour("accent" if self.is_hovered or self.hasFocus() else "muted")
        draw_icon(painter, "grip", (self.width() - ICON) / 2, self.height() / 2, ICON, ink)
        painter.end()
