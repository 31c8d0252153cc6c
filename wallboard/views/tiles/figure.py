"""One large figure with its label: waiting now, longest wait, service level."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from wallboard.screen import FigureTile
from wallboard.views.paint import Canvas, Colour
from wallboard.views.tiles.face import Face, pad

UNIT = 0.565
"""The unit's size, of the figure's."""


class FigureFace(Face[FigureTile]):
    """A label on top, the figure, and under it a note or a bar with the goal. An alarm colours it and frames it."""

    def draw(self, canvas: Canvas, shown: FigureTile) -> None:
        """The whole tile; the frame of an alarm is the widget's, for it pulses."""
        canvas.card(canvas.look.tint(shown.alarm) if shown.alarm else "surface")
        self._label(canvas, shown)
        if canvas.look.form == "wide":
            is_plain = shown.share is None
            self._figure(canvas, shown, canvas.height - canvas.u(72 if is_plain else 75), 136 if is_plain else 128)
            self._foot(canvas, shown)
        else:
            self._figure(canvas, shown, canvas.height - canvas.u(27), 96)

    def _label(self, canvas: Canvas, shown: FigureTile) -> None:
        look, u, left = canvas.look, canvas.u, pad(canvas.look)
        right = canvas.width - left
        baseline = u(look.of(43, 32))
        size, icon = look.of(28, 20), look.of(30, 22)
        side_size = look.of(26, 20)
        middle = baseline - u(size * 0.36)
        colour: Colour = shown.alarm or "muted"
        x = float(left)
        if shown.label.icon:
            canvas.icon(shown.label.icon, x, middle, icon, colour)
            x += u(icon) + u(look.of(13, 8))
        side, side_icon, side_weight = "", "", 500
        side_colour: Colour = shown.side.token
        if shown.share is not None or look.form == "compact":
            side, side_icon = shown.side.text, shown.side.icon
        if not side and look.form == "compact" and shown.alarm:
            side, side_icon, side_weight, side_colour = shown.note.lstrip("· "), "", 400, "muted"
        # The label and what stands beside it share the line by their lengths, so that neither is cut before it must.
        gap, side_space = u(16), u(icon - 4) + u(9) if side_icon else 0
        wanted, label_wanted = canvas.wide(side, side_size, side_weight), canvas.wide(shown.label.text, size, 500)
        space = right - x - (gap + side_space if side else 0)
        ratio = min(1.0, space / max(1.0, wanted + label_wanted))
        canvas.text(shown.label.text, x, baseline, size, 500, colour, width=label_wanted * ratio + 1)
        if side:
            wide = canvas.text(side, right, baseline, side_size, side_weight, side_colour, width=wanted * ratio + 1,
                               align="right")  # fmt: skip
            canvas.icon(side_icon, right - wide - side_space, middle, icon - 4, side_colour)

    def _figure(self, canvas: Canvas, shown: FigureTile, baseline: float, size: float) -> None:
        left, look = pad(canvas.look), canvas.look
        if shown.is_empty:
            size_of = canvas.size_for(shown.value, canvas.width - 2 * left, size, 700)
            canvas.text(shown.value, left - canvas.u(size * 0.02), baseline, size_of, 700, "muted")
            return
        unit_size = size * UNIT
        unit_space = canvas.wide(shown.unit, unit_size, 600) + canvas.u(size * 0.115) if shown.unit else 0
        widest = max(shown.widest, shown.value, key=len)
        size = min(size, canvas.size_for(widest, canvas.width - 2 * left - unit_space, size, 700),
                   (canvas.height - canvas.u(look.of(110, 55))) / look.unit / 0.75)  # fmt: skip
        size = max(8.0, size)
        colour: Colour = shown.alarm or "text"
        wide = canvas.text(shown.value, left, baseline, size, 700, colour)
        if shown.unit:
            canvas.text(shown.unit, left + wide + canvas.u(size * 0.115), baseline, size * UNIT, 600, colour)

    def _foot(self, canvas: Canvas, shown: FigureTile) -> None:
        u, left = canvas.u, pad(canvas.look)
        width, baseline = canvas.width - 2 * left, canvas.height - u(28)
        if shown.share is not None:
            token = shown.side.token if shown.side.token != "text" else "accent"
            canvas.share_bar(QRectF(left, canvas.height - u(29), width, u(12)), shown.share, shown.goal, token)
            return
        x, right = float(left), canvas.width - left
        if shown.side.text:
            canvas.icon(shown.side.icon, x, baseline - u(10), 28, shown.side.token)
            x += u(28) + u(8) if shown.side.icon else 0
            x += canvas.text(shown.side.text, x, baseline, 26, 400, shown.side.token, width=right - x) + u(9)
        note = shown.note
        if shown.strong_note:
            note = f"· {note}" if note and not note.startswith("·") else note
            space = max(u(60), right - x - canvas.wide(note, 26) - u(9))
            x += canvas.text(shown.strong_note, x, baseline, 26, width=space, is_own=False) + u(9)
        if note:
            canvas.text(note, x, baseline, 26, 400, "muted", width=right - x)
