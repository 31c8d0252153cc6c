"""Today against the same weekday, until the same time."""

from __future__ import annotations

from PySide6.QtCore import QSize

from wallboard.screen import Compared, ComparisonTile, Room
from wallboard.views.paint import Canvas
from wallboard.views.paint_look import Look
from wallboard.views.tiles.face import Face, pad
from wallboard.views.tiles.notice import draw_empty, draw_heading

EDGES = 0.515, 0.74, 1.0
"""Right edges of the three columns of figures, as parts of the content's width."""


class ComparisonFace(Face[ComparisonTile]):
    """A figure a row: today, then, and the difference with its arrow."""

    def room(self, size: QSize, look: Look) -> Room:
        """Rows of figures."""
        return Room(rows=max(1, int((size.height() / look.unit - look.of(96, 68)) / look.of(40, 30))))

    def draw(self, canvas: Canvas, shown: ComparisonTile) -> None:
        """Heading, titles of the columns, rows."""
        look, u, left = canvas.look, canvas.u, pad(canvas.look)
        canvas.card()
        draw_heading(canvas, shown.title, shown.note)
        top = u(look.of(57, 39))
        canvas.line(left, top, canvas.width - 2 * left)
        if not shown.rows:
            draw_empty(canvas, top, shown.empty)
            return
        width, size = canvas.width - 2 * left, look.of(22, 17)
        baseline = canvas.baseline(top + u(look.of(20, 15)), size, 500)
        for edge, before, title in zip(EDGES, (0.3, *EDGES[:-1]), shown.columns, strict=True):
            canvas.text(title, left + edge * width, baseline, size, 500, "muted", align="right",
                        width=(edge - before) * width - u(8))  # fmt: skip
        top += u(look.of(38, 28))
        pitch = min(u(look.of(76, 52)), (canvas.height - top - u(6)) / len(shown.rows))
        for index, row in enumerate(shown.rows):
            canvas.line(left, top + index * pitch, width)
            self._row(canvas, row, left, width, top + (index + 0.5) * pitch)

    def _row(self, canvas: Canvas, row: Compared, left: float, width: float, middle: float) -> None:
        look, u = canvas.look, canvas.u
        size, small = look.of(28, 22), look.of(24, 18)
        canvas.text(row.label, left, canvas.baseline(middle, small), small, 400, width=width * 0.345)
        today, then, end = (left + edge * width for edge in EDGES)
        canvas.text(row.today, today, canvas.baseline(middle, size, 700), size, 700, align="right",
                    width=width * 0.165)  # fmt: skip
        canvas.text(row.then, then, canvas.baseline(middle, size), size, 400, "muted", align="right",
                    width=width * 0.21)  # fmt: skip
        icon_space = u(look.of(34, 26)) if row.difference.icon else 0
        wide = canvas.text(row.difference.text, end, canvas.baseline(middle, small, 500), small, 500,
                           row.difference.token, align="right", width=width * 0.25 - icon_space)  # fmt: skip
        if row.difference.icon:
            canvas.icon(row.difference.icon, end - wide - icon_space, middle, look.of(26, 20), row.difference.token)
