"""Strokes that what is painted by hand is made of: frames, one line of text, icons. Sizes in pixels."""

from __future__ import annotations

from typing import Literal, get_args

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from shared.qt import paint_text
from shared.qt.icons import IconName, icon_pixmap
from shared.qt.theme import Theme, Token, mixed

RADIUS = 6
_KNOWN = frozenset(get_args(IconName))


def frame(
    painter: QPainter, rect: QRectF, fill: QColor | None, border: QColor | None, *, radius: float = RADIUS,
    width: float = 1, is_dashed: bool = False,
) -> None:  # fmt: skip
    """A rounded box whose border lies inside the rectangle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if border is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        pen = QPen(border, width)
        if is_dashed:
            pen.setDashPattern([3 / width, 2 / width])
        painter.setPen(pen)
    half = width / 2 if border is not None else 0
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)


def border_of(theme: Theme, token: Token) -> QColor:
    """The border of a box that is tinted in a meaning's colour."""
    share = 1.0 if theme.name == "contrast" else 0.4
    return mixed(theme.colour(token), theme.colour("surface"), share)


def write(
    painter: QPainter, text: str, x: float, middle: float, pixels: int, colour: QColor, *, weight: int = 400,
    width: float | None = None, align: Literal["left", "right", "centre"] = "left",
) -> float:  # fmt: skip
    """One line of plain text with its capitals' middle at ``middle``, cut at ``width``; gives the width it took."""
    text = paint_text.plain(text)
    if width is not None:
        text = paint_text.elided(text, int(width), pixels, weight) if width > 8 else ""
    if not text:
        return 0.0
    wide = paint_text.advance(text, pixels, weight)
    left = x - (wide if align == "right" else wide / 2 if align == "centre" else 0)
    static, ascent = paint_text.laid_out(text, pixels, weight)
    painter.setFont(paint_text.face(pixels, weight)[0])
    painter.setPen(colour)
    baseline = round(middle + paint_text.cap_height(pixels, weight) / 2)
    painter.drawStaticText(QPointF(round(left), baseline - ascent), static)
    return wide


def known_icon(name: str) -> IconName | None:
    """The icon of this name, None where there is none."""
    return name if name in _KNOWN else None  # type: ignore[return-value]  # it is one of the names


def draw_icon(painter: QPainter, name: str, x: float, middle: float, size: int, colour: QColor) -> None:
    """An icon with its left edge at ``x``; nothing where no such icon is."""
    known = known_icon(name)
    if known is not None:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(QPointF(round(x), round(middle - size / 2)), icon_pixmap(known, colour, size, ratio))
