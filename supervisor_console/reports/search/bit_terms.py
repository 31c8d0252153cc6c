"""Terms as the functions over closed days take them: as data, never as an expression."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import time
from typing import Any, NamedTuple

from shared.database.escapes import escape, identifier
from shared.domain.folding import LONGEST_WORD, folded_words
from shared.domain.search.query import KINDS, Field, Term
from supervisor_console.reports.search import telephone
from supervisor_console.reports.search.asked import Asked
from supervisor_console.reports.search.conditions import bounds, number_patterns

_CODES: frozenset[Field] = frozenset({"direction", "outcome", "visit", "ended_by"})
_KEYS: frozenset[Field] = frozenset({"queue", "pbx", "agent", "rang", "missed"})
_TRUTHS: frozenset[Field] = frozenset({"transferred", "consulted", "parked", "recorded", "gap", "disposed", "noted"})
_EVERY_DAY = list(range(1, 8))
_A_DAY = 86_400_000_000


class BitTerm(NamedTuple):
    """``said``: all is true where the term is (nothing: bits know nothing of it); only there if ``is_exact``."""

    said: tuple[dict[str, Any], ...]
    is_exact: bool


UNKNOWN = BitTerm((), is_exact=False)


def bit_term(term: Term, asked: Asked) -> BitTerm:
    """The term for bits."""
    found = _positive(term, asked)
    if not term.is_not:
        return found
    if not found.is_exact:
        return UNKNOWN
    return found._replace(said=tuple(one | {"is_not": True} for one in found.said))  # there is one


def _positive(term: Term, asked: Asked) -> BitTerm:
    field = term.field
    if KINDS[field] in ("length", "count"):
        low, high = bounds(term, 1 if field == "attempts" else 1000)
        return _exactly({"kind": field, "low": low, "high": high})
    if field in _TRUTHS:
        return _exactly({"kind": field, "values": [""]})
    if field in _CODES | _KEYS:
        return _exactly({"kind": field, "values": list(map(identifier, term.values))})
    special = _SPECIAL.get(field)
    return special(term, asked) if special else UNKNOWN


def _exactly(said: dict[str, Any]) -> BitTerm:
    return BitTerm((said,), is_exact=True)


def _called_back(_term: Term, _asked: Asked) -> BitTerm:
    """It was missed; what came later no day knows of another."""
    missed = {"kind": "outcome", "values": ["answered"], "is_not": True}
    return BitTerm(({"kind": "direction", "values": ["inbound"]}, missed), is_exact=False)


def _number(term: Term, asked: Asked) -> BitTerm:
    country, prefix = asked.scope.country, asked.scope.outside_prefix
    found: set[str] = set()
    for value in term.values:
        if telephone.has_stars(value):
            found |= number_patterns(value, country, prefix)
        else:
            found.update(telephone.whole(value, country, prefix) or ("",))
    return _exactly({"kind": "number", "patterns": sorted(found)})


def _name(term: Term, _asked: Asked) -> BitTerm:
    return _exactly(_worded("name", map(folded_words, term.values)))


def _note(term: Term, _asked: Asked) -> BitTerm:
    """Two words may also stand in two notes of one call."""
    texts = list(map(folded_words, term.values))
    return BitTerm((_worded("note", texts),), is_exact=all(len(words) <= 1 for words in texts))


def _crm(term: Term, _asked: Asked) -> BitTerm:
    """Bits do not know in which field a word stands."""
    said = [value.partition("=") for value in term.values]
    texts = [folded_words(answer if sign else value) for value, sign, answer in said]
    is_exact = all(len(words) <= 1 for words in texts) and not any(sign for _value, sign, _answer in said)
    return BitTerm((_worded("crm", texts),), is_exact=is_exact)


def _worded(kind: str, texts: Iterable[Sequence[str]]) -> dict[str, Any]:
    return {"kind": kind, "words": [words for words in texts if words]}


def _digits(term: Term, _asked: Asked) -> BitTerm:
    wanted = [one for value in term.values if (one := "".join(value.split()))]
    said = _worded("keyed", ([one[:LONGEST_WORD]] for one in wanted))
    return BitTerm((said,), is_exact=all(len(one) <= LONGEST_WORD for one in wanted))


def _clock(term: Term, asked: Asked) -> BitTerm:
    times: list[tuple[int, int]] = []
    for value in term.values:
        first, _, last = (part.strip() for part in value.partition("-"))
        try:
            since, until = _micros(first), _micros(last)
        except ValueError:
            return UNKNOWN
        times += [(since, until)] if first < last else [(since, _A_DAY), (0, until)]
    return _then(asked, times, _EVERY_DAY)


def _weekday(term: Term, asked: Asked) -> BitTerm:
    return _then(asked, [(0, _A_DAY)], [int(value) for value in term.values if value.isdigit()])


def _then(asked: Asked, times: list[tuple[int, int]], weekdays: list[int]) -> BitTerm:
    return _exactly({"kind": "then", "zone": asked.scope.zone_name, "times": times, "weekdays": weekdays})


def _micros(text: str) -> int:
    """Since midnight. Raises ValueError."""
    at = time.fromisoformat(text)
    return ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond


_SPECIAL: dict[Field, Callable[[Term, Asked], BitTerm]] = {
    "number": _number, "name": _name, "note": _note, "crm": _crm, "digits": _digits, "clock": _clock,
    "weekday": _weekday, "called_back": _called_back,
    "held": lambda _term, _asked: _exactly({"kind": "hold", "low": 1, "high": None}),
    "line": lambda term, asked: _exactly({"kind": "line", "values": asked.lines_of(term)}),
    "disposition": lambda term, _asked: _exactly({"kind": "disposition", "values": list(map(escape, term.values))}),
    "campaign": lambda _term, _asked: _exactly({"kind": "campaign", "values": []}),  # there are none yet
}  # fmt: skip
