"""People as chance has it: reactions, conversations, visitors and outside numbers drawn from distributions.

Lengths are log-normal, as measured in call centres everywhere; the shares of odd things (refused, ignored,
parked) are higher than in life, so that a demo of some minutes shows them all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from random import Random

from collector_daemon.simulator.centre import Employee, Temper
from collector_daemon.simulator.people import Act, Attended, Blind, End, Hold, Kind, Park, Reaction, Visitor

FIRST = (
    "Jan",
    "Petr",
    "Žofie",
    "Šárka",
    "Ludmila",
    "Věra",
    "Zdeněk",
    "Božena",
    "Günter",
    "Óscar",
    "Łucja",
    "Дмитрий",
)
LAST = (
    "Dvořáček",
    "Šťastná",
    "Novák",
    "Ďurica",
    "Kučerová",
    "Příhoda",
    "Weiß",
    "Ibáñez",
    "O'Brien",
    "Čapek",
    "Ňorek",
)
ANSWER_SECONDS: dict[Temper, float] = {"quick": 2.2, "steady": 4.0, "slow": 7.5, "absent-minded": 6.0}
IGNORED: dict[Temper, float] = {"quick": 0.02, "steady": 0.05, "slow": 0.10, "absent-minded": 0.25}


class Chance:
    """Draws everything from one ``random``; ``talk_seconds`` is the middle length of a conversation."""

    def __init__(self, random: Random, staff: tuple[Employee, ...], talk_seconds: float = 110.0,
                 patience_seconds: float = 200.0) -> None:
        self.random = random
        self.staff = {employee.extension: employee for employee in staff}
        self.talk_seconds = talk_seconds
        self.patience_seconds = patience_seconds

    def length(self, middle: float, spread: float = 0.6) -> float:
        """A log-normal length in seconds, in milliseconds, at least 0.3 s."""
        return round(max(0.3, middle * math.exp(self.random.gauss(0.0, spread))), 3)

    def reaction(self, extension: str, queue: str | None) -> Reaction:
        """What the person at ``extension`` does."""
        employee = self.staff.get(extension)
        temper: Temper = employee.temper if employee else "steady"
        drawn = self.random.random()
        if drawn < IGNORED[temper]:
            return Reaction("ignore")
        helper = self._colleague(extension)
        if queue and helper and drawn > 0.985:
            return Reaction("pickup", self.length(4.0, 0.4), helper)
        if drawn < IGNORED[temper] + 0.05:
            refusals: tuple[Kind, ...] = ("busy", "decline", "unreachable", "silent")
            refusal = self.random.choice(refusals)
            return Reaction(refusal, 0.0 if refusal == "unreachable" else self.length(1.5))
        return Reaction("answer", self.length(ANSWER_SECONDS[temper], 0.4))

    def outside(self, number: str) -> Reaction:
        """What happens at an outside number."""
        kinds: tuple[Kind, ...] = ("answer", "busy", "ignore", "unreachable")
        kind = self.random.choices(kinds, (70, 10, 14, 6))[0]
        return Reaction(kind, self.length(4.0 if kind == "answer" else 0.4, 0.4))

    def talk(self, extension: str, queue: str | None) -> Iterable[Act]:
        """A conversation: perhaps a hold, perhaps a transfer, then somebody hangs up."""
        length = self.length(self.talk_seconds)
        acts: list[Act] = []
        if self.random.random() < 0.18:
            part = round(length * self.random.uniform(0.2, 0.6), 3)
            acts.append(
                Hold(
                    part,
                    self.length(self.talk_seconds / 6),
                    "agent" if self.random.random() < 0.8 else "caller",
                )
            )
            length = round(length - part, 3)
        passing = self._passing(extension, length)
        return [*acts, *passing] if passing else [*acts, self._end(length)]

    def _passing(self, extension: str, length: float) -> list[Act]:
        drawn, colleague = self.random.random(), self._colleague(extension)
        if colleague is None or drawn > 0.14:
            return []
        if drawn < 0.04:
            return [Blind(length, colleague)]
        if drawn < 0.06:
            return [Blind(length, self.random.choice(("501", "502", "504")))]
        if drawn < 0.07:
            return [Blind(length, self.outside_number())]
        if drawn < 0.12:
            goes_back = self.random.random() < 0.3
            leaves = self.length(5.0) if self.random.random() < 0.06 else None
            to = colleague if self.random.random() < 0.85 else self.outside_number()
            return [Attended(length, to, self.length(self.talk_seconds / 8), goes_back, leaves),
                    self._end(self.length(self.talk_seconds / 2))]
        fetched = colleague if self.random.random() < 0.8 else None
        return [Park(length, self.length(12.0), fetched), self._end(self.length(self.talk_seconds / 2))]

    def _end(self, after: float) -> End:
        return End(after, "caller" if self.random.random() < 0.55 else "agent")

    def _colleague(self, extension: str) -> str | None:
        others = [other for other in self.staff if other != extension]
        return self.random.choice(others) if others else None

    def outside_number(self) -> str:
        """A mobile number."""
        return f"420{self.random.choice((6, 7))}{self.random.randrange(10**8):08d}"

    def visitor(self, line: str, digits: tuple[str, ...]) -> Visitor:
        """A customer; ``digits`` are those the menu knows, none where the line has no menu."""
        draw = self.random.random
        number = "anonymous" if draw() < 0.03 else self.outside_number()
        name = f"{self.random.choice(FIRST)} {self.random.choice(LAST)}" if draw() < 0.5 else ""
        pressed: list[tuple[float, str]] = []
        leaves = None
        if digits:
            pressed = [(self.length(3.5, 0.3), "")] * (draw() < 0.08)
            pressed.append((self.length(2.5, 0.3), self.random.choice(digits)))
            if draw() < 0.06:
                pressed, leaves = [], self.length(3.0, 0.4)
        return Visitor(
            number, name, line, trunk="PJSIP/gsm" if draw() < 0.3 else "PJSIP/trunk", digits=tuple(pressed),
            patience=self.length(self.patience_seconds, 0.8),
            key=(self.length(25.0), "1" if draw() < 0.7 else "0") if draw() < 0.03 else None,
            ivr_hang_up=leaves, message_seconds=self.length(12.0),
            score=self.random.choice("12345") if draw() < 0.7 else "")
