"""The canvas of the lanes: drawn to scale, scrolled, zoomed, with a playhead over all of them.

What stands still is drawn once and kept as a picture, so that a playhead that moves costs next to nothing. Playback
draws its waveform by ``sound_painter`` into the places that recordings have, by the same scale.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from shared.qt.ground import Ground
from supervisor_console.tracking.screen import Drawing, Sound
from supervisor_console.tracking.views.lane_painting import AXIS, LABELS, SOUND_LANE, SOUND_MARGIN, LanePainter
from supervisor_console.tracking.views.scale import NEAREST, Scale
from supervisor_console.tracking.views.sheet import Sheet
from supervisor_console.tracking.views.sheet_painting import paint_playhead, paint_sheet
from supervisor_console.views.focus import wants_ring

RIGHT_MARGIN = 24
TAIL_SHARE = 0.25
"""Wrap-up after the call is fitted in up to this part of the call's length; the rest is there to be scrolled to."""
SoundPainter = Callable[[QPainter, Sound, QRectF, Scale], None]
"""Draws the waveform of a recording into its place."""


class LaneCanvas(QAbstractScrollArea):
    """The lanes of one call, drawn."""

    def __init__(self, ground: Ground, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self._drawing: Drawing | None = None
        self._zoom: float | None = None
        self._still: QPixmap | None = None
        self._playhead_ms, self._is_old = 0, False
        self._tallest = 100_000
        self.sound_painter: SoundPainter | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        wants_ring(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        ground.theme_changed.connect(self.redraw)
        ground.language_changed.connect(self.redraw)

    # --- for the program

    def show_drawing(self, drawing: Drawing, *, is_new: bool, is_old: bool = False) -> None:
        """Draw this; ``is_new``: another call, so that all of it is fitted in; ``is_old``: without colour."""
        if drawing == self._drawing and not is_new and is_old == self._is_old:
            return
        self._is_old = is_old
        is_resized = self._drawing is None or self._drawing.lanes != drawing.lanes
        self._drawing = drawing
        if is_new:
            self._zoom, self._playhead_ms = None, 0
            self.verticalScrollBar().setValue(0)
        if is_resized:
            self.updateGeometry()
        self._arrange()
        self.redraw()

    @property
    def playhead_ms(self) -> int:
        """Where the playhead is."""
        return self._playhead_ms

    def set_playhead(self, ms: int, *, is_followed: bool = True) -> None:
        """Have it there, and seen; tells nobody."""
        if self._drawing is None:
            return
        self._playhead_ms = min(max(0, ms), self._drawing.call_ms)
        if is_followed:
            self._follow()
        self.viewport().update()

    def set_tallest(self, height: int) -> None:
        """So high at most; lanes then scroll."""
        self._tallest = height
        self.updateGeometry()

    def redraw(self) -> None:
        """What stands still has changed."""
        self._still = None
        self.setAccessibleName(self._ground.language.text("Course of the call in time"))
        self.viewport().update()

    def fit(self) -> None:
        """All of the call from edge to edge."""
        self._zoom = None
        self._arrange()
        self.redraw()

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Nearer or further; the moment at ``x`` (or the playhead's) stays where it is."""
        if self._drawing is None:
            return
        scale = self.scale
        anchor = scale.ms(x) if x is not None else self._playhead_ms
        place = x if x is not None else scale.x(anchor)
        fitting = self._fitting()
        self._zoom = min(max(NEAREST, fitting), max(fitting, scale.pixels_a_ms * factor))
        if self._zoom <= fitting * 1.001:
            self._zoom = None
        self._arrange()
        wanted = anchor * self.scale.pixels_a_ms - (place - LABELS)
        self.horizontalScrollBar().setValue(round(wanted))
        self.redraw()

    @property
    def scale(self) -> Scale:
        """The scale, as it is scrolled now."""
        pixels = self._zoom or self._fitting()
        return Scale(pixels, self.horizontalScrollBar().value() / pixels, LABELS)

    def sound_places(self) -> list[tuple[Sound, QRectF]]:
        """The places of waveforms, in pixels of the viewport."""
        if self._drawing is None:
            return []
        scale, tops = self.scale, {lane.key: top for lane, top in self.sheet().sounding()}
        return [
            (
                one,
                QRectF(
                    scale.x(one.starts_ms), tops[one.lane] + SOUND_MARGIN,
                    (one.ends_ms - one.starts_ms) * scale.pixels_a_ms,
                    SOUND_LANE - 2 * SOUND_MARGIN,
                ),
            )
            for one in self._drawing.sounds if one.lane in tops
        ]  # fmt: skip

    # --- sizes

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as its lanes, up to the tallest."""
        full = self.sheet().full_height if self._drawing else AXIS
        return QSize(800, min(full + 12, self._tallest))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The axis, two lanes and the sound."""
        return QSize(400, min(self.sizeHint().height(), AXIS + 80 + 80))

    @property
    def drawing(self) -> Drawing | None:
        """What is drawn."""
        return self._drawing

    def sheet(self) -> Sheet:
        """Where the lanes lie now; only while there is a drawing."""
        assert self._drawing is not None
        return Sheet(self._drawing, self.viewport().height(), self.verticalScrollBar().value())

    def _room(self) -> int:
        return max(100, self.viewport().width() - LABELS - RIGHT_MARGIN)

    def _fitting(self) -> float:
        """Pixels a millisecond at which all of the call is seen."""
        drawing = self._drawing
        if drawing is None:
            return 0.01
        tail = min(drawing.whole_ms - drawing.call_ms, drawing.call_ms * TAIL_SHARE)
        return min(NEAREST * 50, self._room() / max(1.0, drawing.call_ms + tail))

    def _arrange(self) -> None:
        """The scroll bars' ranges."""
        if self._drawing is None:
            return
        pixels = self._zoom or self._fitting()
        across = self.horizontalScrollBar()
        # At fit all that is asked for is in sight, but for a long wrap-up after the call.
        width = round(self._drawing.whole_ms * pixels)
        across.setRange(0, max(0, width - self._room()))
        across.setPageStep(self._room())
        across.setSingleStep(40)
        down = self.verticalScrollBar()
        down.setRange(0, self.sheet().hidden)
        down.setPageStep(max(1, self.viewport().height() - AXIS))
        down.setSingleStep(20)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fitted lanes stay fitted."""
        super().resizeEvent(event)
        self._arrange()
        self.redraw()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        """All is drawn anew: titles and axis stand still."""
        self.redraw()

    def _follow(self) -> None:
        """Scroll so that the playhead is seen."""
        if self._zoom is None:
            return
        x, across = self.scale.x(self._playhead_ms), self.horizontalScrollBar()
        if not LABELS <= x <= LABELS + self._room():
            across.setValue(across.value() + round(x - LABELS - self._room() * 0.15))

    # --- drawing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The picture of what stands still, the waveforms, the playhead."""
        painter = QPainter(self.viewport())
        if self._drawing is None:
            painter.fillRect(self.viewport().rect(), self._ground.theme.colour("surface"))
            return
        if self._still is None:
            self._still = self._drawn()
        painter.drawPixmap(0, 0, self._still)
        if self.sound_painter is not None:
            self._paint_sound(painter)
        self._paint_playhead(painter)

    def _paint_sound(self, painter: QPainter) -> None:
        painter.save()
        painter.setClipRect(LABELS, AXIS, self.viewport().width() - LABELS, self.viewport().height() - AXIS)
        for one, place in self.sound_places():
            if self.sound_painter is not None and place.right() >= LABELS and place.left() <= self.viewport().width():
                self.sound_painter(painter, one, place, self.scale)
        painter.restore()

    def _drawn(self) -> QPixmap:
        """The picture of what stands still."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.viewport().size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._ground.theme.colour("surface"))
        assert self._drawing is not None
        painter, width = QPainter(picture), self.viewport().width()
        theme = self._ground.theme
        pen = LanePainter(self._drawing, self.scale, theme.lost() if self._is_old else theme, width - 4)
        paint_sheet(painter, self.sheet(), pen, self._ground.language, width)
        painter.end()
        return picture

    def _paint_playhead(self, painter: QPainter) -> None:
        drawing, width = self._drawing, self.viewport().width()
        if drawing is None:
            return
        at = drawing.started_at + timedelta(milliseconds=self._playhead_ms)
        language = self._ground.language
        tenths = f"{language.number(0.1, 1)[1]}{at.microsecond // 100_000}" if drawing.is_exact else ""
        clock = language.clock(at, drawing.zone) + tenths
        paint_playhead(
            painter, self._ground.theme, self.scale.x(self._playhead_ms), self.viewport().height(), clock, width - 2
        )
