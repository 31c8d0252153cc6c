"""Patterns that tell series apart without colour: dots, slanted and upright hatch. A brush for each."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTransform

from shared.qt.theme import Theme, mixed
from shared.reports.chart import Filling, Paint

TILE = 8
RATIO = 2
"""Drawn twice as fine as they are shown, so that they are sharp on dense screens too."""


def brush(theme: Theme, paint: Paint, filling: Filling) -> QBrush:
    """What a bar of this series is filled with."""
    colour = theme.colour(paint)
    if filling == "plain":
        return QBrush(colour)
    return _pattern(colour.rgba(), theme.colour("surface").rgba(), filling)


@lru_cache(maxsize=64)
def _pattern(colour_rgba: int, ground_rgba: int, filling: Filling) -> QBrush:
    colour, ground = QColor.fromRgba(colour_rgba), QColor.fromRgba(ground_rgba)
    tile = QPixmap(TILE * RATIO, TILE * RATIO)
    tile.fill(colour if filling == "dots" else mixed(colour, ground, 0.18))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(RATIO, RATIO)
    painter.setPen(Qt.PenStyle.NoPen)
    if filling == "dots":
        painter.setBrush(ground)
        for x, y in ((2, 2), (6, 6)):
            painter.drawEllipse(QPointF(x, y), 1, 1)
    elif filling == "upright":
        painter.setBrush(colour)
        for left in (0.5, 4.5):
            painter.drawRect(QRectF(left, 0, 1.6, TILE))
    else:
        painter.setPen(QPen(colour, 2))
        for offset in (-TILE, 0, TILE):
            painter.drawLine(QPointF(offset - 1, TILE + 1), QPointF(offset + TILE + 1, -1))
    painter.end()
    found = QBrush(tile)
    found.setTransform(QTransform.fromScale(1 / RATIO, 1 / RATIO))
    return found
