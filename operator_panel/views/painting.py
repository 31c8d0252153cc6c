"""The panel's sizes of text and corners, in pixels."""

from __future__ import annotations

CARD_RADIUS = 8
HINT, DENSE, BODY, NUMBER, NAME, WORD, CLOCK = 12, 13, 14, 16, 20, 24, 28
