"""From the name that the PBX gave a recording to a file on this machine.

Never anything outside the folders of the settings, whatever a PBX (or who wrote its dialplan) called a file: names that
go up, links that lead out, devices and pipes are all "not there". Between looking and opening nobody can put a link in
the way: where the system can, every folder on the way is opened by itself and no link is followed any more.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

import msgspec

_UNFIT = frozenset('\\:*?"<>|')  # mean something else on Windows; no recorder makes such names
_CAN_WALK = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")


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


class Place(msgspec.Struct, frozen=True):
    """A file that was there a moment ago: below ``root`` by ``parts``, links resolved."""

    root: Path
    parts: tuple[str, ...]

    @property
    def path(self) -> Path:
        """The whole of it."""
        return self.root.joinpath(*self.parts)

    @property
    def suffix(self) -> str:
        """How its name ends, in small letters, with the dot."""
        return PurePosixPath(self.parts[-1]).suffix.lower()

    def open(self) -> BinaryIO:
        """The file, to be read. Raises OSError, also where it is no plain file any more."""
        if _CAN_WALK:
            with self.opened_folder() as folder:
                descriptor = os.open(self.parts[-1], _READ | _NO_LINK, dir_fd=folder)
        else:
            descriptor = os.open(self.path, _READ)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise FileNotFoundError(f"{self.path} is no file")
        return os.fdopen(descriptor, "rb")

    @contextlib.contextmanager
    def opened_folder(self) -> Iterator[int]:
        """A descriptor of the folder that it is in, reached step by step. Not on Windows. Raises OSError."""
        at = os.open(self.root, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            for part in self.parts[:-1]:
                further = os.open(part, _STEP, dir_fd=at)
                os.close(at)
                at = further
            yield at
        finally:
            os.close(at)


def find(folders: Iterable[RecordingFolder], pbx: str, file: str) -> Place | None:
    """Where this machine has what the PBX calls ``file``; None: nowhere. Blocks: call it in a thread."""
    for folder in folders:
        inside = inside_of(folder, pbx, file)
        place = _found(folder.folder, inside) if inside is not None else None
        if place is not None:
            return place
    return None


def inside_of(folder: RecordingFolder, pbx: str, file: str) -> PurePosixPath | None:
    """The file's place below the folder, by its name alone; a name without a folder is below it."""
    if folder.pbx not in ("", pbx):
        return None
    named = PurePosixPath(file)
    try:
        inside = named.relative_to(folder.pbx_folder) if named.is_absolute() else named
    except ValueError:
        return None
    is_fit = bool(inside.parts) and all(map(is_fit_name, inside.parts))
    return inside if is_fit else None


def is_fit_name(part: str) -> bool:
    """May a file or folder of recordings be called so?"""
    return part != ".." and not any(sign in _UNFIT or not sign.isprintable() for sign in part)


_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # a pipe must not hold us up
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)  # Windows has none, and does not walk
_STEP = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


def _found(folder: Path, inside: PurePosixPath) -> Place | None:
    """The file itself, links followed, if it is one and still below the folder."""
    try:
        root = folder.resolve(strict=True)
        path = root.joinpath(*inside.parts).resolve(strict=True)
        is_there = path.is_relative_to(root) and stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError, RuntimeError):  # also a loop of links, and a name that is too long
        return None
    return Place(root, path.relative_to(root).parts) if is_there else None

