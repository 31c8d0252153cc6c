"""Going through folders of recordings, some files at a time, in the memory of one folder's names.

Only plain files with a name of sound are told; links are not followed. A folder that cannot be read is told apart from
one that is empty: what is not there cannot be judged to be missing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import msgspec

from collector_daemon.recordings.formats import SOUNDS
from collector_daemon.recordings.places import Place, RecordingFolder, find, is_fit_name

MOST = 400
"""Files told at once."""


class Seen(msgspec.Struct, frozen=True):
    """A file of sound in a folder: by the PBX's name, and as it lies there."""

    file: str
    place: Place
    bytes: int
    changed_at: datetime


def is_there(folder: Path) -> bool:
    """Does the folder hold anything? One that is not mounted is not there, or empty."""
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is not None
    except OSError:
        return False


def walk(folder: RecordingFolder, most: int = MOST) -> Iterator[list[Seen]]:
    """All files of sound in the folder, at most ``most`` at a time. Blocks: call ``next`` in a thread.

    What cannot be read is passed over.
    """
    try:
        root = folder.folder.resolve(strict=True)
    except OSError:
        return
    waiting: list[tuple[str, ...]] = [()]
    found: list[Seen] = []
    while waiting:
        parts = waiting.pop()
        for seen in _files(root, parts, folder.pbx_folder, waiting):
            found.append(seen)
            if len(found) >= most:
                yield found
                found = []
    if found:
        yield found


def _files(
    root: Path, parts: tuple[str, ...], pbx_folder: str, waiting: list[tuple[str, ...]]
) -> Iterator[Seen]:
    try:
        with os.scandir(root.joinpath(*parts)) as entries:
            for entry in entries:
                if not is_fit_name(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((*parts, entry.name))
                elif PurePosixPath(entry.name).suffix.lower() in SOUNDS and entry.is_file(follow_symlinks=False):
                    yield _seen(entry, Place(root, (*parts, entry.name)), pbx_folder)
    except OSError:
        return  # gone, or not ours to read: the next round may see it


def _seen(entry: os.DirEntry[str], place: Place, pbx_folder: str) -> Seen:
    return _described(entry.stat(follow_symlinks=False), place, pbx_folder)


def _described(found: os.stat_result, place: Place, pbx_folder: str) -> Seen:
    name = str(PurePosixPath(pbx_folder, *place.parts))
    return Seen(name, place, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))


def seen_at(folders: Sequence[RecordingFolder], pbx: str, file: str) -> tuple[RecordingFolder, Seen] | None:
    """The PBX's file, if it is there, and the folder that has it. Blocks."""
    for folder in folders:
        place = find([folder], pbx, file)
        if place is not None:
            try:
                return folder, _described(place.path.stat(), place, folder.pbx_folder)
            except OSError:
                continue
    return None


def missing_of(folders: Sequence[RecordingFolder], pbx: str, files: Sequence[str]) -> list[str] | None:
    """Those of the PBX's files that are nowhere; None: a folder is away, so nobody can tell. Blocks."""
    mine = [folder for folder in folders if folder.pbx in ("", pbx)]
    gone = [file for file in files if find(mine, pbx, file) is None]
    return gone if all(is_there(folder.folder) for folder in mine) else None
