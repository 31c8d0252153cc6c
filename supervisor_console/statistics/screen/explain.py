"""What is shown when a figure is to be explained: its formula with letters and numbers, its parts, its variants."""

from __future__ import annotations

import msgspec


class Term(msgspec.Struct, frozen=True):
    """A letter of a formula, its index below, and the sign before it ("" for the first)."""

    letter: str
    index: str = ""
    sign: str = ""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What a letter stands for, and how much it is. ``more`` is muted behind the words."""

    term: Term
    words: str
    more: str = ""
    value: str


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """Another formula over the same calls. ``share``: 0 … 1 for the bar, None: no calls."""

    name: str
    figure: str
    share: float | None
    letters: str
    numbers: str
    words: str
    is_valid: bool = False


class ExplainScreen(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. ``numerator`` and ``denominator`` in letters; ``numbers``; ``reduced`` where sums were made.

    Without a denominator it is a sum. ``goal``: 0 … 1, marked on the variants; ``calls``: words of the button.
    """

    title: str
    subtitle: str
    name: str
    figure: str
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()
    numbers: tuple[str, str] = ("", "")
    reduced: tuple[str, str] = ("", "")
    parts_title: str = ""
    parts_unit: str = ""
    parts: tuple[Part, ...] = ()
    variants_title: str = ""
    variants: tuple[Variant, ...] = ()
    goal: float | None = None
    goal_words: str = ""
    calls: str = ""
    copy: str = ""
    note: str = ""
    source: str = ""
    valid_word: str = ""
