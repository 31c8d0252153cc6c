"""How lanes are drawn, on the screen and on paper alike: axis, titles, bars with their labels, arrows, gaps, sound."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from shared.qt.theme import Theme, mixed, on_accent
from supervisor_console.tracking.screen import Arrow, Drawing, Lane, Unseen
from supervisor_console.tracking.views.labels import ICON, ICON_GAP, WEIGHT, Label, Placed, placed, wide
from supervisor_console.tracking.views.scale import Scale, ticks
from supervisor_console.tracking.views.strokes import BODY, HINT, arrow, box, draw_icon, hatch, write

AXIS, LANE, SOUND_LANE, BAR, LABELS = 32, 40, 80, 24, 168
"""Heights of the axis, of a lane, of one with sound, of a bar; the width of the titles."""
SOUND_MARGIN = 8
INDENT = 16


def lane_height(lane: Lane) -> int:
    """How high a lane is."""
    return SOUND_LANE if lane.kind == "sound" else LANE


@dataclass(frozen=True)
class LanePainter:
    """Draws parts of a drawing at a scale. ``right``: where the time ends on this widget or page."""

    drawing: Drawing
    scale: Scale
    theme: Theme
    right: float

    # --- the frame

    def axis(self, painter: QPainter, top: float, begin: str) -> None:
        """Round offsets; on the left the time of day at which the call began."""
        muted, text = self.theme.colour("muted"), self.theme.colour("text")
        write(painter, begin, INDENT, top + AXIS / 2, HINT, muted, width=self.scale.left - INDENT - 4)
        for tick in ticks(self.scale, self.right - self.scale.left, self.drawing.whole_ms):
            x = self.scale.x(tick.ms)
            weight, colour = (600, text) if tick.is_strong else (400, muted)
            if self.scale.left - 1 <= x <= self.right:
                words = tick.text.replace(".", self.drawing.decimal)
                write(painter, words, x, top + AXIS / 2, HINT, colour, weight=weight, align="centre")

    def grid(self, painter: QPainter, top: float, bottom: float) -> None:
        """The ticks' lines: strong ones full, others dotted; and the line at the call's end."""
        line = self.theme.colour("line")
        full, dotted = QPen(line, 1), QPen(line, 1, Qt.PenStyle.DotLine)
        for tick in ticks(self.scale, self.right - self.scale.left, self.drawing.whole_ms):
            x = round(self.scale.x(tick.ms)) + 0.5
            if self.scale.left <= x <= self.right:
                painter.setPen(full if tick.is_strong else dotted)
                painter.drawLine(QPointF(x, top), QPointF(x, bottom))

    def title(self, painter: QPainter, lane: Lane, rect: QRectF) -> None:
        """Who: strongly the one, below what he is called."""
        middle, width = rect.center().y(), rect.width() - INDENT - 4
        x, text, muted = rect.left() + INDENT, self.theme.colour("text"), self.theme.colour("muted")
        if lane.title and lane.subtitle:
            write(painter, lane.title, x, middle - 8, BODY, text, weight=600, width=width)
            write(painter, lane.subtitle, x, middle + 9, HINT, muted, width=width)
        elif lane.title:
            write(painter, lane.title, x, middle, BODY, text, weight=600, width=width)

    # --- what is in a lane

    def lane(self, painter: QPainter, lane: Lane, top: float) -> None:
        """The bars of a lane and all that is written on them."""
        height = lane_height(lane)
        for one in placed(lane.bars, self.scale, self.scale.left, self.right):
            if lane.kind == "sound":
                self._sound(painter, one, QRectF(one.left, top + SOUND_MARGIN, one.right - one.left, height - 16))
            else:
                rect = QRectF(one.left, top + (height - BAR) / 2, one.right - one.left, BAR)
                self._bar(painter, one, rect)

    def _bar(self, painter: QPainter, one: Placed, rect: QRectF) -> None:
        colour = self.theme.colour(one.bar.token)
        if one.bar.style == "pale":
            box(painter, rect, mixed(colour, self.theme.colour("surface"), 0.14), colour)
        else:
            box(painter, rect, colour, None)
        if one.bar.is_running:
            self._open_end(painter, rect, colour)
        for label in one.labels:
            self._label(painter, label, rect.center().y(), self._ink(one, label))

    def _open_end(self, painter: QPainter, rect: QRectF, colour: QColor) -> None:
        """It goes on: three points after it, for it has no end yet."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for nth in range(3):
            painter.drawEllipse(QPointF(rect.right() + 5 + 5 * nth, rect.center().y()), 1.3, 1.3)

    def _ink(self, one: Placed, label: Label) -> QColor:
        if not label.is_inside:
            return self.theme.colour(label.token)
        if one.bar.style == "solid":
            return on_accent(self.theme)
        return self.theme.colour("text")

    def _label(self, painter: QPainter, label: Label, middle: float, ink: QColor) -> None:
        x = label.x
        if not label.is_inside:  # arrows pass here
            painter.fillRect(QRectF(x - 2, middle - 9, label.width + 4, 18), self.theme.colour("surface"))
        if label.icon:
            draw_icon(painter, label.icon, x, middle, ICON, ink)
            x += ICON + ICON_GAP
        write(painter, label.text, x, middle, HINT, ink, weight=WEIGHT)

    def _sound(self, painter: QPainter, one: Placed, rect: QRectF) -> None:
        """The place for the waveform, or a hatch where recording was off."""
        surface = self.theme.colour("surface")
        if one.bar.style == "sound":
            painter.fillRect(rect, mixed(self.theme.colour("accent"), surface, 0.08))
            return
        hatch(painter, rect, surface, mixed(self.theme.colour("muted"), surface, 0.55))
        lines = one.bar.texts[1:]  # the word, the length
        width = max(map(wide, lines), default=0) + 8
        if lines and width <= rect.width():
            painter.fillRect(QRectF(rect.center().x() - width / 2, rect.center().y() - 18, width, 36), surface)
            for line, shift, weight in zip(lines, (-8, 8), (WEIGHT, 400), strict=False):
                ink = self.theme.colour("text")
                x, middle = rect.center().x(), rect.center().y() + shift
                write(painter, line, x, middle, HINT, ink, weight=weight, align="centre")

    # --- what crosses lanes

    def arrow(self, painter: QPainter, one: Arrow, source: float, target: float) -> None:
        """From the bar of one lane to that of another; ``source`` and ``target``: the lanes' middles."""
        x = min(max(self.scale.x(one.at_ms), self.scale.left), self.right)
        if x != self.scale.x(one.at_ms):
            return
        half = BAR / 2
        down = 1 if target > source else -1
        start, end = source + down * half, target - down * half
        arrow(painter, round(x) + 0.5, start, end - down, self.theme.colour(one.token), is_failed=one.is_failed)

    def unseen(self, painter: QPainter, one: Unseen, top: float, bottom: float) -> None:
        """A gap in what was seen: hatched across all lanes."""
        left, right = max(self.scale.x(one.starts_ms), self.scale.left), min(self.scale.x(one.ends_ms), self.right)
        if right <= left:
            return
        warn, surface = self.theme.colour("warn"), self.theme.colour("surface")
        rect = QRectF(left, top, max(2.0, right - left), bottom - top)
        hatch(painter, rect, mixed(warn, surface, 0.06), mixed(warn, surface, 0.35))

    def unseen_mark(self, painter: QPainter, one: Unseen, middle: float) -> None:
        """The sign of a gap on the axis."""
        x = self.scale.x((one.starts_ms + one.ends_ms) / 2)
        if self.scale.left <= x <= self.right:
            painter.fillRect(QRectF(x - 22, middle - 9, 44, 18), self.theme.colour("surface"))
            draw_icon(painter, "triangle", x - ICON / 2, middle, ICON, self.theme.colour("warn"))
