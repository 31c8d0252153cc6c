"""What the player, the waveform and the marks show, in words, tokens, shares and milliseconds. Frozen, no Qt."""

from __future__ import annotations

from typing import Literal

import msgspec

from supervisor_console.playback.sound.reel import Sides

Token = Literal["text", "muted", "good", "warn", "bad", "accent"]
"""A colour by its meaning."""
WishKind = Literal[
    "toggle", "back", "forward", "seek", "faster", "slower", "speed", "skip", "sides", "volume", "mark", "retry",
    "go", "drop",
]  # fmt: skip
SPEEDS = (0.75, 1.0, 1.25, 1.5, 1.75, 2.0)


class Wish(msgspec.Struct, frozen=True):
    """What is wished: ``number`` is a share (seek, volume), a speed, or milliseconds of the call (go); ``text`` a side,
    a marker's key."""

    kind: WishKind
    number: float = 0.0
    text: str = ""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What keeps it from playing, or is to be known: one sentence, perhaps one button."""

    icon: str
    token: Token
    text: str
    button: str = ""


class PlayerScreen(msgspec.Struct, frozen=True, kw_only=True):
    """The bar. Shares are of all that is heard; ``seams`` where time of the call is left out, ``ticks`` of markers."""

    has_sound: bool = False
    """Is there a recording that this account may hear?"""
    is_playing: bool = False
    is_loading: bool = False
    at: str = "0:00"
    whole: str = "0:00"
    widest: str = "0:00"
    """What the times need room for."""
    share: float = 0.0
    loaded: float = 0.0
    seams: tuple[float, ...] = ()
    ticks: tuple[float, ...] = ()
    speed: float = 1.0
    speeds: tuple[tuple[float, str], ...] = ()
    is_skipping: bool = False
    sides: Sides = "both"
    side_names: tuple[tuple[str, str], ...] = ()
    """Empty: both are one."""
    volume: float = 1.0
    can_mark: bool = False
    is_heard: bool = True
    note: Note | None = None


class MarkRow(msgspec.Struct, frozen=True, kw_only=True):
    """A marker in the list; ``number`` is what stands in its badge."""

    key: str
    number: int
    at_ms: int
    clock: str
    text: str
    initials: str
    is_own: bool
    hint: str


class MarksScreen(msgspec.Struct, frozen=True, kw_only=True):
    """All markers of the call; without any, and where none can be set, nothing is shown."""

    rows: tuple[MarkRow, ...] = ()
    is_shown: bool = False
