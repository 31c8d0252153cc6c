"""Figures in words: values by their unit, changes against before, letters of formulas."""

from __future__ import annotations

from fractions import Fraction

from shared.domain.measures.figures import Figure, rounded
from shared.domain.measures.formulas import MeasureUnit
from shared.language.formats import length
from shared.language.language import Language
from supervisor_console.statistics.screen import Change, Term

NOTHING = "—"
INDICES = str.maketrans({"T": "ᴛ", "s": "ₛ", "e": "ₑ", "a": "ₐ"})


def value(figure: Figure, language: Language) -> str:
    """The figure's value, "—" where there is none."""
    if figure.value is None:
        return NOTHING
    return amount(figure.value, figure.formula.unit, language)


def amount(number: Fraction, unit: MeasureUnit, language: Language) -> str:
    """A number of this unit: per cent with one decimal, seconds as m:ss, amounts to the hundredth."""
    match unit:
        case "percent":
            return language.percent(float(rounded(number, 1)), 1)
        case "duration":
            return length(int(rounded(number, 0)))
        case "money":
            return language.number(float(rounded(number, 2)), 2)
        case "count":
            return language.number(int(number))


def change(now: Figure, before: Figure | None, language: Language) -> Change | None:
    """Against before; coloured only where more of it is better or worse for certain. None: nothing to compare."""
    if before is None or now.value is None or before.value is None:
        return None
    difference = now.value - before.value
    text = _difference(now, before.value, difference, language)
    if not text:
        return None
    is_more = difference > 0
    better = now.formula.better
    token = "muted" if better is None else "good" if is_more == (better == "higher") else "bad"
    return Change(text=text, icon="arrow_up" if is_more else "arrow_down", token=token)  # type: ignore[arg-type]  # a token


def _difference(now: Figure, before: Fraction, difference: Fraction, language: Language) -> str:
    match now.formula.unit:
        case "percent":
            points = rounded(abs(difference), 1)
            return language.text("{points} p.", points=language.number(float(points), 1)) if points else ""
        case "duration":
            seconds = int(rounded(abs(difference), 0))
            return (f"{seconds} s" if seconds < 60 else length(seconds)) if seconds else ""
        case "count" | "money":
            if not before:
                return ""  # beside nothing everything is more
            share = rounded(abs(100 * difference / before), 1)
            return language.percent(float(share), 1) if share else ""


def term(letter: str, *, is_minus: bool, is_first: bool) -> Term:
    """A letter as formulas have it: ``A_T`` is an A with a small T."""
    big, _, small = letter.partition("_")
    sign = "−" if is_minus else "" if is_first else "+"
    return Term(big, small, sign)


def letters(figure: Figure) -> str:
    """The formula in one line of text: ``Aᴛ / (A+B−Bₛ)``."""
    top, below = (_sum([(one.part.letter, one.is_minus) for one in parts])
                  for parts in (figure.numerator, figure.denominator))  # fmt: skip
    if not below:
        return top
    return f"{_bracketed(top)} / {_bracketed(below)}"


def numbers(figure: Figure, language: Language) -> str:
    """Sum above and below: ``1 059 / 1 284``."""
    if figure.top is None or figure.below is None:
        return ""
    return f"{language.number(figure.top)} / {language.number(figure.below)}"


def _sum(parts: list[tuple[str, bool]]) -> str:
    found = ""
    for letter, is_minus in parts:
        big, _, small = letter.partition("_")
        found += ("−" if is_minus else "+" if found else "") + big + small.translate(INDICES)
    return found


def _bracketed(text: str) -> str:
    return f"({text})" if any(sign in text for sign in "+−") else text
