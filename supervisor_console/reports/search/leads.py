"""What leads to the calls of a term quickly, where it does: by tables of words, by notes, by an index of its own.

A lead is never the condition: it may give more calls than the term is true of, never fewer. Each is asked only for
equality and order, because an index serves an account for nothing else (see migration 0007).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection
from sqlalchemy import text as sql

from shared.database.escapes import escape, identifier
from shared.domain.folding import folded_words
from shared.domain.search.query import Term
from shared.domain.search.spans import Span
from supervisor_console.reports.search import telephone
from supervisor_console.reports.search.binding import Values
from supervisor_console.reports.search.scope import SearchScope

FEW = 30_000
"""Calls that are looked at one by one gladly; where a lead gives more, reading calls in order is as quick."""
LAST = "\U0010ffff"
_DAY = timedelta(days=1)


class Lead(msgspec.Struct, frozen=True, kw_only=True):
    """Where keys of calls stand: ``table``, under what ``condition``, when the call began as ``at``.

    ``ordered``: the words (of the ``kind``) for each of which the table is in the order of time.
    """

    table: str
    condition: str
    at: str
    ordered: tuple[str, ...] = ()
    kind: str = ""

    def keys(self, values: Values, span: Span) -> str:
        """A select of the keys in the span."""
        return f"select k.pbx, k.call_id from {self.table} k where {self.condition} and {self.during(values, span)}"  # noqa: S608

    def during(self, values: Values, span: Span) -> str:
        """It is of the span; what was written about a call may know the call's beginning less exactly."""
        if self.at == "k.call_started_at":
            span = Span(span.since and span.since - _DAY, span.until and span.until + _DAY)
        return within(self.at, values, span)


def within(column: str, values: Values, span: Span) -> str:
    """The column is in the span."""
    parts = [f"{column} >= {values.one(span.since)}"] if span.since else []
    parts += [f"{column} < {values.one(span.until)}"] if span.until else []
    return " and ".join(parts) or "true"


def at_instants(column: str, values: Values, instants: Sequence[datetime]) -> str:
    """The column is one of them."""
    return f"{column} = any(cast({values.one(list(instants))} as timestamptz[]))"


def leads_of(term: Term, values: Values) -> list[Lead]:
    """The term's leads."""
    if term.is_not:
        return []
    match term.field:
        case "agent" | "rang" | "missed":
            return [_words("agent", tuple(map(identifier, term.values)), values)]
        case "visit" if not {"answered", "abandoned"} & set(term.values):
            return [_words("visit", term.values, values)]
        case "name":
            return _beginnings("call_word", "name", term.values, values)
        case "note":
            return _beginnings("note_word", "note", term.values, values)
        case "crm":
            return _beginnings("note_word", "crm", [value.rpartition("=")[2] for value in term.values], values)
        case "digits":
            wanted = ["".join(value.split())[:64] for value in term.values]
            return _ranges("call_word", "keyed", wanted, values)
        case "disposition":
            codes = values.texts(map(escape, term.values))
            return [Lead(table="call_disposition", condition=f"k.code = any({codes})", at="k.call_started_at")]
        case "disposed":
            return [Lead(table="call_disposition", condition="true", at="k.call_started_at")]
        case "noted":
            return [Lead(table="call_note", condition="true", at="k.call_started_at")]
    return []


def hint_of(term: Term, values: Values, scope: SearchScope) -> str:
    """What follows from the term and an index of calls knows: numbers by their ends and beginnings."""
    if term.field != "number" or term.is_not:
        return "true"
    ends: set[str] = set()
    ranges: list[str] = []
    for value in term.values:
        hint = _number_hint(value, values, scope, ends) if value else None  # who hides it calls all the time
        if hint is None:
            return "true"
        ranges += hint
    if ends:
        ranges.append(f"c.customer_end = any({values.texts(sorted(ends))})")
    return f"({' or '.join(ranges)})" if ranges else "true"


def _number_hint(value: str, values: Values, scope: SearchScope, ends: set[str]) -> list[str] | None:
    """Ranges of a number's beginning or end; what is whole comes among ``ends``. None: nothing is known."""
    country, prefix = scope.country, scope.outside_prefix
    if not telephone.has_stars(value):
        ends.update(telephone.end_of(one) for one in telephone.whole(value, country, prefix) or ("",))
        return []
    typed = telephone.pattern(value)
    head, tail = typed.partition("%")[0], typed.rpartition("%")[2]
    if head:
        found = telephone.beginnings(value.partition("*")[0], country, prefix)
        return [_range("c.customer", one, values) for one in found]
    if tail:
        return [_range("c.customer_end", telephone.end_of(tail), values)]
    return None


def is_few(connection: Connection, lead: Lead, values: Values, span: Span) -> bool:
    """Does it lead to few calls?"""
    some = f"{lead.keys(values, span)} limit {FEW + 1}"
    found: int = connection.execute(sql(f"select count(*) from ({some}) s"), values.bound).scalar_one()  # noqa: S608
    return found <= FEW


def _words(kind: str, words: Sequence[str], values: Values) -> Lead:
    return Lead(
        table="call_word", condition=f"k.kind = '{kind}' and k.word = any({values.texts(words)})", at="k.started_at",
        ordered=tuple(dict.fromkeys(words)), kind=kind,
    )  # fmt: skip


def _beginnings(table: str, kind: str, texts: Sequence[str], values: Values) -> list[Lead]:
    """By each word of one text; by the longest word of each of several."""
    found = [words for text in texts if (words := folded_words(text))]
    if len(found) == 1:
        return [lead for word in found[0] for lead in _ranges(table, kind, [word], values)]
    return _ranges(table, kind, [max(words, key=len) for words in found], values)


def _ranges(table: str, kind: str, beginnings: Sequence[str], values: Values) -> list[Lead]:
    said = " or ".join(_range("k.word", one, values) for one in beginnings if one)
    if not said:
        return []
    at = "k.started_at" if table == "call_word" else "k.call_started_at"
    return [Lead(table=table, condition=f"k.kind = '{kind}' and ({said})", at=at)]


def _range(column: str, beginning: str, values: Values) -> str:
    """The column, which is compared bytewise, begins so."""
    return f"({column} >= {values.one(beginning)} and {column} < {values.one(beginning + LAST)})"
