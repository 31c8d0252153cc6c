"""A term as a condition on the row ``c`` of a call: exact, whatever leads there.

A condition is text of SQL in which every value is bound. What is unknown of a call (it has no wait, no number) is not
found, and so is found where the term is negated.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor

from shared.database.escapes import escape, identifier
from shared.domain.folding import folded_words
from shared.domain.search.query import KINDS, Term
from supervisor_console.reports.search import telephone
from supervisor_console.reports.search.binding import Values
from supervisor_console.reports.search.scope import SearchScope

NOTHING = "false"
SEES_MISSED = "c.direction = 'inbound' and c.outcome is distinct from 'answered'"
TALKED_LATER = (
    "l.customer_end = c.customer_end and length(c.customer_end) >= 6 and l.started_at > c.started_at "
    "and l.outcome = 'answered' and l.answered_at is not null"
)
"""A later call ``l`` in which the customer of ``c`` was talked with."""


class Conditions:
    """Terms → SQL; ``lines`` are all inbound lines there are."""

    def __init__(self, values: Values, scope: SearchScope, lines: tuple[str, ...]) -> None:
        self._values, self._scope, self._lines = values, scope, lines

    def of(self, term: Term) -> str:
        """The condition."""
        said = self._positive(term)
        return f"not coalesce({said}, false)" if term.is_not else f"({said})"

    def _positive(self, term: Term) -> str:
        match KINDS[term.field]:
            case "length":
                return self._bounds(_LENGTHS[term.field], term, 1000)
            case "count":
                return self._bounds("c.attempts", term, 1)
            case "truth":
                return _TRUTHS[term.field]
        special: dict[str, Callable[[Term], str]] = {
            "number": self._number, "line": self._line, "name": self._name, "note": self._note, "crm": self._crm,
            "digits": self._digits, "clock": self._clock, "weekday": self._weekday,
            "disposition": self._disposition,
        }  # fmt: skip
        if term.field in special:
            return special[term.field](term)
        if term.field in _PLAIN:
            return f"{_PLAIN[term.field]} = any({self._keys(term)})"
        if term.field in _ARRAYS:
            return f"{_ARRAYS[term.field]} && {self._keys(term)}"
        return NOTHING  # campaigns: there are none yet

    def _keys(self, term: Term) -> str:
        return self._values.texts(map(identifier, term.values))

    def _bounds(self, column: str, term: Term, scale: int) -> str:
        """Whole numbers on both sides, so that an index serves."""
        low, high = bounds(term, scale)
        if low is not None and low >= 0 and column in _INDEXED:
            column = or_none(column)  # as the index has it
        parts = [f"{column} is not null"]
        parts += [] if low is None else [f"{column} >= {self._values.one(low)}"]
        parts += [] if high is None else [f"{column} <= {self._values.one(high)}"]
        return " and ".join(parts)

    def _number(self, term: Term) -> str:
        country, prefix = self._scope.country, self._scope.outside_prefix
        found: list[str] = []
        plain = {digits for value in term.values if not telephone.has_stars(value)
                 for digits in telephone.whole(value, country, prefix) or ("",)}  # fmt: skip
        if plain:
            found.append(f"c.customer = any({self._values.texts(sorted(plain))})")
        likes: set[str] = set()
        for value in filter(telephone.has_stars, term.values):
            likes.update(number_patterns(value, country, prefix))
        if likes:
            found.append(f"c.customer like any({self._values.texts(sorted(likes))})")
        return " or ".join(found) or NOTHING

    def _line(self, term: Term) -> str:
        return f"c.line = any({self._values.texts(matching_lines(term, self._lines, self._scope))})"

    def _name(self, term: Term) -> str:
        return self._worded("c.caller_words", term.values)

    def _note(self, term: Term) -> str:
        said = self._worded("' ' || folded(n.text)", term.values)
        return f"exists (select from call_note n where n.pbx = c.pbx and n.call_id = c.call_id and ({said}))"

    def _crm(self, term: Term) -> str:
        parts = []
        for value in term.values:
            field, sign, answer = value.partition("=")
            words = self._worded("' ' || folded(a.value)", (answer if sign else value,))
            named = f"a.key = {self._values.one(escape(field.strip()))} and " if sign else ""
            parts.append(f"{named}({words})")
        said = " or ".join(parts) or NOTHING
        return (
            "exists (select from call_form f, jsonb_each_text(f.answers) a "
            f"where f.pbx = c.pbx and f.call_id = c.call_id and ({said}))"
        )

    def _worded(self, column: str, texts: tuple[str, ...]) -> str:
        """All words of any of the texts begin words of the column's, which are folded with a space before each."""
        found = []
        for text in texts:
            words = folded_words(text)
            if words:  # no word has a sign that LIKE knows
                marks = self._values.texts(f"% {word}%" for word in words)
                found.append(f"{column} like all({marks})")
        return " or ".join(found) or NOTHING

    def _digits(self, term: Term) -> str:
        wanted = ["".join(value.split()) for value in term.values]
        return " or ".join(f"starts_with(c.keyed, {self._values.one(one)})" for one in wanted if one) or NOTHING

    def _disposition(self, term: Term) -> str:
        codes = self._values.texts(map(escape, term.values))
        return (
            "exists (select from call_disposition d where d.pbx = c.pbx and d.call_id = c.call_id "
            f"and d.code = any({codes}))"
        )

    def _clock(self, term: Term) -> str:
        at = f"cast(c.started_at at time zone {self._values.one(self._scope.zone_name)} as time)"
        found = []
        for value in term.values:
            first, _, last = value.partition("-")
            since, until = (f"cast({self._values.one(text.strip())} as time)" for text in (first, last))
            joint = "and" if first.strip() < last.strip() else "or"  # 22:00-06:00 goes over midnight
            found.append(f"({at} >= {since} {joint} {at} < {until})")
        return " or ".join(found) or NOTHING

    def _weekday(self, term: Term) -> str:
        days = [int(value) for value in term.values if value.isdigit()]
        zone = self._values.one(self._scope.zone_name)
        return f"extract(isodow from c.started_at at time zone {zone}) = any(cast({self._values.one(days)} as int[]))"


def or_none(column: str) -> str:
    """A length, -1 for none: as indexes have it."""
    return f"(case when {column} is null then -1 else {column} end)"


def bounds(term: Term, scale: int) -> tuple[int | None, int | None]:
    """The least and the greatest whole number that the term lets in; None: no bound. ``scale`` of them are one."""
    low = high = None
    if term.lowest is not None:
        exact = Fraction(str(term.lowest)) * scale
        low = _fitting(floor(exact) + 1 if term.is_strict else ceil(exact))
    if term.highest is not None:
        exact = Fraction(str(term.highest)) * scale
        high = _fitting(ceil(exact) - 1 if term.is_strict else floor(exact))
    return low, high


def number_patterns(value: str, country: str, prefix: str) -> set[str]:
    """LIKE's patterns for a number with stars; where the beginning is given, it is meant in all writings."""
    typed = telephone.pattern(value)
    head, _, rest = typed.partition("%")
    if not head:
        return {typed}
    return {f"{one}%{rest}" for one in telephone.beginnings(value.partition("*")[0], country, prefix)}


def matching_lines(term: Term, lines: tuple[str, ...], scope: SearchScope) -> list[str]:
    """The inbound lines that are meant."""
    wanted: set[str] = set()
    for value in term.values:
        if telephone.has_stars(value):
            marks = number_patterns(value, scope.country, "")
            wanted |= {line for line in lines if any(_is_like(telephone.pattern(line), mark) for mark in marks)}
        else:
            digits = set(telephone.whole(value, scope.country))
            wanted |= {line for line in lines if line == value or telephone.pattern(line) in digits}
    return sorted(wanted)


def _is_like(text: str, mark: str) -> bool:
    """LIKE, for % alone."""
    first, *others = mark.split("%")
    if not others:
        return text == mark
    if not text.startswith(first):
        return False
    place = len(first)
    for part in others[:-1]:
        found = text.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return len(text) - place >= len(others[-1]) and text.endswith(others[-1])


def _fitting(bound: int) -> int:
    """No more than a bigint holds."""
    return max(-(2**62), min(2**62, bound))


_PLAIN = {"direction": "c.direction", "outcome": "c.outcome", "ended_by": "c.ended_by", "pbx": "c.pbx",
          "call": "c.call_id"}  # fmt: skip
_ARRAYS = {"queue": "c.queues", "agent": "c.agents", "rang": "c.rang", "missed": "c.missed",
           "visit": "c.visit_outcomes"}  # fmt: skip
_LENGTHS = {"wait": "c.wait_ms", "ring": "c.ring_ms", "talk": "c.talk_ms", "hold": "c.hold_ms",
            "length": "c.length_ms"}  # fmt: skip
_INDEXED = ("c.wait_ms", "c.talk_ms", "c.length_ms")
_TRUTHS = {
    "transferred": "c.is_transferred", "held": "c.hold_ms > 0", "consulted": "c.is_consulted", "parked": "c.is_parked",
    "recorded": "c.recording_count > 0", "gap": "c.is_in_gap",
    "disposed": "exists (select from call_disposition d where d.pbx = c.pbx and d.call_id = c.call_id "
                "and d.code <> '')",
    "noted": "exists (select from call_note n where n.pbx = c.pbx and n.call_id = c.call_id and n.text <> '')",
    "called_back": f"{SEES_MISSED} and exists (select from call l where {TALKED_LATER})",
}  # fmt: skip
