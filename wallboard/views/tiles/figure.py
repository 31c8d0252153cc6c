"""One large figure with its label: waiting now, longest wait, service level."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from wallboard.screen import FigureTile, Words
from wallboard.views.paint import Canvas, Colour
from wallboard.views.paint_look import SMALLEST, Look
from wallboard.views.tiles.face import Face, pad

UNIT = 0.565
"""The unit's size, of the figure's."""


class FigureFace(Face[FigureTile]):
    """A label on top, the figure, and under it a note or a bar with the goal. An alarm colours it and frames it."""

    def draw(self, canvas: Canvas, shown: FigureTile) -> None:
        """The whole tile; the frame of an alarm is the widget's, for it pulses."""
        look = canvas.look
        canvas.card(look.tint(shown.alarm) if shown.alarm and not look.is_lost else "surface")
        lower = self._label(canvas, shown)
        if look.form == "compact":
            self._figure(canvas, shown, canvas.height - canvas.u(27), 96, lower)
        elif shown.share is None:
            self._figure(canvas, shown, canvas.height - canvas.u(72), 136, lower)
            self._foot(canvas, shown)
        else:
            self._figure(canvas, shown, canvas.height - canvas.u(75), 128, lower)
            self._foot(canvas, shown)

    def _label(self, canvas: Canvas, shown: FigureTile) -> float:
        """The label, and what stands beside it; answers how many units lower the figure has to begin."""
        look, u, left = canvas.look, canvas.u, pad(canvas.look)
        baseline = u(look.of(43, 32))
        size, icon = look.of(28, 20), look.of(30, 22)
        middle = baseline - u(size * 0.36)
        colour: Colour = shown.alarm or "muted"
        x = float(left)
        if shown.label.icon:
            canvas.icon(shown.label.icon, x, middle, icon, colour)
            x += u(icon) + u(look.of(13, 8))
        space, wanted = canvas.width - left - x, canvas.wide(shown.label.text, size, 500)
        side = self._beside(look, shown)
        if not side.text:
            canvas.text(shown.label.text, x, baseline, size, 500, colour, width=space)
            return 0
        side_size, weight = look.of(26, 20), 500 if side.icon else 400
        side_wanted = canvas.wide(side.text, side_size, weight)
        icon_space = u(icon - 4) + u(9) if side.icon else 0
        # Both get smaller alike; where letters would be too small, what stands beside goes to a line of its own.
        ratio = min(1.0, (space - u(16) - icon_space) / (wanted + side_wanted))
        is_below = ratio < SMALLEST[look.form] / side_size
        lower = look.of(36, 26) if is_below else 0
        canvas.text(shown.label.text, x, baseline, size, 500, colour, width=space if is_below else wanted * ratio + 1)
        if is_below:
            canvas.icon(side.icon, left, middle + u(lower), icon - 4, side.token)
            canvas.text(side.text, left + icon_space, baseline + u(lower), side_size, weight, side.token,
                        width=canvas.width - 2 * left - icon_space)  # fmt: skip
            return lower
        wide = canvas.text(side.text, canvas.width - left, baseline, side_size, weight, side.token,
                           width=side_wanted * ratio + 1, align="right")  # fmt: skip
        canvas.icon(side.icon, canvas.width - left - wide - icon_space, middle, icon - 4, side.token)
        return 0

    def _beside(self, look: Look, shown: FigureTile) -> Words:
        """What stands beside the label: the goal; on the compact picture, which has no foot, a limit or a reason."""
        if shown.side.text and (shown.share is not None or look.form == "compact"):
            return shown.side
        if look.form == "compact" and (shown.alarm or shown.is_empty):
            return Words(shown.note.lstrip("· "), "muted")
        return Words()

    def _figure(self, canvas: Canvas, shown: FigureTile, baseline: float, size: float, lower: float) -> None:
        left, look = pad(canvas.look), canvas.look
        size = max(8.0, min(size, (baseline / look.unit - look.of(55, 42) - lower) / 0.727))
        if shown.is_empty:
            size_of = canvas.size_for(shown.value, canvas.width - 2 * left, size, 700)
            canvas.text(shown.value, left - canvas.u(size * 0.02), baseline, size_of, 700, "muted")
            return
        unit_size = size * UNIT
        unit_space = canvas.wide(shown.unit, unit_size, 600) + canvas.u(size * 0.115) if shown.unit else 0
        widest = max(shown.widest, shown.value, key=len)
        size = max(8.0, min(size, canvas.size_for(widest, canvas.width - 2 * left - unit_space, size, 700)))
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
