"""Queries made up at random."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from shared.domain.search.query import Field, Order, Period, Preset, Query, Term
from tests.integration.search.made import AGENTS, BEGINNING, DAYS, QUEUES, call_of

PRESETS: tuple[Preset, ...] = (
    "last_hour", "today", "yesterday", "this_week", "last_week", "this_month", "last_month", "last_7_days",
    "last_30_days", "this_year", "all",
)  # fmt: skip
ORDERS: tuple[Order, ...] = ("newest", "oldest", "longest_wait", "longest_talk", "longest")
VALUES: dict[Field, tuple[str, ...]] = {
    "number": ("777120007", "+420 777 120 014", "420777120021", "777*", "+420777*", "*0007", "*2003*", "*", "", "1001",
               "+493012345678", "777*7", "000", "77712*"),
    "name": ("nov", "Křížová Ž", "skoda", "neill", "NOVÁK", "łu", "xyz", "", "jana"),
    "line": ("420222111001", "222111002", "*44", "22*", "*11*", "999"),
    "queue": (*QUEUES, "nowhere"), "agent": (*AGENTS, "1", "nobody"), "rang": AGENTS, "missed": AGENTS,
    "direction": ("inbound", "outbound", "internal"),
    "outcome": ("answered", "abandoned", "busy", "lost", "failed"),
    "visit": ("answered", "abandoned", "timeout", "key", "full", "transferred"),
    "ended_by": ("caller", "agent", "transfer", "system"),
    "disposition": ("order", "complaint", "wrong", "none"),
    "note": ("faktura", "fakt", "caj", "Reklam čajn", "rano", "17", "nic takového", ""),
    "crm": ("firma=skoda", "firma=Novak", "plzeň", "zakaznik=127", "Číslo=7", "7", "cislo=7"),
    "campaign": ("spring",), "digits": ("1", "13", "2"), "clock": ("08:00-16:30", "22:00-06:00", "02:00-03:00"),
    "weekday": ("1", "5", "6", "7"), "pbx": ("main", "branch", "elsewhere"),
    "call": ("1.1", call_of(Random(7), 0).call_id),
}  # fmt: skip
MEASURES: dict[Field, int] = {"wait": 200, "ring": 45, "talk": 600, "hold": 90, "length": 900, "attempts": 6}
TRUTHS: tuple[Field, ...] = (
    "transferred", "held", "consulted", "parked", "recorded", "gap", "called_back", "disposed", "noted",
)  # fmt: skip


def a_term(random: Random, field: Field) -> Term:
    """A term of that field."""
    is_not = random.random() < 0.25
    if field in TRUTHS:
        return Term(field=field, is_not=is_not)
    if field in MEASURES:
        low, high = sorted(round(random.uniform(0, MEASURES[field]), random.choice((0, 0, 3))) for _ in range(2))
        kept = random.choice(((low, high), (low, None), (None, high)))
        return Term(field=field, lowest=kept[0], highest=kept[1], is_strict=random.random() < 0.5, is_not=is_not)
    values = tuple(random.sample(VALUES[field], min(len(VALUES[field]), random.choice((1, 1, 1, 2, 3)))))
    return Term(field=field, values=values, is_not=is_not)


def a_query(random: Random, field: Field) -> Query:
    """A query with a term of that field, and perhaps others."""
    fields: list[Field] = [*VALUES, *MEASURES, *TRUTHS]
    others = random.choices(fields, k=random.choice((0, 0, 1, 2)))
    terms = tuple(a_term(random, one) for one in (field, *others))
    return Query(period=a_period(random), terms=terms, order=random.choice(ORDERS))


def a_period(random: Random) -> Period:
    """A preset, or instants that are no one's midnight; open ones too."""
    if random.random() < 0.5:
        return Period(preset=random.choice((*PRESETS, "all", "all")))
    first, last = sorted(BEGINNING + timedelta(seconds=random.randrange(DAYS * 86_400)) for _ in range(2))
    return Period(preset=None, since=random.choice((first, None)), until=random.choice((last, None)))
