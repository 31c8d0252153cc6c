"""Recordings of calls saved as they were recorded, with a manifest of what they are, who saved them, when and why.

A folder of its own is filled beside its name and renamed when it is whole: nobody takes a part for all.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Literal, TypeVar

import msgspec

from shared.domain.calls import Recording
from shared.domain.commands import Refused
from shared.version import VERSION
from supervisor_console.page import Console
from supervisor_console.playback.app.fetching import Fetched, Fetcher, Gone, Wanted
from supervisor_console.reports import tracking
from supervisor_console.reports.tracked import Tracked

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
SUFFIXES = {
    "audio/wav": ".wav", "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "audio/flac": ".flac", "audio/x-gsm": ".gsm",
    "audio/G722": ".g722",
}  # fmt: skip
HEADS = (0, 44, 58)
"""Bytes of a header that the server may have put before samples without one; the catalogue's hash is without it."""
PIECE = 1 << 20
Key = tuple[str, str]
Done = TypeVar("Done")
Comparison = Literal["same", "different", "unknown"]


@dataclass(frozen=True)
class Order:
    """What to save, into a new folder inside ``folder``."""

    calls: tuple[Key, ...]
    folder: Path
    why: str


class SavedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the manifest. ``against_catalogue``: is it what the server's catalogue knows?"""

    file: str
    pbx: str
    call: str
    recorded_as: str
    started_at: datetime
    ended_at: datetime | None
    bytes: int
    format: str
    sha256: str
    catalogue_sha256: str | None
    against_catalogue: Comparison


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """What could not be saved. ``reason``: gone, no_call, none, unknown_recording…"""

    pbx: str
    call: str
    recorded_as: str = ""
    reason: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, as manifest.json has it."""

    program: str
    saved_at: datetime
    saved_by: str
    why: str
    calls: int
    files: tuple[SavedFile, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Saved:
    """What came of it."""

    folder: Path
    manifest: Manifest


Told = Callable[[int, int, float], None]
"""Calls that are done, of how many, and how much of the present file is here."""


class Saving:
    """Saves one order."""

    def __init__(self, console: Console, fetcher: Fetcher, order: Order, told: Told) -> None:
        self._console, self._fetcher, self._order, self._told = console, fetcher, order, told
        self._files: list[SavedFile] = []
        self._left: list[LeftOut] = []

    async def run(self) -> Saved:
        """Raises Refused, Unavailable, Away, OSError; then, and when cancelled, nothing is left behind."""
        now = self._console.ground.clock.now()
        folder = await asyncio.to_thread(free_folder, self._order.folder, f"recordings-{now:%Y-%m-%d-%H%M%S}")
        unfinished = folder.with_name(folder.name + ".part")
        try:
            await _beside(unfinished.mkdir)
            for number, key in enumerate(self._order.calls):
                self._told(number, len(self._order.calls), 0.0)
                await self._call(number, key, unfinished)
            manifest = Manifest(
                program=f"supervisor-console {VERSION}", saved_at=now, saved_by=self._console.account,
                why=self._order.why, calls=len(self._order.calls), files=tuple(self._files),
                left_out=tuple(self._left),
            )  # fmt: skip
            await _beside(_finish, unfinished, folder, manifest)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        return Saved(folder, manifest)

    async def _call(self, number: int, key: Key, folder: Path) -> None:
        tracked: Tracked | None = await self._console.database.ask(
            lambda connection: tracking.tracked(connection, *key)
        )
        if tracked is None or not tracked.call.recordings:
            self._left.append(LeftOut(pbx=key[0], call=key[1], reason="no_call" if tracked is None else "none"))
            return
        for one in tracked.call.recordings:
            wanted = Wanted(*key, one.file, "export", self._order.why)
            try:
                fetched = await self._fetcher.fetch(wanted, lambda some: self._got(number, some), is_fresh=True)
                self._files.append(await _beside(_keep, fetched, wanted, one, folder, len(self._files) + 1))
            except Gone:
                self._left.append(LeftOut(pbx=key[0], call=key[1], recorded_as=one.file, reason="gone"))
            except Refused as refused:
                if refused.code != "unknown_recording":
                    raise
                self._left.append(LeftOut(pbx=key[0], call=key[1], recorded_as=one.file, reason=refused.code))
            finally:
                self._fetcher.drop(wanted)

    async def _got(self, number: int, fetched: Fetched) -> None:
        self._told(number, len(self._order.calls), fetched.had / max(1, fetched.size))


async def _beside(deed: Callable[..., Done], *given: object) -> Done:
    """In a thread. Whoever cancels waits until it has ended: nothing is written after all was removed."""
    running = asyncio.ensure_future(asyncio.to_thread(deed, *given))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        running.exception()  # nobody else asks for it
        raise


def free_folder(inside: Path, name: str) -> Path:
    """A name that is not taken."""
    taken = {one.name for one in inside.iterdir()}
    names: Iterator[str] = (f"{name}-{number}" if number > 1 else name for number in range(1, 10_000))
    return inside / next(one for one in names if one not in taken and f"{one}.part" not in taken)


def _keep(fetched: Fetched, wanted: Wanted, told: Recording, folder: Path, number: int) -> SavedFile:
    suffix = SUFFIXES.get(fetched.mime, PurePosixPath(told.file).suffix or ".wav")
    plain = re.sub(r"[^0-9A-Za-z.-]+", "_", f"{wanted.call}_{PurePosixPath(told.file).stem}")[:120]
    name = f"{number:04}_{plain}{suffix}"
    sums = _copied(fetched.path, folder / name)
    against: Comparison = "unknown" if fetched.sha256 is None else (
        "same" if fetched.sha256 in sums else "different")  # fmt: skip
    return SavedFile(
        file=name, pbx=wanted.pbx, call=wanted.call, recorded_as=told.file, started_at=told.started_at,
        ended_at=told.ended_at, bytes=fetched.had, format=fetched.format, sha256=sums[0],
        catalogue_sha256=fetched.sha256, against_catalogue=against,
    )  # fmt: skip


def _copied(source: Path, target: Path) -> list[str]:
    """Copy it; its hash, and those of what comes after each possible header."""
    hashes: list[Any] = [hashlib.sha256() for _ in HEADS]
    at = 0
    with source.open("rb") as read, target.open("wb") as written:
        while piece := read.read(PIECE):
            written.write(piece)
            for head, one in zip(HEADS, hashes, strict=True):
                one.update(piece[max(0, head - at) :])
            at += len(piece)
    return [one.hexdigest() for one in hashes]


def _finish(unfinished: Path, folder: Path, manifest: Manifest) -> None:
    body = msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
    (unfinished / MANIFEST).write_bytes(body)
    sums = [(one.sha256, one.file) for one in manifest.files] + [(hashlib.sha256(body).hexdigest(), MANIFEST)]
    lines = "".join(f"{digest} *{name}\n" for digest, name in sums)
    (unfinished / SUMS).write_bytes(lines.encode())
    unfinished.rename(folder)
