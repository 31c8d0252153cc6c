"""Which figures of finished visits the page needs of the daemon, and how its answers are read.

The app asks ``figures.visits`` with ``params`` for each ``Ask`` of the page every ``EVERY``, keeps the newest answer
by its ``Ask``, and drops all of them when the board goes to another moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any, Literal

import msgspec

from wallboard.pages import Tile

COMMAND = "figures.visits"
EVERY = timedelta(seconds=60)
STEP = timedelta(minutes=5)
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Ask:
    """The last hour in steps, or the same weekday a week ago until this time of day. ``queues`` empty: all."""

    kind: Literal["trend", "weekday"]
    queues: tuple[str, ...] = ()


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """Sums of the visits that began in a span of time."""

    at: datetime
    offered: int = 0
    answered: int = 0
    answered_in_threshold: int = 0
    abandoned: int = 0
    short_abandoned: int = 0
    wait_seconds: float = 0.0
    talk_seconds: float = 0.0


class Visits(msgspec.Struct, frozen=True, kw_only=True):
    """The daemon's answer: steps in order, and the spans in which it did not see a PBX."""

    steps: tuple[Step, ...]
    gaps: tuple[tuple[datetime, datetime], ...] = ()


def asked(tiles: Iterable[Tile]) -> frozenset[Ask]:
    """What these tiles need."""
    kinds: dict[str, Literal["trend", "weekday"]] = {"trend": "trend", "comparison": "weekday"}
    return frozenset(Ask(kinds[tile.kind], tile.queues) for tile in tiles if tile.kind in kinds)


def params(ask: Ask, now: datetime, zone: tzinfo) -> dict[str, Any]:
    """The command's parameters at ``now`` (the board's time) in the centre's zone."""
    since, until, step = last_hour(now) if ask.kind == "trend" else same_weekday(now, zone)
    return {
        "from": since.isoformat(), "to": until.isoformat(), "step_seconds": step,
        "queues": list(ask.queues) or None,
    }  # fmt: skip


def answer_of(result: dict[str, Any]) -> Visits:
    """Read the command's result. Raises msgspec.ValidationError."""
    return msgspec.convert(result, Visits)


def last_hour(now: datetime) -> tuple[datetime, datetime, int | None]:
    """From, to and step: twelve steps on the clock's own fives, the last one still going on."""
    into_step = timedelta(minutes=now.minute % 5, seconds=now.second, microseconds=now.microsecond)
    end = now - into_step + STEP
    return end - HOUR, end, round(STEP.total_seconds())


def same_weekday(now: datetime, zone: tzinfo) -> tuple[datetime, datetime, int | None]:
    """From local midnight a week ago to the same time of that day."""
    local = now.astimezone(zone) - WEEK  # the same time on the wall, also over a change to summer time
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight, max(local, midnight + timedelta(seconds=1)), None
