"""What the board does not say and the daemon is asked for now and then: the last hour, and the same weekday.

Pure: ``questions`` says what to ask (``figures.visits`` of PROTOCOL.md), ``answered`` understands the answer. The app
does the asking.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any, Literal

import msgspec

STEP = timedelta(minutes=5)
HOUR = timedelta(hours=1)
WEEK_DAYS = 7
AGAIN = timedelta(seconds=20)
"""So often it is asked while the board shows the present."""

Name = Literal["trend", "today", "then"]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """Sums of one step of time."""

    at: datetime
    offered: int = 0
    answered: int = 0
    answered_in_threshold: int = 0
    abandoned: int = 0
    short_abandoned: int = 0
    wait_seconds: float = 0.0
    talk_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered last. ``problem``: why there is no answer ("" while there is one)."""

    trend: tuple[Step, ...] = ()
    then: Step | None = None
    today: Step | None = None
    problem: str = ""
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One request: the parameters of ``figures.visits``."""

    name: Name
    begin: datetime
    end: datetime
    step: timedelta | None

    @property
    def params(self) -> dict[str, Any]:
        """As they go over the wire."""
        seconds = None if self.step is None else self.step.total_seconds()
        return {"from": self.begin.isoformat(), "to": self.end.isoformat(), "step_seconds": seconds}


def questions(now: datetime, zone: tzinfo) -> tuple[Question, ...]:
    """The last hour in whole steps up to the one that goes on; today until now; the same weekday until the same time.

    "The same time" is a week of calendar days ago: on days when the clock changed it is the wall's time that counts.
    """
    end = _floor(now) + STEP
    local = now.astimezone(zone)
    then = (local.replace(tzinfo=None) - timedelta(days=WEEK_DAYS)).replace(tzinfo=zone)
    return (
        Question("trend", end - HOUR, end, STEP),
        Question("today", _midnight(local), now, None),
        Question("then", _midnight(then), then, None),
    )


def answered(before: Answers, name: Name, result: dict[str, Any]) -> Answers:
    """The answers with one more. Raises msgspec.ValidationError for what is none."""
    steps = msgspec.convert(result.get("steps", []), tuple[Step, ...])
    if name == "trend":
        return replace(before, trend=steps, problem="", is_asked=True)
    first = steps[0] if steps else None
    if name == "today":
        return replace(before, today=first, problem="", is_asked=True)
    return replace(before, then=first, problem="", is_asked=True)


def refused(before: Answers, problem: str) -> Answers:
    """The answers after a question that was not answered: what was known stays."""
    return replace(before, problem=problem, is_asked=True)


def _floor(at: datetime) -> datetime:
    seconds = STEP.total_seconds()
    return datetime.fromtimestamp(at.timestamp() // seconds * seconds, at.tzinfo)


def _midnight(local: datetime) -> datetime:
    return local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
