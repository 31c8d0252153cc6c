"""Round ticks, and how values of a unit are said. Pure but for the language."""

from __future__ import annotations

import math

from shared.language.formats import length
from shared.language.language import Language
from shared.reports.chart import Unit

ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
ROUND_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 36000, 86400)


def ticks(highest: float, unit: Unit, most: int = 5) -> tuple[float, ...]:
    """Round values from 0 to at least ``highest``, ``most`` steps at most; counts are whole."""
    step = _step(highest, unit, most)
    count = max(1, math.ceil(highest / step - 1e-9))
    return tuple(step * place for place in range(count + 1))


def _step(highest: float, unit: Unit, most: int) -> float:
    least = max(highest, 1e-9) / most
    if unit == "duration":
        for seconds in ROUND_SECONDS:
            if seconds >= least:
                return float(seconds)
        return math.ceil(least / 86400) * 86400.0
    if unit == "count":
        least = max(least, 1.0)
    power = 10.0 ** math.floor(math.log10(least))
    found = next(one * power for one in ROUND if one * power >= least - 1e-12)
    return math.ceil(found) if unit == "count" else found


def said(value: float | None, unit: Unit, language: Language, *, is_tick: bool = False) -> str:
    """The value as people read it; "—" where there is none."""
    if value is None:
        return "—"
    match unit:
        case "percent":
            decimals = 0 if is_tick and float(value).is_integer() else 1
            return language.percent(value, decimals)
        case "duration":
            return length(round(value))
        case "count":
            return language.number(round(value))
        case "money":
            return language.number(value, 2)
        case _:
            return language.number(value, 0 if float(value).is_integer() else 1)
