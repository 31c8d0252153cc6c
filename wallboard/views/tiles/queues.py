"""The table of queues: a line a queue, alarms marked by bar, tint, triangle and colour."""

from __future__ import annotations

from itertools import accumulate

from PySide6.QtCore import QSize

from wallboard.screen import Cell, QueueLine, QueuesTile, Room
from wallboard.views.paint import Canvas
from wallboard.views.paint_look import Look
from wallboard.views.tiles.face import Face, pad
from wallboard.views.tiles.notice import draw_empty

COLUMNS = {"wide": (228, 92, 160, 164, 180, 136, 116, 124), "compact": (220, 100, 164, 168, 188, 152)}
"""Units of the columns, the name's first; the compact ones' name takes what is left."""
SHORTEST_NAME = 184
STRONG = 2
"""The first columns (waiting, longest) are larger than the others."""


class QueuesFace(Face[QueuesTile]):
    """Names left, figures right."""

    def room(self, size: QSize, look: Look) -> Room:
        """Lines, and columns after the name."""
        least = look.of(50, 44)
        rows = (size.height() / look.unit - look.of(54, 43)) / least
        space, columns = size.width() / look.unit + 1, COLUMNS[look.form]
        count = sum(1 for right in accumulate(columns) if right <= space) - 1
        return Room(rows=max(1, int(rows)), columns=max(1, count))

    def draw(self, canvas: Canvas, shown: QueuesTile) -> None:
        """Heading and lines."""
        canvas.card()
        heading = canvas.u(canvas.look.of(53, 41))
        rights = self._rights(canvas, shown.columns)
        self._heading(canvas, shown, rights, heading)
        if not shown.lines:
            draw_empty(canvas, heading, shown.empty)
            return
        space = canvas.height - heading - canvas.look.hairline
        height = min(canvas.u(canvas.look.of(64, 50)), space / len(shown.lines))
        for index, line in enumerate(shown.lines):
            top = round(heading + index * height)
            is_last = index == len(shown.lines) - 1
            bottom = round(heading + (index + 1) * height)
            is_last = is_last and bottom >= canvas.height - canvas.u(8)
            self._line(canvas, line, rights, top, bottom - top, is_last=is_last)

    def _rights(self, canvas: Canvas, titles: tuple[str, ...]) -> list[int]:
        """The right edges of the name's column and of those after it, stretched to the tile's width.

        A title that is wider than its column takes from the name's, as far as that can be spared.
        """
        known, count = COLUMNS[canvas.look.form], len(titles)
        widths: list[float] = [*known[: count + 1], *([known[-1]] * (count + 1 - len(known)))]
        lacks = [max(0.0, self._need(canvas, titles, index) - widths[index + 1]) for index in range(count)]
        part = min(1.0, (widths[0] - SHORTEST_NAME) / max(1.0, sum(lacks)))
        shares = [-sum(lacks), *lacks]
        widths = [width + part * share for width, share in zip(widths, shares, strict=True)]
        surplus = canvas.width / canvas.look.unit - sum(widths)
        widths[0] += max(0, surplus * 0.4) if surplus > 0 else 0
        scale = (canvas.width / canvas.look.unit - widths[0]) / max(1, sum(widths[1:]))
        scaled = [widths[0], *(width * scale for width in widths[1:])]
        edges = [canvas.u(one) + canvas.look.hairline for one in accumulate(scaled)]
        edges[-1] = canvas.width - pad(canvas.look) + 2 * canvas.look.hairline
        return edges

    def _need(self, canvas: Canvas, titles: tuple[str, ...], index: int) -> float:
        needed = canvas.wide(titles[index], canvas.look.of(22, 17), 500) / canvas.look.unit + 10
        return needed + (pad(canvas.look) / canvas.look.unit if index == len(titles) - 1 else 0)

    def _heading(self, canvas: Canvas, shown: QueuesTile, rights: list[int], height: int) -> None:
        size, u, left = canvas.look.of(22, 17), canvas.u, pad(canvas.look)
        baseline = canvas.baseline(height / 2, size, 500)
        canvas.fill(canvas.look.hairline, height - canvas.look.hairline, canvas.width - 2 * canvas.look.hairline,
                    canvas.look.hairline, "line")  # fmt: skip
        first = canvas.wide(shown.columns[0], size, 500) if shown.columns else 0
        space = (rights[1] - first if len(rights) > 1 else canvas.width - left) - u(16)
        x = left + canvas.text(shown.title, left, baseline, size, 500, "muted", width=space - left, least=17) + u(12)
        if shown.note:
            canvas.text(shown.note, x, baseline, size, 400, "muted", width=space - x)
        for index, title in enumerate(shown.columns):
            start = rights[index] if index else rights[1] - first - u(2)
            canvas.text(title, rights[index + 1], baseline, size, 500, "muted", align="right",
                        width=rights[index + 1] - start - (u(8) if index else 0), least=17)  # fmt: skip

    def _line(
        self, canvas: Canvas, line: QueueLine, rights: list[int], top: int, height: int, *, is_last: bool
    ) -> None:
        u, hair = canvas.u, canvas.look.hairline
        inner = canvas.width - 2 * hair
        if line.alarm:
            canvas.fill(hair, top, inner, height - hair, canvas.look.tint(line.alarm))
            canvas.fill(hair, top, u(8), height - hair, line.alarm)
        if not is_last:
            canvas.fill(hair, top + height - hair, inner, hair, "line")
        middle = top + (height - hair) / 2
        self._name(canvas, line, rights, middle)
        for index, cell in enumerate(line.cells[: len(rights) - 1]):
            self._cell(canvas, cell, rights[index + 1], rights[index], middle, is_large=index < STRONG)

    def _name(self, canvas: Canvas, line: QueueLine, rights: list[int], middle: float) -> None:
        u, left = canvas.u, pad(canvas.look)
        size, icon = canvas.look.of(32, 26), canvas.look.of(30, 24)
        marks = [mark for mark in (("triangle", line.alarm), ("star", "warn" if line.is_vip else None)) if mark[1]]
        space: float = rights[0] - left - len(marks) * u(icon + 8)
        first = line.cells[0].text if line.cells else ""
        if len(rights) > 1:  # the first figure rarely fills its column: a long name may use what is free
            free = rights[1] - canvas.wide(first or "0", canvas.look.of(40, 28), 700)
            space = max(space, free - u(24) - left - len(marks) * u(icon + 8))
        x: float = left + canvas.text(line.name, left, canvas.baseline(middle, size, 600), size, 600, width=space,
                               is_own=False) + u(canvas.look.of(14, 11))  # fmt: skip
        for name, colour in marks:
            mark = icon if name == "triangle" else icon * 0.8
            canvas.icon(name, x, middle, mark, colour or "warn")
            x += u(mark + 8)

    def _cell(
        self, canvas: Canvas, cell: Cell, right: int, left: int, middle: float, *, is_large: bool
    ) -> None:
        look, u = canvas.look, canvas.u
        large = look.of(40, 29)
        size = large if is_large else look.of(32, 24)
        is_silent = cell.token == "muted"
        weight = 400 if is_silent else 700 if is_large else 500
        baseline = canvas.baseline(middle, size, weight)
        space: float = right - left - u(6)
        if cell.tail:
            tail = canvas.text(cell.tail, right, baseline, size, 400, "muted", align="right", width=space * 0.6)
            right, space = round(right - tail), space - tail
        icon_space = u(look.of(30, 27)) if cell.icon else 0
        wide = canvas.text(cell.text, right, baseline, size, weight, cell.token, align="right",
                           width=space - icon_space)  # fmt: skip
        if cell.icon:
            canvas.icon(cell.icon, right - wide - icon_space, middle, look.of(26, 24), cell.token)
