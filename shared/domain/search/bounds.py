"""Lengths, counts and hours as people write them: ``60``, ``90s``, ``1:30``, ``10..60``, ``13:30-14:36``. Pure.

Lengths are seconds. Decimal commas are understood; nothing here raises: what is no bound is None.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import NamedTuple

_NUMBER = r"\d+(?:[.,]\d+)?"
_CLOCKWISE = re.compile(rf"(?:(\d+):)?(\d+):({_NUMBER})")
_UNITS = re.compile(rf"(?:({_NUMBER})h)?(?:({_NUMBER})m(?:in)?)?(?:({_NUMBER})(?:s|sec|sek)?)?", re.IGNORECASE)
_PLAIN = re.compile(_NUMBER)
_RANGE = re.compile(r"([^\s.–-]*(?:\.\d[^\s.–-]*)?)(?:\.\.|–|-)([^\s–-]*)")
_CHAIN = re.compile(r"([<>≤≥]|<=|>=)?([^<>≤≥=]+)(?:([<>≤≥]|<=|>=)([^<>≤≥=]+))?")
_OF_DAY = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*[-–]\s*(\d{1,2})(?:[:.](\d\d))?")
_DAY_MINUTES = 24 * 60


class Bounds(NamedTuple):
    """Lowest and highest, both included unless strict; None: no bound."""

    lowest: float | None
    highest: float | None
    is_strict: bool = False


def length(text: str) -> float | None:
    """Seconds."""
    if found := _CLOCKWISE.fullmatch(text):
        parts = [_float(one or "0") for one in found.groups()]
        seconds = parts[0] * 3600 + parts[1] * 60 + parts[2]
    elif text and (found := _UNITS.fullmatch(text)):
        parts = [_float(one or "0") for one in found.groups()]
        seconds = parts[0] * 3600 + parts[1] * 60 + parts[2] if any(parts[:2]) else parts[2]
    else:
        return None
    return seconds if math.isfinite(seconds) else None


def count(text: str) -> float | None:
    """A number of things."""
    found = _float(text) if _PLAIN.fullmatch(text) else math.inf
    return found if math.isfinite(found) else None


def bounds(sign: str, text: str, *, is_count: bool) -> Bounds | None:
    """What ``sign text`` bounds: one value, a range, or after a comparison perhaps another, ``>10<60``."""
    read = count if is_count else length
    if sign == ":" and (found := _RANGE.fullmatch(text)):
        ends = [read(one) if one else None for one in found.groups()]
        is_read = all((end is not None) == bool(one) for end, one in zip(ends, found.groups(), strict=True))
        return Bounds(ends[0], ends[1]) if is_read else None
    if sign == ":" and (value := read(text)) is not None:
        return Bounds(value, value)
    chain = _CHAIN.fullmatch(text if sign == ":" else sign + text)
    return _compared(chain, is_count=is_count) if chain and chain[1] else None


def _compared(chain: re.Match[str], *, is_count: bool) -> Bounds | None:
    """One comparison or two; None also where two are of a kind, or only one is strict."""
    read = count if is_count else length
    lowest = highest = None
    signs = [sign for sign in (chain[1], chain[3]) if sign]
    for sign, text in ((chain[1], chain[2]), (chain[3], chain[4])):
        if sign is None:
            continue
        if (value := read(text)) is None:
            return None
        if sign[0] in ">≥":
            lowest = value
        else:
            highest = value
    if len(signs) == 2 and (lowest is None or highest is None or len({one in "<>" for one in signs}) == 2):
        return None
    return Bounds(lowest, highest, signs[0] in "<>")


def of_day(text: str) -> str | None:
    """``9-17`` and the like as ``09:00-17:00``."""
    found = _OF_DAY.fullmatch(text)
    if found is None:
        return None
    minutes = [int(found[place]) * 60 + int(found[place + 1] or 0) for place in (1, 3)]
    if max(minutes) > _DAY_MINUTES or any(int(found[place] or 0) > 59 for place in (2, 4)):
        return None
    return "-".join(f"{one // 60:02}:{one % 60:02}" for one in minutes)


def written(number: float) -> str:
    """A bound as it is read again: the same number, without an exponent."""
    text = f"{Decimal(repr(abs(float(number)))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _float(text: str) -> float:
    return float(text.replace(",", "."))
