"""What a campaign has measured of itself: how often people answer, how long it rings, they talk, it is written down.

Driven by events with their instants; ``pacing`` reads it. The chance of an answer is a Beta distribution for every list
and hour of the day, which forgets by time and leans on the list's mean, as that leans on the campaign's, as long as it
has seen little itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.campaigns.horizon import Horizon
from shared.campaigns.lengths import Lengths
from shared.campaigns.share import WEIGHT, Chance

__all__ = ["Chance", "Measured"]

HALF_LIFE = timedelta(days=7)
RECENT = timedelta(minutes=45)
_LEAN_OF_HOUR, _LEAN_OF_LIST = 60.0, 40.0  # attempts that the mean above is worth


class _Cell:
    """Answers and attempts that fade with time."""

    __slots__ = ("answers", "at", "attempts", "half_life")

    def __init__(self, half_life: timedelta) -> None:
        self.answers = self.attempts = 0.0
        self.at: datetime | None = None
        self.half_life = half_life

    def fade(self, at: datetime) -> None:
        if self.at is not None and at > self.at:
            left = 0.5 ** ((at - self.at) / self.half_life)
            self.answers *= left
            self.attempts *= left
        self.at = at if self.at is None or at > self.at else self.at

    def lean(self, on: Chance, weight: float) -> Chance:
        return Chance(self.answers + on.share * weight, self.attempts + weight)


class Measured:
    """All that one campaign has measured. Instants are aware; ``hour``: of the called's day, 0 to 23."""

    def __init__(self, *, talk_seconds: float = 120.0, wrap_seconds: float = 30.0, ring_seconds: float = 20.0) -> None:
        self.talk = Lengths(talk_seconds)
        self.wrap = Lengths(max(wrap_seconds, 1.0), longest=3600.0)
        self.answer = Lengths(9.0, first=0.5, longest=120.0)
        self.give_up = Lengths(ring_seconds, first=0.5, longest=120.0)
        self._all = _Cell(HALF_LIFE)
        self._recent = _Cell(RECENT)
        self._lists: dict[str, _Cell] = {}
        self._hours: dict[tuple[str, int], _Cell] = {}
        self._horizon, self._version = self._look(), 0

    def answered(self, at: datetime, seconds: float, *, hour: int = 0, of: str = "") -> None:
        """A person answered after so many seconds; ``of``: the contact's list."""
        self.answer.add(seconds)
        self._count(at, 1, hour, of)

    def gave_up(self, at: datetime, seconds: float, *, hour: int = 0, of: str = "") -> None:
        """An attempt ended without a person after so many seconds: busy, no answer, failed, a machine."""
        self.give_up.add(seconds)
        self._count(at, 0, hour, of)

    def talked(self, seconds: float, *, is_over: bool = True) -> None:
        """An operator talked so long."""
        self.talk.add(seconds, is_over=is_over)

    def wrote(self, seconds: float, *, is_over: bool = True) -> None:
        """An operator needed so long after a talk until ready again."""
        self.wrap.add(seconds, is_over=is_over)

    def chance(self, at: datetime, *, hour: int = 0, of: str = "") -> Chance:
        """Give the chance that a call placed now is answered by a person."""
        everywhere = self._all.lean(Chance(), WEIGHT)
        found = self._lists[of].lean(everywhere, _LEAN_OF_LIST) if of in self._lists else everywhere
        cell = self._hours.get((of, hour))
        if cell is not None:
            cell.fade(at)
            found = cell.lean(found, _LEAN_OF_HOUR)
        self._recent.fade(at)
        return self._recent.lean(found, _LEAN_OF_HOUR)

    def horizon(self) -> Horizon:
        """Give the tables of what comes within the next seconds; they are made anew when enough has changed."""
        version = self.talk.version + self.wrap.version + self.answer.version + self.give_up.version
        if version != self._version:
            self._horizon, self._version = self._look(), version
        return self._horizon

    def _look(self) -> Horizon:
        return Horizon(answer=self.answer, give_up=self.give_up, talk=self.talk, wrap=self.wrap)

    def _count(self, at: datetime, answers: int, hour: int, of: str) -> None:
        for cell in (self._all, self._recent, self._lists.setdefault(of, _Cell(HALF_LIFE)),
                     self._hours.setdefault((of, hour), _Cell(HALF_LIFE))):  # fmt: skip
            cell.fade(at)
            cell.answers += answers
            cell.attempts += 1
