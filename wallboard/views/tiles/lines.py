"""Inbound lines: calls that talk and that wait on each, and channels where the PBX tells."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize

from wallboard.screen import LineEntry, LinesTile, Room, Words
from wallboard.views.paint import Canvas
from wallboard.views.paint_look import LAST, Look
from wallboard.views.tiles.face import Face, pad
from wallboard.views.tiles.notice import draw_empty, draw_heading

GAP = 48, 34
PITCH = 40, 30
TOP = 47, 36
SCALES = 1.4, 1.2, 1.0
"""A few lines in a large tile are written larger."""


class LinesFace(Face[LinesTile]):
    """A compact list in columns."""

    def room(self, size: QSize, look: Look) -> Room:
        """Entries under one another, and columns of them."""
        return _room(size, look, 1.0)

    def draw(self, canvas: Canvas, shown: LinesTile) -> None:
        """Heading with the legend, and the entries, row by row."""
        canvas.card()
        baseline = canvas.look.of(36, 26)
        heading = canvas.wide(shown.title, 22, 600) + canvas.wide(shown.note, 24) + canvas.u(32)
        taken = draw_legend(canvas, shown.legend, baseline, heading)
        draw_heading(canvas, shown.title, shown.note, right=taken, size=canvas.look.of(24, 19),
                     baseline=baseline)  # fmt: skip
        top = canvas.u(canvas.look.of(*TOP))
        if not shown.entries:
            draw_empty(canvas, top, shown.empty)
            return
        scale, columns, has_channels = _arranged(canvas, shown.entries)
        gap = canvas.u(canvas.look.of(*GAP))
        width = (canvas.width - 2 * pad(canvas.look) - gap * (columns - 1)) / columns
        pitch = canvas.u(canvas.look.of(*PITCH) * scale)
        kept = max(_channels_space(canvas, one) for one in shown.entries) if has_channels else 0
        for index, entry in enumerate(shown.entries):
            row, column = divmod(index, columns)
            if top + (row + 1) * pitch > canvas.height:
                break
            left = pad(canvas.look) + column * (width + gap)
            self._entry(canvas, entry, left, width - kept, top + (row + 0.5) * pitch, scale)
            if kept:
                size = canvas.look.of(22, 17)
                canvas.text(entry.channels, left + width, canvas.baseline(top + (row + 0.5) * pitch, size), size, 400,
                            "muted", align="right")  # fmt: skip

    def _entry(
        self, canvas: Canvas, entry: LineEntry, left: float, width: float, middle: float, scale: float
    ) -> None:
        look, u = canvas.look, canvas.u
        size, icon, x = look.of(24, 19) * scale, look.of(22, 18) * scale, left + width
        figures = ((entry.waiting, "people", "text"), (entry.talking, "handset", "talking"))
        for figure, name, colour in figures:
            shown = "muted" if figure in {"0", "–", ""} else colour
            digits = max(canvas.wide(figure, size, 700), canvas.wide("0", size, 700))
            canvas.text(figure, x, canvas.baseline(middle, size, 700), size, 700, shown,  # type: ignore[arg-type]
                        align="right")  # fmt: skip
            x -= digits + u(look.of(8, 6)) + u(icon)
            canvas.icon(name, x, middle, icon, shown)  # type: ignore[arg-type]
            x -= u(look.of(10, 8))
        canvas.text(entry.name, left, canvas.baseline(middle, size), size, 400, width=x - left, is_own=False,
                    least=look.of(22, 17))  # fmt: skip


def _arranged(canvas: Canvas, entries: tuple[LineEntry, ...]) -> tuple[float, int, bool]:
    """How large, in how many columns, and whether with channels: as large as all of it fits."""
    look, size = canvas.look, QSize(canvas.width, canvas.height)
    gap, whole = look.u(look.of(*GAP)), canvas.width - 2 * pad(look)
    for has_channels in (True, False):
        for scale in SCALES:
            room = _room(size, look, scale)
            needed = max(_needed(canvas, one, scale) for one in entries)
            needed += max(_channels_space(canvas, one) for one in entries) if has_channels else 0
            for columns in range(room.columns, 0, -1):
                width = (whole - gap * (columns - 1)) / columns
                if columns * room.rows >= len(entries) and (needed <= width or not (has_channels or scale > 1)):
                    return scale, columns, has_channels
    return 1.0, _room(size, look, 1.0).columns, False


def _channels_space(canvas: Canvas, entry: LineEntry) -> float:
    return canvas.wide(entry.channels, canvas.look.of(22, 17)) + canvas.u(16) if entry.channels else 0.0


def _needed(canvas: Canvas, entry: LineEntry, scale: float) -> float:
    look = canvas.look
    size = look.of(24, 19) * scale
    group = 2 * (look.of(22, 18) * scale + look.of(18, 14)) + look.of(8, 6)
    return canvas.wide(entry.name, size) + canvas.wide(entry.talking + entry.waiting, size, 700) + look.u(group)


def _room(size: QSize, look: Look, scale: float) -> Room:
    rows = (size.height() / look.unit - look.of(*TOP) - 4) / (look.of(*PITCH) * scale)
    columns = (size.width() - 2 * pad(look) + look.u(look.of(*GAP))) / look.unit / (look.of(300, 230) * scale)
    return Room(rows=max(1, int(rows)), columns=max(1, int(columns)))


def draw_legend(
    canvas: Canvas, legend: tuple[Words, ...], line: float, beside: float, *, is_hatched: bool = False,
    has_room_below: bool = False,
) -> float:  # fmt: skip
    """What colours and icons mean, at the right of the heading (baseline ``line`` units); answers the pixels it takes.

    Where it does not fit beside a heading so wide, it stands in a line of its own under it and takes none, or is
    smaller where there is no room for that.
    """
    look, u = canvas.look, canvas.u
    x, size = canvas.width - pad(look), look.of(22, 17)
    needed = sum(canvas.wide(one.text, size) + u(look.of(54, 40)) for one in legend)
    is_long = beside + needed > canvas.width - 2 * pad(look)
    is_under = is_long and has_room_below
    if is_long and not is_under:
        size = LAST[look.form]
    baseline = u(line + (look.of(30, 22) if is_under else 0))
    middle = baseline - u(size * 0.36)
    for index, one in enumerate(reversed(legend)):
        if x - canvas.wide(one.text, size) - u(look.of(34, 26)) < pad(look):
            break
        x -= round(canvas.text(one.text, x, baseline, size, 400, "muted", align="right"))
        if one.icon:
            x -= u(look.of(8, 6)) + u(look.of(26, 20))
            canvas.icon(one.icon, x, middle, look.of(26, 20), one.token)
        else:
            side = u(look.of(18, 14))
            x -= u(look.of(8, 6)) + side
            draw_key(canvas, x, middle, side, one, is_hatched=is_hatched and index == 0)
        x -= u(look.of(20, 14))
    return 0.0 if is_under else float(canvas.width - pad(look) - x)


def draw_key(canvas: Canvas, x: float, middle: float, side: int, one: Words, *, is_hatched: bool) -> None:
    """A small square as its bars are filled."""
    square = QRectF(x, round(middle - side / 2), side, side)
    if is_hatched:
        canvas.hatched(square, one.token)
    else:
        canvas.painter.fillRect(square, canvas.look.colour(one.token))
