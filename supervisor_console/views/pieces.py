"""What screens of pages are made of, as values: marks, choices, buttons, lines of tables, fields of forms. Pure: no Qt.

A page's own ``screen.pieces`` says what may be wished there; ``marks``, ``grid`` and ``forms`` beside this draw these.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Token = Literal[
    "text", "muted", "ready", "ringing", "talking", "held", "wrapup", "paused", "unreachable", "offline", "good",
    "warn", "bad", "accent",
]  # fmt: skip
"""A colour by its meaning."""


class Mark(msgspec.Struct, frozen=True):
    """Words with a meaning, an icon before them, ``more`` muted behind them. ``is_state``: see ``views.cells``."""

    text: str = ""
    token: Token = "text"
    icon: str = ""
    more: str = ""
    hint: str = ""
    weight: int = 400
    is_state: bool = False


class Line(msgspec.Struct, frozen=True):
    """A row of a table; ``key`` is what a wish says of it."""

    key: str
    cells: tuple[Mark, ...]


class Option(msgspec.Struct, frozen=True):
    """One that may be chosen; ``note`` stands muted behind it."""

    value: str
    text: str
    is_chosen: bool = False
    note: str = ""


class Choice(msgspec.Struct, frozen=True):
    """A muted label, what stands in the button, the chosen value, and all there are."""

    label: str
    said: str
    value: str
    options: tuple[Option, ...]


class Deed(msgspec.Struct, frozen=True):
    """A button. ``refusal``: why it cannot be pressed, "": it can."""

    text: str
    icon: str = ""
    refusal: str = ""
    is_dangerous: bool = False


class Empty(msgspec.Struct, frozen=True):
    """What stands where nothing is: what is missing, and what to do first."""

    text: str
    hint: str = ""
    icon: str = "info"


class Strip(msgspec.Struct, frozen=True):
    """What is missing or wrong, in one sentence, and what may be done about it."""

    text: str
    more: str = ""
    button: str = ""
    token: Token = "warn"
    icon: str = "triangle"


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A table with its title, or (``empty``) why there is none; ``foot``: a line under it."""

    title: str
    lines: tuple[Line, ...] = ()
    count: str = ""
    note: str = ""
    chosen: str = ""
    heads: tuple[str, ...] = ()
    empty: Empty | None = None
    foot: str = ""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a form. ``said``: what it says at first, of ``options`` the value.

    ``is_truth``: a box, "yes" ticks it. ``is_fixed``: it is seen and stays. ``share``: how many twelfths of a line it
    takes. ``heading``: stands above it over the whole line. ``hint``: muted in it while it is empty.
    """

    name: str
    label: str
    said: str = ""
    options: tuple[Option, ...] = ()
    is_truth: bool = False
    is_fixed: bool = False
    share: int = 12
    heading: str = ""
    hint: str = ""


class Questions(msgspec.Struct, frozen=True, kw_only=True):
    """A form: its title, a muted sentence, the verb of its button, its fields. ``width`` in pixels."""

    title: str
    hint: str = ""
    accept: str
    fields: tuple[Field, ...]
    width: int = 440


def choice_of(label: str, options: tuple[Option, ...]) -> Choice:
    """One of these, of which one is chosen (none: the button says nothing)."""
    chosen = next((one for one in options if one.is_chosen), Option("", ""))
    return Choice(label, chosen.text, chosen.value, options)


def choice(label: str, named: dict[str, str], value: str) -> Choice:
    """One of these words by their values."""
    options = tuple(Option(key, word, key == value) for key, word in named.items())
    return Choice(label, named.get(value, value), value, options)
