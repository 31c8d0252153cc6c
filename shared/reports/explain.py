"""The visits or calls that a figure counted: as a condition on visits, exactly, and as a search of the console. Pure.

A search is about whole calls, so it finds calls with such a visit in such a queue; where one call visits a queue twice,
or a limit cuts within the waiting, it may find others too: ``is_exact`` says so, and ``exactly`` narrows it to calls
that a question to the database named. Formula, parts and variants are the figure itself (``shared.domain.measures``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from shared.domain.measures.counts import FLOW_OUTS
from shared.domain.measures.figures import Figure
from shared.domain.measures.formulas import Formula, Term
from shared.domain.measures.limits import Limits
from shared.domain.search.query import Period, Query
from shared.domain.search.query import Term as Criterion
from shared.reports.selection import Selection

SETTLED = ("answered", "abandoned", *FLOW_OUTS)
WAITING = ""
"""Stands for the outcome of a visit that has none yet."""


class Outcomes(msgspec.Struct, frozen=True, kw_only=True):
    """Visits of these outcomes that waited longer than ``over`` and at most ``within`` seconds; None: no bound."""

    outcomes: tuple[str, ...]
    over: float | None = None
    within: float | None = None


class Priced(msgspec.Struct, frozen=True, kw_only=True):
    """Calls with a price that ended in the period and have these values of keys (queue, account, currency …)."""

    keys: tuple[tuple[str, str], ...] = ()
    is_handled: bool = False


class Behind(msgspec.Struct, frozen=True, kw_only=True):
    """What a figure counted: visits that entered in [since, until) and are one of ``visits``; (): not of visits.

    ``formula``: which visits they are under other limits, where those changed within the period; None: under any.
    ``priced``: of a figure of costs, its calls; None: it is of something else.
    """

    since: datetime
    until: datetime
    queues: tuple[str, ...]
    visits: tuple[Outcomes, ...]
    query: Query
    is_exact: bool
    formula: Formula | None = None
    priced: Priced | None = None


def behind(figure: Figure, selection: Selection, limits: Limits) -> Behind:
    """Of a quotient what is below the line, of a sum the sum itself; ``limits``: those in force, or asked for."""
    formula = figure.formula
    visits = visits_under(formula, limits)
    outcomes = tuple(dict.fromkeys(outcome for one in visits for outcome in one.outcomes if outcome))
    terms = [
        *_choice("queue", selection.queues), *_choice("agent", selection.agents), *_choice("line", selection.lines),
        *_choice("pbx", selection.pbx), *_choice("visit", outcomes),
    ]  # fmt: skip
    query = Query(period=Period(preset=None, since=selection.since, until=selection.until), terms=tuple(terms))
    is_exact = not visits and not selection.queues
    return Behind(since=selection.since, until=selection.until, queues=selection.queues, visits=visits, query=query,
                  is_exact=is_exact, formula=formula)  # fmt: skip


def exactly(query: Query, calls: Iterable[str]) -> Query:
    """The search for these calls by their ids, whenever they were."""
    ids = tuple(sorted(set(calls)))
    return msgspec.structs.replace(query, period=Period(preset="all"), terms=(Criterion(field="call", values=ids),))


def visits_under(formula: Formula, limits: Limits) -> tuple[Outcomes, ...]:
    """The visits that it counts below the line, or as its sum, where these limits hold."""
    if formula.waits:
        return tuple(Outcomes(outcomes=(name.removesuffix("_waits"),)) for name in formula.waits)
    found: dict[tuple[str, ...], Outcomes] = {}
    for term in formula.denominator or formula.numerator:
        one = _of_part(term, limits)
        if one is None:
            continue
        if term.is_minus and one.outcomes in found:
            found[one.outcomes] = msgspec.structs.replace(found[one.outcomes], over=one.within)
        elif not term.is_minus:
            found[one.outcomes] = one
    return tuple(found.values())


def _of_part(term: Term, limits: Limits) -> Outcomes | None:
    threshold, short = limits.threshold_seconds, limits.short_abandon_seconds
    match term.part.name:
        case "offered":
            return Outcomes(outcomes=(*SETTLED, "lost", WAITING))
        case "settled":
            return Outcomes(outcomes=SETTLED)
        case "answered" | "finished" | "visits_passed_on" | "handled" | "handled_finished" | "talk_ms":
            return Outcomes(outcomes=("answered",))
        case "answered_in_time":
            return Outcomes(outcomes=("answered",), within=threshold)
        case "abandoned":
            return Outcomes(outcomes=("abandoned",))
        case "short_abandoned":
            return Outcomes(outcomes=("abandoned",), within=short)
        case "abandoned_in_time":
            return Outcomes(outcomes=("abandoned",), within=threshold)
        case "flow_outs":
            return Outcomes(outcomes=FLOW_OUTS)
        case "lost":
            return Outcomes(outcomes=("lost",))
        case "waiting":
            return Outcomes(outcomes=(WAITING,))
        case _:
            return None


def _choice(field: str, values: tuple[str, ...]) -> tuple[Criterion, ...]:
    return (msgspec.convert({"field": field, "values": values}, Criterion),) if values else ()
