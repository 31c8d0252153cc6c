"""The journal of one PBX: every entry on disk, in order and numbered, before all else is done with it.

``append`` hands an entry to the system at once (a kill of the daemon loses nothing that was appended),
``run`` forces it to the disk in groups (a power cut loses at most ``sync_ms``). When the disk refuses, what
was appended waits in memory, ``is_blocked`` asks everybody to stop reading the PBX, and writing goes on by
itself as soon as it can. Segments end when the pipeline hands the core's state (``is_due`` asks for it), so
that a start reads little; finished ones are packed, and deleted when they are too old or too many and
Postgres has what is in them.

Read on in ``pen`` (writing), ``reading``, ``segments`` (files), ``upkeep``.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from collector_daemon.capture import Entry
from collector_daemon.settings import JournalSettings
from collector_daemon.store.journal import lines as journal_lines
from collector_daemon.store.journal import reading as journal_reading
from collector_daemon.store.journal import segments as files
from collector_daemon.store.journal.limits import Limits
from collector_daemon.store.journal.lock import FolderLock
from collector_daemon.store.journal.pen import Pen
from collector_daemon.store.journal.segments import Segment
from collector_daemon.store.journal.troubles import Troubles
from collector_daemon.store.journal.upkeep import Upkeep
from shared.clock import Clock

log = logging.getLogger(__name__)

_RETRY_SECONDS = 0.5
_UPKEEP_SECONDS = 10.0
_OVERDUE = 4
"""A segment so many times as long as it should be ends without a state."""


class Journal:
    """See the module. Everything but ``read`` is for the event loop's thread alone."""

    def __init__(
        self,
        folder: Path,
        settings: JournalSettings,
        clock: Clock,
        alert: Callable[[str], None] = lambda text: None,
    ) -> None:
        """Open the folder, made if need be. Raises FolderInUse, OSError."""
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True, mode=0o700)
        self._folder = folder
        self._name = f"journal {folder}"
        self._settings = settings
        self._clock = clock
        self._committed = self._synced_seq = 0
        self._syncing = asyncio.Lock()
        self._upkeep_due = asyncio.Event()
        self._troubles = Troubles(self._name, alert)
        self._pen = Pen(self._name, self._troubles)
        self._upkeep = Upkeep(Limits(settings.keep_days * 86400, settings.max_gb * 1e9), self._troubles)
        self._is_folder_synced = False
        self._is_closed = False
        self._lock = FolderLock(folder)
        try:
            self.journal_id = _journal_id(folder)
            self._open_newest()
        except BaseException:
            self._lock.release()
            raise

    def _open_newest(self) -> None:
        for draft in self._folder.glob("*-draft"):
            draft.unlink()
        found = files.segments(self._folder) or [Segment(self._folder, 1)]
        if found[-1].packed.exists():
            # Only somebody who tidied by hand leaves no plain file: go on in a new one.
            found.append(Segment(self._folder, found[-1].first + sum(1 for _ in files.lines_of(found[-1]))))
        newest = found[-1]
        newest.plain.touch(mode=0o600)
        lines, size = files.repair(newest.plain)
        self._segments = tuple(found)
        self._last_seq = newest.first + lines - 1
        self._pen.open(newest.plain, size, self._last_seq)

    # --- appending
    # --------------------------------------------------------------------------------------------

    @property
    def last_seq(self) -> int:
        """Number of the last entry appended, 0 before the first."""
        return self._last_seq

    @property
    def written_seq(self) -> int:
        """Number of the last entry that the system has: a kill of the daemon does not lose it."""
        return self._pen.written_seq

    @property
    def synced_seq(self) -> int:
        """Number of the last entry known to be on the disk itself: a power cut does not lose it."""
        return self._synced_seq

    @property
    def is_blocked(self) -> bool:
        """Whether the disk refuses: take no more from the PBX until ``room``."""
        return self._pen.is_blocked

    async def room(self) -> None:
        """Wait until the disk takes everything again."""
        await self._pen.room.wait()

    def append(self, entry: Entry) -> int:
        """Its number. Raises JournalFull."""
        return self._accept(journal_lines.encode(entry), 1)

    def extend(self, entries: Iterable[Entry]) -> int:
        """Append many with one write; the number of the last. Raises JournalFull (then none was taken)."""
        lines = [journal_lines.encode(entry) for entry in entries]
        return self._accept(b"".join(lines), len(lines)) if lines else self._last_seq

    def _accept(self, data: bytes, entries: int) -> int:
        self._pen.write(self._last_seq + entries, data)
        self._last_seq += entries
        if self._is_longer_than(_OVERDUE):
            self.rotate(None)
        return self._last_seq

    # --- segments and states
    # ----------------------------------------------------------------------------------

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Its files, oldest first."""
        return self._segments

    @property
    def is_due(self) -> bool:
        """Whether the segment is long enough: hand the core's state to ``rotate``."""
        return self._is_longer_than(1)

    def _is_longer_than(self, times: int) -> bool:
        return (
            self._pen.file_bytes >= times * self._settings.segment_mb * 1_000_000
            or self._last_seq - self._segments[-1].first + 1 >= times * self._settings.segment_entries
        )

    def rotate(self, state: bytes | None) -> bool:
        """Begin a new segment. ``state`` is the core's after exactly ``last_seq``. False: it can't be now."""
        return not self.is_blocked and self._begin(self._last_seq + 1, state)

    def _begin(self, first: int, state: bytes | None) -> bool:
        segment = Segment(self._folder, first)
        try:
            if state is not None:
                files.write_state(segment, state)
            if first != self._segments[-1].first:
                self._pen.open(segment.plain, 0, first - 1)
                self._segments += (segment,)
        except OSError as problem:
            log.warning("%s: no new segment now (%s)", self._name, problem.strerror)
            return False
        return True

    def restart(self, committed_seq: int) -> tuple[int, bytes | None]:
        """Where to read from when Postgres has everything up to ``committed_seq``, and the core's state then.

        (number, state before it; None: an empty core). To be asked once, before appending.
        """
        if committed_seq > self._last_seq:
            text = "%s ends at %d but Postgres has %d (a power cut?); going on after that"
            log.warning(text, self._name, self._last_seq, committed_seq)
            if self._begin(committed_seq + 1, None):  # or the numbers in the file would not be ours
                self._last_seq = self._synced_seq = committed_seq
        self._committed = committed_seq
        return files.restart_point(self._segments, self._committed)

    def newest_state(self) -> tuple[int, bytes | None]:
        """Where to read from for the present alone, whatever Postgres has: (number, the core's state before it)."""
        return files.restart_point(self._segments, self._last_seq)

    def committed(self, seq: int) -> None:
        """Postgres has everything up to ``seq``; older segments may go when their time comes."""
        self._committed = max(seq, self._committed)

    def read(self, from_seq: int = 1) -> Iterator[tuple[int, Entry]]:
        """All written entries from a number on, also those appended meanwhile. May run in another thread."""
        return journal_reading.read(self, from_seq)

    # --- the disk
    # ---------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Sync, pack and tidy for ever; cancel it to stop, then ``close``."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_synced())
            group.create_task(self._keep_tidy())

    async def sync(self) -> None:
        """Wait until everything appended so far is on the disk itself. Raises OSError when the disk can't."""
        target = self._last_seq
        while self._synced_seq < target:
            await self.room()
            await self._sync_now()

    async def _keep_synced(self) -> None:
        pen = self._pen
        while True:
            await pen.dirty.wait()
            pen.dirty.clear()
            await asyncio.sleep(_RETRY_SECONDS if pen.is_blocked else self._settings.sync_ms / 1000)
            if pen.is_blocked:
                pen.go_on()
            try:
                await self._sync_now()
                self._troubles.over("sync")
            except OSError as problem:
                self._troubles.tell("sync", f"can't be synced ({problem.strerror}), trying again")
                pen.dirty.set()
                await asyncio.sleep(_RETRY_SECONDS)

    async def _sync_now(self) -> None:
        """One group: all that was written until now, finished files first."""
        async with self._syncing:
            pen = self._pen
            seq, finished = pen.written_seq, list(pen.finished_fds)
            folder = None if self._is_folder_synced and not finished else self._folder
            await asyncio.to_thread(_force, [*finished, pen.fd], folder)
            self._is_folder_synced = True
            self._synced_seq = max(seq, self._synced_seq)
            del pen.finished_fds[: len(finished)]
            for fd in finished:
                os.close(fd)
            if finished:
                self._upkeep_due.set()

    async def _keep_tidy(self) -> None:
        while True:
            self._upkeep_due.clear()
            await self.tidy()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_UPKEEP_SECONDS):
                    await self._upkeep_due.wait()

    async def tidy(self) -> None:
        """Pack what is finished, delete what should go. Troubles are told once and tried again."""
        gone = await self._upkeep.tidy(self._segments, self._committed, self._clock.now())
        self._segments = tuple(segment for segment in self._segments if segment not in gone)

    def close(self) -> None:
        """Write and sync what there is and let go of the folder. Says so if the disk refused to the end."""
        if self._is_closed:
            return
        self._is_closed = True
        self._pen.close()
        if self.is_blocked:
            lost = self._last_seq - self.written_seq
            log.error("%s: closed with %d entries that the disk refused", self._name, lost)
        self._lock.release()


def _journal_id(folder: Path) -> str:
    path = folder / "journal.id"
    if not path.exists():
        draft = folder / "journal.id-draft"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(8), "ascii")
        draft.replace(path)
        files.sync_folder(folder)
    return path.read_text("ascii").strip()


def _force(fds: list[int], folder: Path | None) -> None:
    for fd in fds:
        os.fsync(fd)
    if folder is not None:
        files.sync_folder(folder)
