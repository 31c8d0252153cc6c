"""Outgoing campaigns: a name, a bar of how far it is, calls now, and what came of it under the bar."""

from __future__ import annotations

from PySide6.QtCore import QSize

from wallboard.screen import CampaignLine, CampaignsTile, Room
from wallboard.views.paint import Canvas
from wallboard.views.paint_look import Look
from wallboard.views.tiles.face import Face, pad
from wallboard.views.tiles.notice import draw_empty, draw_heading

TOP = 57, 39
PITCH = 112, 84
MOST = 148, 112
BAR = 14, 10


class CampaignsFace(Face[CampaignsTile]):
    """A campaign under another."""

    def room(self, size: QSize, look: Look) -> Room:
        """Campaigns that fit."""
        return Room(rows=max(1, int((size.height() / look.unit - look.of(*TOP)) / look.of(*PITCH))))

    def draw(self, canvas: Canvas, shown: CampaignsTile) -> None:
        """Heading and campaigns."""
        canvas.card()
        draw_heading(canvas, shown.title, shown.note)
        top = canvas.u(canvas.look.of(*TOP))
        canvas.line(pad(canvas.look), top, canvas.width - 2 * pad(canvas.look))
        if not shown.lines:
            draw_empty(canvas, top, shown.empty)
            return
        space = canvas.height - top - canvas.u(8)
        pitch = min(canvas.u(canvas.look.of(*MOST)), space / len(shown.lines))
        for index, line in enumerate(shown.lines):
            if index:
                canvas.line(pad(canvas.look), round(top + index * pitch), canvas.width - 2 * pad(canvas.look))
            self._campaign(canvas, line, top + index * pitch, pitch)

    def _campaign(self, canvas: Canvas, line: CampaignLine, top: float, pitch: float) -> None:
        look, u, left = canvas.look, canvas.u, pad(canvas.look)
        right, size, small = canvas.width - left, look.of(30, 23), look.of(24, 18)
        first, bar, last = top + pitch * 0.27, top + pitch * 0.53, top + pitch * 0.80
        icon = look.of(28, 22)
        wide = canvas.text(line.calls, right, canvas.baseline(first, size, 700), size, 700, align="right")
        x = right - wide - u(icon) - u(8)
        canvas.icon("bell", x, first, icon, "ringing" if line.calls != "0" else "muted")
        x -= u(look.of(24, 16))
        x -= canvas.text(line.share, x, canvas.baseline(first, size, 600), size, 600, align="right") + u(16)
        canvas.icon(line.state.icon, left, first, icon, line.state.token)
        name = left + u(icon) + u(10)
        canvas.text(line.name, name, canvas.baseline(first, size, 600), size, 600, width=x - name, is_own=False)
        self._bar(canvas, line, left, bar)
        taken = 0.0
        if line.abandoned.text:
            taken = canvas.text(line.abandoned.text, right, canvas.baseline(last, small), small,
                                600 if line.alarm else 400, line.abandoned.token, align="right") + u(16)  # fmt: skip
            if line.abandoned.icon:
                canvas.icon(line.abandoned.icon, right - taken - u(look.of(14, 8)), last, look.of(24, 18),
                            line.abandoned.token)  # fmt: skip
                taken += u(look.of(34, 26))
        canvas.text(line.told, left, canvas.baseline(last, small), small, 400, "muted", width=right - left - taken)

    def _bar(self, canvas: Canvas, line: CampaignLine, left: int, middle: float) -> None:
        high, x = canvas.u(canvas.look.of(*BAR)), float(left)
        whole = canvas.width - 2 * left
        for share, token in line.parts:
            wide = whole * share
            if wide > 0:
                colour = canvas.look.colour("line") if token == "muted" else token
                canvas.fill(round(x), round(middle - high / 2), max(1, round(x + wide) - round(x) - 1), high, colour)
            x += wide
