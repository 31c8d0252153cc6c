"""Regular expressions of an administrator's that cannot keep an operator's desk waiting.

Python's own engine tries every way there is and cannot be stopped, so what could take long is refused when it is read:
repeats inside repeats, references back, looking around, and more choices than ``MOST_STEPS`` allow for the longest
text. Everything that numbers and names need is left: ``^\\+420``, ``\\D+``, ``^0*(\\d{3})(\\d+)$``.
"""

from __future__ import annotations

import importlib
import math
import re
import warnings
from typing import Any, NamedTuple

from shared.templates.failing import BadTemplate

LONGEST_TEXT = 128  # letters of a value that are looked at; the rest of a longer one is left out
LONGEST_PATTERN = 200
MOST_STEPS = 8_000_000  # in fact some hundredths of a second: the engine skips much of what is counted here

_engine: Any = importlib.import_module("re._parser")  # the tree that the engine itself works on; no public door to it
_SIGNS = {"LITERAL", "NOT_LITERAL", "ANY", "IN", "CATEGORY", "AT"}


class Replacement:
    """``pattern`` replaced by ``by`` in a text. Raises BadTemplate for what is wrong or could take long."""

    def __init__(self, pattern: str, by: str) -> None:
        if len(pattern) > LONGEST_PATTERN or len(by) > LONGEST_PATTERN:
            raise BadTemplate(f"a regular expression may have {LONGEST_PATTERN} letters")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of signs that a later Python may read differently
                tree = _engine.parse(pattern)
                _check(pattern, tree)
                self._pattern = re.compile(pattern)
                self._pattern.sub(by, "")
        except (re.error, OverflowError, RecursionError, IndexError, ValueError) as problem:
            raise BadTemplate(f"{pattern!r} is no regular expression: {problem}") from None
        self._by = by

    def made_in(self, text: str) -> str:
        """The text with every match replaced."""
        return self._pattern.sub(self._by, text[:LONGEST_TEXT])


class _Cost(NamedTuple):
    """In how many ways a part can lie on the longest text, with how many open repeats, each way looking at how much."""

    ways: float = 1.0
    repeats: int = 0
    signs: int = 0


def _check(pattern: str, tree: Any) -> None:
    ways, repeats, signs = _of_all(tree, depth=0)
    is_bound = pattern.startswith("^") and len(tree) > 0 and str(tree[0][0]) == "AT"
    starts = 1 if is_bound else LONGEST_TEXT
    steps = ways * starts * max(signs, 1) / math.factorial(min(repeats + (not is_bound), 20))
    if steps > MOST_STEPS:
        raise BadTemplate(f"{pattern!r} could take too long; begin it with ^ or use fewer of + * ?")


def _of_all(tree: Any, depth: int) -> _Cost:
    """Of parts one after another."""
    found = [_of_one(str(operator), argument, depth) for operator, argument in tree]
    ways = math.prod(one.ways for one in found)
    return _Cost(ways, sum(one.repeats for one in found), sum(one.signs for one in found))


def _of_one(operator: str, argument: Any, depth: int) -> _Cost:
    if operator in _SIGNS:
        return _Cost(signs=1)
    if operator == "SUBPATTERN":
        return _of_all(argument[3], depth)
    if operator == "BRANCH":
        found = [_of_all(branch, depth) for branch in argument[1]]
        return _Cost(sum(one.ways for one in found), max(one.repeats for one in found), sum(one.signs for one in found))
    if operator in {"MAX_REPEAT", "MIN_REPEAT"}:
        least, most, body = argument
        return _of_repeat(int(least), int(most), body, depth)
    raise BadTemplate("a regular expression here may not look around or refer back to a group")


def _of_repeat(least: int, most: int, body: Any, depth: int) -> _Cost:
    if most <= 1:
        ways, repeats, signs = _of_all(body, depth)
        return _Cost(ways + (least == 0), repeats, signs)
    inner = _of_all(body, depth + 1)
    if depth or inner.ways > 1:
        raise BadTemplate("a regular expression here may not repeat what repeats or chooses by itself")
    if least > LONGEST_TEXT:
        raise BadTemplate(f"a regular expression here may not ask for more than {LONGEST_TEXT} letters")
    longest = min(most, LONGEST_TEXT)
    return _Cost(float(longest - least + 1), int(longest > 2 * least + 8), least * max(inner.signs, 1))
