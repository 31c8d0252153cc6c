"""Operators as a grid of cards: small ones under a heading, or large ones that fill a page."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize

from wallboard.screen import AgentsTile, Room
from wallboard.views.paint import Canvas
from wallboard.views.paint_look import Look
from wallboard.views.tiles.cards import draw_large, draw_small, is_tight
from wallboard.views.tiles.face import Face
from wallboard.views.tiles.notice import draw_empty, draw_heading

LARGE = {"wide": (900, 560), "compact": (700, 400)}
"""From this size in units (width, height) cards are large."""
FOOT = 48, 36
"""Units at the bottom for the names of those who are signed out, wide and compact."""
FIRST_GRID = {"wide": (4, 3), "compact": (3, 4)}
FULL_GRID = {"wide": (5, 4), "compact": (4, 5)}
"""Columns and rows of large cards: while they suffice, and at most."""


class AgentsFace(Face[AgentsTile]):
    """Cards in the order that the presenter gives."""

    def room(self, size: QSize, look: Look) -> Room:
        """How many cards under and beside one another."""
        if self._is_large(size, look):
            columns, rows = FULL_GRID[look.form]
            return Room(rows=rows, columns=columns)
        width, height = size.width() / look.unit, size.height() / look.unit
        columns = int((width - 50 + 12) / look.of(282, 226))
        rows = int((height - look.of(61 + 14, 42 + 12) + 8) / look.of(80, 60))
        return Room(rows=max(1, rows), columns=max(1, columns))

    def draw(self, canvas: Canvas, shown: AgentsTile) -> None:
        """The grid."""
        if self._is_large(QSize(canvas.width, canvas.height), canvas.look):
            self._large(canvas, shown)
        else:
            self._small(canvas, shown)

    def _is_large(self, size: QSize, look: Look) -> bool:
        width, height = LARGE[look.form]
        # Rounding of places may take a pixel.
        return size.width() + 1 >= width * look.unit and size.height() + 1 >= height * look.unit

    def _small(self, canvas: Canvas, shown: AgentsTile) -> None:
        look, u = canvas.look, canvas.u
        canvas.card()
        draw_heading(canvas, shown.title, shown.note, is_note_beside=True, baseline=look.of(44, 27))
        left, top, gap = u(25), u(look.of(61, 42)), u(look.of(12, 8))
        if not shown.cards:
            draw_empty(canvas, top, shown.empty)
            return
        room = self.room(QSize(canvas.width, canvas.height), look)
        width = (canvas.width - 2 * left - gap * (room.columns - 1)) / room.columns
        rows = min(room.rows, max(3, -(-len(shown.cards) // room.columns)))
        row_gap = u(8)
        high = min(u(look.of(96, 72)), (canvas.height - top - u(15) - row_gap * (rows - 1)) / rows)
        cards = shown.cards[: room.rows * room.columns]
        is_time_above = any(is_tight(canvas, card, width) for card in cards)
        for index, card in enumerate(cards):
            row, column = divmod(index, room.columns)
            x = left + column * (width + gap)
            y = round(top + row * (high + row_gap))
            rect = QRect(round(x), y, round(x + width) - round(x), round(high))
            draw_small(canvas, card, rect, is_time_above=is_time_above)

    def _large(self, canvas: Canvas, shown: AgentsTile) -> None:
        look, u, gap = canvas.look, canvas.u, canvas.u(canvas.look.of(16, 12))
        canvas.fill(0, 0, canvas.width, canvas.height, "bg")
        foot = u(look.of(*FOOT))
        if not shown.cards:
            canvas.card()
            draw_empty(canvas, 0, shown.empty, "people", "muted")
            return
        columns, rows = FIRST_GRID[look.form]
        is_full = len(shown.cards) > columns * rows
        if is_full:
            columns, rows = FULL_GRID[look.form]
        width = (canvas.width - gap * (columns - 1)) / columns
        high = (canvas.height - foot - gap * rows) / rows
        for index, card in enumerate(shown.cards[: columns * rows]):
            row, column = divmod(index, columns)
            x, y = round(column * (width + gap)), round(row * (high + gap))
            right = round(column * (width + gap) + width)
            draw_large(canvas, card, QRect(x, y, right - x, round(high)), is_dense=is_full)
        self._signed_out(canvas, shown, canvas.height - foot / 2)

    def _signed_out(self, canvas: Canvas, shown: AgentsTile, middle: float) -> None:
        look, u, one = canvas.look, canvas.u, shown.signed_out
        canvas.icon(one.icon, 0, middle, look.of(28, 22), one.token)
        left = u(look.of(40, 30)) if one.icon else 0
        size = look.of(26, 19)
        baseline = canvas.baseline(middle, size)
        right = canvas.width - canvas.text(shown.note, canvas.width, baseline, look.of(24, 18), 400, "muted",
                                           align="right", width=canvas.width * 0.5)  # fmt: skip
        canvas.text(one.text, left, baseline, size, 400, "muted", width=right - u(24) - left, is_own=False)
