"""The lanes in somebody's hand: the mouse sets the playhead and zooms, keys move it, tooltips tell all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip

from shared.qt.tips import tip
from supervisor_console.tracking.views.canvas import LaneCanvas
from supervisor_console.tracking.views.lane_painting import AXIS, LABELS

SKIP_MS = 10_000
REACH = 3
"""Pixels beside a bar that still mean it."""
ZOOM_STEP = 1.25
_NOTCH = 120
"""What Qt calls one notch of a wheel."""


class LanesView(LaneCanvas):
    """The lanes of one call. ``moved``: the user put the playhead there (ms); ``stepped``: he chose the step with this
    key; ``skipped``: he wants the next step (1) or the one before (−1)."""

    moved = Signal(int)
    stepped = Signal(str)
    skipped = Signal(int)

    def go(self, ms: int) -> None:
        """Have the playhead there by the user's wish, which is told."""
        self.set_playhead(ms)
        self.moved.emit(self.playhead_ms)

    # --- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The playhead goes there; a bar is chosen."""
        if event.button() != Qt.MouseButton.LeftButton or self.drawing is None:
            super().mousePressEvent(event)
            return
        point = event.position()
        if point.x() < LABELS:
            return
        ms = self.scale.ms(point.x())
        self.go(ms)
        bar = self.sheet().bar_at(point.y(), ms, REACH / self.scale.pixels_a_ms) if point.y() >= AXIS else None
        if bar is not None and bar.step:
            self.stepped.emit(bar.step)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drags the playhead."""
        if event.buttons() & Qt.MouseButton.LeftButton and self.drawing is not None:
            self.go(self.scale.ms(max(LABELS, event.position().x())))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """All of the call again."""
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """With Ctrl it zooms about the pointer, with Shift it scrolls sideways."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM_STEP ** (turned / _NOTCH), max(float(LABELS), event.position().x()))
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or event.angleDelta().y() == 0:
            across = self.horizontalScrollBar()
            across.setValue(across.value() - turned)
            event.accept()
        elif self.verticalScrollBar().maximum():
            super().wheelEvent(event)
        else:
            event.ignore()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Tooltips: the bar, the arrow's reason or the gap under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.hint_at(event.pos())
            QToolTip.showText(event.globalPos(), tip(text), self.viewport()) if text else QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def hint_at(self, point: QPoint) -> str:
        """What the tooltip says there; nothing where there is nothing."""
        if self.drawing is None:
            return ""
        sheet = self.sheet()
        if point.x() < LABELS:
            lane = sheet.lane_at(point.y())
            return f"{lane.title}\n{lane.subtitle}".strip() if lane is not None else ""
        ms = self.scale.ms(point.x())
        bar = sheet.bar_at(point.y(), ms, REACH / self.scale.pixels_a_ms)
        if bar is not None:
            return bar.hint
        return next((one.hint for one in self.drawing.unseen if one.starts_ms <= ms <= one.ends_ms), "")

    # --- the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """← → ten seconds, with Shift from step to step; Home, End; Ctrl with + − 0 zooms."""
        if self.drawing is None or not self._pressed(Qt.Key(event.key()), event.modifiers()):
            super().keyPressEvent(event)

    def _pressed(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """False: that key means nothing here."""
        assert self.drawing is not None
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            side = 1 if key == Qt.Key.Key_Right else -1
            if modifiers & Qt.KeyboardModifier.ShiftModifier:
                self.skipped.emit(side)
            else:
                self.go(self.playhead_ms + side * SKIP_MS)
        elif key == Qt.Key.Key_Home:
            self.go(0)
        elif key == Qt.Key.Key_End:
            self.go(self.drawing.call_ms)
        elif modifiers & Qt.KeyboardModifier.ControlModifier and key in _ZOOMS:
            self.zoom(_ZOOMS[key]) if _ZOOMS[key] else self.fit()
        else:
            return False
        return True


_ZOOMS: dict[Qt.Key, float] = {
    Qt.Key.Key_Plus: ZOOM_STEP, Qt.Key.Key_Equal: ZOOM_STEP, Qt.Key.Key_Minus: 1 / ZOOM_STEP, Qt.Key.Key_0: 0.0,
}  # fmt: skip
