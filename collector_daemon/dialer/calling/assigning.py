"""Which operator gets a call, and why: the rules of ``shared.campaigns.assigning`` asked with who is free."""

from __future__ import annotations

from datetime import datetime

from collector_daemon.dialer.calling import operators
from shared.campaigns.assigning import Assignment, Operator, assign
from shared.campaigns.campaign import Campaign
from shared.campaigns.contact import Contact


def assigned(
    campaign: Campaign, contact: Contact, free: list[operators.Operator], now: datetime
) -> tuple[operators.Operator, str] | None:
    """Who takes somebody who has answered, with the word that says why and its values; None: nobody."""
    found = assign([ready(one) for one in free], contact, campaign, now)
    if not isinstance(found, Assignment):
        return None
    because = " ".join([found.because, *(f"{name}={value:g}" for name, value in found.values.items())])
    return next(one for one in free if one.account == found.operator), because


def ready(one: operators.Operator) -> Operator:
    """Somebody who is free, as the rules know him."""
    return Operator(
        operator=one.account, ready_since=one.idle_since, calls=one.calls, last_call_at=one.last_call_at,
        skills=one.person.skills, languages=one.person.languages)  # fmt: skip
