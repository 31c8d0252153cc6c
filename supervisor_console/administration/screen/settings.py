"""The tabs of the centre's settings: a table of entries or one form, the entry's form, where the value comes from."""

from __future__ import annotations

from typing import Literal

import msgspec

from supervisor_console.views.pieces import Choice, Deed, Mark, Option

Side = Literal["entry", "values"]
"""What stands at the right: the chosen entry, or what is planned and what was."""
EditorKind = Literal["line", "lines", "tick", "one", "many", "groups"]


class GroupShown(msgspec.Struct, frozen=True, kw_only=True):
    """One of a list inside an entry."""

    path: str
    title: str
    fields: tuple[FieldShown, ...]


class FieldShown(msgspec.Struct, frozen=True, kw_only=True):
    """``text``: what stands in the editor; ``said``: in words, where nothing is edited. ``is_fixed``: never edited."""

    path: str
    label: str
    kind: EditorKind
    text: str = ""
    said: str = ""
    hint: str = ""
    unit: str = ""
    options: tuple[Option, ...] = ()
    is_on: bool = False
    mistake: str = ""
    preview: str = ""
    lines: int = 3
    is_fixed: bool = False
    groups: tuple[GroupShown, ...] = ()
    add: str = ""


class ColumnShown(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the table of entries."""

    key: str
    title: str
    width: int
    is_stretched: bool = False
    is_right: bool = False
    rank: int = 0


class EntryLine(msgspec.Struct, frozen=True, kw_only=True):
    """An entry in the table."""

    id: int
    cells: tuple[Mark, ...]


class ValueLine(msgspec.Struct, frozen=True, kw_only=True):
    """A value planned, in force or of before."""

    key: str
    since: Mark
    who: Mark
    state: Mark


class ValuesShown(msgspec.Struct, frozen=True, kw_only=True):
    """What is planned, what is in force, what was. ``changes``: what the chosen one says otherwise than now."""

    title: str
    lines: tuple[ValueLine, ...]
    chosen: str
    empty: str
    changes_title: str
    changes: tuple[str, ...]
    forget: Deed
    restore: Deed


class SavingShown(msgspec.Struct, frozen=True, kw_only=True):
    """Below what is edited: what will be different and from when on. ``problem``: why it cannot be saved, or was not.

    ``compare``: look at what somebody else changed meanwhile; without words: nobody has.
    """

    title: str
    changes: tuple[str, ...]
    since: Choice
    date: str
    is_dated: bool
    hint: str
    problem: str
    compare: Deed
    save: Deed
    leave: Deed


class SettingsShown(msgspec.Struct, frozen=True, kw_only=True):
    """A tab: its sections, the chosen one. ``columns`` empty: it is one table, ``fields`` stand in the middle."""

    sections: tuple[tuple[str, str], ...]
    section: str
    title: str
    count: str
    note: str
    columns: tuple[ColumnShown, ...]
    lines: tuple[EntryLine, ...]
    chosen: int | None
    empty: str
    empty_hint: str
    fields: tuple[FieldShown, ...]
    form: str
    form_title: str
    form_empty: str
    origin: Mark
    side: Side
    sides: tuple[tuple[Side, str], ...]
    values: ValuesShown
    edit: Deed
    add: Deed
    remove: Deed
    up: Deed
    down: Deed
    saving: SavingShown | None = None
    is_old: bool = False
