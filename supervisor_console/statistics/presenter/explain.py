"""A figure explained: its formula with letters and numbers, its parts, its variants, and the calls behind it."""

from __future__ import annotations

from fractions import Fraction

from shared.domain.measures.counts import EXACT, Counts
from shared.domain.measures.figures import Counted, Figure, evaluate, variants
from shared.domain.measures.formulas import SERVICE_LEVELS, MeasureName
from shared.reports import words
from supervisor_console.statistics.presenter import charts
from supervisor_console.statistics.presenter.behind import Meant
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.presenter.saying import amount, letters, numbers, term, value
from supervisor_console.statistics.screen import ExplainScreen, Part, Term, Variant


def explained(meant: Meant, moment: Moment) -> ExplainScreen:
    """All that is to be said of it."""
    language, text = moment.language, moment.language.text
    measure, counts, subtitle = meant.measure, meant.counts, meant.subtitle
    figure = evaluate(measure, counts)
    is_level = measure in SERVICE_LEVELS
    return ExplainScreen(
        title=text("Explain this number"), subtitle=f"{text(words.MEASURES[measure])} · {subtitle}",
        name=measure.upper() if is_level else text(words.MEASURES[measure]), figure=value(figure, language),
        numerator=_percentile(figure) or _letters(figure.numerator), denominator=_letters(figure.denominator),
        numbers=_numbers(figure, moment), reduced=_reduced(figure, moment),
        parts_title=text("Parts"), parts=_bounds(meant, figure, moment) or _parts(figure, counts, moment),
        variants_title=text("Seven variants over the same calls") if is_level else "",
        variants=_variants(measure, counts, moment) if is_level else (),
        goal=moment.centre.service_goal / 100 if is_level else None, valid_word=text("in use"),
        goal_words=text("goal {goal}", goal=language.percent(moment.centre.service_goal, 0)) if is_level else "",
        calls=_calls(meant, figure, moment),
        copy=text("Copy the calculation"), note=gaps_words(moment),
        source=text("Source: {source}", source=words.source(figure.formula, language)),
    )  # fmt: skip


def figures_calls(figure: Figure) -> int:
    """How many visits the figure is made of: those below the line, or those counted."""
    parts = figure.denominator or figure.numerator
    return sum((-(one.amount or 0) if one.is_minus else one.amount or 0) for one in parts if one.part.unit == "count")


def _calls(meant: Meant, figure: Figure, moment: Moment) -> str:
    """What the button says; "" where no calls are behind the figure."""
    if meant.behind.visits:
        count = _waits(meant, figure) if figure.formula.waits else figures_calls(figure)
        return moment.language.plural("Show {number} visit", "Show {number} visits", count)
    return moment.language.text("Show the calls") if meant.counts.calls.calls or meant.counts.costs.calls else ""


def as_text(screen: ExplainScreen) -> str:
    """The calculation as text, for the clipboard."""
    head = f"{screen.subtitle}\n{screen.name} = {screen.figure}"
    parts = "\n".join(f"{one.term.letter}{one.term.index}\t{one.words} {one.more}".rstrip() + f"\t{one.value}"
                      for one in screen.parts)  # fmt: skip
    variants = "\n".join(f"{one.name}\t{one.letters}\t{one.numbers}\t{one.figure}" for one in screen.variants)
    return "\n".join(part for part in (head, parts, variants) if part) + "\n"


def _waits(meant: Meant, figure: Figure) -> int:
    return sum(getattr(meant.counts.all_visits, name).total for name in figure.formula.waits)


def _percentile(figure: Figure) -> tuple[Term, ...]:
    share = figure.formula.percentile
    return (Term("P", f"{share:g}"),) if share is not None else ()


def _bounds(meant: Meant, figure: Figure, moment: Moment) -> tuple[Part, ...]:
    """Of a percentile: of how many waits, and between which seconds it lies."""
    if figure.bounds is None:
        return ()
    text, low, high = moment.language.text, figure.bounds.low, figure.bounds.high
    span = [amount(Fraction(one), "duration", moment.language) for one in (low, high) if one is not None]
    return (
        Part(term=Term("N"), words=text("Known waits"), value=moment.language.number(_waits(meant, figure))),
        Part(term=_percentile(figure)[0], words=text("Lies between"), value=" – ".join(span)),
    )


def _letters(parts: tuple[Counted, ...]) -> tuple[Term, ...]:
    return tuple(term(one.part.letter, is_minus=one.is_minus, is_first=place == 0) for place, one in enumerate(parts))


def _said(one: Counted, moment: Moment) -> str:
    if one.amount is None:
        return "—"
    if one.part.unit == "milliseconds":
        return amount(Fraction(one.amount, 1000), "duration", moment.language)
    if one.part.unit == "exact":
        return amount(Fraction(one.amount, EXACT), "money", moment.language)
    return moment.language.number(one.amount)


def _numbers(figure: Figure, moment: Moment) -> tuple[str, str]:
    def joined(parts: tuple[Counted, ...]) -> str:
        found = ""
        for one in parts:
            sign = " − " if one.is_minus else " + " if found else ""
            found += sign + _said(one, moment)
        return found

    return (joined(figure.numerator), joined(figure.denominator)) if figure.denominator else ("", "")


def _reduced(figure: Figure, moment: Moment) -> tuple[str, str]:
    """Sums where more than one part stands above or below the line."""
    if max(len(figure.numerator), len(figure.denominator)) < 2 or figure.top is None or figure.below is None:
        return "", ""
    units = [parts[0].part.unit for parts in (figure.numerator, figure.denominator)]
    found = [amount(Fraction(number, 1000), "duration", moment.language) if unit == "milliseconds"
             else moment.language.number(number)
             for number, unit in zip((figure.top, figure.below), units, strict=True)]  # fmt: skip
    return found[0], found[1]


def _parts(figure: Figure, counts: Counts, moment: Moment) -> tuple[Part, ...]:
    limits = charts.limits_of(counts)
    values = {"threshold": moment.language.number(limits.threshold_seconds),
              "short": moment.language.number(limits.short_abandon_seconds)}  # fmt: skip

    def said(words_of: str) -> str:
        known = {key: one for key, one in values.items() if f"{{{key}}}" in words_of}
        return moment.language.text(words_of, **known) if words_of else ""

    found: dict[str, Part] = {}
    for one in (*figure.numerator, *figure.denominator):
        title, more = words.PARTS[one.part.name]
        letter = term(one.part.letter, is_minus=False, is_first=True)
        found.setdefault(one.part.name, Part(term=letter, words=said(title), more=said(more), value=_said(one, moment)))
    return tuple(found.values())


def _variants(measure: MeasureName, counts: Counts, moment: Moment) -> tuple[Variant, ...]:
    text = moment.language.text
    said = {
        "sl1": text("answered only"), "sl2": text("of all offered"), "sl3": text("answered and abandoned"),
        "sl4": text("without short ones"), "sl5": text("without those who gave up in time"),
        "sl6": text("giving up in time is a success"), "sl7": text("and timely requests for a call back"),
    }  # fmt: skip
    return tuple(
        Variant(
            name=one.formula.name.upper(), figure=value(one, moment.language), letters=letters(one),
            numbers=numbers(one, moment.language), words=said[one.formula.name], is_valid=one.formula.name == measure,
            share=float(one.value) / 100 if one.value is not None else None,
        )
        for one in variants(counts)
    )  # fmt: skip


def gaps_words(moment: Moment) -> str:
    """How many gaps the period touches; "" for none."""
    count = len(moment.gaps)
    return moment.language.plural("{number} collection gap in this period", "{number} collection gaps in this period",
                                  count) if count else ""  # fmt: skip
