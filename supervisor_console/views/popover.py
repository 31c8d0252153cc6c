"""A box that opens under what was pressed, inside the window: not modal, Esc and a press elsewhere close it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGraphicsDropShadowEffect, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from shared.qt.painting import frame
from supervisor_console.views.sizes import RADIUS

OFF, EDGE = 8, 8
SHADOW, SHADOW_DOWN = 24, 8


class Popover(QWidget):
    """``column`` takes what is inside. Signal: ``closed``. It lives in its anchor's window, and goes when closed."""

    closed = Signal()

    def __init__(self, ground: Ground, anchor: QWidget, *, is_right: bool = False) -> None:
        """``is_right``: its right edge stands with the anchor's, else its left one."""
        super().__init__(anchor.window())
        self._ground, self._anchor, self._is_right = ground, anchor, is_right
        self._came_from = QApplication.focusWidget()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(8, 8, 8, 8)
        self.column.setSpacing(4)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFont(ground.application.font())
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(SHADOW)
        shadow.setOffset(0, SHADOW_DOWN)
        shadow.setColor(QColor(0, 0, 0, 110 if ground.theme.is_dark else 60))
        self.setGraphicsEffect(shadow)
        ground.theme_changed.connect(self.update)
        self.hide()

    def open(self, first: QWidget | None = None) -> None:
        """Show it, with the focus on ``first`` or on itself."""
        self.place()
        self.show()
        self.raise_()
        (first or self).setFocus(Qt.FocusReason.PopupFocusReason)
        self._ground.application.installEventFilter(self)

    def place(self) -> None:
        """Under its anchor, over it where there is more room, and inside the window."""
        window = self.window()
        size = self.sizeHint().boundedTo(window.size() - QSize(2 * EDGE, 2 * EDGE)).expandedTo(self.minimumSize())
        corner = self._anchor.mapTo(window, QPoint(0, self._anchor.height() + OFF))
        x = corner.x() + (self._anchor.width() - size.width() if self._is_right else 0)
        y = corner.y()
        above = corner.y() - self._anchor.height() - 2 * OFF - size.height()
        if y + size.height() > window.height() - EDGE:
            y = above if above >= EDGE else window.height() - EDGE - size.height()
        x = max(EDGE, min(x, window.width() - EDGE - size.width()))
        self.setGeometry(x, max(EDGE, y), size.width(), size.height())

    def shut(self) -> None:
        """Close it; the focus goes back to where it came from."""
        if self.isHidden():
            return
        self._ground.application.removeEventFilter(self)
        has_focus = self.isAncestorOf(QApplication.focusWidget() or self._anchor)
        self.hide()
        if has_focus or QApplication.focusWidget() is None:
            back = self._came_from if self._came_from is not None and _is_there(self._came_from) else self._anchor
            back.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    # --- hands

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A press elsewhere closes it; one on its anchor does only that."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget) and self.isVisible():
            assert isinstance(event, QMouseEvent)
            if watched is not self and not self.isAncestorOf(watched) and watched.window() is self.window():
                self.shut()
                return watched is self._anchor
        if event.type() == QEvent.Type.Resize and watched is self.window():
            self.place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes it; what else was pressed goes no further than here."""
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        event.accept()

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab stays inside."""
        inner = [one for one in self.findChildren(QWidget) if _takes_tab(one)]
        if not inner:
            return True
        now = QApplication.focusWidget()
        at = inner.index(now) if now in inner else (-1 if is_next else 0)
        inner[(at + (1 if is_next else -1)) % len(inner)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A raised ground with a thin line."""
        painter, theme = QPainter(self), self._ground.theme
        frame(painter, QRectF(self.rect()), theme.colour("raised"), theme.colour("line"), radius=RADIUS)
        painter.end()


def _is_there(widget: QWidget) -> bool:
    try:
        return widget.isVisible()
    except RuntimeError:  # it is gone meanwhile
        return False


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()
