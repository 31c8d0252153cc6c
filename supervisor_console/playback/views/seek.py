"""The bar that shows how far it is: what is heard, what is fetched, markers above, seams where time is left out."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shared.qt.ground import Ground
from shared.qt.theme import mixed
from supervisor_console.playback.screen import PlayerScreen
from supervisor_console.views.focus import wants_ring

HEIGHT, EDGE = 32, 8
BAR, KNOB = 4, 6
TICK = 7
_STEPS = {Qt.Key.Key_Left: "back", Qt.Key.Key_Right: "forward", Qt.Key.Key_Home: "home", Qt.Key.Key_End: "end"}


class SeekBar(QWidget):
    """``sought`` with a share of all that is heard; ``stepped`` with back, forward, home or end."""

    sought = Signal(float)
    stepped = Signal(str, bool)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._shown = PlayerScreen()
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        wants_ring(self)
        ground.theme_changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as there is room."""
        return QSize(240, HEIGHT)

    def show_screen(self, shown: PlayerScreen) -> None:
        """Show this."""
        before, self._shown = self._shown, shown
        self.setAccessibleName(f"{shown.at} / {shown.whole}")
        if before != shown:
            self.update()

    # --- hands

    def _share(self, x: float) -> float:
        return min(1.0, max(0.0, (x - EDGE) / max(1, self.width() - 2 * EDGE)))

    def _x(self, share: float) -> float:
        return EDGE + share * (self.width() - 2 * EDGE)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """There."""
        if event.button() == Qt.MouseButton.LeftButton and self._shown.has_sound:
            self.sought.emit(self._share(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Dragged."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._shown.has_sound:
            self.sought.emit(self._share(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """← → ten seconds, with Shift from step to step; Home, End."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    # --- looks

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The line, what of it was heard, markers, seams, the knob."""
        painter, theme, shown = QPainter(self), self._ground.theme, self._shown
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line, accent = theme.colour("line"), theme.colour("accent" if shown.has_sound else "muted")
        muted = mixed(theme.colour("muted"), theme.colour("surface"), 0.45)
        self._stroke(painter, 0.0, 1.0, line)
        self._stroke(painter, 0.0, shown.loaded if shown.has_sound else 0.0, muted if shown.loaded < 1 else line)
        self._stroke(painter, 0.0, shown.share, accent)
        for seam in shown.seams:
            self._seam(painter, self._x(seam), theme.colour("surface"), theme.colour("muted"))
        for tick in shown.ticks:
            painter.fillRect(QRectF(round(self._x(tick)) - 1.5, 1, 3, TICK), theme.colour("warn"))
        if shown.has_sound:
            painter.setPen(QPen(theme.colour("surface"), 2))
            painter.setBrush(accent)
            painter.drawEllipse(QPointF(self._x(shown.share), self.height() / 2), KNOB + 1, KNOB + 1)
        painter.end()

    def _stroke(self, painter: QPainter, start: float, end: float, colour: QColor) -> None:
        if end > start:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            left, right = self._x(start), self._x(end)
            painter.drawRoundedRect(QRectF(left, self.height() / 2 - BAR / 2, right - left, BAR), BAR / 2, BAR / 2)

    def _seam(self, painter: QPainter, x: float, ground: QColor, ink: QColor) -> None:
        """Two strokes: here time of the call is left out."""
        middle = self.height() / 2
        painter.fillRect(QRectF(x - 3, middle - 8, 6, 16), ground)
        for side in (-3, 2):
            painter.fillRect(QRectF(round(x + side), middle - 8, 1.5, 16), ink)
