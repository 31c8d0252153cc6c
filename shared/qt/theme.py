"""Colours by meaning: light, dark and high contrast, for Fusion and for whoever paints by hand.

A colour is never the only sign of a meaning: an icon and a word stand beside it. Contrast of every text colour on its
grounds is at least 4.5 (WCAG AA), in the high-contrast theme 7; a test computes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from PySide6.QtGui import QColor

ThemeName = Literal["light", "dark", "contrast"]
Token = Literal[
    "bg", "surface", "raised", "line", "text", "muted", "ready", "ringing", "talking", "held", "wrapup", "paused",
    "unreachable", "offline", "good", "warn", "bad", "accent",
]
TOKENS: tuple[Token, ...] = get_args(Token)
GROUNDS: tuple[Token, ...] = ("bg", "surface", "raised")

_LIGHT = (
    "#F4F6F8 #FFFFFF #FFFFFF #D5DBE3 #16202C #556273 #1B7A47 #7438C4 #1D5FBF #0E6F6A #7A5B00 #B04A0A #8B2F4B #5F6C7C"
    " #1B7A47 #A15C00 #B3261E #1D5FBF"
)
_DARK = (
    "#0E131A #171F29 #1F2935 #2E3A49 #E9EEF4 #9FADBD #4CC587 #BE9BF8 #74ABFF #54CFC6 #E2BD53 #F7A563 #F08CA8 #8F9DAF"
    " #4CC587 #F2B04A #FF7B72 #74ABFF"
)
_CONTRAST = (
    "#000000 #000000 #141414 #FFFFFF #FFFFFF #E0E0E0 #5CFF9D #D9BFFF #9CC7FF #6FF5EA #FFD84D #FFB066 #FFA3BD #C8C8C8"
    " #5CFF9D #FFC24D #FF9A93 #9CC7FF"
)
LOST_SHARE = 0.62
"""How much of its lightness a colour keeps over the ground while figures are old."""
TINT = {"light": 0.10, "dark": 0.16, "contrast": 0.0}


@dataclass(frozen=True)
class Theme:
    """A theme: hashable, so that whatever is drawn with it may be kept under it."""

    name: ThemeName
    is_lost: bool = False

    def colour(self, token: Token) -> QColor:
        """The colour of a meaning."""
        return _colours(self)[token]

    def tint(self, token: Token) -> QColor:
        """The meaning's colour mixed thinly over ``surface``, opaque."""
        return mixed(self.colour(token), self.colour("surface"), TINT[self.name])

    def lost(self) -> Theme:
        """The same without any colour and dimmed: what is shown is old."""
        return Theme(self.name, is_lost=True)

    @property
    def is_dark(self) -> bool:
        """Is the ground darker than the text?"""
        return self.name != "light"


THEMES: tuple[Theme, ...] = tuple(Theme(name) for name in get_args(ThemeName))


@cache
def _colours(theme: Theme) -> dict[Token, QColor]:
    values = {"light": _LIGHT, "dark": _DARK, "contrast": _CONTRAST}[theme.name].split()
    plain = {token: QColor(value) for token, value in zip(TOKENS, values, strict=True)}
    if not theme.is_lost:
        return plain
    ground = _grey(plain["surface"])
    return {
        token: _grey(colour) if token in GROUNDS or token == "line" else mixed(_grey(colour), ground, LOST_SHARE)
        for token, colour in plain.items()
    }


def _grey(colour: QColor) -> QColor:
    level = round(0.2126 * colour.red() + 0.7152 * colour.green() + 0.0722 * colour.blue())
    return QColor(level, level, level)


def mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    """``share`` (0 to 1) of the colour over the ground."""
    parts = zip(_rgb(colour), _rgb(ground), strict=True)
    return QColor(*(round(low + (top - low) * share) for top, low in parts))


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def luminance(colour: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _rgb(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def on_accent(theme: Theme) -> QColor:
    """The colour of text on a filled ``accent`` or ``bad``: white in light, the ground in dark."""
    return theme.colour("bg") if theme.is_dark else QColor("#FFFFFF")
