"""Pieces of a recording, as the feed hands them out (``recording.open``)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from collector_daemon.recordings.places import RecordingFolder, find
from collector_daemon.recordings.sealing import DayKeys
from collector_daemon.recordings.sounds import open_sound

PIECE = 192 * 1024
"""Bytes of a recording that are read at once."""


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """Some bytes of a recording, from ``offset`` on; ``size`` is that of the whole file."""

    mime: str
    size: int
    offset: int
    sound: bytes

    @property
    def is_last(self) -> bool:
        """Does nothing come after it?"""
        return self.offset + len(self.sound) >= self.size


def read_piece(
    folders: Iterable[RecordingFolder], pbx: str, file: str, offset: int, keys: DayKeys | None = None
) -> Piece | None:
    """Some bytes of the recording that the PBX calls ``file``; None where this machine has no such recording.

    Raises OSError for a disk that does not read. Blocks: call it in a thread.
    """
    place = find(folders, pbx, file)
    if place is None:
        return None
    with open_sound(place, keys) as sound:
        start = min(offset, sound.size)
        return Piece(mime=sound.description.mime, size=sound.size, offset=start, sound=sound.read(start, PIECE))
