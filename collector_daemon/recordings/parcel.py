"""An archive with all that is stored of a person: ``data.json``, the sound, and a manifest with sums.

Written below the daemon's own folder, fetched by an address like a recording's, and gone after an hour or with the next
start. A recording that cannot be read is named in the manifest with why; the rest is there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import zipfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from collector_daemon.recordings.places import RecordingFolder, find
from collector_daemon.recordings.sealing import DayKeys
from collector_daemon.recordings.sounds import open_sound

BLOCK = 1 << 20
LASTS = 3600.0
"""Seconds."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A recording that belongs into the archive: the PBX's name, and the name there without its end."""

    pbx: str
    file: str
    name: str


class Parcels(msgspec.Struct, frozen=True):
    """The folder of archives, as a folder of recordings that is no PBX's."""

    folder: Path
    pbx: str = "(parcels)"
    pbx_folder: str = "/"

    def empty(self) -> None:
        """What an earlier run left goes. Raises nothing."""
        for old in self.folder.glob("*.zip*") if self.folder.is_dir() else ():
            self.remove(old.name)

    def remove(self, name: str) -> None:
        """This one goes."""
        with contextlib.suppress(OSError):
            (self.folder / name).unlink(missing_ok=True)


def pack(
    parcels: Parcels, folders: Sequence[RecordingFolder], data: bytes, wanted: Sequence[Wanted],
    keys: DayKeys | None = None,
) -> tuple[str, list[str]]:
    """Write an archive; its name, and what is not in it. Raises OSError. Blocks for long."""
    parcels.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"subject-{secrets.token_hex(8)}.zip"
    part = parcels.folder / f"{name}.part"
    try:
        with part.open("xb") as file, zipfile.ZipFile(file, "w") as archive:
            part.chmod(0o600)
            archive.writestr("data.json", data, zipfile.ZIP_DEFLATED)
            contents = [{"name": "data.json", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}]
            missing = [line for one in wanted if (line := _added(archive, folders, one, contents, keys)) is not None]
            manifest = json.dumps({"contents": contents, "missing": missing}, ensure_ascii=False, indent=1)
            archive.writestr("manifest.json", manifest, zipfile.ZIP_DEFLATED)
        part.replace(parcels.folder / name)
    except BaseException:
        parcels.remove(part.name)
        raise
    return name, missing


def _added(
    archive: zipfile.ZipFile, folders: Sequence[RecordingFolder], one: Wanted, contents: list[dict[str, object]],
    keys: DayKeys | None,
) -> str | None:
    """Why it could not be added."""
    place = find(folders, one.pbx, one.file)
    if place is None:
        return f"{one.file}: not on this machine"
    name, digest, size = f"audio/{one.name}{place.suffix}", hashlib.sha256(), 0
    try:
        with open_sound(place, keys) as sound, archive.open(name, "w", force_zip64=True) as copy:
            while block := sound.body.read(size, BLOCK):
                copy.write(block)
                digest.update(block)
                size += len(block)
    except OSError as problem:
        return f"{one.file}: {problem.strerror or type(problem).__name__}"
    contents.append({"name": name, "bytes": size, "sha256": digest.hexdigest(), "recording": one.file})
    return None
