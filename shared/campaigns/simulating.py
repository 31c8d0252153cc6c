"""A day of a campaign, simulated event by event, with any rule that says how many calls to place. Pure.

The world: operators signed in from beginning to end; each call is answered by a person with the chance of its hour
after a drawn ring time, or given up (a tenth of them at once: busy); an answered one takes the operator who has been
free the longest, waits two seconds at most for one, and is abandoned then. Talk and wrap-up are drawn.

``simulating_rules`` has the rules, ``planning`` what the console asks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from math import exp, log1p, sqrt
from math import log as ln
from typing import Literal, Protocol

import msgspec

from shared.campaigns.campaign import Limits
from shared.campaigns.dice import Dice
from shared.campaigns.governing import Answered, bound

PATIENCE = 2.0
_BUSY_SECONDS, _BUSY_SHARE = 3.0, 0.1


class Law(msgspec.Struct, frozen=True):
    """How long something takes: ``kind`` of distribution, mean in seconds, and for two of them the spread.

    ``spread``: deviation by mean of ``lognormal``, the exponent (over 1) of ``heavy`` (Lomax: some last very long).
    """

    kind: Literal["fixed", "exponential", "lognormal", "heavy"]
    mean: float
    spread: float = 0.6

    def draw(self, dice: Dice) -> float:
        """Draw a time in seconds."""
        if self.kind == "exponential":
            return -self.mean * log1p(-dice())
        if self.kind == "lognormal":
            variance = ln(1 + self.spread * self.spread)
            return self.mean * exp(sqrt(variance) * dice.normal() - variance / 2)
        if self.kind == "heavy":
            return float(self.mean * (self.spread - 1) * ((1 - dice()) ** (-1 / self.spread) - 1))
        return self.mean


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """A day. ``answers``: by hours from the beginning, the last goes on; ``contacts``: the list's size."""

    operators: int
    answers: tuple[float, ...] = (0.3,)
    hours: float = 8.0
    contacts: int = 10_000_000
    ring: Law = Law("lognormal", 9.0, 0.5)
    ring_seconds: float = 20.0
    talk: Law = Law("lognormal", 120.0, 0.8)
    wrap: Law = Law("lognormal", 20.0, 0.5)
    limits: Limits = Limits()


class Outcomes(msgspec.Struct, frozen=True, kw_only=True):
    """What a day came to. Times in seconds; ``bound``: the upper confidence bound of the abandoned share.

    ``highest``: the highest that bound was at an abandonment, once 500 were answered; ``ended``: when the list or the
    day was over; ``waits``: mean time that an operator waited for a call.
    """

    utilisation: float
    abandoned: int
    answered: int
    attempts: int
    bound: float
    highest: float
    waits: float
    ended: float

    @property
    def share(self) -> float:
        """Abandoned among the answered."""
        return self.abandoned / self.answered if self.answered else 0.0


class Rule(Protocol):
    """Says how many calls to place. It may see the floor, and is told what happens there."""

    every: float  # asked so often at the latest, in seconds
    at_events: bool  # and after everything that happens,
    gap: float  # though no more often than after so many seconds

    def place(self, floor: Floor) -> int:
        """Say how many calls to place now."""

    def happened(self, floor: Floor, what: str, seconds: float) -> None:
        """It was "answered" or "gave_up" after so long, an operator has "talked" or "wrote" so long."""


class Floor:
    """The simulated centre."""

    def __init__(self, setting: Setting, rule: Rule, seed: int) -> None:
        self.setting, self.rule, self._dice = setting, rule, Dice(seed)
        self.at = 0.0
        self.free: deque[int] = deque(range(setting.operators))
        self.talking: dict[int, float] = {}
        self.wrapping: dict[int, float] = {}
        self.ringing: dict[int, float] = {}
        self.held: deque[tuple[int, float]] = deque()  # answered, with when
        self.abandoned = self.answered = self.attempts = 0
        self.busy, self.highest = 0.0, 0.0
        self._heap: list[tuple[float, int, Callable[[int], None], int]] = []
        self._order = 0

    @property
    def counted(self) -> Answered:
        """What the windows count so far."""
        return Answered(self.abandoned, self.answered)

    @property
    def hour(self) -> int:
        """Give the hour since the beginning."""
        return int(self.at // 3600)

    def run(self) -> Outcomes:
        """Simulate to the end of the day or of the list."""
        end, rule, asked, is_news = self.setting.hours * 3600, self.rule, 0.0, False
        self._place(rule.place(self))
        while self.attempts < self.setting.contacts or self.ringing:
            due = max(asked + (rule.gap if is_news else rule.every), self.at)
            coming = self._heap[0][0] if self._heap else end
            if min(due, coming) >= end:
                break
            if due < coming:
                self.at = due
            else:
                self.at, _, deed, number = heappop(self._heap)
                deed(number)
                is_news = rule.at_events
                if not is_news or self.at < asked + rule.gap:
                    continue
            asked, is_news = self.at, False
            self._place(rule.place(self))
        return self._told(end)

    def _told(self, end: float) -> Outcomes:
        ended = end if self.attempts < self.setting.contacts else max(self.at, 1.0)
        for since in (*self.talking.values(), *self.wrapping.values()):
            self.busy += ended - since
        signed_in = self.setting.operators * ended
        connected = max(self.answered - self.abandoned, 1)
        return Outcomes(
            utilisation=self.busy / signed_in, abandoned=self.abandoned, answered=self.answered,
            attempts=self.attempts, bound=bound(self.counted, self.setting.limits.confidence), highest=self.highest,
            waits=(signed_in - self.busy) / connected, ended=ended,
        )  # fmt: skip

    def _after(self, seconds: float, deed: Callable[[int], None], number: int) -> None:
        self._order += 1
        heappush(self._heap, (self.at + seconds, self._order, deed, number))

    def _place(self, calls: int) -> None:
        answers, dice = self.setting.answers, self._dice
        chance = answers[min(self.hour, len(answers) - 1)]
        for _ in range(min(calls, self.setting.contacts - self.attempts)):
            self.attempts += 1
            self.ringing[self.attempts] = self.at
            if dice() < chance:
                seconds = self.setting.ring.draw(dice)
                while seconds > self.setting.ring_seconds:
                    seconds = self.setting.ring.draw(dice)
                self._after(seconds, self._answer, self.attempts)
            else:
                seconds = _BUSY_SECONDS if dice() < _BUSY_SHARE else self.setting.ring_seconds
                self._after(seconds, self._give_up, self.attempts)

    def _answer(self, call: int) -> None:
        self.rule.happened(self, "answered", self.at - self.ringing.pop(call))
        self.answered += 1
        if self.free:
            self._talk(self.free.popleft())
        else:
            self.held.append((call, self.at))
            self._after(PATIENCE, self._abandon, call)

    def _abandon(self, call: int) -> None:
        if self.held and self.held[0][0] == call:
            self.held.popleft()
            self.abandoned += 1
            if self.answered >= 500:
                self.highest = max(self.highest, bound(self.counted, self.setting.limits.confidence))

    def _give_up(self, call: int) -> None:
        self.rule.happened(self, "gave_up", self.at - self.ringing.pop(call))

    def _talk(self, operator: int) -> None:
        self.talking[operator] = self.at
        self._after(self.setting.talk.draw(self._dice), self._write, operator)

    def _write(self, operator: int) -> None:
        seconds = self.at - self.talking.pop(operator)
        self.busy += seconds
        self.rule.happened(self, "talked", seconds)
        self.wrapping[operator] = self.at
        self._after(self.setting.wrap.draw(self._dice), self._ready, operator)

    def _ready(self, operator: int) -> None:
        seconds = self.at - self.wrapping.pop(operator)
        self.busy += seconds
        self.rule.happened(self, "wrote", seconds)
        if self.held:
            self.held.popleft()
            self._talk(operator)
        else:
            self.free.append(operator)
