"""Pieces of which the page is made: words with a meaning, what can be wished, what can be pressed or chosen."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

Token = Literal[
    "text",
    "muted",
    "ready",
    "ringing",
    "talking",
    "held",
    "wrapup",
    "paused",
    "unreachable",
    "offline",
    "good",
    "warn",
    "bad",
    "accent",
]
"""A colour by its meaning."""
WishKind = Literal[
    # looking (queues: choices; state: choice; only_waiting: is_on; select_*: agent or call, none: nobody)
    "queues", "state", "only_waiting", "select_agent", "select_call", "show_call", "open_call", "search",
    "try_database", "overview",
    # alerts (choice is its name, at when it was raised)
    "acknowledge",
    # operators (pause: choice is the reason; campaign: choice is its key, or none; move: opens a list; message: opens a
    # line to write, choice a queue's)
    "pause", "unpause", "logout", "campaign", "move", "listen", "whisper", "barge", "hangup", "message",
    # calls (redirect: opens a list; dial: choice is the number, call the one that was missed)
    "pick", "redirect", "drop", "dial",
]  # fmt: skip
RedirectKind = Literal["extension", "queue", "number"]


class Wish(msgspec.Struct, frozen=True):
    """What the supervisor wants. Nothing is shown as done before the board says so."""

    kind: WishKind
    pbx: str = ""
    agent: str = ""
    call: str = ""
    choice: str = ""
    choices: tuple[str, ...] = ()
    is_on: bool = False
    at: datetime | None = None


class Words(msgspec.Struct, frozen=True):
    """A text with its meaning; an icon (a name of ``shared.qt.icons``) stands before it where there is one."""

    text: str = ""
    token: Token = "text"
    icon: str = ""


class Choice(msgspec.Struct, frozen=True):
    """An item of a menu."""

    wish: Wish
    text: str
    note: str = ""
    icon: str = ""


class Action(msgspec.Struct, frozen=True):
    """A button, or an item of a context menu. ``hint``: why it can't be pressed, or what it does and its key.

    ``choices``: it opens a menu of these. ``confirmation``: is asked before; ``is_group_end``: a line follows.
    """

    wish: Wish
    text: str
    icon: str = ""
    key: str = ""
    hint: str = ""
    is_enabled: bool = True
    is_danger: bool = False
    is_primary: bool = False
    is_group_end: bool = False
    confirmation: str = ""
    choices: tuple[Choice, ...] = ()


class Option(msgspec.Struct, frozen=True):
    """One of a filter's choices."""

    value: str
    text: str
    is_chosen: bool = False


class Filter(msgspec.Struct, frozen=True):
    """A filter: its muted label, what is chosen, of what."""

    label: str
    value: str
    options: tuple[Option, ...]


class Empty(msgspec.Struct, frozen=True):
    """Why a table has nothing."""

    title: str = ""
    text: str = ""
    icon: str = ""
