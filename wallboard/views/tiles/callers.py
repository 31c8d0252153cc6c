"""Those who wait longest, one by one."""

from __future__ import annotations

from PySide6.QtCore import QSize

from wallboard.screen import CallerLine, CallersTile, Room
from wallboard.views.paint import Canvas
from wallboard.views.paint_look import Look
from wallboard.views.tiles.face import Face, pad
from wallboard.views.tiles.notice import draw_empty, draw_heading

NUMBER = 48, 32
"""Units from the content's edge to the number, wide and compact."""
QUEUE = 0.567, 0.589
"""The part of the content's width at which the queue's name stands."""


class CallersFace(Face[CallersTile]):
    """Position, number, queue, running time."""

    def room(self, size: QSize, look: Look) -> Room:
        """Lines of callers."""
        return Room(rows=max(1, int((size.height() / look.unit - look.of(66, 41)) / look.of(48, 38) + 0.05)))

    def draw(self, canvas: Canvas, shown: CallersTile) -> None:
        """Heading, and a line a caller."""
        look, hair, left = canvas.look, canvas.look.hairline, pad(canvas.look)
        canvas.card()
        draw_heading(canvas, shown.title, shown.note, baseline=look.of(38, 27))
        top = canvas.u(look.of(57, 39))
        canvas.line(left, top, canvas.width - 2 * left)
        if not shown.lines:
            draw_empty(canvas, top, shown.empty, "circle_tick", "good")
            return
        rows = max(len(shown.lines), self.room(QSize(canvas.width, canvas.height), look).rows)
        pitch = (canvas.height - top - hair - canvas.u(look.of(13, 3))) / rows
        for index, line in enumerate(shown.lines):
            y = top + hair + index * pitch
            if index:
                canvas.line(left, y - hair, canvas.width - 2 * left)
            self._line(canvas, line, y + (pitch - hair) / 2)

    def _line(self, canvas: Canvas, line: CallerLine, middle: float) -> None:
        look, u, left = canvas.look, canvas.u, pad(canvas.look)
        right, width = canvas.width - left, canvas.width - 2 * left
        number_x = left + u(look.of(*NUMBER))
        queue_x = left + width * look.of(*QUEUE)
        size = look.of(28, 20)
        time_size = look.of(30, 24)
        baseline = canvas.baseline(middle, time_size, 700)
        # The widest time of its kind: the queue's name is cut at the same place every second.
        time_wide = canvas.wide("0:00:00" if len(line.time) > 5 else "00:00", time_size, 700)
        canvas.text(line.time, right, baseline, time_size, 700, line.alarm or "text",
                    align="right")  # fmt: skip
        canvas.text(line.position, left, baseline, size, 400, "muted", width=number_x - left - u(2), is_own=False,
                    least=look.of(20, 17))  # fmt: skip
        canvas.text(line.number, number_x, baseline, size, 400, width=queue_x - number_x - u(12), is_own=False,
                    least=look.of(22, 17))  # fmt: skip
        canvas.text(line.queue, queue_x, baseline, look.of(24, 18), 400, "muted", is_own=False,
                    width=right - time_wide - u(16) - queue_x)  # fmt: skip
