"""A formula evaluated from counts: the value, exact, with all that explains it; or why there is none. Pure."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import msgspec

from shared.domain.measures.counts import EXACT, Counts
from shared.domain.measures.formulas import FORMULAS, SERVICE_LEVELS, Formula, MeasureName, Term
from shared.domain.measures.histogram import Histogram, Percentile
from shared.domain.measures.parts import Part

Missing = Literal["nothing", "limit_not_kept", "too_long", "several_currencies"]
"""Nothing to divide by; the stored counts do not know this limit; longer than the longest that is counted; no sum."""
_MILLISECONDS = 1000
_CENTS = 2


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A part as it was counted: a count, milliseconds, or exact units of money. None: cannot be told."""

    part: Part
    amount: int | None
    is_minus: bool = False


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure's value: per cent, seconds, a count or an amount, exact. ``value`` None: ``missing`` says why.

    ``numerator`` and ``denominator`` with the sums of their parts, ``top`` and ``below``. ``bounds``: of a percentile,
    the bin it lies in; ``value`` is then the bin's end.
    """

    formula: Formula
    value: Fraction | None
    missing: Missing | None = None
    numerator: tuple[Counted, ...] = ()
    denominator: tuple[Counted, ...] = ()
    top: int | None = None
    below: int | None = None
    bounds: Percentile | None = None

    @property
    def number(self) -> float | int | None:
        """The value rounded once, to a float; counts stay whole, amounts are whole hundredths."""
        if self.value is None:
            return None
        if self.formula.unit == "money":
            return float(rounded(self.value, _CENTS))
        return int(self.value) if self.formula.unit == "count" else float(self.value)


def evaluate(formula: Formula | MeasureName, counts: Counts) -> Figure:
    """The formula's figure. Visits are taken under the limits that they are counted with: see ``Counts.under``."""
    asked = formula if isinstance(formula, Formula) else FORMULAS[formula]
    if asked.percentile is not None:
        return _percentile(asked, asked.percentile, counts)
    numerator, denominator = _counted(asked.numerator, counts), _counted(asked.denominator, counts)
    top, below = _sum(numerator), _sum(denominator) if denominator else None
    figure = Figure(formula=asked, value=None, numerator=numerator, denominator=denominator, top=top, below=below)
    if top is None or (denominator and below is None):
        missing: Missing = "several_currencies" if asked.unit == "money" else "limit_not_kept"
        return msgspec.structs.replace(figure, missing=missing)
    if denominator and (below is None or below <= 0):
        return msgspec.structs.replace(figure, missing="nothing")
    return msgspec.structs.replace(figure, value=_value(asked, top, below))


def variants(counts: Counts) -> tuple[Figure, ...]:
    """SL1 to SL7 of the same visits."""
    return tuple(evaluate(name, counts) for name in SERVICE_LEVELS)


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Rounded half up, as people do; a negative half away from nought."""
    scale = 10**decimals
    whole = (abs(value) * scale * 2 + 1) // 2
    return Fraction(whole if value >= 0 else -whole, scale)


def _value(formula: Formula, top: int, below: int | None) -> Fraction:
    value = Fraction(top, below) if below is not None else Fraction(top)
    match formula.unit:
        case "percent":
            return 100 * (1 - value if formula.complement else value)
        case "duration":
            return value / _MILLISECONDS
        case "money":
            return value / EXACT
        case "count":
            return value


def _counted(terms: tuple[Term, ...], counts: Counts) -> tuple[Counted, ...]:
    return tuple(Counted(part=one.part, amount=one.part.amount(counts), is_minus=one.is_minus) for one in terms)


def _sum(parts: tuple[Counted, ...]) -> int | None:
    found = 0
    for one in parts:
        if one.amount is None:
            return None
        found += -one.amount if one.is_minus else one.amount
    return found


def _percentile(formula: Formula, share: float, counts: Counts) -> Figure:
    visits, waits = counts.all_visits, Histogram()
    for name in formula.waits:
        waits += getattr(visits, name)
    bounds = waits.percentile(share)
    if bounds is None:
        return Figure(formula=formula, value=None, missing="nothing")
    value = None if bounds.high is None else Fraction(bounds.high)
    return Figure(formula=formula, value=value, missing="too_long" if value is None else None, bounds=bounds)
