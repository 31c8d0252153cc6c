"""What every part of the wallboard's screen is made of: colours and icons by meaning, words, and room for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Token = Literal[
    "text", "muted", "ready", "ringing", "talking", "held", "wrapup", "paused", "unreachable", "offline", "good",
    "warn", "bad", "accent",
]
"""A colour by its meaning."""
Level = Literal["warn", "bad"]
Sight = Literal["connecting", "live", "lost", "refused", "past"]
"""What the figures are: not there yet, true now, old, not to be had, or of a past moment."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much a tile can show: lines of a table or list, cards, or bars (``rows`` × ``columns``)."""

    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """A text with its meaning; an icon stands before it where there is one."""

    text: str = ""
    token: Token = "text"
    icon: str = ""


NO_WORDS = Words()
