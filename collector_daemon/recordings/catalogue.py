"""Keeps the catalogue of recordings true, beside the daemon's other work.

Every quarter of a minute recordings of calls that ended lately are looked for by their names (also those that were
missing a moment ago: who converts or copies takes a while), and finished files are read (what they hold, their sum).
Every few hours all folders are gone through: files that nobody told of, and those that are gone. A folder that is away
is no reason to call anything missing. Disks are read in a thread of its own, a few hundred names or one file at a
time; while the database is away the next round does it.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from collector_daemon.recordings.names import AFTER, BEFORE, began_at, ids_in
from collector_daemon.recordings.places import RecordingFolder, find
from collector_daemon.recordings.sealing import DayKeys, seal
from collector_daemon.recordings.shelf import Shelf
from collector_daemon.recordings.sounds import Sound, open_sound
from collector_daemon.recordings.walking import MOST, Seen, is_there, missing_of, seen_at, walk
from shared.clock import Clock
from shared.domain.recorded import FileFound, FileRead, Told
from shared.errors import SuiteError, one_line

log = logging.getLogger(__name__)

PAUSE = 15.0
ROUND = timedelta(hours=6)
"""Between two walks through all folders."""
SETTLED = timedelta(seconds=45)
"""A file that was not written to for so long is finished."""
LATELY, LONG_AGO = timedelta(hours=3), timedelta(days=31)
"""So far back recordings are looked for that were told of but not found: at each look, and at each walk."""
BLOCK = 1 << 20
Found = TypeVar("Found")


class Catalogue:
    """Looks at ``folders``, whose PBXs are among ``pbxs``, and tells ``shelf``.

    ``is_sealing``: what is finished is encrypted.
    """

    def __init__(
        self, folders: Sequence[RecordingFolder], pbxs: Sequence[str], shelf: Shelf, clock: Clock, *,
        pause: float = PAUSE, settled: timedelta = SETTLED, keys: DayKeys | None = None, is_sealing: bool = False,
    ) -> None:  # fmt: skip
        self._folders, self._pbxs, self._shelf, self._clock = list(folders), tuple(pbxs), shelf, clock
        self._pause, self._settled, self._keys, self._is_sealing = pause, settled, keys, is_sealing
        self._thread = ThreadPoolExecutor(1, "catalogue")
        self._away: set[str] = set()

    async def run(self) -> None:
        """Until cancelled."""
        walked_at = None
        try:
            while self._folders:
                now = self._clock.now()
                try:
                    if walked_at is None or now - walked_at >= ROUND:
                        await self.walk()
                        walked_at = now
                    await self.look()
                except SuiteError as problem:
                    log.info("the catalogue of recordings is put off: %s", one_line(problem))
                await asyncio.sleep(self._pause)
        finally:
            self._thread.shutdown(wait=False, cancel_futures=True)

    async def look(self, back: timedelta = LATELY) -> None:
        """Find what calls of late told of, and read what is finished. Raises Unavailable."""
        now = self._clock.now()
        told: list[Told] = []
        while (more := await self._shelf.told(now - back, now + AFTER, MOST)) and more != told:
            told = more
            found, missed = await self._blocking(self._sought, told)
            await self._shelf.take(found, now)
            if missed and self._all_there():
                await self._shelf.missed(missed, now)
            elif not found:
                break
        after = ("", "")
        while lost := await self._shelf.lost(now - LATELY, after, MOST):
            after = (lost[-1][0], lost[-1][2])
            found, _ = await self._blocking(self._sought, lost)
            if found:
                await self._shelf.take(found, now)
        await self._read_all()

    async def walk(self) -> None:
        """Go through all folders, and through all that is believed to be there. Raises Unavailable."""
        for folder in self._folders:
            batches = walk(folder)
            while (batch := await self._blocking(next, batches, None)) is not None:
                await self._shelf.take([self._found(folder, seen) for seen in batch], self._clock.now())
        await self._find_missing()
        await self.look(LONG_AGO)

    async def _find_missing(self) -> None:
        after = ("", "")
        while keys := await self._shelf.present(after, MOST):
            after = keys[-1]
            for pbx in sorted({pbx for pbx, _ in keys}):
                files = [file for of, file in keys if of == pbx]
                gone = await self._blocking(missing_of, self._folders, pbx, files)
                if gone is None:
                    self._all_there()
                elif gone:
                    await self._shelf.gone([(pbx, file) for file in gone], self._clock.now())

    async def _read_all(self) -> None:
        after, before = ("", ""), self._clock.now() - self._settled
        while keys := await self._shelf.unread(before, after, MOST):
            after = keys[-1]
            for pbx, file in keys:
                found = await self._blocking(read_file, self._folders, pbx, file, self._keys, self._is_sealing)
                await self._shelf.read(found)

    def _sought(self, told: Sequence[Told]) -> tuple[list[FileFound], list[Told]]:
        """Those that are there, and those that are not."""
        found, missed = [], []
        for one in told:
            seen = seen_at(self._folders, one[0], one[2])
            if seen is None:
                missed.append(one)
            else:
                found.append(self._found(seen[0], seen[1], one))
        return found, missed

    def _found(self, folder: RecordingFolder, seen: Seen, told: Told | None = None) -> FileFound:
        ids = ids_in(seen.place.parts[-1])
        names = (seen.file, "/".join(seen.place.parts))
        return FileFound(
            pbxs=(folder.pbx,) if folder.pbx else self._pbxs, file=seen.file,
            told_as=tuple(dict.fromkeys((*names, told[2]) if told else names)), ids=ids,
            legs=tuple((one, began_at(one) - BEFORE, began_at(one) + AFTER) for one in ids),
            bytes=seen.bytes, changed_at=seen.changed_at,
        )  # fmt: skip

    def _all_there(self) -> bool:
        """Are all folders there? One that is not is told of once."""
        away = {str(one.folder) for one in self._folders if not is_there(one.folder)}
        for folder in sorted(away - self._away):
            log.info("the folder of recordings %s is away or empty: nothing in it is called missing", folder)
        self._away = away
        return not away

    async def _blocking(self, deed: Callable[..., Found], *given: object) -> Found:
        return await asyncio.get_running_loop().run_in_executor(self._thread, deed, *given)


def read_file(
    folders: Sequence[RecordingFolder], pbx: str, file: str, keys: DayKeys | None = None, is_sealing: bool = False,
) -> FileRead:  # fmt: skip
    """What the file holds, and its sum; ``is_sealing``: it is encrypted then. Blocks as long as the file is long."""
    place = find(folders, pbx, file)
    if place is None:
        return FileRead(pbx=pbx, file=file, trouble="it is not there")
    try:
        with open_sound(place, keys) as sound:
            kind, was_sealed, digest = sound.description, sound.is_sealed, sum_of(sound)
        if is_sealing and keys is not None and not was_sealed:
            seal(place, keys, datetime.fromtimestamp(place.path.stat().st_mtime, UTC))
        found = place.path.stat()
    except OSError as problem:
        return FileRead(pbx=pbx, file=file, trouble=problem.strerror or type(problem).__name__)
    return FileRead(
        pbx=pbx, file=file, sha256=digest, seconds=kind.seconds, format=kind.format, channels=kind.channels,
        is_encrypted=was_sealed or (is_sealing and keys is not None), bytes=found.st_size,
        changed_at=datetime.fromtimestamp(found.st_mtime, UTC),
    )  # fmt: skip


def sum_of(sound: Sound) -> bytes:
    """SHA-256 of the recording as it was recorded. Raises OSError."""
    digest = hashlib.sha256()
    for block in _blocks(sound):
        digest.update(block)
    return digest.digest()


def _blocks(sound: Sound) -> Iterator[bytes]:
    at = 0
    while block := sound.body.read(at, BLOCK):
        yield block
        at += len(block)
