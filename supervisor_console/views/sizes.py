"""Sizes in device-independent pixels, and the grounds under words: what all pages have in common."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor

from shared.qt.theme import Theme, Token, mixed

HINT: Final = 11
"""8.5 points: the smallest text there is."""
CAPTION: Final = 12
"""9 points: heads of tables, captions, axes, legends."""
BODY: Final = 13
"""10 points: text, cells, buttons."""
TITLE: Final = 15
"""11 points: titles of panels."""
SECOND: Final = 19
"""14 points: second figures."""
PAGE_TITLE: Final = 20
"""15 points: titles of pages."""
BIG: Final = 27
"""20 points: figures of tiles and cards."""

CONTROL: Final = 32
ICON: Final = 16
GAP: Final = 8
PADDING: Final = 12
RADIUS: Final = 6
HEAD: Final = 48
"""The head of a panel."""
HEADER: Final = 40
"""The header row of a page."""
RING, RING_OFF = 2, 2
"""Width of the ring of focus, and how far it is off the control."""
NARROW: Final = 1400
"""Windows of less width have the tight format: padding 16, gap 12."""
WIDE: Final = 1680
"""From here on extra width goes to the main table and charts only."""
LARGEST: Final = 2560
"""No page is wider."""


def pale(theme: Theme, token: Token, share: float = 0.08) -> QColor:
    """A ground under words in the meaning's colour: over 8 per cent they would be too weak to read."""
    return mixed(theme.colour(token), theme.colour("surface"), 0.0 if theme.name == "contrast" else share)


def chosen(theme: Theme) -> QColor:
    """The ground of a row that is chosen."""
    if theme.name == "contrast":
        return theme.colour("raised")
    return mixed(theme.colour("accent"), theme.colour("surface"), 0.12)


def head_ground(theme: Theme) -> QColor:
    """The ground of a table's head."""
    return mixed(theme.colour("bg"), theme.colour("surface"), 0.5)
