"""The widget of one tile: keeps what is shown, repaints when it differs, pulses an alarm's frame."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPixmap, QRegion, QShowEvent
from PySide6.QtWidgets import QWidget

from wallboard.pages import TileKind
from wallboard.screen import (
    AgentsTile,
    CallersTile,
    CampaignsTile,
    ClockTile,
    ComparisonTile,
    CountsTile,
    FigureTile,
    LinesTile,
    PictureTile,
    QueuesTile,
    Room,
    SumsTile,
    TextTile,
    TileScreen,
    TrendTile,
)  # fmt: skip
from wallboard.views.paint import ALARM_LINE, Canvas, Drawn
from wallboard.views.paint_look import Look
from wallboard.views.tiles.agents import AgentsFace
from wallboard.views.tiles.callers import CallersFace
from wallboard.views.tiles.campaigns import CampaignsFace
from wallboard.views.tiles.comparison import ComparisonFace
from wallboard.views.tiles.counts import CountsFace
from wallboard.views.tiles.face import Face, spoken
from wallboard.views.tiles.figure import FigureFace
from wallboard.views.tiles.lines import LinesFace
from wallboard.views.tiles.naming import Naming
from wallboard.views.tiles.picture import PictureFace, Pictures
from wallboard.views.tiles.queues import QueuesFace
from wallboard.views.tiles.sums import SumsFace
from wallboard.views.tiles.trend import TrendFace
from wallboard.views.tiles.words import ClockFace, TextFace

PULSE_MILLISECONDS = 2000
STEP_MILLISECONDS = 100
FAINTEST = 0.6
"""An alarm's frame goes between full and this opacity, as a sine."""

_FIGURE = FigureFace()
FACES: dict[type, Face[Any]] = {
    FigureTile: _FIGURE, SumsTile: SumsFace(), QueuesTile: QueuesFace(), CallersTile: CallersFace(),
    AgentsTile: AgentsFace(), CountsTile: CountsFace(), LinesTile: LinesFace(), TrendTile: TrendFace(),
    ComparisonTile: ComparisonFace(), CampaignsTile: CampaignsFace(), ClockTile: ClockFace(), TextTile: TextFace(),
}  # fmt: skip
"""What is shown → who draws it: a tile of any kind may be given a notice (``TextTile``)."""
KINDS: dict[TileKind, Face[Any]] = {
    "waiting_now": _FIGURE, "longest_wait": _FIGURE, "service_level": _FIGURE, "sums": FACES[SumsTile],
    "queues": FACES[QueuesTile], "callers": FACES[CallersTile], "agents": FACES[AgentsTile],
    "counts": FACES[CountsTile], "lines": FACES[LinesTile], "trend": FACES[TrendTile],
    "comparison": FACES[ComparisonTile], "callbacks": _FIGURE, "campaigns": FACES[CampaignsTile],
    "clock": FACES[ClockTile], "text": FACES[TextTile], "picture": FACES[TextTile],
}  # fmt: skip
"""A tile's kind → the face that knows its room before anything is shown."""


class TileWidget(QWidget):
    """One tile. The page gives it a place, ``dress``es it and has it ``render_tile``; it never asks anybody.

    ``cut``: own words that did not fit when it was drawn last; ``paints``: how often it was drawn.
    """

    def __init__(self, kind: TileKind, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.look = look
        self.shown: TileScreen | None = None
        self.cut: list[str] = []
        self.paints = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._named = Naming(self, lambda: spoken(self.shown))
        self._pictures = Pictures(self)
        self._pictures.ready.connect(self.update)
        self._picture_face = PictureFace(self._pictures)
        self._since = QElapsedTimer()
        self._since.start()
        self._opacity = 1.0
        self._pulse = QTimer(self, interval=STEP_MILLISECONDS)
        self._pulse.timeout.connect(self._beat)

    def dress(self, look: Look) -> None:
        """Take another look: theme, unit, format; ``look.lost()`` for figures that are old."""
        if look != self.look:
            self.look = look
            self._follow_alarm()
            self.update()

    def render_tile(self, shown: TileScreen) -> None:
        """Show this; nothing is repainted if it is what is shown."""
        if shown != self.shown:
            self.shown = shown
            self._named.tell()
            self._follow_alarm()
            self.update()

    def room(self) -> Room:
        """How much the tile has room for at its present size."""
        return room_of(self.kind, self.size(), self.look)

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """All of it, as far as it is asked for."""
        painter = QPainter(self)
        canvas = Canvas(painter, self.look, self.width(), self.height())
        self._draw(canvas)
        painter.end()
        self.cut = canvas.cut
        self.paints += 1

    def traced(self) -> list[Drawn]:
        """Every text as it is drawn, for tests."""
        picture = QPixmap(self.size())
        painter = QPainter(picture)
        canvas = Canvas(painter, self.look, self.width(), self.height())
        canvas.drawn = []
        self._draw(canvas)
        painter.end()
        self.cut = canvas.cut
        return canvas.drawn

    def _draw(self, canvas: Canvas) -> None:
        if self.shown is None:
            canvas.card()
            return
        if isinstance(self.shown, PictureTile):
            self._picture_face.draw(canvas, self.shown)
        else:
            FACES[type(self.shown)].draw(canvas, self.shown)
        if isinstance(self.shown, FigureTile) and self.shown.alarm:
            canvas.alarm_frame(self.shown.alarm, self._opacity)

    # --- the alarm's pulse

    def _follow_alarm(self) -> None:
        is_alarming = isinstance(self.shown, FigureTile) and self.shown.alarm is not None
        if is_alarming and self.look.has_motion and self.isVisible():
            if not self._pulse.isActive():
                self._pulse.start()
        else:
            self._pulse.stop()
            self._opacity = 1.0

    def _beat(self) -> None:
        # All frames of a wall pulse together: the phase comes from the machine's running time, not from the alarm's.
        phase = self._running() % PULSE_MILLISECONDS / PULSE_MILLISECONDS
        self._opacity = FAINTEST + (1 - FAINTEST) * (0.5 + 0.5 * math.cos(2 * math.pi * phase))
        thick = max(2, self.look.u(ALARM_LINE)) + self.look.u(8)
        inner = self.rect().adjusted(thick, thick, -thick, -thick)
        self.update(QRegion(self.rect()).subtracted(QRegion(inner)))

    def _running(self) -> int:
        return self._since.msecsSinceReference() + self._since.elapsed()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Pulse only where it is seen."""
        super().showEvent(event)
        self._follow_alarm()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Pulse only where it is seen."""
        super().hideEvent(event)
        self._follow_alarm()


def room_of(kind: TileKind, size: QSize, look: Look) -> Room:
    """How much a tile of this kind has room for at a size in pixels; needs no widget."""
    return KINDS[kind].room(size, look)
