"""A chart on paper: the same plain values as on screen, readable in grey by fillings and numbers.

Lengths are points. Colours are those of the light theme by meaning.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from reportlab.lib.colors import Color, HexColor  # type: ignore[import-untyped]  # it has no types
from reportlab.platypus import Flowable  # type: ignore[import-untyped]

from shared.language import Language
from shared.reports.chart import Chart, Filling, Mark, Paint, Series, Unit
from shared.reports.written import duration

PAINTS: dict[Paint, str] = {
    "good": "#1B7A47", "talking": "#1D5FBF", "held": "#0E6F6A", "bad": "#B3261E", "warn": "#A15C00",
    "offline": "#5F6C7C", "accent": "#1D5FBF", "paused": "#B04A0A", "wrapup": "#7A5B00", "muted": "#556273",
}  # fmt: skip
TEXT, MUTED, LINE, PAPER = HexColor("#16202C"), HexColor("#556273"), HexColor("#D5DBE3"), HexColor("#FFFFFF")
PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"
_HEIGHT, _CELL, _WIDEST = 190.0, 18.0, 72.0
_DASHES = ((), (4, 2), (1, 2), (6, 2, 1, 2))


class PaperChart(Flowable):  # type: ignore[misc]  # the library has no types
    """A chart as wide as its frame."""

    def __init__(self, chart: Chart, language: Language, width: float) -> None:
        super().__init__()
        self.chart, self.language = chart, language
        self.width = width
        self.height = 46 + _CELL * len(chart.series) if chart.kind == "heat" else _HEIGHT

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Title, legend, then the values."""
        self._text(0, self.height - 11, self.chart.title, font=BOLD, size=9.5)
        if self.chart.hint:
            left = self.canv.stringWidth(self.chart.title, BOLD, 9.5) + 6
            self._text(left, self.height - 11, self.chart.hint, colour=MUTED)
        if self.chart.kind == "heat":
            self._heat()
            return
        self._legend()
        self._plot()

    def _text(self, x: float, y: float, text: str, *, side: str = "left", font: str = PLAIN, size: float = 7.5,
              colour: Any = TEXT) -> None:  # fmt: skip
        self.canv.setFillColor(colour)
        self.canv.setFont(font, size)
        {"left": self.canv.drawString, "right": self.canv.drawRightString, "middle": self.canv.drawCentredString}[side](
            x, y, text
        )

    def _said(self, value: float) -> str:
        return said(value, self.chart.unit, self.language)

    def _legend(self) -> None:
        """Swatches and names, from the right."""
        right = self.width
        for number, series in reversed(list(enumerate(self.chart.series))):
            self._text(right, self.height - 11, series.name, side="right")
            right -= self.canv.stringWidth(series.name, PLAIN, 7.5) + 12
            if self.chart.kind == "lines":
                self._stroke(series, number)
                self.canv.line(right - 4, self.height - 8.5, right + 8, self.height - 8.5)
                self.canv.setDash()
            else:
                self._fill(right, self.height - 12, 8, 7, series)
            right -= 10

    def _plot(self) -> None:
        left, low, top = 44.0, 18.0, self.height - (40 if self.chart.marks or self.chart.totals else 28)
        ticks = nice_ticks(self._highest(), self.chart.unit)
        scale = (top - low) / ticks[-1]
        self.canv.setLineWidth(0.5)
        for tick in ticks:
            self.canv.setStrokeColor(LINE if tick else MUTED)
            self.canv.line(left, low + tick * scale, self.width, low + tick * scale)
            self._text(left - 5, low + tick * scale - 2.5, self._said(tick), side="right", colour=MUTED)
        step = (self.width - left) / max(1, len(self.chart.labels))
        self._labels(left, step)
        draw = self._lines if self.chart.kind == "lines" else self._bars
        draw(left, low, step, scale)
        self.canv.setStrokeColor(MUTED)
        self.canv.setLineWidth(0.6)
        self.canv.line(left, low, self.width, low)
        for mark in self.chart.marks:
            self._mark(mark, left, low, step, scale, top)

    def _highest(self) -> float:
        columns = zip(*(series.values for series in self.chart.series), strict=True)
        together = sum if self.chart.kind == "stacked" else max
        found = [together(value or 0 for value in column) for column in columns]
        limits = [mark.at for mark in self.chart.marks if mark.across == "y"]
        return max([*found, *limits, *self.chart.totals, 0])

    def _labels(self, left: float, step: float) -> None:
        widest = max((self.canv.stringWidth(label, PLAIN, 7.5) for label in self.chart.labels), default=0)
        every = max(1, math.ceil((widest + 6) / step))
        at = 0.0 if self.chart.kind == "spread" else 0.5  # a distribution is labelled at its edges
        for number in range(0, len(self.chart.labels), every):
            self._text(left + (number + at) * step, 7, self.chart.labels[number], side="middle", colour=MUTED)

    def _bars(self, left: float, low: float, step: float, scale: float) -> None:
        is_stacked = self.chart.kind == "stacked"
        gap = min(1.2, step / 4) if self.chart.kind == "spread" else max(step * 0.28, step - _WIDEST)
        beside = 1 if is_stacked else len(self.chart.series)
        wide = (step - gap) / beside
        for place in range(len(self.chart.labels)):
            base = low
            for number, series in enumerate(self.chart.series):
                tall = (series.values[place] or 0) * scale
                x = left + place * step + gap / 2 + (0 if is_stacked else number * wide)
                if tall > 0:
                    self._fill(x, base, wide, tall, series)
                if self.chart.kind == "bars" and series.values[place] is not None and wide > 16:
                    self._text(x + wide / 2, low + tall + 3, self._said(series.values[place] or 0), side="middle")
                base += tall if is_stacked else 0
            if place < len(self.chart.totals) and step > 16:
                middle = left + (place + 0.5) * step
                self._text(middle, base + 3, self._said(self.chart.totals[place]), side="middle")

    def _lines(self, left: float, low: float, step: float, scale: float) -> None:
        for number, series in enumerate(self.chart.series):
            points = [
                None if value is None else (left + (place + 0.5) * step, low + value * scale)
                for place, value in enumerate(series.values)
            ]
            self._stroke(series, number)
            for one, two in pairwise(points):
                if one and two:
                    self.canv.line(*one, *two)
            self.canv.setDash()
            self.canv.setFillColor(HexColor(PAINTS[series.paint]))
            for point in points:
                if point:
                    self.canv.circle(*point, 1.6, stroke=0, fill=1)

    def _stroke(self, series: Series, number: int) -> None:
        self.canv.setStrokeColor(HexColor(PAINTS[series.paint]))
        self.canv.setLineWidth(1.3)
        self.canv.setDash(*([list(_DASHES[number % len(_DASHES)])] if number % len(_DASHES) else []))

    def _mark(self, mark: Mark, left: float, low: float, step: float, scale: float, top: float) -> None:
        colour = HexColor(PAINTS["bad"]) if mark.kind == "limit" else TEXT
        self.canv.setStrokeColor(colour)
        self.canv.setLineWidth(0.8)
        self.canv.setDash([3, 2])
        if mark.across == "y":
            self.canv.line(left, low + mark.at * scale, self.width, low + mark.at * scale)
            self.canv.setDash()
            self._text(self.width, low + mark.at * scale + 3, mark.text, side="right", colour=colour)
            return
        x = left + mark.at * step
        self.canv.line(x, low, x, top + 4)
        self.canv.setDash()
        wide = self.canv.stringWidth(mark.text, BOLD, 7)
        self._text(min(max(x - wide / 2, left), self.width - wide), top + 7, mark.text, font=BOLD, size=7)

    def _heat(self) -> None:
        left = 8 + max((self.canv.stringWidth(one.name, PLAIN, 7.5) for one in self.chart.series), default=0)
        step = (self.width - left) / max(1, len(self.chart.labels))
        most = max((value or 0 for one in self.chart.series for value in one.values), default=0) or 1
        top = self.height - 36
        for place, label in enumerate(self.chart.labels):
            self._text(left + (place + 0.5) * step, top + 5, label, side="middle", colour=MUTED)
        for row, series in enumerate(self.chart.series):
            y = top - (row + 1) * _CELL
            self._text(0, y + 6, series.name)
            for place, value in enumerate(series.values):
                self._heat_cell((left + place * step, y), step, value, most, is_gap=(row, place) in self.chart.gaps)

    def _heat_cell(
        self, at: tuple[float, float], step: float, value: float | None, most: float, *, is_gap: bool
    ) -> None:
        x, y = at
        share = 0.0 if value is None else 0.06 + 0.46 * value / most
        self.canv.setFillColor(mixed(PAINTS["accent"], share))
        self.canv.rect(x + 0.7, y + 0.7, step - 1.4, _CELL - 1.4, stroke=0, fill=1)
        if value is not None:
            self._text(x + step / 2, y + 6, self._said(value), side="middle", size=7)
        if is_gap:
            corner = self.canv.beginPath()
            corner.moveTo(x + step - 8, y + _CELL - 0.7)
            corner.lineTo(x + step - 0.7, y + _CELL - 0.7)
            corner.lineTo(x + step - 0.7, y + _CELL - 8)
            self.canv.setFillColor(HexColor(PAINTS["warn"]))
            self.canv.drawPath(corner, stroke=0, fill=1)

    def _fill(self, x: float, y: float, wide: float, tall: float, series: Series) -> None:
        fill(self.canv, (x, y, wide, tall), PAINTS[series.paint], series.filling)


def fill(canvas: Any, box: tuple[float, float, float, float], colour: str, filling: Filling) -> None:
    """A box in a colour: whole, dotted with paper, or hatched on paper."""
    x, y, wide, tall = box
    canvas.saveState()
    area = canvas.beginPath()
    area.rect(x, y, wide, tall)
    canvas.clipPath(area, stroke=0, fill=0)
    canvas.setFillColor(PAPER if filling in ("slant", "upright") else HexColor(colour))
    canvas.rect(x, y, wide, tall, stroke=0, fill=1)
    canvas.setStrokeColor(HexColor(colour))
    canvas.setFillColor(PAPER)
    canvas.setLineWidth(1.2)
    if filling == "slant":
        for number in range(int((wide + tall) / 3.2) + 1):
            canvas.line(x - tall + number * 3.2, y, x + number * 3.2, y + tall)
    elif filling == "upright":
        for number in range(int(wide / 2.6) + 1):
            canvas.line(x + number * 2.6, y, x + number * 2.6, y + tall)
    elif filling == "dots":
        for column in range(int(wide / 3) + 1):
            for row in range(int(tall / 3) + 1):
                canvas.circle(x + 1.5 + column * 3, y + 1.5 + row * 3, 0.7, stroke=0, fill=1)
    canvas.restoreState()
    canvas.setStrokeColor(PAPER)
    canvas.setLineWidth(0.6)
    canvas.line(x, y, x + wide, y)


def nice_ticks(highest: float, unit: Unit) -> list[float]:
    """From nought to at least the highest in four or five round steps; lengths in round seconds and minutes."""
    rough = max(highest, 1e-9) / 4
    if unit == "duration":
        steps: list[float] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]
        step = next((one for one in steps if one >= rough), math.ceil(rough / 3600) * 3600.0)
    else:
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(one * power for one in (1, 2, 2.5, 5, 10) if one * power >= rough * 0.999)
        step = max(step, 1.0) if unit == "count" else step
        step = math.ceil(step) if unit == "count" else step
    return [step * number for number in range(max(1, math.ceil(highest / step - 1e-9)) + 1)]


def mixed(colour: str, share: float) -> Any:
    """A share of a colour over paper."""
    full = HexColor(colour)
    red, green, blue = (1 - (1 - part) * share for part in (full.red, full.green, full.blue))
    return Color(red, green, blue)


def said(value: float, unit: Unit, language: Language) -> str:
    """A value at a bar or a tick."""
    match unit:
        case "duration":
            return duration(value)
        case "percent":
            return language.percent(value, 0)
        case "count":
            return language.number(value)
        case _:
            return language.number(value, 0 if value == int(value) else 2)
