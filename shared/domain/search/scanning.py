"""One line of text cut into its pieces, each with its place: ``key sign values``, or words that stand alone. Pure.

A key begins with a letter; ``-`` before it (or ``≠``) negates. Values are parted by commas; quoted they may hold
anything, a quotation mark inside is doubled; ``=`` before a value: exactly this name, no title of something else.
Every step goes forward, so the time is in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

MistakeKind = Literal[
    "key", "value", "sign", "number", "length", "count", "clock", "date", "truth", "quote", "empty", "twice",
    "backwards", "mixed", "long",
]  # fmt: skip
LONGEST = 4000  # letters of a line
_KEY = re.compile(r"(-?)([^\W\d][\w-]*)(?:(:)|\s*(≠|!=|>=|<=|≥|≤|>|<|=))\s*")
_SPACE = re.compile(r"\s*")
_NEXT = re.compile(r"\s*,\s*")
_PLAIN, _WORD = re.compile(r"[^\s,]+"), re.compile(r"\S+")
_QUOTES = {'"': '"', "„": "“”", "“": "”", "«": "»"}
_SIGNS = {"!=": "≠", ">=": "≥", "<=": "≤", "=": ":"}


class QueryMisread(ValueError):
    """A line that is no query: where it goes wrong [start, end), how, what was meant perhaps, what is allowed."""

    def __init__(
        self, kind: MistakeKind, start: int, end: int, word: str, near: str = "", allowed: tuple[str, ...] = ()
    ) -> None:
        super().__init__(f"at character {start + 1}: {kind} {word!r}" + (f"; did you mean {near!r}?" if near else ""))
        self.kind, self.start, self.end = kind, start, end
        self.word, self.near, self.allowed = word, near, allowed


class Said(NamedTuple):
    """A value as it was written. ``is_exact``: it had ``=`` before it."""

    text: str
    start: int
    end: int
    is_quoted: bool = False
    is_exact: bool = False


class Piece(NamedTuple):
    """``key sign values``; a word that stands alone has no key and one value."""

    start: int
    end: int
    is_not: bool
    key: str
    key_start: int
    sign: str
    values: tuple[Said, ...]


def pieces(text: str, is_bounded: Callable[[str], bool]) -> list[Piece]:
    """All pieces of a line. ``is_bounded``: has this key one value, whose commas are its own?"""
    if len(text) > LONGEST:
        raise QueryMisread("long", LONGEST, len(text), "", allowed=(str(LONGEST),))
    found, place = [], _space(text, 0)
    while place < len(text):
        piece = _piece(text, place, is_bounded)
        found.append(piece)
        place = _space(text, piece.end)
    return found


def _piece(text: str, place: int, is_bounded: Callable[[str], bool]) -> Piece:
    key = _KEY.match(text, place)
    if key is None:
        return _alone(text, place)
    sign = _SIGNS.get(key[3] or key[4], key[3] or key[4])
    if sign in "≥≤><" or is_bounded(key[2]):
        values = _bound(text, key.end())
    else:
        values = _values(text, key.end())
    if not values:
        raise QueryMisread("empty", key.start(2), key.end(2), key[2])
    is_not = bool(key[1]) != (sign == "≠")
    return Piece(place, values[-1].end, is_not, key[2], key.start(2), ":" if sign == "≠" else sign, tuple(values))


def _alone(text: str, place: int) -> Piece:
    """A word without a key; the commas after it are punctuation."""
    is_not = text[place] == "-" and place + 1 < len(text) and not text[place + 1].isspace()
    begin = place + is_not
    if text[begin] in _QUOTES:
        value = _quoted(text, begin)
    else:
        word = _WORD.match(text, begin)
        assert word is not None
        value = Said(word[0].rstrip(",;") or word[0], begin, word.end())
    return Piece(place, value.end, is_not, "", begin, "", (value,))


def _bound(text: str, place: int) -> list[Said]:
    if text[place : place + 1] in _QUOTES:
        return [_quoted(text, place)]
    word = _WORD.match(text, place)
    return [Said(word[0].rstrip(",;"), place, word.end())] if word else []


def _values(text: str, place: int) -> list[Said]:
    values: list[Said] = []
    while place < len(text):
        value = _value(text, place)
        if value is None:
            break
        values.append(value)
        comma = _NEXT.match(text, value.end)
        if comma is None:
            break
        place = comma.end()
    return values


def _value(text: str, place: int) -> Said | None:
    is_exact = text[place] == "="
    begin = place + is_exact
    if text[begin : begin + 1] in _QUOTES:
        return _quoted(text, begin)._replace(start=place, is_exact=is_exact)
    found = _PLAIN.match(text, begin)
    return Said(found[0], place, found.end(), is_exact=is_exact) if found else None


def _quoted(text: str, place: int) -> Said:
    closing, end, parts = _QUOTES[text[place]], place + 1, []
    while True:
        close = min((at for sign in closing if (at := text.find(sign, end)) >= 0), default=-1)
        if close < 0:
            raise QueryMisread("quote", place, len(text), text[place:])
        parts.append(text[end:close])
        if not (closing == '"' and text[close + 1 : close + 2] == '"'):
            return Said('"'.join(parts), place, close + 1, is_quoted=True)
        end = close + 2


def _space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place
