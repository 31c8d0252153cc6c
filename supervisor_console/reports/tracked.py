"""All that is known of one call: what its tracking shows. Frozen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from shared.domain.agents import AgentInterval, Gap
from shared.domain.calls import Call


class WrittenNote(msgspec.Struct, frozen=True, kw_only=True):
    """A note about the call; ``name``: who wrote it, as people call him."""

    account: str
    name: str
    text: str
    written_at: datetime


class WrittenDisposition(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said the call came to: the code, and the words that stood for it then."""

    account: str
    name: str
    code: str
    text: str
    written_at: datetime


class WrittenForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form that somebody filled in, or what the CRM said; answers by the fields' names."""

    account: str
    name: str
    form: str
    answers: dict[str, str]
    written_at: datetime


class RecordedFile(msgspec.Struct, frozen=True, kw_only=True):
    """What the catalogue knows of a recording, by the name that the PBX gave it."""

    file: str
    bytes: int | None = None
    seconds: float | None = None
    format: str | None = None
    sha256: str | None = None
    is_missing: bool = False
    is_erased: bool = False
    is_held: bool = False
    keep_until: datetime | None = None


class Tracked(msgspec.Struct, frozen=True, kw_only=True):
    """The call and what belongs to it.

    ``names``: extension → what the person was called; ``wrap_ups``: how agents who talked went on afterwards, until
    they were free again; ``files``: what the catalogue knows (a recording that it does not know is missing here);
    ``gaps``: when the PBX was not seen during the call.
    """

    call: Call
    names: dict[str, str] = {}
    notes: tuple[WrittenNote, ...] = ()
    dispositions: tuple[WrittenDisposition, ...] = ()
    forms: tuple[WrittenForm, ...] = ()
    wrap_ups: tuple[AgentInterval, ...] = ()
    files: tuple[RecordedFile, ...] = ()
    gaps: tuple[Gap, ...] = ()


class KeptEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A message of the PBX about the call, with all its headers in the order they came."""

    heard_at: datetime
    seq: int
    name: str
    headers: dict[str, Any]
