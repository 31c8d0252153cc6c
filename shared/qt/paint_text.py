"""Texts before they are drawn: their widths, the size at which they fit, where they are cut, what may not be drawn.

Names come from other people's systems: control characters and those that turn the direction of what follows are
taken out, and all is drawn as plain text. Everything here is remembered, for the same texts come every second.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText

from shared.qt.fonts import font

LONGEST = 500
"""So many characters of one text at most are looked at."""
ALIKE = str.maketrans("123456789", "0" * 9)
TIGHT_FROM, TIGHT = 44, -0.02
"""From this size in pixels strong figures stand closer by this part of it: letters drawn for small sizes look loose."""


@lru_cache(maxsize=256)
def face(pixels: int, weight: int) -> tuple[QFont, QFontMetricsF]:
    """The font and its measures."""
    made = font(pixels, weight)
    if weight >= 600 and pixels >= TIGHT_FROM:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, TIGHT * pixels)
    return made, QFontMetricsF(made)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """On one line, without characters that are not to be seen but do something."""
    if text.isprintable():
        return text[:LONGEST]
    return "".join(" " if one in "\t\r\n\u2028\u2029" else one for one in text[:LONGEST] if _is_seen(one))


def _is_seen(character: str) -> bool:
    return character in "\t\r\n" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def advance(text: str, pixels: int, weight: int) -> float:
    """The text's width in pixels; the same whatever its digits are."""
    # All digits are of one width, but for what kerning gives or takes beside a colon: that must not move anything.
    return _advance(text.translate(ALIKE), pixels, weight)


@lru_cache(maxsize=8192)
def _advance(text: str, pixels: int, weight: int) -> float:
    return face(pixels, weight)[1].horizontalAdvance(text)


@lru_cache(maxsize=4096)
def laid_out(text: str, pixels: int, weight: int) -> tuple[QStaticText, float]:
    """The text ready to be drawn, and how far its top is above its baseline. Costs half of drawing it anew."""
    made, metrics = face(pixels, weight)
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    static.prepare(font=made)
    return static, metrics.ascent()


def cap_height(pixels: int, weight: int) -> float:
    """The height of capitals and figures."""
    return face(pixels, weight)[1].capHeight()


@lru_cache(maxsize=4096)
def fitting(text: str, width: int, pixels: int, weight: int, least: int) -> int:
    """The largest size up to ``pixels`` at which the text fits; ``least`` if none does."""
    size = pixels
    while size > least and advance(text, size, weight) > width:
        size = max(least, min(size - 1, int(size * width / advance(text, size, weight))))
    return size


@lru_cache(maxsize=4096)
def elided(text: str, width: int, pixels: int, weight: int) -> str:
    """The text, cut at its end where it is wider than the width."""
    # Half a pixel is rounding's, not the text's.
    if advance(text, pixels, weight) <= width + 0.5:
        return text
    return face(pixels, weight)[1].elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=512)
def wrapped(text: str, width: int, pixels: int, weight: int) -> tuple[str, ...]:
    """The text in lines at its own line ends and between words; a word that is too long is cut."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and advance(longer, pixels, weight) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return tuple(elided(plain(line), width, pixels, weight) for line in lines)
