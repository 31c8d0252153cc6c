"""Rules that say how many calls to place, to be simulated: progressive, fixed ratio, VICIdial's adaptive one, ours.

VICIdial's is told from reading its source (AST_VDadapt.pl for the level, AST_VDauto_dial.pl for the calls it means), in
own words and with its defects: see ``Adaptive``.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import floor as whole
from typing import Literal

import msgspec

from shared.campaigns.campaign import Mode
from shared.campaigns.chance import Measured
from shared.campaigns.governing import Answered
from shared.campaigns.pacing import Situation, place
from shared.campaigns.simulating import Floor

_NONE = Answered()
_BEGINS_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Ratio:
    """So many calls for each free operator; 1: progressive."""

    every, at_events, gap = 60.0, True, 0.0

    def __init__(self, ratio: float = 1.0) -> None:
        self.ratio = ratio

    def place(self, floor: Floor) -> int:
        """Fill up to the ratio."""
        return max(whole(self.ratio * len(floor.free)) - len(floor.ringing), 0)

    def happened(self, floor: Floor, what: str, seconds: float) -> None:
        """Learn nothing."""


class AdaptiveSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What VICIdial lets a supervisor set. ``difference``: agents (−) or calls (+) that shall wait; ``intensity`` in %.

    ``ready_only``: the level times those who are ready, else times all who are ready or talk (its "available only
    tally"). ``ends``: hour of the day by which ``tapered`` reckons.
    """

    method: Literal["hard_limit", "average", "tapered"] = "average"
    intensity: int = 0
    difference: int = 0
    ready_only: bool = False
    most: float = 3.0
    limit: float = 0.03
    ends: int = 17


class Adaptive:
    """VICIdial's adaptive dial level.

    Each second r ready agents and w waiting calls are sampled; each 15 s d = mean(r) − mean(w) + difference, and
    x = d / mean(agents), weakened or strengthened by the intensity; level × (1 + x), from 1 to ``most``. Brakes: over
    half of more than 20 calls of the last minute dropped: level halved; of more than 50 of today over the limit: 1
    (hard_limit), halved (average), times (end − now as HHMM) / 1000 (tapered). Each 2.5 s calls are placed up to
    level × (agents + difference), rounded.
    """

    every, at_events, gap = 0.5, False, 0.0

    def __init__(self, settings: AdaptiveSettings) -> None:
        self.settings, self.level = settings, 1.0
        self._tick = 0
        self._ready = self._waiting = self._agents = self._samples = 0
        self._minutes = [Answered()]

    def place(self, floor: Floor) -> int:
        """Sample, adapt and dial as their clocks say."""
        self._tick += 1
        if self._tick % 2 == 0:
            self._ready += len(floor.free)
            self._waiting += len(floor.held)
            self._agents += len(floor.free) + len(floor.talking)
            self._samples += 1
        if self._tick % 30 == 0:
            self._adapt(floor)
        if self._tick % 5:
            return 0
        ours, tally = self.settings, len(floor.free)
        active = len(floor.talking)
        goal = self.level * max(tally + (0 if ours.ready_only else active) + ours.difference, 0)
        goal += active if ours.ready_only else 0
        return max(round(goal) - len(floor.ringing) - len(floor.held) - active, 0)

    def happened(self, floor: Floor, what: str, seconds: float) -> None:
        """Learn nothing beyond the samples."""

    def _adapt(self, floor: Floor) -> None:
        ours = self.settings
        wanted = (self._ready - self._waiting) / self._samples + ours.difference
        part = wanted / max(self._agents / self._samples, 0.01)
        part *= 1 + ours.intensity / 100 if part >= 0 else abs(ours.intensity / 100 - 1)
        self._ready = self._waiting = self._agents = self._samples = 0
        self.level = self._braked(floor, min(max(self.level * (1 + part), 1.0), ours.most))

    def _braked(self, floor: Floor, level: float) -> float:
        today, ours = floor.counted, self.settings
        self._minutes = [*self._minutes[-4:], today]
        last = Answered(today.abandoned - self._minutes[0].abandoned, today.answered - self._minutes[0].answered)
        if last.answered > 20 and last.share > 0.5:
            level /= 2
        if today.answered > 50 and today.share > ours.limit:
            if ours.method == "hard_limit":
                level = 1.0
            elif ours.method == "average":
                level /= 2
            else:
                now = _BEGINS_AT + timedelta(seconds=floor.at)
                level *= max(ours.ends * 100 - (now.hour * 100 + now.minute), 0) / 1000
        return max(level, 1.0)


class Paced:
    """Ours: what ``pacing`` decides after everything that happens, from what it has measured itself.

    ``before``: what both windows count from the days before.
    """

    every, at_events, gap = 4.0, True, 0.4

    def __init__(self, mode: Mode = "predictive", *, few_operators: int = 5, before: Answered = _NONE) -> None:
        self.mode, self.few_operators, self.before = mode, few_operators, before
        self.measured = Measured()

    def place(self, floor: Floor) -> int:
        """Ask the pacing."""
        return place(self.situation(floor), self.measured)

    def situation(self, floor: Floor) -> Situation:
        """Give what the pacing is told."""
        at = floor.at
        today = Answered(self.before.abandoned + floor.abandoned, self.before.answered + floor.answered)
        return Situation(
            mode=self.mode,
            few_operators=self.few_operators,
            limits=floor.setting.limits,
            free=tuple(map(str, floor.free)),
            talking=tuple([at - since for since in floor.talking.values()]),
            wrapping=tuple([at - since for since in floor.wrapping.values()]),
            ringing=tuple([at - since for since in floor.ringing.values()]),
            held=len(floor.held),
            day=today,
            month=today,
            answer=self.measured.chance(_BEGINS_AT + timedelta(seconds=at), hour=9 + floor.hour),
        )

    def happened(self, floor: Floor, what: str, seconds: float) -> None:
        """Measure it."""
        if what == "talked":
            self.measured.talked(seconds)
        elif what == "wrote":
            self.measured.wrote(seconds)
        else:
            at = _BEGINS_AT + timedelta(seconds=floor.at)
            (self.measured.answered if what == "answered" else self.measured.gave_up)(at, seconds, hour=9 + floor.hour)
