"""What a field of a section is: its words, its kind, what it may hold, where it stands in the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from shared.domain.centre_settings import SectionName

FieldKind = Literal[
    "text", "number", "margin", "yes_no", "choice", "choices", "queue", "queues", "names", "headers",
    "template", "condition", "regex", "zone", "known", "table",
]  # fmt: skip
"""``margin``: a number or a share with a per cent sign; ``names``: one a line; ``headers``: ``Name: value`` a line;
``known``: one of those that entries have already; ``table``: a list with fields of its own."""
Unit = Literal["", "s", "min", "d", "%"]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """``default``: what a missing key means, None: nothing; ``column``: its width in the table, 0: not there.

    ``least`` and ``most`` bound a number (``is_over``: it must be more than the least), ``longest`` a text; ``wrong``
    is said where ``pattern`` does not fit. ``shown_when``: a key of the entry and the values with which the field is
    there at all. ``is_fixed``: only the file says it, and where it says nothing of its own
    it is not there. ``initial``: what a new entry says.
    """

    key: str
    label: str
    kind: FieldKind = "text"
    hint: str = ""
    default: Any = ""
    initial: Any = None
    unit: Unit = ""
    options: tuple[tuple[str, str], ...] = ()
    fields: tuple[Field, ...] = ()
    add: str = ""
    is_required: bool = False
    is_whole: bool = False
    is_fixed: bool = False
    least: float | None = None
    most: float | None = None
    is_over: bool = False
    longest: int = 0
    pattern: str = ""
    wrong: str = ""
    shown_when: tuple[str, tuple[str, ...]] | None = None
    none: str = ""
    lines: int = 3
    column: int = 0
    is_stretched: bool = False
    rank: int = 0

    def is_shown(self, entry: Mapping[str, Any], fields: tuple[Field, ...]) -> bool:
        """Does an entry like this have the field?"""
        if self.shown_when is None:
            return not self.is_fixed or entry.get(self.key, self.default) not in (self.default, None, "")
        key, values = self.shown_when
        told = next((one for one in fields if one.key == key), None)
        is_there = told is None or told.is_shown(entry, fields)
        return is_there and entry.get(key, told.default if told is not None else "") in values


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A section; ``is_list``: of entries, else it is one table. ``add`` and what follows are words for a list."""

    name: SectionName
    title: str
    fields: tuple[Field, ...]
    is_list: bool = True
    has_past: bool = False
    hint: str = ""
    add: str = ""
    empty: str = ""
    empty_hint: str = ""

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields that the table shows."""
        return tuple(one for one in self.fields if one.column or one.is_stretched)


def shown(fields: tuple[Field, ...], entry: Mapping[str, Any]) -> Iterator[Field]:
    """The fields that this entry has."""
    return (one for one in fields if one.is_shown(entry, fields))
