"""Strokes that cards and cells are painted with: one line of text, icons. Sizes in device-independent pixels."""

from __future__ import annotations

from typing import Literal, get_args

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from shared.qt import paint_text
from shared.qt.icons import IconName, icon_pixmap
from shared.qt.theme import Theme, Token, mixed

HINT, CAPTION, BODY, TITLE, FIGURE = 11, 12, 13, 15, 27
"""8.5, 9, 10, 11 and 20 points at 96 dots an inch."""
_KNOWN = frozenset(get_args(IconName))


def write(
    painter: QPainter, text: str, x: float, middle: float, pixels: int, colour: QColor, *, weight: int = 400,
    width: float | None = None, align: Literal["left", "right"] = "left",
) -> float:  # fmt: skip
    """One line of plain text with its capitals' middle at ``middle``, cut at ``width``; gives the width it took."""
    text = paint_text.plain(text)
    if width is not None:
        text = paint_text.elided(text, int(width), pixels, weight) if width > 8 else ""
    if not text:
        return 0.0
    wide = paint_text.advance(text, pixels, weight)
    static, ascent = paint_text.laid_out(text, pixels, weight)
    painter.setFont(paint_text.face(pixels, weight)[0])
    painter.setPen(colour)
    baseline = round(middle + paint_text.cap_height(pixels, weight) / 2)
    painter.drawStaticText(QPointF(round(x - (wide if align == "right" else 0)), baseline - ascent), static)
    return wide


def draw_icon(painter: QPainter, name: str, x: float, middle: float, size: int, colour: QColor) -> None:
    """An icon with its left edge at ``x``; nothing where no such icon is."""
    if name in _KNOWN:
        ratio = painter.device().devicePixelRatioF()
        picture = icon_pixmap(name, colour, size, ratio)  # type: ignore[arg-type]  # it is one of the names
        painter.drawPixmap(QPointF(round(x), round(middle - size / 2)), picture)


def pale(theme: Theme, token: Token) -> QColor:
    """A ground for words in the meaning's colour: 8 per cent, or they would be too weak to read."""
    return mixed(theme.colour(token), theme.colour("surface"), 0.0 if theme.name == "contrast" else 0.08)


def chosen(theme: Theme) -> QColor:
    """The ground of a row that is chosen."""
    if theme.name == "contrast":
        return theme.colour("raised")
    return mixed(theme.colour("accent"), theme.colour("surface"), 0.12)
