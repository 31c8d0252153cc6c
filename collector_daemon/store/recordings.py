"""The sound of calls: from the name that the PBX gave a recording to the bytes of a file on this machine.

Never anything outside the folders of the settings, whatever a PBX (or who wrote its dialplan) called a file: names that
go up, links that lead out, devices and pipes are all "not there". Reading is done in a thread: the folder may be on
another machine. Not here: whose call it is (``questions``).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

import msgspec

PIECE = 192 * 1024
"""Bytes of a recording that are read at once."""
MIMES = {
    ".wav": "audio/wav", ".wav49": "audio/wav", ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".opus": "audio/ogg",
    ".gsm": "audio/x-gsm", ".flac": "audio/flac",
}  # fmt: skip
_UNFIT = frozenset('\\:*?"<>|')  # mean something else on Windows; no recorder makes such names


class RecordingFolder(Protocol):
    """A folder of recordings, see the settings' ``[[recordings]]``."""

    @property
    def pbx(self) -> str:
        """Whose; empty: anybody's."""
        ...

    @property
    def pbx_folder(self) -> str:
        """As the PBX calls it."""
        ...

    @property
    def folder(self) -> Path:
        """As this machine does."""
        ...


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


def read_piece(folders: Iterable[RecordingFolder], pbx: str, file: str, offset: int) -> Piece | None:
    """Some bytes of the recording that the PBX calls ``file``; None where this machine has no such recording.

    Raises OSError for a disk that does not read. Blocks: call it in a thread.
    """
    for folder in folders:
        inside = _inside(folder, pbx, file)
        path = _found(folder.folder, inside) if inside is not None else None
        if path is not None:
            with path.open("rb") as sound:
                return _piece(sound, MIMES.get(path.suffix.lower(), "application/octet-stream"), offset)
    return None


def _inside(folder: RecordingFolder, pbx: str, file: str) -> PurePosixPath | None:
    """The file's place below the folder, by its name alone; a name without a folder is below it."""
    if folder.pbx not in ("", pbx):
        return None
    named = PurePosixPath(file)
    try:
        inside = named.relative_to(folder.pbx_folder) if named.is_absolute() else named
    except ValueError:
        return None
    is_fit = bool(inside.parts) and all(_is_fit(part) for part in inside.parts)
    return inside if is_fit else None


def _is_fit(part: str) -> bool:
    return part != ".." and not any(sign in _UNFIT or not sign.isprintable() for sign in part)


def _found(folder: Path, inside: PurePosixPath) -> Path | None:
    """The file itself, links followed, if it is one and still below the folder."""
    try:
        root = folder.resolve(strict=True)
        path = root.joinpath(*inside.parts).resolve(strict=True)
        is_there = path.is_relative_to(root) and stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError, RuntimeError):  # also a loop of links, and a name that is too long
        return None
    return path if is_there else None


def _piece(sound: BinaryIO, mime: str, offset: int) -> Piece:
    size = os.fstat(sound.fileno()).st_size
    start = min(offset, size)
    sound.seek(start)
    return Piece(mime=mime, size=size, offset=start, sound=sound.read(PIECE))
