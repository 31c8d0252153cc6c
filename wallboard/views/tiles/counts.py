"""Operators counted by state: a strip of counters, or a short list in a tile that is not flat."""

from __future__ import annotations

from wallboard.screen import Count, CountsTile
from wallboard.views.paint import Canvas
from wallboard.views.tiles.face import Face, pad
from wallboard.views.tiles.notice import draw_heading

FLAT = 6.0
"""A tile this many times wider than high is a strip."""


class CountsFace(Face[CountsTile]):
    """Icon, word and number of each state."""

    def draw(self, canvas: Canvas, shown: CountsTile) -> None:
        """The strip or the list."""
        canvas.card()
        if not shown.counts:
            draw_heading(canvas, shown.title, shown.note)
        elif canvas.width >= FLAT * canvas.height:
            self._strip(canvas, shown.counts)
        else:
            draw_heading(canvas, shown.title, shown.note)
            self._list(canvas, shown.counts)

    def _strip(self, canvas: Canvas, counts: tuple[Count, ...]) -> None:
        u, inset = canvas.u, canvas.u(8)
        width = (canvas.width - 2 * inset) / len(counts)
        scale = min(1.0, canvas.height / canvas.look.unit / 144)
        size, icon, figure = canvas.look.of(26, 20) * max(0.85, scale), canvas.look.of(30, 20), 72 * scale
        for index, one in enumerate(counts):
            left = inset + index * width
            if index:
                canvas.fill(left, u(15), canvas.look.hairline, canvas.height - 2 * u(15), "line")
            x, middle = left + u(canvas.look.of(24, 12)), canvas.u(34 * scale)
            canvas.icon(one.state.icon, x, middle, icon, one.state.token)
            text_x = x + u(icon) + u(canvas.look.of(10, 7))
            canvas.text(one.state.text, text_x, canvas.baseline(middle, size, 500), size, 500, one.state.token,
                        width=left + width - text_x - u(6))  # fmt: skip
            colour, weight = ("muted", 400) if one.is_zero else ("text", 700)
            canvas.text(one.count, x + u(3), u(117 * scale), figure, weight, colour,  # type: ignore[arg-type]
                        width=width - u(36), is_own=False, least=24)  # fmt: skip

    def _list(self, canvas: Canvas, counts: tuple[Count, ...]) -> None:
        look, u, left = canvas.look, canvas.u, pad(canvas.look)
        columns = 2 if canvas.width >= u(look.of(480, 400)) else 1
        rows = -(-len(counts) // columns)
        gap, top = u(look.of(48, 34)), u(look.of(58, 39))
        width = (canvas.width - 2 * left - gap * (columns - 1)) / columns
        pitch = min(u(look.of(48, 34)), (canvas.height - top - u(look.of(12, 5))) / rows)
        size, icon = look.of(26, 19), look.of(28, 20)
        for index, one in enumerate(counts):
            column, row = divmod(index, rows)
            x, middle = left + column * (width + gap), top + (row + 0.5) * pitch
            colour, weight = ("muted", 400) if one.is_zero else ("text", 700)
            wide = canvas.text(one.count, x + width, canvas.baseline(middle, size + 4, weight), size + 4, weight,
                               colour, align="right")  # type: ignore[arg-type]  # fmt: skip
            canvas.icon(one.state.icon, x, middle, icon, one.state.token)
            text_x = x + u(icon) + u(look.of(12, 10))
            canvas.text(one.state.text, text_x, canvas.baseline(middle, size), size, 400, one.state.token,
                        width=x + width - max(wide, u(30)) - u(8) - text_x)  # fmt: skip
