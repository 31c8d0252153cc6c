"""Pieces of which everything on the panel is made: words with a meaning, what can be wished, what can be pressed."""

from __future__ import annotations

from typing import Literal

import msgspec

Token = Literal[
    "text", "muted", "ready", "ringing", "talking", "held", "wrapup", "paused", "unreachable", "offline", "good",
    "warn", "bad", "accent",
]
"""A colour by its meaning."""
Mode = Literal["connecting", "idle", "call", "wrapup", "preview", "offline"]
TabName = Literal["calls", "colleagues", "waiting", "callbacks"]
WishKind = Literal[
    # the shift (choice: a pause's reason, a queue; none: all queues)
    "pause", "ready", "login", "logout", "take_seat", "leave_seat", "take_over", "sign_out",
    # calls (call; transfer: text is to whom, choice blind or attended; is_on for hold and record)
    "dial", "hangup", "hold", "transfer", "complete", "back", "park", "retrieve", "pickup", "record",
    # what is written down of a call (field: form, choice is the field's name, text its value)
    "note", "disposition", "confirm_refusal", "field", "save_ready", "save_pause", "more_time",
    # planned calls (plan_callback: text is ISO 8601 with an offset, is_on: my own; the others: choice is the key)
    "plan_callback", "callback_done", "callback_drop",
    # looking (open_link: choice is the link's name; show_call: which of several calls the card shows)
    "open_link", "look_up", "hide_popup", "keep_popup", "open_call", "show_call", "show_script", "play", "copy",
    "tab", "filter", "search", "dial_text", "close_notice",
    # the dialer (text: the contact; number, start: choice is the number; skip: the reason; campaign: which, or none)
    "number", "start", "skip", "campaign", "next_contact",
    # the program (choice: language's code, theme's name, edge to dock to)
    "try_now", "language", "theme", "settings", "server", "about", "compact", "quiet", "dock", "quit",
]  # fmt: skip


class Wish(msgspec.Struct, frozen=True):
    """What the operator wants. The app makes a command of it, and nothing is shown as done before the PBX says so."""

    kind: WishKind
    call: str = ""
    text: str = ""
    choice: str = ""
    is_on: bool = False
    form: str = ""


class Words(msgspec.Struct, frozen=True):
    """A text with its meaning; an icon (a name of ``shared.qt.icons``) stands before it where there is one."""

    text: str = ""
    token: Token = "text"
    icon: str = ""


class Choice(msgspec.Struct, frozen=True):
    """An item of a menu, a filter's pill or a radio tile; ``note`` stands at its right ("max. 15 min", "Alt+3")."""

    wish: Wish
    text: str
    note: str = ""
    icon: str = ""
    token: Token = "text"
    is_chosen: bool = False
    is_enabled: bool = True


class Action(msgspec.Struct, frozen=True):
    """A button. ``is_pending``: asked for, and not confirmed yet. ``hint``: why it can't be pressed, or its key.

    ``choices``: it opens a menu of these, and ``wish`` only says what kind they are of.
    """

    wish: Wish
    text: str
    icon: str = ""
    token: Token = "text"
    is_enabled: bool = True
    is_primary: bool = False
    is_pending: bool = False
    is_checked: bool = False
    hint: str = ""
    key: str = ""
    choices: tuple[Choice, ...] = ()


class Notice(msgspec.Struct, frozen=True):
    """What a command came to, in words, shown where it concerns: ``about`` the kind of wish and ``call``.

    Not ``can_close``: it lasts as long as it is so. A message from the supervisor has its ``key`` and ``title`` (from
    whom and when); it is shown until it is closed.
    """

    text: str
    token: Token = "bad"
    icon: str = "triangle"
    about: str = ""
    call: str = ""
    actions: tuple[Action, ...] = ()
    can_close: bool = True
    key: str = ""
    title: str = ""


class KeyRow(msgspec.Struct, frozen=True):
    """A title and its value: of the CRM, or of a contact."""

    title: str
    value: str


class Empty(msgspec.Struct, frozen=True):
    """Why a list has nothing: a word and a sentence."""

    title: str = ""
    text: str = ""
    icon: str = ""
