"""Figures on top, 90 high: a caption, the figure with its change, a hint; pressed or F1 they explain themselves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame, write
from supervisor_console.statistics.screen import Tile
from supervisor_console.views.control import Control
from supervisor_console.views.focus import wants_ring
from supervisor_console.views.sizes import BIG, CAPTION, HINT, ICON, RADIUS

HEIGHT, SIDE, WIDE, LEAST = 90, 16, 320, 132
CAPTION_AT, FIGURE_AT, HINT_AT = 20, 46, 72


class TileView(Control):
    """One figure; ``clicked`` asks to explain it."""

    def __init__(self, ground: Ground, tile: Tile) -> None:
        super().__init__(ground)
        self.tile = tile
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        wants_ring(self)
        self.say(tile)

    def say(self, tile: Tile) -> None:
        """Show this one."""
        self.tile = tile
        self.setMinimumWidth(WIDE if tile.is_wide else LEAST)
        change = tile.change.text if tile.change is not None else ""
        self.setAccessibleName(" ".join(part for part in (tile.caption, tile.figure, change, tile.hint) if part))
        self.setToolTip("")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """F1 explains too."""
        if event.key() == Qt.Key.Key_F1:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Frame, caption, figure, change, hint."""
        painter, theme, tile = QPainter(self), self._ground.theme, self.tile
        self.paint_ground(painter)
        room = self.width() - 2 * SIDE
        muted = theme.colour("muted")
        write(painter, tile.caption, SIDE, CAPTION_AT, CAPTION, muted, width=room - ICON - 4)
        draw_icon(painter, "info", self.width() - SIDE - ICON, CAPTION_AT, ICON, muted)
        wide = write(painter, tile.figure, SIDE, FIGURE_AT, self._pixels(room), theme.colour("text"), weight=600)
        if tile.change is not None:
            self._change(painter, SIDE + wide + 10, room - wide - 10)
        write(painter, tile.hint, SIDE, HINT_AT, HINT, muted, width=room)
        painter.end()

    def paint_ground(self, painter: QPainter) -> None:
        """Surface and line."""
        theme = self._ground.theme
        border = theme.colour("accent" if self.underMouse() else "line")
        frame(painter, QRectF(self.rect()), theme.colour("surface"), border, radius=RADIUS)

    def _pixels(self, room: float) -> int:
        return paint_text.fitting(self.tile.figure, int(room), BIG, 600, CAPTION)

    def _change(self, painter: QPainter, x: float, room: float) -> None:
        change = self.tile.change
        assert change is not None
        colour = self._ground.theme.colour(change.token)
        needed = paint_text.advance(change.text, CAPTION, 500) + (14 if change.icon else 0)
        if needed > room:
            return  # the hint under the mouse and the explanation have it
        if change.icon:
            draw_icon(painter, change.icon, x, FIGURE_AT + 1, 12, colour)
            x += 14
        write(painter, change.text, x, FIGURE_AT + 1, CAPTION, colour, weight=500)


class TilesRow(QWidget):
    """All of them in a row; ``wished(key, tile)`` when one is to be explained."""

    wished = Signal(str, object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.tiles: list[TileView] = []
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def render_tiles(self, tiles: tuple[Tile, ...]) -> None:
        """Show these; those that were there before keep the focus."""
        while len(self.tiles) > len(tiles):
            gone = self.tiles.pop()
            self.row.removeWidget(gone)
            gone.deleteLater()
        for place, tile in enumerate(tiles):
            if place < len(self.tiles):
                self.tiles[place].say(tile)
            else:
                view = TileView(self._ground, tile)
                view.clicked.connect(lambda _checked=False, view=view: self.wished.emit(view.tile.key, view))
                self.tiles.append(view)
                self.row.addWidget(view)
            self.row.setStretch(place, 9 if tile.is_wide else 5)
        self.setVisible(bool(tiles))
