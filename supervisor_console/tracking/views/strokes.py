"""Strokes of the lanes: one line of text, boxes, hatching, arrows; on the screen and on paper. Pixels of 1/96″."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, get_args

from PySide6.QtCore import QByteArray, QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEngine, QPainter, QPen, QPolygonF
from PySide6.QtSvg import QSvgRenderer

from shared.qt import paint_text
from shared.qt.icons import IconName, icon_source
from shared.qt.painting import write as write_on_screen
from supervisor_console.views.sizes import BODY as BODY
from supervisor_console.views.sizes import CAPTION as HINT

BAR_RADIUS = 3
__all__ = ["BODY", "HINT", "arrow", "box", "draw_icon", "hatch", "write"]
_KNOWN = frozenset(get_args(IconName))
_HEAD = 5
"""Pixels of an arrow's head."""


def write(
    painter: QPainter, text: str, x: float, middle: float, pixels: int, colour: QColor, *, weight: int = 400,
    width: float | None = None, align: Literal["left", "right", "centre"] = "left",
) -> float:  # fmt: skip
    """One line of plain text with its capitals' middle at ``middle``, cut at ``width``; gives the width it took."""
    if painter.paintEngine().type() != QPaintEngine.Type.Pdf:
        return write_on_screen(painter, text, x, middle, pixels, colour, weight=weight, width=width, align=align)
    text = paint_text.plain(text)
    if width is not None:
        text = paint_text.elided(text, int(width), pixels, weight) if width > 8 else ""
    made, metrics = _on_paper(pixels, weight)
    wide = metrics.horizontalAdvance(text)
    left = x - (wide if align == "right" else wide / 2 if align == "centre" else 0)
    painter.setFont(made)
    painter.setPen(colour)
    painter.drawText(QPointF(left, middle + metrics.capHeight() / 2), text)
    return wide


@lru_cache(maxsize=16)
def _on_paper(pixels: int, weight: int) -> tuple[QFont, QFontMetricsF]:
    """The face without tabular figures and raised colons: Qt writes those so that nobody can search or copy them."""
    made = QFont(paint_text.face(pixels, weight)[0])
    made.unsetFeature(QFont.Tag("tnum"))
    made.setFeature(QFont.Tag("calt"), 0)
    return made, QFontMetricsF(made)


def box(painter: QPainter, rect: QRectF, fill: QColor, border: QColor | None, radius: float = BAR_RADIUS) -> None:
    """A rounded box, its border inside."""
    painter.setBrush(fill)
    painter.setPen(QPen(border, 1) if border is not None else Qt.PenStyle.NoPen)
    half = 0.5 if border is not None else 0
    if rect.width() <= 2:
        painter.fillRect(rect, border or fill)
    else:
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)


def hatch(painter: QPainter, rect: QRectF, ground: QColor, lines: QColor) -> None:
    """Slanted lines: nothing is known, or nothing was recorded here."""
    painter.fillRect(rect, ground)
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(lines, 1))
    height, step = rect.height(), 8
    first = int(rect.left() - height) // step * step
    painter.drawLines(
        [
            QLineF(x, rect.bottom(), x + height, rect.top())
            for x in range(first, int(rect.right()) + step, step)
        ]
    )  # fmt: skip
    painter.restore()


def arrow(painter: QPainter, x: float, top: float, bottom: float, colour: QColor, *, is_failed: bool) -> None:
    """A line from one lane down or up to another, with a head at its end; one that failed is dashed."""
    pen = QPen(colour, 1.3)
    if is_failed:
        pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    back = -_HEAD if bottom > top else _HEAD
    painter.setPen(QPen(colour, 1.3))
    ends = [QPointF(x - _HEAD + 1, bottom + back), QPointF(x, bottom), QPointF(x + _HEAD - 1, bottom + back)]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(ends))


def draw_icon(painter: QPainter, name: str, x: float, middle: float, size: int, colour: QColor) -> None:
    """An icon with its left edge at ``x``, as lines: sharp at any size, on paper too. Nothing where there is none."""
    if name in _KNOWN:
        place = QRectF(QPointF(round(x), round(middle - size / 2)), QSizeF(size, size))
        _renderer(name, colour.rgb()).render(painter, place)


@lru_cache(maxsize=128)
def _renderer(name: str, rgb: int) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(icon_source(name, QColor(rgb))))  # type: ignore[arg-type]  # it is one of the names
