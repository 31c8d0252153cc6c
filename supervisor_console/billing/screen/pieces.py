"""Tabs of the page, and what can be wished there; what it is made of is ``views.pieces``."""

from __future__ import annotations

from typing import Literal

import msgspec

Tab = Literal["accounts", "tariffs", "invoices", "prepaid", "calculator", "income"]
WishKind = Literal[
    "tab", "retry", "period", "account", "account_new", "account_edit", "account_owns",
    "account_fees", "call", "close", "pdf", "send",
    # price lists (tariff, version: value is which; text: what is searched in the rates)
    "tariff", "version", "rates_text", "import", "export", "tariff_new", "rerate",
    # documents (document: value is its number; account, state: filters; unpriced: calls without a price)
    "document", "list", "of_account", "of_state", "pay", "correct", "accounting",
    # credit
    "purse", "top_up", "withdraw",
    # what came in (income: value is how it is summed)
    "income",
    # what a call would cost (field: value is which, other what it says)
    "field",
]  # fmt: skip


class Wish(msgspec.Struct, frozen=True):
    """What somebody wants. Nothing is shown as done before the database says so."""

    kind: WishKind
    value: str = ""
    other: str = ""
