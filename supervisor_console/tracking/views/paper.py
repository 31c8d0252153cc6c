"""The call on paper: A4 across, always light; lanes, then the steps, with who printed it and when at every page's foot.

Long calls go over several pages: lanes in portions of time, so that a second is never too narrow to be read, and of
lanes; steps as many as fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from shared.language import Language
from shared.qt.theme import Theme
from supervisor_console.tracking.screen import Drawing, Lane, StepRow, TrackingScreen
from supervisor_console.tracking.views.lane_painting import AXIS, LABELS, LanePainter, lane_height
from supervisor_console.tracking.views.scale import Scale
from supervisor_console.tracking.views.strokes import BODY, HINT, draw_icon, write

WIDTH, HEIGHT = 1047, 718
"""The page's inside in pixels of 1/96″: A4 across without margins of 10 mm."""
HEAD, FOOT, ROW, GAP = 56, 28, 22, 16
TITLE, RIGHT = 18, WIDTH - 24
LONGEST_MS = 60 * 60_000
"""So much time goes on one page at most, if the whole call is longer than twice that."""
MOST_PORTIONS = 8
_COLUMNS = (("clock", 0.0), ("offset", 96.0), ("who", 170.0), ("text", 380.0))


class Portion(Protocol):
    """A part of a page: drawn with its top there."""

    def __call__(self, painter: QPainter, top: float) -> None:
        """Draw it there."""
        ...


def landscape() -> QPageLayout:
    """A4 across, margins of 10 mm."""
    margins = QMarginsF(10, 10, 10, 10)
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter
    )


def write_pdf(sheets: Sheets, file: Path) -> bool:
    """Write a PDF; False: the file cannot be written."""
    try:
        file.open("ab").close()
    except OSError:
        return False
    writer = QPdfWriter(str(file))
    writer.setPageLayout(landscape())
    writer.setResolution(300)
    writer.setTitle(sheets.screen.heading.title)
    writer.setCreator("supervisor-console")
    return sheets.draw_on(writer)


@dataclass(frozen=True)
class Sheets:
    """A call for paper. ``centre``: the call centre's name; ``printed``: who and when."""

    screen: TrackingScreen
    language: Language
    centre: str
    printed: str

    def draw_on(self, device: QPagedPaintDevice) -> bool:
        """Draw all pages; False: the device cannot be drawn on."""
        painter = QPainter()
        if not painter.begin(device):
            return False
        factor = min(device.width() / WIDTH, device.height() / HEIGHT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pages = self.pages()
        for number, portions in enumerate(pages):
            if number:
                device.newPage()
            painter.resetTransform()
            painter.scale(factor, factor)
            self._frame(painter, number + 1, len(pages))
            for top, portion in portions:
                portion(painter, top)
        return painter.end()

    # --- what goes on which page

    def pages(self) -> list[list[tuple[float, Portion]]]:
        """The portions of each page with their tops."""
        pages: list[list[tuple[float, Portion]]] = [[]]
        place, bottom = float(HEAD), float(HEIGHT - FOOT)
        for height, portion in self._portions():
            if place + height > bottom and pages[-1]:
                pages.append([])
                place = float(HEAD)
            pages[-1].append((place, portion))
            place += height
        return pages

    def _portions(self) -> Iterator[tuple[float, Portion]]:
        drawing = self.screen.drawing
        if drawing is not None:
            for start, end in portions_of_time(drawing):
                for lanes in _by_height(_busy(drawing, start, end)):
                    height = AXIS + sum(lane_height(lane) for lane in lanes) + GAP
                    yield height, partial(self._lanes, drawing=drawing, lanes=lanes, start=start, end=end)
        yield ROW + 6, self._steps_head
        for row in self.screen.steps:
            yield ROW, partial(self._step, row=row)

    # --- drawing

    def _frame(self, painter: QPainter, number: int, pages: int) -> None:
        """Whose call and what became of it above, who printed it below."""
        text, muted = _LIGHT.colour("text"), _LIGHT.colour("muted")
        heading = self.screen.heading
        taken = write(painter, heading.title, 0, 14, TITLE, text, weight=600)
        words = " · ".join(chip.text for chip in heading.chips)
        write(painter, words, taken + 16, 15, BODY, text, weight=600, width=WIDTH - taken - 16)
        write(painter, heading.summary, 0, 36, HINT, muted, width=WIDTH)
        painter.setPen(QPen(_LIGHT.colour("line"), 1))
        painter.drawLine(0, HEIGHT - 20, WIDTH, HEIGHT - 20)
        left = " · ".join(part for part in (self.centre, self.screen.heading.call) if part)
        write(painter, left, 0, HEIGHT - 8, HINT, muted, width=WIDTH / 2)
        page = self.language.text("page {number} of {pages}", number=number, pages=pages)
        write(painter, f"{self.printed} · {page}", WIDTH, HEIGHT - 8, HINT, muted, align="right")

    def _lanes(
        self, painter: QPainter, top: float, *, drawing: Drawing, lanes: tuple[Lane, ...], start: int, end: int
    ) -> None:
        scale = Scale((RIGHT - LABELS) / max(1, end - start), start, LABELS)
        pen = LanePainter(drawing, scale, _LIGHT, RIGHT)
        bottom = top + AXIS + sum(lane_height(lane) for lane in lanes)
        clock = self.language.clock(drawing.started_at, drawing.zone)
        painter.save()
        painter.setClipRect(QRectF(LABELS - 40, top, WIDTH - LABELS + 40, bottom - top))
        pen.grid(painter, top + AXIS, bottom)
        for gap in drawing.unseen:
            pen.unseen(painter, gap, top + AXIS, bottom)
        painter.setClipRect(QRectF(LABELS, top, RIGHT - LABELS, bottom - top))
        tops = _tops(lanes, top + AXIS)
        for arrow in drawing.arrows:
            if arrow.source in tops and arrow.target in tops:
                pen.arrow(painter, arrow, tops[arrow.source] + 20, tops[arrow.target] + 20)
        for lane in lanes:
            pen.lane(painter, lane, tops[lane.key])
        painter.restore()
        pen.axis(painter, top, self.language.text("from {clock}|lanes", clock=clock))
        painter.setPen(QPen(_LIGHT.colour("line"), 1))
        painter.drawLine(LABELS, round(top + AXIS), LABELS, round(bottom))
        for lane in lanes:
            pen.title(painter, lane, QRectF(-16, tops[lane.key], LABELS, lane_height(lane)))
            painter.setPen(QPen(_LIGHT.colour("line"), 1))
            painter.drawLine(0, round(tops[lane.key]), WIDTH, round(tops[lane.key]))

    def _steps_head(self, painter: QPainter, top: float) -> None:
        text, muted = self.language.text, _LIGHT.colour("muted")
        titles = (text("Time"), text("Offset"), text("Who"), text("Step"))
        for title, (_, x) in zip(titles, _COLUMNS, strict=True):
            write(painter, title, x, top + ROW / 2, HINT, muted, weight=500)
        write(painter, text("Length"), WIDTH, top + ROW / 2, HINT, muted, weight=500, align="right")
        painter.setPen(QPen(muted, 1))
        painter.drawLine(0, round(top + ROW), WIDTH, round(top + ROW))

    def _step(self, painter: QPainter, top: float, *, row: StepRow) -> None:
        ink, middle = _LIGHT.colour("text"), top + ROW / 2
        for (name, x), following in zip(_COLUMNS, (96.0, 170.0, 380.0, WIDTH - 90.0), strict=True):
            left = x
            if name == "text" and row.icon:
                draw_icon(painter, row.icon, x, middle, 13, _LIGHT.colour(row.token))
                left += 19
            colour = _LIGHT.colour(row.token) if name == "text" else ink
            write(painter, getattr(row, name), left, middle, HINT, colour, width=following - left - 8)
        write(painter, row.length, WIDTH, middle, HINT, ink, align="right")
        painter.setPen(QPen(_LIGHT.colour("line"), 1))
        painter.drawLine(0, round(top + ROW), WIDTH, round(top + ROW))


_LIGHT = Theme("light")


def _tops(lanes: tuple[Lane, ...], top: float) -> dict[str, float]:
    found = {}
    for lane in lanes:
        found[lane.key] = top
        top += lane_height(lane)
    return found


def _busy(drawing: Drawing, start: int, end: int) -> tuple[Lane, ...]:
    """The lanes in which something happens then; the caller's in any case."""
    lanes = drawing.lanes
    return lanes[:1] + tuple(
        lane for lane in lanes[1:] if any(bar.starts_ms < end and bar.ends_ms >= start for bar in lane.bars)
    )


def portions_of_time(drawing: Drawing) -> list[tuple[int, int]]:
    """A long call in equal portions, one below the other; a short one whole."""
    whole = max(1, drawing.whole_ms)
    count = min(MOST_PORTIONS, -(-whole // LONGEST_MS)) if whole > 2 * LONGEST_MS else 1
    edges = [whole * number // count for number in range(count + 1)]
    return list(pairwise(edges))


def _by_height(lanes: tuple[Lane, ...]) -> Iterator[tuple[Lane, ...]]:
    """As many lanes as go on one page; the caller's is on each."""
    room = HEIGHT - HEAD - FOOT - AXIS - GAP
    first, rest = lanes[:1], list(lanes[1:])
    while True:
        taken, height = list(first), sum(lane_height(lane) for lane in first)
        while rest and height + lane_height(rest[0]) <= room:
            height += lane_height(rest[0])
            taken.append(rest.pop(0))
        yield tuple(taken)
        if not rest:
            return
