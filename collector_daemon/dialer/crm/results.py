"""What the customer system is told of a contact: how an attempt ended, what the operator said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from collector_daemon.store.dialer.contacts import ContactStep
from shared.campaigns.contact import Attempt, Contact


def result_of(
    contact: Contact, attempt: Attempt | None, step: ContactStep, at: datetime, *, disposition: str = "",
    note: str = "", operator: str = "", fields: Mapping[str, str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The content of a result. ``fields``: what was filled in, beside the contact's own."""
    return {
        "campaign": contact.campaign, "contact": contact.contact, "external": contact.external, "name": contact.name,
        "number": attempt.number if attempt is not None else "",
        "outcome": (attempt.outcome or "") if attempt is not None else "", "disposition": disposition, "note": note,
        "operator": operator or (attempt.operator if attempt is not None else ""), "at": at.isoformat(),
        "call": attempt.call if attempt is not None else "", "attempts": contact.attempts,
        "is_done": step.state in ("done", "excluded"),
        "next_at": step.next_at.isoformat() if step.next_at is not None else "",
        "fields": {**contact.fields, **(fields or {})},
    }  # fmt: skip
