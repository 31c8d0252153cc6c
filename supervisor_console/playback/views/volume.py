"""How loud: an icon that mutes, and a short line with a knob."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shared.qt.ground import Ground
from shared.qt.tips import tip
from supervisor_console.views.focus import wants_ring

WIDTH, HEIGHT, EDGE = 76, 32, 6
STEP = 0.1


class VolumeBar(QWidget):
    """``turned`` with a share between 0 and 1."""

    turned = Signal(float)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self._volume = ground, 1.0
        self.setFixedSize(WIDTH, HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        wants_ring(self)
        ground.theme_changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Always the same."""
        return QSize(WIDTH, HEIGHT)

    def show_volume(self, volume: float, name: str) -> None:
        """So loud."""
        self.setAccessibleName(name)
        self.setToolTip(tip(name))
        if volume != self._volume:
            self._volume = volume
            self.update()

    def _turn(self, volume: float) -> None:
        self.turned.emit(min(1.0, max(0.0, round(volume, 2))))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """As loud as there."""
        self._turn((event.position().x() - EDGE) / (self.width() - 2 * EDGE))

    mouseMoveEvent = mousePressEvent  # noqa: N815

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Louder upwards."""
        self._turn(self._volume + (STEP if event.angleDelta().y() > 0 else -STEP))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows."""
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Up):
            self._turn(self._volume + STEP)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Down):
            self._turn(self._volume - STEP)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The line and the knob."""
        painter, theme, middle = QPainter(self), self._ground.theme, self.height() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = EDGE + self._volume * (self.width() - 2 * EDGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(QRectF(EDGE, middle - 2, self.width() - 2 * EDGE, 4), 2, 2)
        painter.setBrush(theme.colour("muted"))
        painter.drawRoundedRect(QRectF(EDGE, middle - 2, x - EDGE, 4), 2, 2)
        painter.setPen(QPen(theme.colour("surface"), 2))
        painter.drawEllipse(QPointF(x, middle), 6, 6)
        painter.end()
