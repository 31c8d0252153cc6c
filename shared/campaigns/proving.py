"""The report that proves a campaign keeps the rules: figures of each day, and every attempt that broke one.

A fold over attempts in the order in which they were placed. The attempts' own history is kept as far as the rules look
back; the days are those of the campaign's zone. Abandoned is a share of what people answered, machines left out
(16 CFR 310.4). ``bound``: the upper confidence limit of the share.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import msgspec

from shared.campaigns import governing
from shared.campaigns.campaign import Campaign
from shared.campaigns.contact import Attempt
from shared.campaigns.ledgers import Consent, DoNotCall, NumberHistory
from shared.campaigns.may_call import Allowed, Reason, Refused, may_call

ViolationKind = Literal[
    "short_ring", "slow_connection", "locked", "out_of_hours", "holiday", "no_consent", "on_list", "day_attempts",
    "rolling_attempts", "life_attempts",
]  # fmt: skip
CONNECTED_WITHIN = timedelta(seconds=2)
_KINDS: dict[Reason, ViolationKind] = {
    "locked": "locked", "out_of_hours": "out_of_hours", "holiday": "holiday", "no_consent": "no_consent",
    "consent_withdrawn": "no_consent", "consent_expired": "no_consent", "on_list": "on_list",
    "day_attempts": "day_attempts", "rolling_attempts": "rolling_attempts", "life_attempts": "life_attempts",
}  # fmt: skip
Bound = Callable[[int, int, float], float]
"""(abandoned, answered by people, confidence) → the upper limit of the share."""


def bound_of(abandoned: int, answered: int, confidence: float) -> float:
    """The governor's own upper limit of the share of abandoned calls."""
    return governing.bound(governing.Answered(abandoned, answered), confidence)


class Violation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rule that an attempt broke. ``about``: seconds, zone, list: what the rule is by."""

    kind: ViolationKind
    attempt: int
    number: str
    at: datetime
    about: str = ""


class ProvenDay(msgspec.Struct, kw_only=True):
    """A day of a campaign. ``answered``: by people, the abandoned counted; ``locks_kept``: abandoned numbers that were
    not called again by machine within their lock, told on the day on which they were abandoned."""

    campaign: str
    day: date
    attempts: int = 0
    answered: int = 0
    abandoned: int = 0
    machines: int = 0
    locks: int = 0
    locks_kept: int = 0
    bound: float = 1.0
    violations: list[Violation] = msgspec.field(default_factory=list)

    @property
    def share(self) -> float:
        """Abandoned of what people answered, 0 to 1."""
        return self.abandoned / self.answered if self.answered else 0.0


class _Number(msgspec.Struct):
    """What is remembered of a number. ``day``: on which day's lock it is."""

    placed: list[datetime] = msgspec.field(default_factory=list)
    life: int = 0
    abandoned_at: datetime | None = None
    day: ProvenDay | None = None
    is_broken: bool = False


def prove(
    campaigns: Mapping[str, Campaign], attempts: Iterable[Attempt], consents: Mapping[str, Collection[Consent]],
    lists: Mapping[str, Collection[DoNotCall]], holidays: Mapping[str, Collection[date]], bound: Bound = bound_of,
) -> list[ProvenDay]:  # fmt: skip
    """The days of all campaigns, in order. ``attempts``: as placed; ``consents``, ``lists``: all, by number.

    Consents and list entries count from when they were entered.
    """
    days: dict[tuple[str, date], ProvenDay] = {}
    numbers: dict[str, _Number] = {}
    for one in attempts:
        campaign = campaigns.get(one.campaign)
        if campaign is None:
            continue
        local = one.placed_at.astimezone(ZoneInfo(campaign.timezone)).date()
        day = days.setdefault((one.campaign, local), ProvenDay(campaign=one.campaign, day=local))
        known = numbers.setdefault(one.number, _Number())
        found = _broken(campaign, one, known, consents.get(one.number, ()), lists.get(one.number, ()), holidays)
        day.violations += [*found, *_of_call(campaign, one)]
        _remember(known, one, day, is_locked=any(each.kind == "locked" for each in found))
        _count(day, one)
    for (name, _local), day in days.items():
        day.bound = bound(day.abandoned, day.answered, campaigns[name].limits.confidence)
    return [days[key] for key in sorted(days)]


def counts(days: Iterable[ProvenDay]) -> dict[ViolationKind, int]:
    """How often each rule was broken, those never broken at 0."""
    found: dict[ViolationKind, int] = dict.fromkeys(get_args(ViolationKind), 0)
    for day in days:
        for one in day.violations:
            found[one.kind] += 1
    return found


def _broken(
    campaign: Campaign, one: Attempt, known: _Number, consents: Collection[Consent], lists: Collection[DoNotCall],
    holidays: Mapping[str, Collection[date]],
) -> list[Violation]:  # fmt: skip
    """Each rule is asked alone, by leaving out what the others go by: a call may break several.

    Who asked to be called back has consented to that, and is on no list for it (``queue_place``); his asking is proved
    by ``queue_callback``. Attempts of before he asked are not known apart here.
    """
    history = NumberHistory(placed_at=tuple(known.placed), life=known.life)
    locked = NumberHistory(abandoned_at=known.abandoned_at)
    free = msgspec.structs.replace(campaign, is_marketing=False)
    asked: tuple[Allowed | Refused, ...] = (
        may_call(campaign, one.number, one.placed_at, NumberHistory(), consents),
        may_call(free, one.number, one.placed_at, NumberHistory(), (), lists),
        may_call(free, one.number, one.placed_at, history),
        may_call(free, one.number, one.placed_at, locked),
        may_call(free, one.number, one.placed_at, NumberHistory(), (), (), holidays),
    )
    if campaign.source == "queue_callbacks":
        asked = asked[-1:]
    found = {each.reason: each.about for each in asked if isinstance(each, Refused) and each.reason in _KINDS}
    if "holiday" in found:
        found.pop("out_of_hours", None)
    return [
        Violation(kind=_KINDS[reason], attempt=one.attempt, number=one.number, at=one.placed_at, about=about)
        for reason, about in found.items()
    ]


def _of_call(campaign: Campaign, one: Attempt) -> Iterable[Violation]:
    """What the call itself shows: it rang too short, or somebody waited too long."""
    if one.ringing_at is not None and one.ended_at is not None and one.outcome == "no_answer":
        rang = (one.ended_at - one.ringing_at).total_seconds()
        if rang < campaign.limits.ring_seconds:
            yield Violation(
                kind="short_ring", attempt=one.attempt, number=one.number, at=one.ringing_at, about=f"{rang:.1f}"
            )
    if one.answered_at is not None and one.connected_at is not None:
        waited = one.connected_at - one.answered_at
        if waited > CONNECTED_WITHIN:
            yield Violation(
                kind="slow_connection", attempt=one.attempt, number=one.number, at=one.answered_at,
                about=f"{waited.total_seconds():.1f}",
            )  # fmt: skip


def _remember(known: _Number, one: Attempt, day: ProvenDay, *, is_locked: bool) -> None:
    if is_locked and known.day is not None and not known.is_broken:
        known.day.locks_kept -= 1
        known.is_broken = True
    since = one.placed_at - timedelta(hours=50)
    known.placed = [*(at for at in known.placed if at > since), one.placed_at]
    known.life += 1
    if one.outcome == "abandoned":
        known.abandoned_at, known.day, known.is_broken = one.answered_at or one.placed_at, day, False
        day.locks += 1
        day.locks_kept += 1


def _count(day: ProvenDay, one: Attempt) -> None:
    day.attempts += 1
    day.answered += one.outcome in ("answered", "abandoned")
    day.abandoned += one.outcome == "abandoned"
    day.machines += one.outcome == "machine"
