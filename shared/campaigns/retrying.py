"""What follows an attempt or a result: again when, at which number, by whom; or nothing more.

A rule counts how often its outcome or disposition has come of the contact. An appointment goes before the rules: it
stands until the contact is talked with, and when a call for it fails, the rule says when it is tried again, still by
the operator who promised it. Whether the number may be called then is for ``may_call``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from shared.campaigns.campaign import Campaign, CampaignDisposition, RetryRule
from shared.campaigns.contact import Contact

NO_RESULT: frozenset[str] = frozenset(("busy", "no_answer", "failed", "machine", "abandoned", "unknown"))
"""Outcomes after which an appointment still stands: nobody talked."""


class Next(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What follows. ``event``: for the contact's machine, None: none (an operator's result is awaited).

    ``why``: the word of the rule: which outcome or disposition, or "appointment". ``is_refusal``: the number goes on
    the owner's do-not-call list; ``is_goal``: it counts as a goal.
    """

    event: Literal["disposed", "retried", "appointment", "exhausted"] | None
    last: str
    next_at: datetime | None = None
    next_by: str = ""
    number_index: int = 0
    is_appointment: bool = False
    is_refusal: bool = False
    is_goal: bool = False
    why: str = ""


def after_outcome(
    campaign: Campaign, contact: Contact, outcome: str, at: datetime, times: Mapping[str, int], *,
    is_appointment: bool = False,
) -> Next:  # fmt: skip
    """What follows an attempt's outcome. ``times``: how often each outcome came of the contact, this one counted.

    ``answered`` awaits the operator's result. ``is_appointment``: the attempt was for one.
    """
    if outcome == "answered":
        return Next(event=None, last=outcome, number_index=contact.number_index)
    rule = rule_of(campaign, outcome)
    if rule is None or times.get(outcome, 1) > rule.times:
        return Next(event="exhausted", last=outcome, number_index=contact.number_index, why=outcome)
    found = _again(contact, rule, outcome, at)
    keeps = is_appointment and outcome in NO_RESULT
    return msgspec.structs.replace(found, next_by=contact.next_by, is_appointment=True) if keeps else found


def after_disposition(
    campaign: Campaign, contact: Contact, code: str, at: datetime, times: Mapping[str, int]
) -> Next:  # fmt: skip
    """What follows an operator's result. One that is final, or that the campaign does not know, closes the contact."""
    known = disposition_of(campaign, code) or CampaignDisposition(code=code)
    rule = rule_of(campaign, code)
    if known.is_final or rule is None or times.get(code, 1) > rule.times:
        found = Next(event="disposed", last=code, number_index=contact.number_index, why=code)
    else:
        found = _again(contact, rule, code, at)
    return msgspec.structs.replace(found, is_refusal=known.is_refusal, is_goal=known.is_goal)


def appointed(
    contact: Contact, next_at: datetime, *, by: str = "", number: str = "", code: str = ""
) -> Next:  # fmt: skip
    """A time was promised: by that account, or (empty) by whoever is there. ``number`` empty: the one of now."""
    numbers = [one.number for one in contact.numbers]
    index = numbers.index(number) if number in numbers else contact.number_index
    return Next(
        event="appointment", last=code or contact.last, next_at=next_at, next_by=by, number_index=index,
        is_appointment=True, why="appointment",
    )  # fmt: skip


def rule_of(campaign: Campaign, after: str) -> RetryRule | None:
    """The rule for an outcome or disposition; of several the first."""
    return next((one for one in campaign.retries if one.after == after), None)


def disposition_of(campaign: Campaign, code: str) -> CampaignDisposition | None:
    """What the campaign means by a disposition's code."""
    return next((one for one in campaign.dispositions if one.code == code), None)


def _again(contact: Contact, rule: RetryRule, last: str, at: datetime) -> Next:
    """After the last number comes the first again."""
    count = max(1, len(contact.numbers))
    index = (contact.number_index + 1) % count if rule.is_next_number else min(contact.number_index, count - 1)
    return Next(
        event="retried", last=last, next_at=at + timedelta(minutes=rule.minutes), number_index=index, why=rule.after
    )  # fmt: skip
