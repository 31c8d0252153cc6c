"""Tabs of the page, and what can be wished there; what it is made of is ``views.pieces``."""

from __future__ import annotations

from typing import Literal

import msgspec

Tab = Literal["overview", "appointments", "numbers", "planner"]
WishKind = Literal[
    "tab", "retry", "campaign",
    # the campaign as a whole
    "new", "edit", "import", "start", "stop", "finish", "mode", "export", "proof",
    # contacts (contact: value is its key; text, outcome, state: filters)
    "contact", "contacts_text", "contacts_outcome", "contacts_state", "contacts_more", "exclude", "take_back",
    "appointment", "history", "open_call",
    # a number (number: value is it)
    "number", "list_put", "list_remove", "consent", "consent_withdrawn",
    # a day that is planned (plan: value is the field, other what it says)
    "plan", "plan_run",
]  # fmt: skip


class Wish(msgspec.Struct, frozen=True):
    """What somebody wants. Nothing is shown as done before the daemon says so."""

    kind: WishKind
    value: str = ""
    other: str = ""
