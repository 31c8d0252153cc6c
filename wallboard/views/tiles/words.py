"""The clock, and texts of the customer's; also the notice of a tile that has nothing to show yet."""

from __future__ import annotations

from shared.qt import paint_text
from wallboard.screen import ClockTile, TextTile
from wallboard.views.paint import Canvas
from wallboard.views.tiles.face import Face, pad
from wallboard.views.tiles.notice import draw_empty, draw_heading

LEADING = 1.3
"""From baseline to baseline, of the text's size."""


class ClockFace(Face[ClockTile]):
    """Date over time, as large as the tile allows."""

    def draw(self, canvas: Canvas, shown: ClockTile) -> None:
        """The time in the middle, the date above it."""
        canvas.card()
        width = canvas.width - 2 * pad(canvas.look)
        high = canvas.height / canvas.look.unit
        size = canvas.size_for("00:00:00", width, max(20.0, min(200.0, high * 0.5)), 600)
        date = max(canvas.look.of(22, 17), min(size * 0.4, high * 0.2))
        middle = canvas.width / 2
        canvas.text(shown.date, middle, canvas.u(high * 0.12) + canvas.u(date), date, 400, "muted", width=width,
                    align="middle")  # fmt: skip
        top = canvas.u(high * 0.12) + canvas.u(date)
        # From the left edge of the widest: figures are of one width, so the time stands still.
        left = middle - canvas.wide("00:00:00"[: len(shown.time)], size, 600) / 2
        canvas.text(shown.time, left, canvas.baseline(top + (canvas.height - top) / 2, size, 600), size, 600)


class TextFace(Face[TextTile]):
    """A title and a text that is made smaller until it fits."""

    def draw(self, canvas: Canvas, shown: TextTile) -> None:
        """Wrapped between words; what still does not fit is cut at the end."""
        canvas.card()
        top = canvas.u(canvas.look.of(56, 39)) if shown.title else canvas.u(12)
        if shown.title:
            draw_heading(canvas, shown.title, "")
        if shown.is_notice:
            draw_empty(canvas, top, shown.text, "info", "muted")
            return
        width, space = canvas.width - 2 * pad(canvas.look), canvas.height - top - canvas.u(14)
        size, lines = self._fitting(canvas, shown.text, width, space)
        step = canvas.u(size * LEADING)
        y = top + max(0, (space - step * len(lines)) / 2)
        for line in lines:
            canvas.text(line, pad(canvas.look), canvas.baseline(y + step / 2, size, 500), size, 500, width=width,
                        is_own=False)  # fmt: skip
            y += step

    def _fitting(self, canvas: Canvas, text: str, width: int, space: float) -> tuple[float, tuple[str, ...]]:
        size, least = canvas.look.of(64, 44), canvas.look.of(24, 18)
        lines = paint_text.wrapped(text, width, canvas.u(size), 500)
        while size > least and len(lines) * canvas.u(size * LEADING) > space:
            size = max(least, size * 0.9)
            lines = paint_text.wrapped(text, width, canvas.u(size), 500)
        fitting = max(1, int(space // max(1, canvas.u(size * LEADING))))
        if len(lines) > fitting:
            lines = (*lines[: fitting - 1], f"{lines[fitting - 1].rstrip('…')}…")
        return size, lines
