"""The last hour in steps: answered solid, lost hatched on top of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from wallboard.screen import Bar, TrendTile
from wallboard.views.paint import Canvas
from wallboard.views.tiles.face import Face, pad
from wallboard.views.tiles.lines import draw_legend
from wallboard.views.tiles.notice import draw_empty, draw_heading

FILLED = 0.62
"""The part of a step's width that its bar takes."""


class TrendFace(Face[TrendTile]):
    """Bars over an axis with two round values."""

    def draw(self, canvas: Canvas, shown: TrendTile) -> None:
        """Heading, legend, axis, bars."""
        look, u = canvas.look, canvas.u
        canvas.card()
        baseline = look.of(34, 26)
        taken = draw_legend(canvas, shown.legend, baseline, canvas.wide(shown.title, 22, 600), is_hatched=True,
                            has_room_below=True)  # fmt: skip
        lower = 0 if taken else u(look.of(30, 22))
        draw_heading(canvas, shown.title, "", right=taken, size=look.of(24, 19), baseline=baseline)
        if shown.empty or not shown.bars:
            draw_empty(canvas, u(look.of(48, 36)), shown.empty)
            return
        size = look.of(22, 17)
        left = pad(look) + max((canvas.wide(str(mark), size) for mark in shown.marks), default=0) + u(15)
        plot = QRectF(left, u(look.of(54, 38)) + lower, canvas.width - pad(look) - left, 0)
        plot.setBottom(canvas.height - u(look.of(44, 32)))
        highest = max([bar.answered + bar.lost for bar in shown.bars] + list(shown.marks) + [1])
        self._axis(canvas, shown.marks, plot, highest, size)
        step = plot.width() / len(shown.bars)
        for index, bar in enumerate(shown.bars):
            self._bar(canvas, bar, plot, plot.left() + index * step, step, highest)
            if bar.label:
                canvas.text(bar.label, plot.left() + (index + 0.5) * step, canvas.height - u(look.of(17, 10)), size,
                            400, "muted", align="middle")  # fmt: skip

    def _axis(self, canvas: Canvas, marks: tuple[int, ...], plot: QRectF, highest: int, size: float) -> None:
        for mark in marks:
            y = round(plot.bottom() - plot.height() * mark / highest)
            canvas.line(plot.left(), y, plot.width())
            canvas.text(str(mark), plot.left() - canvas.u(12), canvas.baseline(y, size), size, 400, "muted",
                        align="right")  # fmt: skip
        canvas.fill(plot.left(), plot.bottom(), plot.width(), max(1, canvas.u(2)), "muted")

    def _bar(self, canvas: Canvas, bar: Bar, plot: QRectF, left: float, step: float, highest: int) -> None:
        unit, gap = plot.height() / highest, max(1, canvas.u(1))
        x, width = round(left + step * (1 - FILLED) / 2), round(step * FILLED)
        top = round(plot.bottom() - bar.answered * unit)
        canvas.fill(x, top, width, round(plot.bottom()) - top, "talking")
        if bar.lost:
            # Thin as it may be, it is seen: three units at least.
            height = max(canvas.u(3), round(bar.lost * unit) - gap)
            canvas.hatched(QRectF(x, top - gap - height, width, height), "bad")
