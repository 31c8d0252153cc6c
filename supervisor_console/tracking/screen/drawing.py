"""The swim lanes of one call. All places are milliseconds from its beginning; ``[starts_ms, ends_ms)``."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Literal

import msgspec

Token = Literal[
    "text", "muted", "ready", "ringing", "talking", "held", "wrapup", "paused", "unreachable", "offline", "good",
    "warn", "bad", "accent",
]  # fmt: skip
"""A colour by its meaning."""
BarStyle = Literal["solid", "pale", "sound", "off"]
"""Somebody acts · how it looked to the caller, or wrap-up · sound was recorded · recording was switched off."""
LaneKind = Literal["caller", "ivr", "queue", "agent", "outside", "parking", "voicemail", "sound"]


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A span in a lane. ``step``: the row of the table that tells the same.

    ``texts`` are what may be written in it, the longest first and the length alone last; ``after`` stands beside it
    always, ``hint`` is its tooltip. ``is_running``: it has not ended yet.
    """

    starts_ms: int
    ends_ms: int
    token: Token
    style: BarStyle = "solid"
    is_running: bool = False
    step: str = ""
    icon: str = ""
    texts: tuple[str, ...] = ()
    after: str = ""
    after_icon: str = ""
    after_token: Token = "muted"
    hint: str = ""


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """One who had to do with the call. Bars of a lane never overlap; what would lies in a further lane, without title.

    ``is_more``: it continues the lane above it.
    """

    key: str
    kind: LaneKind
    title: str
    subtitle: str = ""
    bars: tuple[Bar, ...] = ()
    is_more: bool = False


class Arrow(msgspec.Struct, frozen=True, kw_only=True):
    """The call goes from one lane to another. ``is_failed``: it was tried in vain."""

    at_ms: int
    source: str
    target: str
    token: Token
    is_failed: bool = False
    hint: str = ""


class Unseen(msgspec.Struct, frozen=True, kw_only=True):
    """A span in which the PBX was not seen (a gap): what happened then is not known."""

    starts_ms: int
    ends_ms: int
    text: str
    hint: str = ""


class Sound(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded file in the lane ``lane``, pauses included: the place for its waveform."""

    lane: str
    file: str
    starts_ms: int
    ends_ms: int


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """All lanes. ``call_ms``: the call's length so far; ``whole_ms``: with the wrap-up that came after it."""

    started_at: datetime
    zone: tzinfo
    call_ms: int
    whole_ms: int
    is_running: bool
    is_exact: bool
    """Short enough for tenths of seconds."""
    decimal: str = "."
    """What stands before the tenths."""
    lanes: tuple[Lane, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    sounds: tuple[Sound, ...] = ()
