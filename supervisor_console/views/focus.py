"""The ring round what has the focus: 2 px of accent, 2 px off the control, above everything, never cut.

Controls that are not dressed by the style sheet ask for it with ``wants_ring``; one ``FocusRing`` serves the program.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from shared.qt.ground import Ground
from shared.qt.painting import frame
from supervisor_console.views.sizes import RADIUS, RING, RING_OFF

_WANTS = "wants_ring"
_MOVES = frozenset({
    QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange,
})  # fmt: skip


def wants_ring(widget: QWidget, radius: int = RADIUS) -> None:
    """Give it the ring whenever it has the focus; ``radius`` is that of its own corners."""
    widget.setProperty(_WANTS, radius)


class FocusRing(QWidget):
    """It goes from window to window with the focus, and takes no mouse."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._at: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground.application.focusChanged.connect(self._follow)
        ground.theme_changed.connect(self.update)

    def close_ring(self) -> None:
        """Follow nothing any more."""
        self._ground.application.focusChanged.disconnect(self._follow)
        self._leave()
        self.setParent(None)
        self.deleteLater()

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._leave()
        if new is None or new.property(_WANTS) is None:
            return
        self._at, window = new, new.window()
        one: QWidget | None = new
        while one is not None and one is not window:
            one.installEventFilter(self)
            self._watched.append(one)
            one = one.parentWidget()
        self.setParent(window)
        self._place()

    def _leave(self) -> None:
        for one in self._watched:
            if isValid(one):  # a window that closes takes its own with it before the focus is told to be elsewhere
                one.removeEventFilter(self)
        self._watched.clear()
        self._at = None
        self.hide()
        self.setParent(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """What has the focus is somewhere else now."""
        if self._at is not None and event.type() in _MOVES:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        at = self._at
        if at is None:
            return
        off = RING + RING_OFF
        corner = at.mapTo(at.window(), QPoint(0, 0))
        self.setGeometry(corner.x() - off, corner.y() - off, at.width() + 2 * off, at.height() + 2 * off)
        self.setVisible(at.isVisible())
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Only the ring."""
        if self._at is None:
            return
        painter = QPainter(self)
        radius = int(self._at.property(_WANTS)) + RING_OFF
        frame(painter, QRectF(self.rect()), None, self._ground.theme.colour("accent"), radius=radius, width=RING)
        painter.end()
