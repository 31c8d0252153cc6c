"""Files of recordings deleted and moved; nothing outside the folders, and nothing half done.

A file is moved by a copy that is complete and on the disk before the first one goes. All of this blocks.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from collector_daemon.recordings.places import Place, RecordingFolder, find, inside_of


def delete(folders: Sequence[RecordingFolder], pbx: str, file: str) -> int | None:
    """Delete the file wherever it is, also a moved copy; its bytes, None: there was none. Raises OSError."""
    found: int | None = None
    for folder in folders:
        place = find([folder], pbx, file)
        if place is not None:
            found = (found or 0) + place.path.stat().st_size
            _unlink(place)
    return found


def move(folders: Sequence[RecordingFolder], archives: Sequence[RecordingFolder], pbx: str, file: str) -> bool:
    """Move the file to the archive of its folder; False: there is none, or it is there already. Raises OSError."""
    for folder, archive in zip(folders, archives, strict=True):
        place, inside = find([folder], pbx, file), inside_of(folder, pbx, file)
        if place is None or inside is None:
            continue
        target = archive.folder.joinpath(*inside.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(place, target)
        _unlink(place)
        return True
    return False


def _copy(place: Place, target: Path) -> None:
    part = target.with_name(f".{target.name}.part")
    try:
        with place.open() as source, part.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
            when = os.fstat(source.fileno())
        os.utime(part, ns=(when.st_atime_ns, when.st_mtime_ns))
        part.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _unlink(place: Place) -> None:
    """By the folder that it is in, which nobody can swap for a link meanwhile."""
    if os.unlink not in os.supports_dir_fd:
        place.path.unlink()
        return
    with place.opened_folder() as folder:
        os.unlink(place.parts[-1], dir_fd=folder)
