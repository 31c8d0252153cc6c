"""What stands around the lanes: the heading, the table of steps, the panel on the right, raw events, other calls."""

from __future__ import annotations

from typing import Literal

import msgspec

from supervisor_console.tracking.screen.drawing import Drawing, Token

WishKind = Literal[
    "back", "previous", "next", "open", "retry", "raw", "print", "pdf", "copy", "rate", "download", "fit",
    "dial",
]  # fmt: skip


class Wish(msgspec.Struct, frozen=True):
    """What is wished of the page. ``open``: another call, by ``pbx`` and ``call``."""

    kind: WishKind
    pbx: str = ""
    call: str = ""


class Chip(msgspec.Struct, frozen=True):
    """A state of the call as icon and word."""

    icon: str
    text: str
    token: Token
    hint: str = ""


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """Whose call, what became of it, when. ``place``: where it stands in the list of results ("3 / 120").

    ``number``: what is dialled to call back, "" where there is none; ``dial_refusal``: why it cannot be.
    """

    title: str
    chips: tuple[Chip, ...] = ()
    summary: str = ""
    call: str = ""
    place: str = ""
    has_previous: bool = False
    has_next: bool = False
    number: str = ""
    dial_refusal: str = ""


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the table. ``lane``: where it is drawn."""

    key: str
    starts_ms: int
    ends_ms: int
    clock: str
    offset: str
    who: str
    text: str
    length: str
    icon: str = ""
    token: Token = "text"
    lane: str = ""
    hint: str = ""


class Pair(msgspec.Struct, frozen=True):
    """A caption and its value; ``at_ms``: choosing it goes there, None: to no place."""

    caption: str
    value: str
    at_ms: int | None = None
    hint: str = ""


class Remark(msgspec.Struct, frozen=True):
    """What somebody wrote, and below it who and when."""

    text: str
    by: str


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the panel on the right. ``chip``: at the right of its title; ``empty``: said where there is nothing."""

    title: str
    pairs: tuple[Pair, ...] = ()
    chip: Chip | None = None
    remarks: tuple[Remark, ...] = ()
    empty: str = ""


class LinkedRow(msgspec.Struct, frozen=True, kw_only=True):
    """Another call that has to do with this one."""

    pbx: str
    call: str
    when: str
    who: str
    text: str
    icon: str = ""
    token: Token = "muted"


class RawRow(msgspec.Struct, frozen=True, kw_only=True):
    """An event as the PBX told it. ``headers``: name and value, in their order; ``line``: for the search."""

    key: int
    clock: str
    offset: str
    name: str
    leg: str
    headers: tuple[tuple[str, str], ...]
    line: str


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """Why there is nothing, or something is missing: one sentence, perhaps one button (its ``deed``)."""

    text: str
    icon: str = "info"
    token: Token = "muted"
    button: str = ""


class TrackingScreen(msgspec.Struct, frozen=True, kw_only=True):
    """Everything. Without ``drawing`` there is no call to be shown, and ``notice`` says why.

    ``is_old``: shown while newer is asked for, or cannot be had.
    """

    heading: Heading
    drawing: Drawing | None = None
    steps: tuple[StepRow, ...] = ()
    sound: Detail | None = None
    details: tuple[Detail, ...] = ()
    linked: tuple[LinkedRow, ...] = ()
    notice: Notice | None = None
    is_old: bool = False
