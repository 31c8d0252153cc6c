"""Headline figures inside a panel: three a row in a narrow one, six in a wide one; each explains itself."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QWidget

from shared.qt.ground import Ground
from shared.qt.painting import frame
from supervisor_console.reports.dashboards import Width
from supervisor_console.statistics.screen import Tile
from supervisor_console.statistics.views.tiles import HEIGHT, TileView
from supervisor_console.views.sizes import RADIUS, pale

COLUMNS: dict[Width, int] = {"half": 3, "whole": 6}
MOST, SIDE, BELOW = 6, 4, 10


def height_of(width: Width) -> int:
    """Pixels that the figures take, however many there are: nothing moves when there are more."""
    return HEIGHT * (MOST // COLUMNS[width]) + BELOW


class BareTile(TileView):
    """A figure without a frame of its own; a pale ground under the mouse."""

    def say(self, tile: Tile) -> None:
        """All of the same width."""
        super().say(msgspec.structs.replace(tile, is_wide=False))

    def paint_ground(self, painter: QPainter) -> None:
        """Nothing, as long as the mouse is elsewhere."""
        if self.underMouse():
            frame(painter, QRectF(self.rect()), pale(self._ground.theme, "accent"), None, radius=RADIUS)


class FiguresGrid(QWidget):
    """``wished(key, tile)``: a figure is to be explained."""

    wished = Signal(str, object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.tiles: list[BareTile] = []
        self._width: Width = "half"
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(SIDE, 0, SIDE, BELOW)
        self.grid.setSpacing(0)

    def render_tiles(self, tiles: tuple[Tile, ...], width: Width) -> None:
        """Show these; those that were there before keep the focus."""
        while len(self.tiles) > len(tiles):
            gone = self.tiles.pop()
            self.grid.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, tile in enumerate(tiles):
            if place < len(self.tiles):
                self.tiles[place].say(tile)
            else:
                self._add(tile)
        self._width = width
        self._lay_out()

    def _add(self, tile: Tile) -> None:
        view = BareTile(self._ground, tile)
        view.clicked.connect(lambda _checked=False: self.wished.emit(view.tile.key, view))
        self.tiles.append(view)

    def _lay_out(self) -> None:
        columns = COLUMNS[self._width]
        for place, view in enumerate(self.tiles):
            self.grid.addWidget(view, place // columns, place % columns)
        for column in range(MOST):
            self.grid.setColumnStretch(column, 1 if column < columns else 0)
        for row in range(MOST):
            self.grid.setRowStretch(row, 0)
        self.grid.setRowStretch(MOST, 1)
