"""One line of text → what is asked: ``fronta:Podpora,VIP čas:13:30-14:36 čekání>1:00 -výsledek:přijatý``. Pure.

Words of both languages are always understood. A line without a period is about today. Words that stand alone: digits
are a number, a date or ``včera`` is the period, ``9-17`` the time of day, all others belong to a name. The only error
is QueryMisread, with the place and what was meant perhaps.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from types import MappingProxyType
from typing import cast

from shared.domain.search import bounds, dates, words
from shared.domain.search.query import KINDS, Field, Order, Period, Query, Term
from shared.domain.search.scanning import MistakeKind, Piece, QueryMisread, Said, pieces
from shared.domain.search.words import Key, folded

_KEYS: dict[str, Key] = cast("dict[str, Key]", words.meanings(words.KEYS))
_PRESETS = words.meanings(words.PRESETS)
_ORDERS = words.meanings(words.ORDERS)
_TRUTHS = words.meanings(words.TRUTHS)
_VALUES = {field: words.meanings(table) for field, table in words.VALUES.items()}
_HIDDEN = {folded(word) for word in (*words.HIDDEN.cs, *words.HIDDEN.en)}
_NUMBER = re.compile(r"\+?[\d*#]+")
_BETWEEN = str.maketrans("", "", " ()-./\u00a0")
_GROUP = re.compile(r"\d{2,4}")
_FEWEST_DIGITS = 2  # of a word that stands alone, to be a number
_LONGEST_COMPARED = 40  # letters of a word for which a near one is looked for
_MOST_COMPARED = 500  # names among which it is looked for
_NEAR = 0.72


@dataclass(frozen=True)
class Known:
    """What a line may name. ``titles``: criterion → name → what people call it; ``code``: the reader's language."""

    zone: tzinfo = UTC
    code: str = "en"
    titles: Mapping[Field, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    def name_of(self, criterion: Field, text: str) -> str | None:
        """The name that a text means: the name itself, else the title, of which case and accents do not matter."""
        titles = self.titles.get(criterion, {})
        if text in titles:
            return text
        wanted = folded(text)
        near = next((name for name, title in titles.items() if title == text), None)
        return near or next((name for name, title in titles.items() if wanted in (folded(name), folded(title))), None)


def query(text: str, known: Known) -> Query:
    """What a line asks. Raises QueryMisread."""
    reading = _Line(known)
    for piece in pieces(text, is_bounded):
        reading.take(piece)
    return Query(period=reading.period or Period(), terms=tuple(reading.terms), order=reading.order or "newest")


def is_bounded(key: str) -> bool:
    """Has this key one value, a length, count or period, whose commas are its own?"""
    found = _KEYS.get(folded(key))
    return found == "period" or (found not in (None, "order") and KINDS[cast("Field", found)] in ("length", "count"))


class _Line:
    """A query as it grows."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.period: Period | None = None
        self.order: Order | None = None
        self.terms: list[Term] = []
        self._last: Piece | None = None
        self._is_joined = False  # the last term is of words that stand alone

    def take(self, piece: Piece) -> None:
        """One piece more."""
        if not piece.key:
            self._alone(piece)
        else:
            self._keyed(piece, _key(piece, self.known))
            self._is_joined = False
        self._last = piece

    def _keyed(self, piece: Piece, key: Key) -> None:
        if key == "period":
            self._set_period(piece, self._period(piece))
        elif key == "order":
            found = _ORDERS.get(folded(_only(piece).text))
            if found is None or self.order is not None or piece.is_not:
                raise _misread("twice", piece) if found else _unknown(piece.values[0], words.ORDERS, self.known)
            self.order = cast("Order", found)
        else:
            self.terms.append(_TERMS[KINDS[key]](piece, key, self.known))

    def _set_period(self, piece: Piece, found: Period) -> None:
        if self.period is not None:
            raise _misread("twice", piece)
        if piece.is_not:
            raise _misread("sign", piece, allowed=(":",))
        if found.since is not None and found.until is not None and found.since >= found.until:
            raise _misread("backwards", piece)
        self.period = found

    def _period(self, piece: Piece) -> Period:
        value = _only(piece)
        preset = _PRESETS.get(folded(value.text))
        if preset is not None:
            return Period(preset=preset)  # type: ignore[arg-type]  # the table's keys are presets
        found = dates.period(value.text, self.known.zone)
        if found is None:
            raise _unknown(value, words.PRESETS, self.known, "date")
        return found

    # --- words that stand alone

    def _alone(self, piece: Piece) -> None:
        text, is_quoted = piece.values[0].text, piece.values[0].is_quoted
        if not is_quoted and not any(sign.isalnum() or sign == "*" for sign in text):
            return
        if (
            not is_quoted
            and not piece.is_not
            and (_PRESETS.get(folded(text)) in words.BARE_PRESETS or dates.is_date(text))
        ):
            self._set_period(piece, self._period(piece))
        elif not is_quoted and (hours := bounds.of_day(text)) and ":" in text:
            self._join(Term(field="clock", values=(hours,), is_not=piece.is_not), is_joined=False)
        elif not is_quoted and (number := _number(text)) and sum(map(str.isdigit, number)) >= _FEWEST_DIGITS:
            self._digits(piece, number)
        else:
            self._join(Term(field="name", values=(text,), is_not=piece.is_not), is_joined=True)

    def _digits(self, piece: Piece, number: str) -> None:
        """Groups of digits side by side are one number, also after a key."""
        last = self.terms[-1] if self.terms else None
        if (
            last is not None and self._last is not None and last.field == "number" and len(last.values) == 1
            and not piece.is_not and _GROUP.fullmatch(number) and len(self._last.values) == 1
            and (_GROUP.fullmatch(self._last.values[0].text.lstrip("+")))
        ):  # fmt: skip
            self.terms[-1] = Term(field="number", values=(last.values[0] + number,), is_not=last.is_not)
        else:
            self._join(Term(field="number", values=(number,), is_not=piece.is_not), is_joined=False)

    def _join(self, term: Term, *, is_joined: bool) -> None:
        last = self.terms[-1] if self.terms else None
        if is_joined and self._is_joined and last is not None and not (term.is_not or last.is_not):
            self.terms[-1] = Term(field=term.field, values=(f"{last.values[0]} {term.values[0]}",))
        else:
            self.terms.append(term)
        self._is_joined = is_joined


# --- terms of each kind


def _choice(piece: Piece, key: Field, known: Known) -> Term:
    _only_sign(piece)
    return Term(field=key, values=tuple(_chosen(one, key, known) for one in piece.values), is_not=piece.is_not)


def _chosen(value: Said, key: Field, known: Known) -> str:
    if value.is_exact:
        return value.text
    if key in _VALUES:
        found = _VALUES[key].get(folded(value.text))
        if found is None:
            raise _unknown(value, words.VALUES[key], known)
        return found
    name = known.name_of(key, value.text)
    if name is not None or value.text.isdecimal():
        return name if name is not None else value.text
    titles = known.titles.get(key, {})
    named = [title or name for name, title in titles.items()]
    if near := _near(value.text, [*named, *titles]):
        raise QueryMisread("value", value.start, value.end, value.text, near, tuple(named))
    return value.text


def _numbered(piece: Piece, key: Field, known: Known) -> Term:
    _only_sign(piece)
    return Term(field=key, values=tuple(_dialled(one, key, known) for one in piece.values), is_not=piece.is_not)


def _dialled(value: Said, key: Field, known: Known) -> str:
    if value.is_exact or (not value.text and value.is_quoted):
        return value.text
    found = known.name_of(key, value.text) or _number(value.text)
    if found is None and folded(value.text) in _HIDDEN and key == "number":
        return ""
    if found is None:
        raise QueryMisread("number", value.start, value.end, value.text, allowed=("777123456", "777*", "*456", "*23*"))
    return found


def _number(text: str) -> str | None:
    digits = text.translate(_BETWEEN)
    return digits if _NUMBER.fullmatch(digits) and digits.isascii() else None


def _text(piece: Piece, key: Field, _known: Known) -> Term:
    _only_sign(piece)
    return Term(field=key, values=tuple(one.text for one in piece.values), is_not=piece.is_not)


def _bounded(piece: Piece, key: Field, _known: Known) -> Term:
    is_count = KINDS[key] == "count"
    found = bounds.bounds(piece.sign, _only(piece).text, is_count=is_count)
    if found is None:
        allowed = ("2", ">2", "1..3") if is_count else ("60", ">1:30", "90s", "10..60")
        value = piece.values[0]
        raise QueryMisread("count" if is_count else "length", value.start, value.end, value.text, allowed=allowed)
    lowest, highest, is_strict = found
    return Term(field=key, lowest=lowest, highest=highest, is_strict=is_strict, is_not=piece.is_not)


def _truth(piece: Piece, key: Field, known: Known) -> Term:
    _only_sign(piece)
    value = _only(piece)
    found = _TRUTHS.get(folded(value.text))
    if found is None:
        allowed = tuple(one.written(known.code) for one in words.TRUTHS.values())
        raise QueryMisread("truth", value.start, value.end, value.text, allowed=allowed)
    return Term(field=key, is_not=piece.is_not != (found == "no"))


def _clock(piece: Piece, key: Field, _known: Known) -> Term:
    _only_sign(piece)
    found = [(one, one.text if one.is_exact else bounds.of_day(one.text)) for one in piece.values]
    for value, hours in found:
        if hours is None:
            raise QueryMisread("clock", value.start, value.end, value.text, allowed=("13:30-14:36", "9-17"))
    return Term(field=key, values=tuple(hours for _, hours in found if hours is not None), is_not=piece.is_not)


_TERMS: dict[str, Callable[[Piece, Field, Known], Term]] = {
    "choice": _choice, "number": _numbered, "text": _text, "length": _bounded, "count": _bounded, "truth": _truth,
    "clock": _clock,
}  # fmt: skip


# --- mistakes


def _key(piece: Piece, known: Known) -> Key:
    found = _KEYS.get(folded(piece.key))
    if found is None:
        near = _near_word(piece.key, words.KEYS, known)
        end = piece.key_start + len(piece.key)
        raise QueryMisread("key", piece.key_start, end, piece.key, near)
    return found


def _only(piece: Piece) -> Said:
    if len(piece.values) > 1:
        second = piece.values[1]
        raise QueryMisread("mixed", second.start, second.end, second.text)
    return piece.values[0]


def _only_sign(piece: Piece) -> None:
    if piece.sign != ":":
        raise _misread("sign", piece, allowed=(":", "≠"))


def _misread(kind: MistakeKind, piece: Piece, allowed: tuple[str, ...] = ()) -> QueryMisread:
    return QueryMisread(kind, piece.start, piece.end, piece.key or piece.values[0].text, allowed=allowed)


def _unknown(value: Said, table: words.Table, known: Known, kind: MistakeKind = "value") -> QueryMisread:
    allowed = tuple(one.written(known.code) for one in table.values())
    return QueryMisread(kind, value.start, value.end, value.text, _near_word(value.text, table, known), allowed)


def _near_word(text: str, table: words.Table, known: Known) -> str:
    """What the reader would see written, rather than another word that is understood too."""
    written = [one.written(known.code) for one in table.values()]
    return _near(text, written) or _near(text, words.all_words(table.values()))


def _near(text: str, among: Iterable[str]) -> str:
    """The word that is nearest, "" where none is near."""
    by_word: dict[str, str] = {}
    for word in list(among)[:_MOST_COMPARED]:
        by_word.setdefault(folded(word), word)
    found: Sequence[str] = difflib.get_close_matches(folded(text[:_LONGEST_COMPARED]), by_word, 1, _NEAR)
    return by_word[found[0]] if found else ""
