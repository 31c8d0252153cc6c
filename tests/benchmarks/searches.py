"""The searches that are measured: each criterion alone, and what people ask for (frequent, rare and mixed)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Engine, text

from shared.domain.search.query import KINDS, Order, Period, Query, Term
from tests.benchmarks.ten_million import END

ALL = Period(preset="all")
YEAR, MONTH, DAY = (Period(preset=None, since=END - timedelta(days=n), until=END) for n in (365, 30, 1))


def term(field: str, *values: str, low: float | None = None, high: float | None = None, is_not: bool = False) -> Term:
    """A criterion."""
    assert field in KINDS
    return Term(field=field, values=values, lowest=low, highest=high, is_not=is_not)  # type: ignore[arg-type]


def searches(owner: Engine) -> Iterator[tuple[str, Query]]:
    """(name, query); some values are those of a call that there is."""
    with owner.connect() as connection:
        row = connection.execute(text(
            "select call_id, customer, caller_name, started_at from call where direction = 'inbound' "
            "and caller_name is not null and customer <> '' and started_at < :at order by started_at desc limit 1"
        ), {"at": END - timedelta(days=40)}).one()  # fmt: skip
    for name, terms in _criteria(row.customer, row.caller_name, row.call_id).items():
        yield name, Query(period=ALL, terms=terms)
    for name, period in {"everything": ALL, "a year": YEAR, "a month": MONTH, "a day": DAY}.items():
        yield name, Query(period=period)
    yield from _mixed()


def _criteria(customer: str, name: str, call_id: str) -> dict[str, tuple[Term, ...]]:
    """Each criterion alone, over all three years: the hardest."""
    return {
        "number whole": (term("number", customer[3:]),), "number 60100*": (term("number", customer[3:8] + "*"),),
        "number 6*": (term("number", "6*"),), "number *end of 4": (term("number", "*" + customer[-4:]),),
        "number *end of 7": (term("number", "*" + customer[-7:]),), "number *inside of 3*": (term("number", "*123*"),),
        "number *inside of 6*": (term("number", f"*{customer[4:10]}*"),), "number hidden": (term("number", ""),),
        "name whole": (term("name", name),), "name: one letter": (term("name", "n"),),
        "name: nobody": (term("name", "xaver"),), "line": (term("line", "420222110004"),),
        "queue large": (term("queue", "q01"),), "queue small": (term("queue", "q40"),),
        "queue, three": (term("queue", "q05", "q15", "q30"),), "agent": (term("agent", "1100"),),
        "agent long gone": (term("agent", "1010"),), "agents, four": (term("agent", "1100", "1101", "1102", "1010"),),
        "rang": (term("rang", "1100"),), "missed": (term("missed", "1100"),),
        "direction outbound": (term("direction", "outbound"),), "outcome answered": (term("outcome", "answered"),),
        "outcome abandoned": (term("outcome", "abandoned"),), "outcome lost": (term("outcome", "lost"),),
        "visit timeout": (term("visit", "timeout"),), "visit abandoned": (term("visit", "abandoned"),),
        "ended by agent": (term("ended_by", "agent"),), "ended by system": (term("ended_by", "system"),),
        "wait > 60": (term("wait", low=60),), "wait > 400": (term("wait", low=400),),
        "ring > 15": (term("ring", low=15),), "talk > 300": (term("talk", low=300),),
        "talk < 5": (term("talk", high=5),), "talk > 2000": (term("talk", low=2000),),
        "hold > 30": (term("hold", low=30),), "length > 1200": (term("length", low=1200),),
        "attempts 2": (term("attempts", low=2),), "transferred": (term("transferred"),), "held": (term("held"),),
        "consulted": (term("consulted"),), "parked": (term("parked"),), "recorded": (term("recorded"),),
        "not recorded": (term("recorded", is_not=True),), "gap": (term("gap"),),
        "called back": (term("called_back"),), "disposed": (term("disposed"),), "noted": (term("noted"),),
        "disposition vip": (term("disposition", "vip"),), "note: faktura": (term("note", "fakture"),),
        "note: a number": (term("note", call_id.partition(".")[2]),), "note: two words": (term("note", "slevu sklad"),),
        "crm company": (term("crm", "company=firma 123"),), "crm contract": (term("crm", "contract=12345"),),
        "campaign": (term("campaign", "spring"),), "digits": (term("digits", "1"),),
        "clock at night": (term("clock", "22:00-06:00"),), "clock in the morning": (term("clock", "08:00-09:00"),),
        "weekday sunday": (term("weekday", "7"),), "pbx": (term("pbx", "main"),), "call": (term("call", call_id),),
    }  # fmt: skip


def _mixed() -> Iterator[tuple[str, Query]]:
    """What people ask for."""
    support = term("queue", "q03")
    kinds: dict[str, tuple[Period, tuple[Term, ...], Order]] = {
        "queue, abandoned, wait > 60": (ALL, (support, term("outcome", "abandoned"), term("wait", low=60)), "newest"),
        "the same, last month": (MONTH, (support, term("outcome", "abandoned"), term("wait", low=60)), "newest"),
        "agent, talk > 600": (ALL, (term("agent", "1100"), term("talk", low=600)), "newest"),
        "agent, note: faktura": (YEAR, (term("agent", "1120"), term("note", "fakture")), "newest"),
        "abandoned, not called back": (MONTH, (
            term("outcome", "abandoned"), term("called_back", is_not=True)), "newest"),
        "not abandoned, not held": (MONTH, (
            term("outcome", "abandoned", is_not=True), term("held", is_not=True)), "newest"),
        "longest wait ever": (ALL, (), "longest_wait"), "longest wait of a month": (MONTH, (), "longest_wait"),
        "longest talk of a queue": (YEAR, (support,), "longest_talk"), "longest of a day": (DAY, (), "longest"),
        "oldest": (ALL, (), "oldest"), "parked by one agent": (ALL, (term("agent", "1110"), term("parked")), "newest"),
        "two that never meet": (ALL, (term("outcome", "busy"), term("queue", "q01")), "newest"),
        "gap, lost, night": (ALL, (
            term("gap"), term("outcome", "lost"), term("clock", "22:00-06:00")), "newest"),
    }  # fmt: skip
    for name, (period, terms, order) in kinds.items():
        yield name, Query(period=period, terms=terms, order=order)


