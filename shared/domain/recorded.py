"""Files of recordings, as who looks at the disk tells who keeps the catalogue. Pure."""

from __future__ import annotations

from datetime import datetime

import msgspec

from shared.domain.calls import Recording

Key = tuple[str, str]
"""PBX and the PBX's name of the file."""
Told = tuple[str, str, str, datetime]
"""A recording as a PBX told of it: PBX, call, file, when it began."""


def written_spans(recording: Recording, until: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """When its file was written, in order: silence of what was muted too, not what is cut out.

    ``until``: the end of a recording that goes on.
    """
    found, end = [], recording.ended_at or until
    place = recording.started_at
    for cut in sorted((one for one in recording.pauses if one.is_cut), key=lambda one: one.started_at):
        if cut.started_at > place:
            found.append((place, min(cut.started_at, end)))
        place = max(place, cut.ended_at or end)
    return (*found, (place, end)) if place < end else tuple(found)


class FileFound(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it lies in a folder. ``told_as``: the names by which a PBX may have told of it."""

    pbxs: tuple[str, ...]
    file: str
    told_as: tuple[str, ...]
    ids: tuple[str, ...]
    legs: tuple[tuple[str, datetime, datetime], ...]
    """Ids in the name, each with the span in which its call began."""
    bytes: int
    changed_at: datetime


class FileRead(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds; ``sha256`` None where it could not be read: ``trouble`` says why.

    ``bytes``, ``changed_at``: as it lies there now.
    """

    pbx: str
    file: str
    sha256: bytes | None = None
    seconds: float | None = None
    format: str | None = None
    channels: int | None = None
    is_encrypted: bool = False
    bytes: int | None = None
    changed_at: datetime | None = None
    trouble: str | None = None


class KeptRecording(msgspec.Struct, frozen=True, kw_only=True):
    """A recording as far as it matters for how long it is kept; ``is_held``: whatever the rules say."""

    pbx: str
    file: str
    call_id: str | None
    recorded_at: datetime
    queues: tuple[str, ...] = ()
    line: str | None = None
    is_held: bool = False
    keep_until: datetime | None = None
    moved_at: datetime | None = None
