"""What "in time" and "short" mean, and which of it was in force when. Pure.

Limits are changed for the past too: figures are made of stored counts by the limits that hold for their day.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Answered within ``threshold_seconds`` is in time; given up within ``short_abandon_seconds`` is a short abandon.

    Both are included: waited exactly so long is still in time, and still short.
    """

    threshold_seconds: float = 20.0
    short_abandon_seconds: float = 5.0


class LimitsSince(msgspec.Struct, frozen=True, kw_only=True):
    """Limits that are in force from an instant on; None: from the beginning."""

    since: datetime | None
    limits: Limits


def limits_at(changes: Sequence[LimitsSince], at: datetime) -> Limits:
    """Those in force at an instant; before the first change the defaults. ``changes`` are sorted by ``since``."""
    found = [one for one in changes if one.since is None or one.since <= at]
    return found[-1].limits if found else Limits()


def spans_of_limits(
    changes: Sequence[LimitsSince], since: datetime, until: datetime
) -> tuple[tuple[datetime, datetime, Limits], ...]:
    """[since, until) cut where the limits in force change."""
    borders = sorted({one.since for one in changes if one.since is not None and since < one.since < until})
    edges = [since, *borders, until]
    cut = [(first, last, limits_at(changes, first)) for first, last in itertools.pairwise(edges)]
    joined: list[tuple[datetime, datetime, Limits]] = []
    for first, last, limits in cut:
        if joined and joined[-1][2] == limits:
            joined[-1] = (joined[-1][0], last, limits)
        else:
            joined.append((first, last, limits))
    return tuple(joined)


