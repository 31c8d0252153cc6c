"""May a number be called now? If not: why, and from exactly when it may, as far as that is only a matter of time.

Each rule alone says from when it would allow; the instant for all of them is found by asking again at the latest of
these, until none refuses. The first rule that refuses now is the reason told. All zones of a number's country part
must allow, because nobody knows where a mobile is.

Source of the rules: zákon 127/2005 Sb. as amended by 374/2021 Sb. (opt-in), 16 CFR 310.4 (hours, records), the policy
of Ofcom (72 hours after an abandoned call). Which of them hold is said by the campaign's ``limits``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from shared.campaigns.calling_hours import is_within, opens_at
from shared.campaigns.campaign import Campaign
from shared.campaigns.ledgers import Consent, DoNotCall, NumberHistory
from shared.campaigns.zones import country_of, zones_of
from shared.domain.search.spans import beginning

Reason = Literal[
    "bad_number", "on_list", "consent_withdrawn", "no_consent", "consent_expired", "campaign_over", "life_attempts",
    "call_running", "campaign_not_begun", "locked", "day_attempts", "rolling_attempts", "holiday", "out_of_hours",
]  # fmt: skip
"""Why not, the gravest first: the earlier ones will not pass by waiting, or not soon."""
FOR_GOOD: frozenset[Reason] = frozenset(
    ("bad_number", "on_list", "consent_withdrawn", "no_consent", "consent_expired", "life_attempts")
)
"""Reasons for which a number is excluded where ``not_before`` is None: only people can change that."""
_DAY, _ROLLING = timedelta(days=1), timedelta(hours=24)
_MOST_TRIES = 200


class Allowed(msgspec.Struct, frozen=True):
    """The number may be called now."""


class Refused(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """It may not. ``not_before``: the first instant at which it may as things stand; None: no time is known.

    ``about``: which list, which zone, which holiday.
    """

    reason: Reason
    not_before: datetime | None = None
    about: str = ""


ALLOWED = Allowed()


class _Question(msgspec.Struct, frozen=True, kw_only=True):
    """All that the rules look at. ``zones``: where the number may be."""

    campaign: Campaign
    number: str
    history: NumberHistory
    consents: Sequence[Consent]
    lists: Sequence[DoNotCall]
    holidays: Collection[date]
    zones: tuple[ZoneInfo, ...]
    is_by_person: bool


_Rule = Callable[[_Question, datetime], Refused | None]


def may_call(
    campaign: Campaign,
    number: str,
    at: datetime,
    history: NumberHistory,
    consents: Iterable[Consent] = (),
    lists: Iterable[DoNotCall] = (),
    holidays: Mapping[str, Collection[date]] | None = None,
    *,
    is_by_person: bool | None = None,
) -> Allowed | Refused:
    """May ``number`` (digits of E.164 without "+") be called at that instant?

    ``consents`` and ``lists`` may hold entries of other numbers. ``holidays``: by country (ISO 3166). ``is_by_person``:
    an operator looks and dials, which no lock forbids; None: as the campaign's mode is.
    """
    if not is_number(number):
        return Refused(reason="bad_number", about=number)
    question = _Question(
        campaign=campaign,
        number=number,
        history=history,
        consents=sorted((one for one in consents if one.number == number), key=_by_age),
        lists=[one for one in lists if one.number == number and is_bound(campaign, one)],
        holidays=(holidays or {}).get(country_of(number) or campaign.country, ()),
        zones=zones_of(number) or (ZoneInfo(campaign.timezone),),
        is_by_person=campaign.mode == "preview" if is_by_person is None else is_by_person,
    )
    return _asked(question, at.astimezone(UTC))


def is_number(number: str) -> bool:
    """Tell whether it looks like digits of E.164 without "+"; not whether anybody has it."""
    return number.isascii() and number.isdecimal() and 7 <= len(number) <= 15 and number[0] != "0"


def is_bound(campaign: Campaign, one: DoNotCall) -> bool:
    """Tell whether an entry of a do-not-call list holds for the campaign."""
    whose = {"centre": one.of, "owner": campaign.owner, "campaign": campaign.campaign}[one.scope]
    return one.scope == "centre" or one.of == whose


def _asked(question: _Question, at: datetime) -> Allowed | Refused:
    first: Refused | None = None
    for _try in range(_MOST_TRIES):
        refusals = [found for rule in _RULES if (found := rule(question, at)) is not None]
        if not refusals:
            return ALLOWED if first is None else msgspec.structs.replace(first, not_before=at)
        first = first or refusals[0]
        later = [one.not_before for one in refusals if one.not_before is not None]
        if len(later) < len(refusals):
            break
        at = max(later)
    return msgspec.structs.replace(first, not_before=None) if first else ALLOWED


def _by_age(one: Consent) -> tuple[datetime, bool]:
    """Of two entries of one instant the withdrawal counts."""
    return one.given_at, not one.is_given


def _listed(question: _Question, at: datetime) -> Refused | None:
    known = [one for one in question.lists if one.listed_at is None or one.listed_at <= at]
    holding = [one for one in known if one.until is None or not _is_over(question, one.until, at)]
    if not holding:
        return None
    ends = [_end(question, one.until) for one in holding if one.until is not None]
    until = max(ends) if len(ends) == len(holding) else None
    return Refused(reason="on_list", not_before=until, about=holding[0].list)


def _consented(question: _Question, at: datetime) -> Refused | None:
    if not question.campaign.is_marketing:
        return None
    known = [one for one in question.consents if one.given_at <= at]
    refused = _refusal(question, known[-1] if known else None, at)
    if refused is None:
        return None
    later = [one.given_at for one in question.consents if one.given_at > at]
    return msgspec.structs.replace(refused, not_before=min(later, default=None))


def _refusal(question: _Question, newest: Consent | None, at: datetime) -> Refused | None:
    """A withdrawal counts also where no consent is needed: somebody said no."""
    if newest is not None and not newest.is_given:
        return Refused(reason="consent_withdrawn", about=newest.how)
    if not question.campaign.limits.needs_consent:
        return None
    if newest is None:
        return Refused(reason="no_consent")
    if newest.until is not None and _is_over(question, newest.until, at, is_early=True):
        return Refused(reason="consent_expired", about=str(newest.until))
    return None


def _life(question: _Question, _at: datetime) -> Refused | None:
    is_used_up = question.history.life >= question.campaign.limits.life_attempts
    return Refused(reason="life_attempts", about=str(question.history.life)) if is_used_up else None


def _running(question: _Question, _at: datetime) -> Refused | None:
    return Refused(reason="call_running") if question.history.is_open else None


def _over(question: _Question, at: datetime) -> Refused | None:
    last = question.campaign.ends
    is_over = last is not None and _is_over(question, last, at, is_early=True)
    return Refused(reason="campaign_over", about=str(last)) if is_over else None


def _begun(question: _Question, at: datetime) -> Refused | None:
    first = question.campaign.begins
    if first is None:
        return None
    begins = max(beginning(first, zone) for zone in question.zones)
    return Refused(reason="campaign_not_begun", not_before=begins, about=str(first)) if at < begins else None


def _locked(question: _Question, at: datetime) -> Refused | None:
    abandoned_at = question.history.abandoned_at
    if abandoned_at is None or question.is_by_person:
        return None
    until = abandoned_at + timedelta(hours=question.campaign.limits.locked_hours)
    return Refused(reason="locked", not_before=until) if abandoned_at <= at < until else None


def _daily(question: _Question, at: datetime) -> Refused | None:
    most = question.campaign.limits.day_attempts
    for zone in question.zones:
        day = at.astimezone(zone).date()
        since, until = beginning(day, zone), beginning(day + _DAY, zone)
        if sum(since <= one < until for one in question.history.placed_at) >= most:
            return Refused(reason="day_attempts", not_before=until if most > 0 else None, about=str(most))
    return None


def _rolling(question: _Question, at: datetime) -> Refused | None:
    most = question.campaign.limits.rolling_attempts
    within = sorted(one for one in question.history.placed_at if one > at - _ROLLING)
    if len(within) < most:
        return None
    until = within[len(within) - most] + _ROLLING if most > 0 else None
    return Refused(reason="rolling_attempts", not_before=until, about=str(most))


def _timely(question: _Question, at: datetime) -> Refused | None:
    hours, holidays = question.campaign.hours, question.holidays
    for zone in question.zones:
        if not is_within(hours, at, zone, holidays):
            day = at.astimezone(zone).date()
            opens = opens_at(hours, at, zone, holidays)
            if day in holidays:
                return Refused(reason="holiday", not_before=opens, about=str(day))
            return Refused(reason="out_of_hours", not_before=opens, about=zone.key)
    return None


def _end(question: _Question, last: date) -> datetime:
    """The instant at which a last day is over wherever the number may be."""
    return max(beginning(last + _DAY, zone) for zone in question.zones)


def _is_over(question: _Question, last: date, at: datetime, *, is_early: bool = False) -> bool:
    """Tell whether a last day is over; ``is_early``: already where it is over first."""
    ends = [beginning(last + _DAY, zone) for zone in question.zones]
    return at >= (min(ends) if is_early else max(ends))


_RULES: tuple[_Rule, ...] = (
    _listed, _consented, _over, _life, _running, _begun, _locked, _daily, _rolling, _timely,
)  # fmt: skip
"""In the order of ``Reason``."""
