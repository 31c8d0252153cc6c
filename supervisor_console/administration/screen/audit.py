"""The tab of the audit."""

from __future__ import annotations

import msgspec

from supervisor_console.views.pieces import Choice, Deed, Mark


class EntryLine(msgspec.Struct, frozen=True, kw_only=True):
    """An entry in the table."""

    id: int
    at: Mark
    who: Mark
    origin: Mark
    act: Mark
    subject: Mark
    outcome: Mark


class AuditShown(msgspec.Struct, frozen=True, kw_only=True):
    """The whole tab. ``chain``: whether the audit is what was written."""

    title: str
    chain: Mark
    lines: tuple[EntryLine, ...]
    foot: str
    empty: str
    search_hint: str
    who: Choice
    what: Choice
    period: Choice
    export: Deed
    is_old: bool = False
