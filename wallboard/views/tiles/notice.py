"""What a tile draws when it has nothing to show, and headings that several tiles share."""

from __future__ import annotations

from shared.qt import paint_text
from wallboard.views.paint import Canvas, Colour
from wallboard.views.tiles.face import pad


def draw_empty(canvas: Canvas, top: float, text: str, icon: str = "", colour: Colour = "muted") -> None:
    """A sentence in the middle of what is under ``top``, an icon over it where there is room."""
    if not text:
        return
    size = canvas.look.of(32, 22) if icon else canvas.look.of(28, 20)
    width = canvas.width - 2 * pad(canvas.look)
    space = canvas.height - top
    icon_size = canvas.look.of(60, 42) if icon and space > canvas.u(canvas.look.of(150, 96)) else 0
    lines = paint_text.wrapped(text, width, canvas.u(size), 500)
    step = canvas.u(size * 1.35)
    block = canvas.u(icon_size * 1.2) + step * len(lines)
    if space < step:  # a tile as flat as its title: beside it
        canvas.text(text, canvas.width - pad(canvas.look), canvas.baseline(canvas.height / 2, size, 500), size, 500,
                    "muted", width=width / 2, align="right")  # fmt: skip
        return
    # A little above the middle: there the eye looks for it.
    y = top + (space - block) * 0.44
    if icon_size:
        canvas.icon(icon, (canvas.width - canvas.u(icon_size)) / 2, y + canvas.u(icon_size) / 2, icon_size, colour)
        y += canvas.u(icon_size * 1.2)
    for line in lines:
        canvas.text(line, canvas.width / 2, canvas.baseline(y + step / 2, size, 500), size, 500,
                    "text" if icon else "muted", width=width, align="middle")  # fmt: skip
        y += step


def draw_heading(canvas: Canvas, title: str, note: str, *, is_note_beside: bool = False, right: float = 0,
                 size: float = 0, baseline: float = 0) -> None:  # fmt: skip
    """A tile's title, and a note at the right or just beside it. ``right``: pixels at the right that are taken."""
    look, left = canvas.look, pad(canvas.look) - (canvas.u(4) if is_note_beside else 0)
    baseline, size = canvas.u(baseline or look.of(41, 27)), size or look.of(26, 20)
    end = canvas.width - left - right
    note_size = look.of(24, 18)
    wanted = canvas.wide(note, note_size)
    room = max(end - left - canvas.u(16) - wanted, (end - left) * 0.5) if note else end - left
    wide = canvas.text(title, left, baseline, size, 600, width=room)
    space = end - left - wide - canvas.u(16)
    if is_note_beside:
        canvas.text(note, left + wide + canvas.u(13), baseline, note_size, 400, "muted", width=space)
    else:
        canvas.text(note, end, baseline, note_size, 400, "muted", width=space, align="right")
