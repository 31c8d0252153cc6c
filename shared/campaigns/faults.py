"""What is wrong with a campaign's setup: each fault in one clear line, all of them at once. Nothing starts with any.

``kind`` is for a console that tells it in the reader's language: the same words with ``where`` and ``what`` in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import msgspec

from shared.billing.tariff import DAY_MINUTES
from shared.campaigns.campaign import Campaign, Outcome
from shared.domain.numbers import calling_code

FaultKind = Literal[
    "missing", "no_number_place", "bad_ratio", "unknown_zone", "unknown_country", "no_hours", "bad_hours",
    "ends_before", "unknown_result", "rule_twice", "bad_rule", "answered_rule", "final_rule", "name_twice",
    "too_short_ring", "bad_share", "bad_confidence", "too_small", "no_order_field", "bad_quota", "quota_twice",
    "no_disposition", "no_goal", "no_sound", "not_progressive", "too_old",
]  # fmt: skip
_TOLD: dict[FaultKind, str] = {
    "missing": "{where} is missing",
    "no_number_place": "the channel {what} has no {{number}} in it",
    "bad_ratio": "{what} calls for each free operator: 1 to 10 can be",
    "unknown_zone": "there is no time zone {what}",
    "unknown_country": "there is no country {what}",
    "no_hours": "there are no hours in which it may call",
    "bad_hours": "{what} is no part of a day",
    "ends_before": "it ends on {what}, before it begins",
    "unknown_result": "retry after {where}: there is no such outcome or disposition",
    "rule_twice": "retry after {where} is there twice",
    "bad_rule": "retry after {where}: {what} cannot be",
    "answered_rule": "retry after answered: what follows is the disposition's to say",
    "final_rule": "retry after {where}: the disposition is final, so it is never called again",
    "name_twice": "{where} {what} is there twice",
    "too_short_ring": "{what} seconds of ringing: 15 at least",
    "bad_share": "{what} is no share of abandoned calls: above 0 up to 0.03",
    "bad_confidence": "{what} is no confidence: 0.5 to 0.999",
    "too_small": "{where}: {what} is too little",
    "no_order_field": "contacts are ordered by a field, and none is named",
    "bad_quota": "quota of {where}: {what} cannot be",
    "quota_twice": "quota of {where} is there twice",
    "no_disposition": "there is no disposition: operators could not say what came of a call",
    "no_goal": "there is a goal or a quota, and no disposition counts as reaching it",
    "no_sound": "nothing is played to those for whom no operator is free",
    "not_progressive": "who asked in a queue is called back in the mode progressive, not {what}",
    "too_old": "callers of queues of {what} hours ago: 48 at most can be",
}
SHORTEST_RING, MOST_SHARE, MOST_RATIO = 15, 0.03, 10.0
_LONGEST_WAIT = 366 * DAY_MINUTES
_MOST_HOURS = 48
"""Of what was dialled to a number before, so much is known exactly (``ledgers.NumberHistory``)."""


class Fault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is wrong."""

    kind: FaultKind
    where: str = ""
    what: str = ""

    def __str__(self) -> str:
        return _TOLD[self.kind].format(where=self.where, what=self.what)


def check(campaign: Campaign) -> list[Fault]:
    """All that is wrong; nothing: it may be started."""
    return [
        *_head(campaign),
        *_days(campaign),
        *_rules(campaign),
        *_limits(campaign),
        *_goals(campaign),
        *_names(campaign),
        *_queues(campaign),
    ]


def _head(campaign: Campaign) -> Iterator[Fault]:
    for where in ("campaign", "title", "pbx", "queue", "channel"):
        if not getattr(campaign, where).strip():
            yield Fault(kind="missing", where=where)
    if campaign.channel.strip() and "{number}" not in campaign.channel:
        yield Fault(kind="no_number_place", what=campaign.channel)
    if campaign.mode == "power" and not 1.0 <= campaign.ratio <= MOST_RATIO:
        yield Fault(kind="bad_ratio", what=f"{campaign.ratio:g}")
    if campaign.mode in ("power", "predictive") and not campaign.abandoned_sound:
        yield Fault(kind="no_sound")
    if campaign.order == "by_field" and not campaign.order_field:
        yield Fault(kind="no_order_field")
    if not calling_code(campaign.country):
        yield Fault(kind="unknown_country", what=campaign.country)


def _days(campaign: Campaign) -> Iterator[Fault]:
    try:
        ZoneInfo(campaign.timezone)
    except (KeyError, ValueError, OSError):
        yield Fault(kind="unknown_zone", what=campaign.timezone)
    if not any(one.days for one in campaign.hours):
        yield Fault(kind="no_hours")
    for one in campaign.hours:
        if not 0 <= one.begins < one.ends <= DAY_MINUTES:
            yield Fault(kind="bad_hours", what=f"{_clock(one.begins)}-{_clock(one.ends)}")
    if campaign.begins and campaign.ends and campaign.ends < campaign.begins:
        yield Fault(kind="ends_before", what=str(campaign.ends))


def _rules(campaign: Campaign) -> Iterator[Fault]:
    codes = {one.code: one for one in campaign.dispositions}
    for after, times in Counter(one.after for one in campaign.retries).items():
        if times > 1:
            yield Fault(kind="rule_twice", where=after)
    for rule in campaign.retries:
        if rule.after == "answered":
            yield Fault(kind="answered_rule")
        elif rule.after not in codes and rule.after not in get_args(Outcome):
            yield Fault(kind="unknown_result", where=rule.after)
        elif rule.after in codes and codes[rule.after].is_final and rule.times:
            yield Fault(kind="final_rule", where=rule.after)
        if rule.times < 0:
            yield Fault(kind="bad_rule", where=rule.after, what=f"{rule.times} times")
        if not 0 <= rule.minutes <= _LONGEST_WAIT:
            yield Fault(kind="bad_rule", where=rule.after, what=f"{rule.minutes} minutes")


def _limits(campaign: Campaign) -> Iterator[Fault]:
    limits = campaign.limits
    if limits.ring_seconds < SHORTEST_RING:
        yield Fault(kind="too_short_ring", what=str(limits.ring_seconds))
    if not 0 < limits.abandoned_share <= MOST_SHARE:
        yield Fault(kind="bad_share", what=f"{limits.abandoned_share:g}")
    if not 0.5 <= limits.confidence <= 0.999:
        yield Fault(kind="bad_confidence", what=f"{limits.confidence:g}")
    for where in ("day_attempts", "rolling_attempts", "life_attempts"):
        if getattr(limits, where) < 1:
            yield Fault(kind="too_small", where=where, what=str(getattr(limits, where)))
    for where, value in (
        ("locked_hours", limits.locked_hours), ("goal", campaign.goal), ("preview_seconds", campaign.preview_seconds),
        ("wrapup_seconds", campaign.wrapup_seconds), ("few_operators", campaign.few_operators),
        ("promise_minutes", campaign.promise_minutes),
    ):  # fmt: skip
        if value < 0:
            yield Fault(kind="too_small", where=where, what=str(value))


def _goals(campaign: Campaign) -> Iterator[Fault]:
    named = Counter((one.field, one.value) for one in campaign.quotas)
    for quota in campaign.quotas:
        if quota.most < 0 or (quota.value and not quota.field):
            yield Fault(kind="bad_quota", where=quota.field, what=f"{quota.value} {quota.most}".strip())
    for (field, value), times in named.items():
        if times > 1:
            yield Fault(kind="quota_twice", where=f"{field}={value}")
    if not campaign.dispositions and campaign.source != "queue_callbacks":
        yield Fault(kind="no_disposition")
    elif (campaign.goal or campaign.quotas) and not any(one.is_goal for one in campaign.dispositions):
        yield Fault(kind="no_goal")


def _names(campaign: Campaign) -> Iterator[Fault]:
    named = (
        ("disposition", [one.code for one in campaign.dispositions]),
        ("field", [one.name for one in campaign.fields]),
        ("skip reason", [code for code, _title in campaign.skip_reasons]),
    )
    for where, names in named:
        for name, times in Counter(names).items():
            if not name.strip():
                yield Fault(kind="missing", where=where)
            elif times > 1 or (where == "disposition" and name in get_args(Outcome)):
                yield Fault(kind="name_twice", where=where, what=name)


def _queues(campaign: Campaign) -> Iterator[Fault]:
    if campaign.source == "queue_callbacks" and campaign.mode != "progressive":
        yield Fault(kind="not_progressive", what=campaign.mode)
    if campaign.source_hours > _MOST_HOURS:
        yield Fault(kind="too_old", what=str(campaign.source_hours))
    if campaign.source_hours < 1:
        yield Fault(kind="too_small", where="source_hours", what=str(campaign.source_hours))
    if campaign.abandoned_seconds < 0:
        yield Fault(kind="too_small", where="abandoned_seconds", what=str(campaign.abandoned_seconds))


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
