"""What a program remembers of its user between two runs, in a file of the user's own. No secrets: see ``keys``.

``preferences.json`` in the user's settings folder, one for all three programs, which may run at once; a program's own
things stand under its name. Damaged or from a newer version: it is kept aside and everything begins anew, said in one
line of the log.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
import platformdirs
from PySide6.QtCore import QLockFile

log = logging.getLogger(__name__)

Kind = TypeVar("Kind", bound=msgspec.Struct)

LOCK_MILLISECONDS = 3000
"""So long a program waits for another that writes; nobody writes for longer than some milliseconds."""


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """Where the collector daemon is. ``ca``: file of the authority that signed its certificate, "" for the system's.

    ``others``: the addresses of those that stand by for it, spoken with in the same way.
    """

    host: str = ""
    port: int = 5099
    is_tls: bool = False
    ca: str = ""
    others: tuple[tuple[str, int], ...] = ()


class Sound(msgspec.Struct, frozen=True, kw_only=True):
    """How recordings are heard: ``volume`` between 0 and 1, so many times as fast."""

    volume: float = 1.0
    speed: float = 1.0


class Preferences(msgspec.Struct, kw_only=True):
    """All that is remembered. ``language`` and ``theme`` "": not chosen yet. ``places``: window → its geometry;
    ``tables``: table → its columns as they were left.
    """

    version: Literal[1] = 1
    language: Literal["", "cs", "en"] = ""
    theme: Literal["", "light", "dark", "contrast"] = ""
    has_reduced_motion: bool = False
    server: Server = Server()
    account: str = ""
    sound: Sound = Sound()
    places: dict[str, str] = msgspec.field(default_factory=dict)
    tables: dict[str, str] = msgspec.field(default_factory=dict)


def default_file() -> Path:
    """Where the preferences of this user are."""
    return Path(platformdirs.user_config_dir("callcentre", appauthor=False)) / "preferences.json"


def load(file: Path) -> Preferences:
    """What is remembered; a first run, and a damaged file (which is kept aside), give the defaults."""
    with _alone(file):
        return load_as(file, Preferences)


def load_as(file: Path, kind: type[Kind]) -> Kind:
    """The same of what a program remembers in a file of its own; ``kind`` needs no arguments."""
    try:
        return _read(file, kind) or kind()
    except OSError as problem:
        log.warning("%s cannot be read, beginning with the defaults: %s", file, problem)
        return kind()


def _read(file: Path, kind: type[Kind]) -> Kind | None:
    """What is in it; None: there is no such file, or it was damaged and is kept aside. Raises OSError."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        aside = file.with_suffix(".damaged.json")
        log.warning("%s is damaged and kept as %s, beginning with the defaults: %s", file, aside.name, problem)
        try:
            file.replace(aside)
        except OSError as also:
            log.warning("%s cannot be kept aside: %s", file, also)
        return None


def save_changes(preferences: Preferences, before: Preferences, file: Path) -> bool:
    """Write what is not as it was ``before`` into what is there by now, which other programs write too; False: told.

    ``before``: as this program read or wrote them last. Without a file, or with a damaged one, all of it is written.
    """
    with suppress(OSError):  # told when it is written
        file.parent.mkdir(parents=True, exist_ok=True)
    with _alone(file):
        try:
            there = _read(file, Preferences)
        except OSError as problem:
            log.warning("%s cannot be read, so nothing is written: %s", file, problem)
            return False
        return save(_merged(preferences, before, there) if there is not None else preferences, file)


def _merged(own: Preferences, before: Preferences, there: Preferences) -> Preferences:
    """What is there, with the changes of our own; of places and tables each is one."""
    changed: dict[str, Any] = {}
    for name in Preferences.__struct_fields__:
        mine, was, now = getattr(own, name), getattr(before, name), getattr(there, name)
        if isinstance(mine, dict):
            set_here = {key: value for key, value in mine.items() if was.get(key) != value}
            gone_here = was.keys() - mine.keys()
            changed[name] = {key: value for key, value in now.items() if key not in gone_here} | set_here
        elif mine != was:
            changed[name] = mine
    return msgspec.structs.replace(there, **changed)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """No other program writes meanwhile. One that hangs is not waited for long: better written than lost."""
    lock = QLockFile(str(file.with_suffix(".lock")))
    lock.tryLock(LOCK_MILLISECONDS)
    try:
        yield
    finally:
        lock.unlock()  # does nothing where it is another's


def save(preferences: msgspec.Struct, file: Path) -> bool:
    """Remember; replaced as a whole, so that a cut of power leaves the old or the new. A full disk is only told."""
    draft = file.with_suffix(".draft")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(preferences), indent=2))
        draft.replace(file)
    except OSError as problem:
        log.warning("%s cannot be written: %s", file, problem)
        return False
    return True
