"""Small figures with their labels: under one another in a high tile, in cards beside one another in a flat one."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from wallboard.screen import Sum, SumsTile
from wallboard.views.paint import RADIUS, Canvas
from wallboard.views.paint_look import SMALLEST
from wallboard.views.tiles.face import Face, pad

FLAT = 4.0
"""A tile this many times wider than high puts its figures beside one another."""


class SumsFace(Face[SumsTile]):
    """Answered, lost, average wait and so on."""

    def draw(self, canvas: Canvas, shown: SumsTile) -> None:
        """Rows between thin lines, or cards."""
        canvas.card()
        count = max(1, len(shown.sums))
        if count > 1 and canvas.width > FLAT * canvas.height:
            self._beside(canvas, shown.sums)
            return
        for index, one in enumerate(shown.sums):
            top = canvas.height * index / count
            if index:
                canvas.line(0, top, canvas.width)
            self._row(canvas, one, 0, canvas.width, top, canvas.height / count)

    def _beside(self, canvas: Canvas, sums: tuple[Sum, ...]) -> None:
        gap = canvas.u(canvas.look.of(16, 12))
        canvas.fill(0, 0, canvas.width, canvas.height, "bg")
        # Of one width where that does for all; where it does not, those that need more have it of the others.
        whole = canvas.width - gap * (len(sums) - 1)
        needs = [max(self._need(canvas, one), whole / len(sums)) for one in sums]
        left = 0.0
        for one, need in zip(sums, needs, strict=True):
            width = whole * need / sum(needs)
            canvas.rounded(QRectF(round(left), 0, round(width), canvas.height), canvas.u(RADIUS), "surface", "line")
            self._row(canvas, one, left, width, 0, canvas.height)
            left += width + gap

    def _need(self, canvas: Canvas, one: Sum) -> float:
        label, value = canvas.look.of(28, 20), canvas.look.of(52, 39)
        return (canvas.wide(one.label + one.extra, label, 500) + canvas.wide(one.value, value, 700)
                + 2 * pad(canvas.look) + canvas.u(label))  # fmt: skip

    def _row(self, canvas: Canvas, one: Sum, left: float, width: float, top: float, height: float) -> None:
        u, edge = canvas.u, pad(canvas.look)
        middle, right = top + height / 2, left + width - edge
        size = canvas.look.of(28, 20)
        value_size = min(canvas.look.of(52, 39), max(18.0, (height / canvas.look.unit - 12) / 0.73))
        extra = f"· {one.extra}" if one.extra and not one.extra.startswith("·") else one.extra
        extra_space = canvas.wide(extra, size) + u(9) if extra else 0
        # A label too long even in the smallest letters takes from the figure.
        least = canvas.wide(one.label, SMALLEST[canvas.look.form], 500) + extra_space + u(18)
        space = max(width * 0.24, width - 2 * edge - least)
        value_size = canvas.size_for(one.value, space, value_size, 700)
        value = canvas.text(one.value, right, canvas.baseline(middle, value_size, 700), value_size, 700, one.token,
                            align="right")  # fmt: skip
        x, space = left + edge, right - value - u(16)
        baseline = canvas.baseline(middle, size, 500)
        weight = round(canvas.look.of(500, 400))
        x += canvas.text(one.label, x, baseline, size, weight, "muted", width=space - x - extra_space) + u(9)
        if extra:
            canvas.text(extra, x, baseline, size, 400, "muted", width=space - x)
