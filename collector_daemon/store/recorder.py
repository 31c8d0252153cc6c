"""The recorder: what the core found, into Postgres, whatever Postgres does meanwhile.

It holds a bounded number of rows. While the database is away, restarting, full or read-only it tries again
with growing pauses; what comes beyond the bound is dropped for that PBX, which is then *behind*: nothing of
it is taken any more until ``resume`` tells the pipeline from which entry of the journal to read again. So
memory is bounded and nothing is lost. A single fact that cannot be stored is found by halving and kept as a
surprise.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter, deque
from collections.abc import Sequence
from datetime import datetime

import msgspec
import psycopg

from collector_daemon.store.batch import Batch, CoreState, Item, LinkMark, RawEvent, key_of, latest
from collector_daemon.store.writing import PATIENCE as PATIENCE_OF_NETWORK
from collector_daemon.store.writing import Fence, Progress, Writer
from shared.database.connection import connect, plain
from shared.database.escapes import identifier
from shared.domain.agents import Surprise
from shared.errors import SuiteError, Unavailable, one_line

log = logging.getLogger(__name__)

HELD_ROWS = 20_000  # in memory at most, while the database is slow or away
ROWS_AT_ONCE = 8_000  # in one transaction
FIRST_PAUSE = 0.1  # seconds between tries, doubled each time
LONGEST_PAUSE = 15.0
PATIENCE = 2.0  # seconds that a full recorder keeps who brings waiting, while the database answers
SHOWN_UNSTORABLE = 100  # facts that are named in the log; all are in the table
SHOWN = 500  # letters of an unstorable fact that its surprise keeps

IMPOSSIBLE = (
    psycopg.DataError, psycopg.IntegrityError, psycopg.errors.ProgramLimitExceeded,
    ValueError, TypeError, OverflowError, AttributeError,
)  # fmt: skip
"""What says that the data can never be stored; everything else that the database says may pass."""


class RecorderState(msgspec.Struct, frozen=True):
    """How the recorder fares, for ``status``.

    Rows held, rows stored since the start, what is wrong if anything.
    """

    is_behind: bool
    held: int
    stored: int
    unstorable: int
    trouble: str | None


class Recorder:
    """Stores batches; ``run`` is its task. Create it inside the event loop that runs it."""

    def __init__(
        self, url: str, *, held_rows: int = HELD_ROWS, first_pause: float = FIRST_PAUSE,
        longest_pause: float = LONGEST_PAUSE, patience: float = PATIENCE, fence: Fence | None = None,
    ) -> None:  # fmt: skip
        self._url, self._fence = url, fence
        self._held_rows = held_rows
        self._pauses = (first_pause, longest_pause)
        self._patience = patience
        self._inbox: deque[Batch] = deque()
        self._of: Counter[tuple[str, str]] = Counter()  # batches held, by origin
        self._held = 0
        self._stored = 0
        self._unstorable = 0
        self._behind: set[tuple[str, str]] = set()
        self._trouble: str | None = None
        self._committed: dict[tuple[str, str], int] = {}
        self._writer: Writer | None = None
        self._changed = asyncio.Condition()

    @property
    def is_behind(self) -> bool:
        """Whether batches were dropped and the journal must be read again (see ``resume``)."""
        return bool(self._behind)

    @property
    def behind(self) -> frozenset[str]:
        """The PBXs that are behind."""
        return frozenset(pbx for _journal, pbx in self._behind)

    @property
    def state(self) -> RecorderState:
        """How it fares now."""
        return RecorderState(
            self.is_behind, self._held, self._stored, self._unstorable, self._trouble
        )  # fmt: skip

    def stored_seq(self, journal_id: str, pbx: str) -> int:
        """The last entry whose facts are known to be stored, without asking the database; 0 where not known."""
        return self._committed.get((journal_id, pbx), 0)

    async def put(self, batch: Batch, *, wait: bool = False) -> bool:
        """Take a batch, to be stored in order; tells whether it was taken.

        Without room the caller waits a moment: in a burst the recorder's own pace is the quickest. Where that
        does not help, or the database is away, the batch is dropped and its PBX is behind. With ``wait``
        (reading the journal again) the caller waits for room as long as it takes.
        """
        origin = (batch.journal_id, batch.pbx)
        async with self._changed:
            if wait:
                await self._changed.wait_for(lambda: self._has_room(batch))
            elif origin not in self._behind and not await self._room_soon(batch):
                log.error("%s: the database is too slow or away; the journal keeps what comes", batch.pbx)
                self._behind.add(origin)
            if origin in self._behind:
                return False
            self._inbox.append(batch)
            self._held += batch.weight
            self._of[origin] += 1
            self._changed.notify_all()
            return True

    async def _room_soon(self, batch: Batch) -> bool:
        if self._trouble is None and not self._has_room(batch):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._patience):
                    await self._changed.wait_for(lambda: self._has_room(batch) or self._trouble is not None)
        return self._has_room(batch)

    def _has_room(self, batch: Batch) -> bool:
        return not self._held or self._held + batch.weight <= self._held_rows

    async def drain(self) -> None:
        """Wait until everything taken is stored."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._held)

    async def resume(self, journal_id: str, pbx: str) -> int:
        """Wait until all that was taken of this PBX is stored, and start taking this PBX's batches again.

        Returns the entry of the journal after which they must begin. Raises Unavailable.
        """
        async with self._changed:
            await self._changed.wait_for(lambda: not self._of[journal_id, pbx])
        seq = await self.committed_seq(journal_id, pbx)
        self._behind.discard((journal_id, pbx))
        self._committed[journal_id, pbx] = seq
        return seq

    async def committed_seq(self, journal_id: str, pbx: str) -> int:
        """The last entry of the journal whose facts are stored; 0 where none is. Raises Unavailable."""
        try:
            found = await self._asked(journal_id, pbx)
        except Unavailable as problem:
            self._note_trouble(problem)  # also before the first batch: nobody knows yet whether one could be stored
            raise
        if not self._held:  # what is read may come from where nothing can be written
            self._note_well()
        return found

    async def _asked(self, journal_id: str, pbx: str) -> int:
        connection = await connect(self._url, **PATIENCE_OF_NETWORK)
        try:
            rows = await connection.execute(
                "select seq from journal_progress where journal_id = %s and pbx = %s",
                [journal_id, identifier(pbx)],
            )
            found = await rows.fetchone()
        except psycopg.Error as problem:
            raise Unavailable(f"the database does not say what it has: {plain(problem)}") from None
        finally:
            await connection.close()
        return int(found[0]) if found else 0

    async def run(self) -> None:
        """Store what is taken, in order, until cancelled. ``drain`` first, to lose nothing."""
        try:
            while True:
                batches = await self._next()
                await self._store(batches)
                async with self._changed:
                    self._held -= sum(batch.weight for batch in batches)
                    self._of.subtract((batch.journal_id, batch.pbx) for batch in batches)
                    self._changed.notify_all()
        finally:
            await self._disconnect()

    async def _next(self) -> list[Batch]:
        """All batches that wait, up to a transaction's worth and at least one."""
        async with self._changed:
            await self._changed.wait_for(lambda: bool(self._inbox))
            batches = [self._inbox.popleft()]
            weight = batches[0].weight
            while self._inbox and weight + self._inbox[0].weight <= ROWS_AT_ONCE:
                batches.append(self._inbox.popleft())
                weight += batches[-1].weight
            return batches

    async def _store(self, batches: list[Batch]) -> None:
        """Store, however long it takes."""
        items = latest(batches)
        progress = {(batch.journal_id, batch.pbx): batch.seq for batch in batches}
        pause, longest = self._pauses
        while True:
            try:
                self._writer = self._writer or await Writer.open(self._url, self._fence)
                await self._write(self._writer, items, progress)
            except (psycopg.Error, SuiteError, OSError) as problem:
                self._note_trouble(problem)
                async with self._changed:
                    self._changed.notify_all()  # who waits for room need not hope
                await self._disconnect()
                await asyncio.sleep(pause)
                pause = min(longest, pause * 2)
            else:
                self._stored += len(items)
                self._committed.update(progress)
                self._note_well()
                return

    async def _write(self, writer: Writer, items: Sequence[Item], progress: Progress) -> None:
        try:
            await writer.write(items, progress)
        except IMPOSSIBLE:
            writer.forget()  # before blaming the data: something may have been changed under us
            await self._write_what_can_be(writer, items)
            await writer.write([], progress)

    async def _write_what_can_be(self, writer: Writer, items: Sequence[Item]) -> None:
        """Write by halves what cannot be written together, down to what cannot be written at all."""
        try:
            await writer.write(items, {})
        except IMPOSSIBLE as problem:
            if len(items) == 1:
                await writer.write([self._kept(items[0], problem)], {})
            else:
                middle = len(items) // 2
                await self._write_what_can_be(writer, items[:middle])
                await self._write_what_can_be(writer, items[middle:])

    def _kept(self, item: Item, problem: Exception) -> Surprise:
        """The surprise that stands for a fact which cannot be stored; the same each time."""
        kind = f"unstorable {type(item).__name__}"
        subject = " ".join(str(part) for part in key_of(item)[1:])
        reason = plain(problem)
        self._unstorable += 1
        if self._unstorable <= SHOWN_UNSTORABLE:
            log.error("%s, kept as a surprise: %.200s: %s", kind, ascii(subject), reason)
        elif self._unstorable == SHOWN_UNSTORABLE + 1:
            log.error("more is unstorable: see the table surprise")
        detail = f"{reason}: {repr(item)[:SHOWN]}"
        return Surprise(pbx=item.pbx, happened_at=_instant(item), kind=kind, subject=subject, detail=detail)

    def _note_trouble(self, problem: Exception) -> None:
        text = one_line(problem) if isinstance(problem, SuiteError) else plain(problem)
        if self._trouble is None:
            log.error("nothing can be stored: %s; trying again, the journal keeps it", text)
        self._trouble = text

    def _note_well(self) -> None:
        if self._trouble is not None:
            log.info("the database takes facts again")
            self._trouble = None

    async def _disconnect(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            await writer.close()


def _instant(item: Item) -> datetime:
    if isinstance(item, RawEvent):
        return item.heard_at
    if isinstance(item, CoreState):
        return item.taken_at
    return item.happened_at if isinstance(item, (Surprise, LinkMark)) else item.started_at
