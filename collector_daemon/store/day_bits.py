"""A day's calls as bits: of each thing that can be true of a call one bit a call, in the order of the calls. Pure.

What kinds there are, and what their slices mean, is said in ``shared.database.tables.search``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from shared.domain.folding import LONGEST_WORD

MEASURES = {"wait": "wait_ms", "ring": "ring_ms", "talk": "talk_ms", "hold": "hold_ms", "length": "length_ms",
            "attempts": "attempts"}  # fmt: skip
"""Kind → column of a number."""
CHOICES = {"pbx": "pbx", "direction": "direction", "outcome": "outcome", "ended_by": "ended_by", "line": "line"}
LISTS = {"queue": "queues", "visit": "visit_outcomes", "agent": "agents", "rang": "rang", "missed": "missed"}
TRUTHS = {"transferred": "is_transferred", "consulted": "is_consulted", "parked": "is_parked",
          "recorded": "recording_count", "gap": "is_in_gap"}  # fmt: skip

FEW = 64
"""Where it is so of at most one call of so many, their places take less room than a bit each."""


class Bits(NamedTuple):
    """Its slices as Postgres reads them, in hexadecimal digits; or the places of the few calls of which it is so."""

    kind: str
    value: str
    slices: Sequence[str] = ()
    places: Sequence[int] | None = None


def bits_of(calls: Sequence[Mapping[str, Any]]) -> Iterator[Bits]:
    """All bits of a day's calls but those of what was written about them."""
    yield Bits("all", "", [_packed("1" * len(calls))])
    for kind, column in MEASURES.items():
        yield from _binary(kind, [call[column] for call in calls])
    for kind, column in CHOICES.items():
        yield from _marks(kind, [(call[column],) if call[column] is not None else () for call in calls])
    for kind, column in LISTS.items():
        yield from _marks(kind, [call[column] for call in calls])
    for kind, column in TRUTHS.items():
        yield from _marks(kind, [("",) if call[column] else () for call in calls])
    yield from _word_marks("name", [_words(call["caller_words"]) for call in calls])
    yield from _word_marks("keyed", [(call["keyed"][:LONGEST_WORD],) if call["keyed"] else () for call in calls])
    yield from _numbers([call["customer"] for call in calls])
    yield from sixes({call["customer"] for call in calls})


def marked(kind: str, value: str, places: Iterable[int], calls: int) -> Bits:
    """The calls at these places."""
    those = sorted(set(places))
    if len(those) * FEW <= calls:
        return Bits(kind, value, (), those)
    bits = bytearray(b"0" * calls)
    for place in those:
        bits[place] = 49
    return Bits(kind, value, [_packed(bits.decode())])


def _words(folded_name: str | None) -> list[str]:
    return [word[:LONGEST_WORD] for word in (folded_name or "").split(" ") if word]


def _binary(kind: str, numbers: Sequence[int | None]) -> Iterator[Bits]:
    """Which have one, then its binary digits, the lowest first."""
    known = [number or 0 for number in numbers]
    width = max(known, default=0).bit_length()
    written = "".join(format(number, f"0{width}b") for number in known) if width else ""
    slices = [written[width - 1 - place :: width] for place in range(width)]
    yield Bits(kind, "", list(map(_packed, ["".join("0" if number is None else "1" for number in numbers), *slices])))


def _numbers(numbers: Sequence[str]) -> Iterator[Bits]:
    """Which have so many digits, then of each digit which have it last, last but one …"""
    width = max(map(len, numbers), default=0)
    written = "".join(number[::-1].ljust(width) for number in numbers)
    columns = [written[place::width] for place in range(width)]
    if columns:
        yield Bits("number", "", [_packed(column.translate(_ANY)) for column in columns])
    for digit in "0123456789":
        if digit in written:
            yield Bits("number", digit, [_packed(column.translate(_DIGITS[digit])) for column in columns])


def _word_marks(kind: str, values: Sequence[Iterable[str]]) -> Iterator[Bits]:
    """Words, and what they begin with: of one letter there are many words."""
    yield from _marks(kind, values)
    yield from _marks(f"{kind} letter", [[word[0] for word in words] for words in values])


def sixes(numbers: Iterable[str]) -> Iterator[Bits]:
    """Which six digits stand anywhere in the day's numbers: by the first three, a bit for each three that may follow.

    So a day of which no number has them is passed over at one look.
    """
    following: dict[str, set[int]] = {}
    for number in numbers:
        for place in range(len(number) - 5):
            following.setdefault(number[place : place + 3], set()).add(int(number[place + 3 : place + 6]))
    for first, places in sorted(following.items()):
        bits = bytearray(b"0" * 1000)
        for place in places:
            bits[place] = 49
        yield Bits("six digits", first, [_packed(bits.decode())])


def _marks(kind: str, values: Iterable[Iterable[str]]) -> Iterator[Bits]:
    """Of each value the calls that have it."""
    places: dict[str, set[int]] = {}
    count = 0
    for place, found in enumerate(values):
        count = place + 1
        for value in found:
            places.setdefault(value, set()).add(place)
    for value, those in sorted(places.items()):
        yield marked(kind, value, those, count)


def _packed(bits: str) -> str:
    """Zeros fill up the last byte."""
    size = (len(bits) + 7) // 8
    return "x" + int(bits.ljust(size * 8, "0") or "0", 2).to_bytes(size, "big").hex()


_DIGITS = {digit: {ord(one): "1" if one == digit else "0" for one in "0123456789 "} for digit in "0123456789"}
_ANY = {ord(one): "0" if one == " " else "1" for one in "0123456789 "}
