"""Percentiles and limits across a plot: a dashed line, its words above the plot, never on the line of another."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import write
from shared.reports.chart import Mark
from supervisor_console.views.sizes import CAPTION

LINE = 16
APART = 8


class Marks(pg.GraphicsObject):  # type: ignore[misc]  # it has no types
    """All of a chart, in the rectangle of its plot; words of upright ones go above ``highest``."""

    def __init__(self, ground: Ground, marks: tuple[Mark, ...], wide: float, highest: float) -> None:
        super().__init__()
        self._ground, self._marks, self._wide, self._highest = ground, marks, wide, highest

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """In labels and values."""
        return QRectF(0, 0, max(1.0, self._wide), max(self._highest, 1e-9))

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Lines first, words over them."""
        place = painter.worldTransform()
        painter.save()
        painter.setWorldTransform(QTransform())
        painter.setClipping(False)
        rights = [-1e9, -1e9]
        for one in sorted(self._marks, key=lambda mark: mark.at):
            if one.across == "x":
                self._upright(painter, place, one, rights)
            else:
                self._level(painter, place, one)
        painter.restore()

    def _pen(self, mark: Mark) -> QPen:
        theme = self._ground.theme
        pen = QPen(theme.colour("bad" if mark.kind == "limit" else "text"), 1)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
        return pen

    def _upright(self, painter: QPainter, place: QTransform, mark: Mark, rights: list[float]) -> None:
        top, foot = place.map(QPointF(mark.at, self._highest)), place.map(QPointF(mark.at, 0))
        wide = paint_text.advance(mark.text, CAPTION, 600)
        left = min(max(top.x() - wide / 2, place.map(QPointF(0, 0)).x()), place.map(QPointF(self._wide, 0)).x() - wide)
        row = next((place for place, right in enumerate(rights) if left > right + APART), None)
        painter.setPen(self._pen(mark))
        painter.drawLine(QPointF(round(top.x()) + 0.5, top.y() - 2), QPointF(round(foot.x()) + 0.5, foot.y()))
        if row is not None:
            rights[row] = left + wide
            middle = top.y() - 10 - row * LINE
            write(painter, mark.text, left, middle, CAPTION, self._ground.theme.colour("text"), weight=600)

    def _level(self, painter: QPainter, place: QTransform, mark: Mark) -> None:
        left, right = place.map(QPointF(0, mark.at)), place.map(QPointF(self._wide, mark.at))
        painter.setPen(self._pen(mark))
        painter.drawLine(QPointF(left.x(), round(left.y()) + 0.5), QPointF(right.x(), round(right.y()) + 0.5))
        theme = self._ground.theme
        wide = paint_text.advance(mark.text, CAPTION, 500)
        plate = QRectF(right.x() - wide - 10, left.y() - LINE - 3, wide + 8, LINE)
        painter.fillRect(plate, theme.colour("surface"))
        colour = theme.colour("bad" if mark.kind == "limit" else "text")
        write(painter, mark.text, plate.left() + 4, plate.center().y(), CAPTION, colour, weight=500)
