"""The tab of recordings: figures, lists of files, the protocol, and the questions before anything is held or erased."""

from __future__ import annotations

import msgspec

from supervisor_console.views.pieces import Choice, Deed, Mark

FileKey = tuple[str, str]
"""PBX and file; of the protocol: "" and the entry's number."""


class Total(msgspec.Struct, frozen=True):
    """A figure, and more about it."""

    caption: str
    figure: str
    hint: str = ""


class FileLine(msgspec.Struct, frozen=True, kw_only=True):
    """A file in the table, or an entry of the protocol."""

    key: FileKey
    at: Mark
    what: Mark
    length: Mark
    size: Mark
    state: Mark
    why: Mark


class RecordingsShown(msgspec.Struct, frozen=True, kw_only=True):
    """The whole tab."""

    title: str
    totals: tuple[Total, ...]
    lines: tuple[FileLine, ...]
    chosen: FileKey | None
    foot: str
    empty: str
    which: Choice
    search_hint: str
    open: Deed
    hold: Deed
    erase: Deed
    subject: Deed
    is_old: bool = False


class ReasonQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """Something that needs a reason; ``title`` names the object."""

    title: str
    text: str
    accept: str
    is_dangerous: bool = False
