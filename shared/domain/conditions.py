"""Conditions of alert rules: ``longest_wait > 60 and paused >= 1``, read from text and asked of measures. Pure.

A condition is comparisons of a measure with a number, joined by ``and``, and those by ``or``; ``and`` binds closer,
there are no parentheses. Signs: > >= < <= == !=. A measure that has no value now (nobody waits, nothing to divide by)
fulfils no comparison, whatever the sign.

The *margin* keeps an alert from coming and going: once raised it ends only when the measure is that much better
than the limit. It belongs to the first comparison of each alternative, so the measure that it is meant for stands
first, and has that measure's unit (or is a share of the limit).
"""

from __future__ import annotations

import difflib
import operator
import re
from collections.abc import Callable, Iterator
from typing import Literal, cast, get_args

import msgspec

from shared.domain.measures import Measure

Sign = Literal[">", ">=", "<", "<=", "==", "!="]
Measured = Callable[[Measure], float | None]
"""Tells what a measure is now; None: it has no value."""

_HOLDS: dict[Sign, Callable[[float, float], bool]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne,
}
_TOWARDS: dict[Sign, int] = {">": -1, ">=": -1, "<": 1, "<=": 1, "==": 0, "!=": 0}
"""In which direction the margin moves the limit."""
_SHARES: frozenset[Measure] = frozenset({"service_level", "abandoned_share"})
_WORD = re.compile(r"\s*(?:([A-Za-z_]\w*)|(-?\d+(?:\.\d+)?)(?![\w.,])|(>=|<=|==|!=|>|<)|(\S[\w.,]*))")
_MARGIN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(%?)\s*")
_MEASURES: tuple[Measure, ...] = get_args(Measure)
_LONGEST = 1000  # letters of a condition


class ConditionMisread(ValueError):
    """A text that is no condition; the message says at which character and what is wrong."""


class Margin(msgspec.Struct, frozen=True):
    """How much better than the limit a measure must be for the end: so much, or a share of the limit in per cent."""

    amount: float = 0.0
    is_share: bool = False

    def of(self, limit: float) -> float:
        """The margin of a limit, in the measure's unit."""
        return abs(limit) * self.amount / 100 if self.is_share else self.amount


NO_MARGIN = Margin()


class Comparison(msgspec.Struct, frozen=True):
    """``measure sign limit``."""

    measure: Measure
    sign: Sign
    limit: float

    def holds(self, value: float | None, margin: float = 0.0) -> bool:
        """Is it so? With a margin also when it nearly is."""
        return value is not None and _HOLDS[self.sign](value, self.limit + _TOWARDS[self.sign] * margin)

    def always_holds(self, margin: float) -> bool:
        """Would it hold for every value that the measure can have, so that an alert could not end?"""
        best = 0.0 if _TOWARDS[self.sign] < 0 else 100.0 if self.measure in _SHARES else None
        return _TOWARDS[self.sign] != 0 and best is not None and self.holds(best, margin)


class Condition(msgspec.Struct, frozen=True):
    """Alternatives of comparisons that must all hold."""

    alternatives: tuple[tuple[Comparison, ...], ...]

    def holds(self, measured: Measured, margin: Margin = NO_MARGIN) -> bool:
        """Is it so? With a margin also when it nearly is."""
        return any(_all_hold(comparisons, measured, margin) for comparisons in self.alternatives)

    def reason(self, measured: Measured) -> Comparison:
        """The comparison to tell people: the first of what holds."""
        holding = (one for one in self.alternatives if _all_hold(one, measured, NO_MARGIN))
        return next(holding, self.alternatives[0])[0]


def condition(text: str, margin: Margin = NO_MARGIN) -> Condition:
    """The condition of a text. Raises ConditionMisread, also where the margin would never let an alert end."""
    if len(text) > _LONGEST:
        raise ConditionMisread(f"longer than {_LONGEST} characters")
    words = _Words(text)
    alternatives = [[words.comparison()]]
    while (joint := words.joint()) is not None:
        if joint == "or":
            alternatives.append([words.comparison()])
        else:
            alternatives[-1].append(words.comparison())
    for (first, *_others) in alternatives:
        if first.always_holds(margin.of(first.limit)):
            raise ConditionMisread(_endless(first, margin.of(first.limit)))
    return Condition(tuple(map(tuple, alternatives)))


def margin(text: float | str) -> Margin:
    """The margin of a number, or of a text such as ``10 %``. Raises ConditionMisread."""
    found = _MARGIN.fullmatch(str(text))
    if found is None:
        raise ConditionMisread(f"{text!r} is neither a number from 0 on nor a text like '10 %'")
    return Margin(float(found[1]), found[2] == "%")


def _all_hold(comparisons: tuple[Comparison, ...], measured: Measured, margin: Margin) -> bool:
    first, *others = comparisons
    if not first.holds(measured(first.measure), margin.of(first.limit)):
        return False
    return all(one.holds(measured(one.measure)) for one in others)


def _endless(first: Comparison, margin: float) -> str:
    told = f"{first.measure} {first.sign} {first.limit:g}"
    return f"{told} with a hysteresis of {margin:g} would never end" if margin else f"{told} is always so"


class _Words:
    """The words of a text, one after the other, each with the place where it begins (from 1)."""

    def __init__(self, text: str) -> None:
        self._words = list(_split(text))
        self._end = len(text.rstrip()) + 1
        self._next = 0

    def comparison(self) -> Comparison:
        """Measure, sign, number."""
        name = self._take("name", "a measure such as longest_wait")
        if name not in _MEASURES:
            near = difflib.get_close_matches(name, _MEASURES, n=1)
            known = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(_MEASURES)}"
            raise ConditionMisread(f"at character {self._place(-1)}: {name!r} is no measure; {known}")
        sign = self._take("sign", "one of > >= < <= == !=")
        limit = float(self._take("number", "a number"))
        return Comparison(name, cast("Sign", sign), limit)

    def joint(self) -> str | None:
        """``and`` or ``or``; None at the end."""
        if self._next == len(self._words):
            return None
        found = self._take("name", "and, or, or the end").lower()
        if found not in ("and", "or"):
            raise ConditionMisread(f"at character {self._place(-1)}: expected and, or, or the end, found {found!r}")
        return found

    def _take(self, kind: str, wanted: str) -> str:
        if self._next == len(self._words):
            raise ConditionMisread(f"at character {self._end}: expected {wanted}, found the end")
        place, found, text = self._words[self._next]
        if found != kind:
            raise ConditionMisread(f"at character {place}: expected {wanted}, found {text!r}")
        self._next += 1
        return text

    def _place(self, step: int) -> int:
        return self._words[self._next + step][0]


def _split(text: str) -> Iterator[tuple[int, str, str]]:
    """(place, kind, word) of each word."""
    for found in _WORD.finditer(text.rstrip()):
        kind = ("name", "number", "sign", "else")[(found.lastindex or 1) - 1]
        yield found.start(found.lastindex or 1) + 1, kind, found[found.lastindex or 1]
