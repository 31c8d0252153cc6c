"""The smallest things of the page: marks, choices, buttons, lines of tables, and what can be wished."""

from __future__ import annotations

from typing import Literal

import msgspec

Token = Literal["text", "muted", "talking", "held", "good", "warn", "bad", "accent"]
"""A colour by its meaning."""
Tab = Literal["accounts", "tariffs", "invoices", "prepaid", "calculator", "income"]
WishKind = Literal[
    "tab", "retry", "period", "account", "account_new", "call", "close", "pdf", "send",
    # price lists (tariff, version: value is which; text: what is searched in the rates)
    "tariff", "version", "rates_text", "import", "export",
    # documents (document: value is its number; account, state: filters; unpriced: calls without a price)
    "document", "list", "of_account", "of_state", "pay", "correct", "accounting",
    # credit
    "purse", "top_up",
    # what a call would cost (field: value is which, other what it says)
    "field",
]  # fmt: skip


class Wish(msgspec.Struct, frozen=True):
    """What somebody wants. Nothing is shown as done before the database says so."""

    kind: WishKind
    value: str = ""
    other: str = ""


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
    """One that may be chosen."""

    value: str
    text: str
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
