"""What a program remembers of its user between two runs, in a file of the user's own. No secrets: see ``keys``.

``preferences.json`` in the user's settings folder, one for all three programs; a program's own things stand under its
name. Damaged or from a newer version: it is kept aside and everything begins anew, said in one line of the log.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
import platformdirs

log = logging.getLogger(__name__)

Kind = TypeVar("Kind", bound=msgspec.Struct)


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """Where the collector daemon is. ``ca``: file of the authority that signed its certificate, "" for the system's."""

    host: str = ""
    port: int = 5099
    is_tls: bool = False
    ca: str = ""


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
    return load_as(file, Preferences)


def load_as(file: Path, kind: type[Kind]) -> Kind:
    """The same of what a program remembers in a file of its own; ``kind`` needs no arguments."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except FileNotFoundError:
        return kind()
    except OSError as problem:
        log.warning("%s cannot be read, beginning with the defaults: %s", file, problem)
        return kind()
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        aside = file.with_suffix(".damaged.json")
        log.warning("%s is damaged and kept as %s, beginning with the defaults: %s", file, aside.name, problem)
        try:
            file.replace(aside)
        except OSError as also:
            log.warning("%s cannot be kept aside: %s", file, also)
        return kind()


def save(preferences: msgspec.Struct, file: Path) -> None:
    """Remember; replaced as a whole, so that a cut of power leaves the old or the new. A full disk is only told."""
    draft = file.with_suffix(".draft")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(preferences), indent=2))
        draft.replace(file)
    except OSError as problem:
        log.warning("%s cannot be written: %s", file, problem)
