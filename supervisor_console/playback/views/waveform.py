"""The waveform in the lane of a recording: both sides above one another, what was heard in the accent, markers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from shared.qt.ground import Ground
from shared.qt.painting import write
from shared.qt.theme import on_accent
from supervisor_console.playback.screen import MarkRow
from supervisor_console.playback.sound.course import Off, Part
from supervisor_console.playback.sound.peaks import QUIET, Peaks
from supervisor_console.playback.sound.track import Samples
from supervisor_console.views.sizes import CAPTION, HINT

COLUMN, STROKE = 3, 2
"""Pixels from stroke to stroke, and of a stroke."""
FLAT = 0.7
"""Quiet parts are raised by this power, so that they are seen beside loud ones."""
BADGE = 14


class Scale(Protocol):
    """Milliseconds and pixels of the lanes."""

    def x(self, ms: float) -> float:
        """Where a millisecond is."""
        ...

    def ms(self, x: float) -> int:
        """Which millisecond is there."""
        ...


class Place(Protocol):
    """A recording as the lanes know it."""

    @property
    def file(self) -> str:
        """Its name."""
        ...

    @property
    def starts_ms(self) -> int:
        """Where it begins in the call."""
        ...


@dataclass
class Drawn:
    """What is drawn. ``peaks`` and ``parts`` by file; ``helds`` the call's spans on hold.

    ``hint``: where there is no waveform yet.
    """

    peaks: Mapping[str, Peaks] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    helds: tuple[Off, ...] = ()
    at_ms: float = 0.0
    marks: tuple[MarkRow, ...] = ()
    files_of_marks: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""


class WaveformPainter:
    """``paint`` draws a recording into its place; ``drawn`` is what there is to draw."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.drawn = Drawn()
        self._columns: dict[str, tuple[object, tuple[Samples, Samples]]] = {}

    def paint(self, painter: QPainter, place: Place, rect: QRectF, scale: Scale) -> None:
        """The waveform of ``place``, clipped to its rectangle."""
        peaks = self.drawn.peaks.get(place.file)
        bounds = painter.clipBoundingRect()
        seen = rect.intersected(bounds) if painter.hasClipping() else rect
        if seen.width() < 1:
            return
        painter.save()
        if peaks is None:
            self._hint(painter, seen)
        else:
            painter.setClipRect(seen, Qt.ClipOperation.IntersectClip)
            self._strokes(painter, place, peaks, seen, scale)
        painter.restore()
        self._marks(painter, place, rect, scale)

    def _hint(self, painter: QPainter, rect: QRectF) -> None:
        colour = self._ground.theme.colour("muted")
        if self.drawn.hint and rect.width() > 120:
            write(painter, self.drawn.hint, rect.center().x(), rect.center().y(), CAPTION, colour,
                  width=rect.width() - 16, align="centre")  # fmt: skip

    def _strokes(self, painter: QPainter, place: Place, peaks: Peaks, rect: QRectF, scale: Scale) -> None:
        first = int(rect.left()) // COLUMN * COLUMN
        count = int(rect.right() - first) // COLUMN + 1
        low, high = self._outline(place, peaks, first, count, scale)
        xs = first + np.arange(count) * COLUMN + STROKE / 2
        at = scale.x(0) + (xs - scale.x(0))
        is_quiet = self._is_off(place.file, at, scale)
        is_heard = xs < scale.x(self.drawn.at_ms)
        is_held = self._within(self.drawn.helds, at, scale)
        theme, full = self._ground.theme, max(QUIET, peaks.loudest)
        groups: tuple[tuple[QColor, np.ndarray], ...] = (
            (theme.colour("held"), is_held & ~is_quiet),
            (theme.colour("accent"), is_heard & ~is_held & ~is_quiet),
            (theme.colour("muted"), ~is_heard & ~is_held & ~is_quiet),
        )
        for colour, which in groups:
            painter.setPen(QPen(colour, STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawLines(_lines(xs[which], low[which] / full, high[which] / full, rect))

    def _outline(self, place: Place, peaks: Peaks, first: int, count: int, scale: Scale) -> tuple[Samples, Samples]:
        """The swings of each column; reckoned anew only where the view or the sound is another."""
        start, end = scale.x(place.starts_ms), scale.x(place.starts_ms + 1000)
        per_ms = (end - start) / 1000
        part = self.drawn.parts.get(place.file) or Part(place.file, place.starts_ms, place.starts_ms)
        key = (id(peaks), first, count, round(start, 3), round(per_ms, 9), part.written)
        known = self._columns.get(place.file)
        if known is not None and known[0] == key:
            return known[1]
        middles = first + (np.arange(count) + 0.5) * COLUMN
        found: tuple[Samples, Samples] | None = None
        for began, _, before in part.pieces:
            begin = (first - scale.x(began)) / per_ms + before
            here = peaks.columns(begin, begin + count * COLUMN / per_ms, count)
            if found is not None:
                is_later = middles >= scale.x(began)
                for kept, new in zip(found, here, strict=True):
                    kept[is_later] = new[is_later]
            found = found or here
        assert found is not None, "a part has a piece at least"
        self._columns[place.file] = (key, found)
        return found

    def _is_off(self, file: str, xs: np.ndarray, scale: Scale) -> np.ndarray:
        """Where it was muted, or not written."""
        part = self.drawn.parts.get(file)
        if part is None:
            return np.zeros(len(xs), bool)
        is_off = self._within(part.offs, xs, scale)
        return is_off | ~self._within(part.written, xs, scale) if part.written else is_off

    def _within(self, spans: tuple[Off, ...], xs: np.ndarray, scale: Scale) -> np.ndarray:
        found = np.zeros(len(xs), bool)
        for start, end in spans:
            found |= (xs >= scale.x(start)) & (xs < scale.x(end))
        return found

    def _marks(self, painter: QPainter, place: Place, rect: QRectF, scale: Scale) -> None:
        theme = self._ground.theme
        warn = theme.colour("warn")
        for one in self.drawn.marks:
            if self.drawn.files_of_marks.get(one.key) != place.file:
                continue
            x = round(scale.x(one.at_ms))
            painter.fillRect(QRectF(x - 0.5, rect.top(), 1.5, rect.height()), warn)
            painter.fillRect(QRectF(x - 0.5, rect.top(), BADGE + 2, BADGE), warn)
            write(painter, str(one.number), x + BADGE / 2, rect.top() + BADGE / 2, HINT, on_accent(theme), weight=600,
                  align="centre")  # fmt: skip


def _lines(xs: np.ndarray, low: np.ndarray, high: np.ndarray, rect: QRectF) -> list[QLineF]:
    """A stroke a column, of swings between −1 and 1; two sides stand above one another."""
    sides = low.shape[1] if low.ndim == 2 else 1
    room = rect.height() / sides
    found = []
    for side in range(sides):
        middle, half = rect.top() + room * (side + 0.5), room / 2 - 2
        up, down = np.abs(high[:, side]) ** FLAT * half, np.abs(low[:, side]) ** FLAT * half
        up, down = np.maximum(up, 0.75), np.maximum(down, 0.75)
        found += [
            QLineF(x, middle - one, x, middle + two)
            for x, one, two in zip(xs.tolist(), up.tolist(), down.tolist(), strict=True)
        ]
    return found
