"""Was an agent in the state that the schedule asked for: how long, and was there more or less of it in all. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from shared.domain.measures.counts import AdherenceCounts

Impact = Literal["more", "as_scheduled", "less"]
_MILLISECOND = timedelta(milliseconds=1)


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A span [since, until) in which an agent should be, or was, at something: ``state`` in the schedule's words."""

    since: datetime
    until: datetime
    state: str


def adherence(scheduled: Sequence[Stretch], was: Sequence[Stretch]) -> AdherenceCounts:
    """Minutes kept and scheduled; ``outside_ms``: in a scheduled state when that was not asked for.

    Stretches of each list do not overlap one another. What is not scheduled is free.
    """
    kept = sum((_overlap(asked, one) for asked in scheduled for one in was if one.state == asked.state), timedelta())
    asked_for = {one.state for one in scheduled}
    spent = sum((one.until - one.since for one in was if one.state in asked_for), timedelta())
    whole = sum((one.until - one.since for one in scheduled), timedelta())
    return AdherenceCounts(
        scheduled_ms=whole // _MILLISECOND, kept_ms=kept // _MILLISECOND, outside_ms=(spent - kept) // _MILLISECOND
    )


def impact(counts: AdherenceCounts) -> Impact:
    """Was there more or less time in scheduled states than asked for, whenever it was? (Genesys: +, −, 0.)"""
    done = counts.kept_ms + counts.outside_ms
    if done == counts.scheduled_ms:
        return "as_scheduled"
    return "more" if done > counts.scheduled_ms else "less"


def _overlap(one: Stretch, other: Stretch) -> timedelta:
    return max(timedelta(), min(one.until, other.until) - max(one.since, other.since))
