"""The sound of the call that is shown: playback given its places, the playhead in step both ways, the player's keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QKeyEvent, QPainter

from supervisor_console.playback.app.playback import Playback
from supervisor_console.tracking.screen import Sound
from supervisor_console.tracking.views.page import TrackingView
from supervisor_console.tracking.views.scale import Scale


class Sounding(QObject):
    """Between playback and the page's view."""

    def __init__(self, playback: Playback, view: TrackingView) -> None:
        super().__init__(view)
        self._playback, self._view = playback, view
        view.show_player(playback.bar)
        view.show_marks(playback.marks)
        view.lanes.sound_painter = self._paint
        view.playhead_moved.connect(playback.go)
        view.lanes.installEventFilter(self)
        playback.moved = view.set_playhead
        playback.redrawn = view.lanes.viewport().update
        playback.stepped = self._step

    def _paint(self, painter: QPainter, sound: Sound, rect: QRectF, scale: Scale) -> None:
        self._playback.waveform.paint(painter, sound, rect, scale)

    def _step(self, side: int) -> None:
        """From step to step, or (±2) to an end of the call."""
        drawing = self._view.lanes.drawing
        if abs(side) == 1:
            self._view.skip(side)
        elif drawing is not None:
            self._view.go(0 if side < 0 else drawing.call_ms)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The player's keys are the lanes' too."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._playback.bar.press(event):
            return True
        return super().eventFilter(watched, event)
