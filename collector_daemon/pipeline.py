"""The flow of one PBX on one screen.

    link → journal → analysis → board (now) and recorder (Postgres)

Two readers of one journal: the *live* one follows the link and keeps the board; the *recording* one stores. They are
the same while the database keeps up. When it does not (away, slow, or the daemon was down), the recording reader
reads the journal again from what Postgres has, at the database's pace, until it has caught up with the live one.
Analysis is deterministic, so both find the same facts, and keys make writing twice harmless.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from collector_daemon.analysis import Analysis, Found, centre_for, under
from collector_daemon.asterisk.link import Link
from collector_daemon.capture import Entry, Lost
from collector_daemon.core.centre import Centre
from collector_daemon.core.parting import Parting
from collector_daemon.feed.board import Board
from collector_daemon.settings import CentreSettings, PbxSettings
from collector_daemon.store.batch import Batch
from collector_daemon.store.journal.journal import Journal
from collector_daemon.store.recorder import Recorder
from collector_daemon.store.states import Occasions, packed
from shared.clock import Clock
from shared.domain.board import AgentRow, Gone, QueueRow, Row
from shared.errors import Unavailable, one_line

log = logging.getLogger(__name__)

STRETCH = 500
"""Entries analysed at once: the loop is held for some ten milliseconds at most."""
RETRY_SECONDS = 1.0


class Pipeline:
    """One PBX from its link to the board and the recorder. ``start`` once, then ``run`` until cancelled."""

    def __init__(
        self, pbx: PbxSettings, centre: CentreSettings, *, link: Link, journal: Journal, recorder: Recorder,
        board: Board, clock: Clock, is_leading: bool = True,
    ) -> None:
        self.pbx, self._rules = pbx, centre
        self.link, self.journal, self._recorder, self._board, self._clock = link, journal, recorder, board, clock
        self.live = Analysis(centre_for(pbx, centre))
        self.is_reading_again = True
        self.is_leading = is_leading
        """Without the lead we listen and keep the journal; another daemon stores and shows."""
        self.dress: Callable[[AgentRow], AgentRow] = lambda row: row
        """What the board's rows of agents tell beside what the PBX says: who sits there."""
        self.dress_queue: Callable[[QueueRow], QueueRow] = lambda row: row
        """What the board's rows of queues tell besides: who is to be called back."""
        self.hear_partings: Callable[[list[Parting]], None] = lambda _partings: None
        """Is told at once whose part in a queue's call is over; must return at once."""
        self._occasions = Occasions()
        self._news = asyncio.Event()
        """Set and replaced whenever something was heard and understood."""
        self._last: Entry | None = None
        self._unasked_from: int | None = None
        """The last entry at a start that could not ask Postgres what it has: what follows may bear old numbers."""

    async def start(self) -> None:
        """Take up the present where the journal left it: the newest state, and what came after."""
        try:
            # Before anything is appended: after a power cut Postgres may be ahead of the journal.
            self.journal.restart(await self._recorder.committed_seq(self.journal.journal_id, self.pbx.name))
        except Unavailable:
            self._unasked_from = self.journal.last_seq
        first, state = self.journal.newest_state()
        self.live = self._analysis(state)
        for stretch in _stretches(self.journal.read(first)):
            self.live.take(stretch)
            self._last = stretch[-1][1]
            await asyncio.sleep(0)
        if self._last is None and self.live.centre.gap is None:
            # Killed right after a rotation, perhaps: what was heard last is in the segment before.
            self._last = next((entry for _seq, entry in self.journal.read(first - 1)), None)
        if self._last is not None and not isinstance(self._last, Lost):
            lost = Lost(self._last.at)  # we were down: from the last thing heard on we saw nothing
            self.live.take([(self.journal.append(lost), lost)])
        self._show(self.live.centre.board(self._clock.now()))

    async def run(self) -> None:
        """Carry entries for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.journal.run())
            group.create_task(self.link.run())
            group.create_task(self._follow())
            group.create_task(self._record_what_is_missing())

    async def _follow(self) -> None:
        """The flow: heard, kept, understood, shown, stored."""
        while True:
            await self.journal.room()  # before taking: cancelled here, what waits is still in the inbox
            entries = await self.link.inbox.take(STRETCH)
            if not entries:
                return  # closed: ``stop`` takes what is left
            await self._take(entries)
            if self.journal.is_due:
                self.journal.rotate(self.live.centre.state())

    async def _take(self, entries: list[Entry]) -> None:
        """Some entries all the way."""
        first = self.journal.last_seq + 1
        seq = self.journal.extend(entries)
        self._last = entries[-1]
        found = self.live.take(list(enumerate(entries, first)))
        if found.partings and self.is_leading:
            self.hear_partings(found.partings)
        self._show(found.rows)
        self._news.set()
        self._news = asyncio.Event()
        if self.is_leading and not self.is_reading_again:
            batch = self.batch(found, self.live, seq)
            is_taken = False
            try:
                is_taken = await self._recorder.put(batch)
            finally:  # also when cancelled while waiting: what comes after must not jump over it
                self.is_reading_again = not is_taken

    async def _record_what_is_missing(self) -> None:
        """The recording reader: at the start, and whenever the recorder had to drop."""
        while True:
            if self.is_leading and self.is_reading_again:
                try:
                    await self.read_again()
                    continue
                except Unavailable as problem:
                    log.info("%s: not stored yet: %s", self.pbx.name, one_line(problem))
            await asyncio.sleep(RETRY_SECONDS)

    async def read_again(self) -> None:
        """From the state before what Postgres misses to the present. Raises Unavailable."""
        committed = await self._recorder.resume(self.journal.journal_id, self.pbx.name)
        if self._unasked_from is not None and committed > self._unasked_from:
            self.journal.restart(committed)  # no further number twice; and those given twice are stored all the same
            committed = self._unasked_from
        first, state = self.journal.restart(committed)
        analysis, occasions = self._analysis(state), Occasions()
        reading, seq = self.journal.read(first), first - 1
        while True:
            stretch = list(islice(reading, STRETCH))
            if not stretch:  # perhaps more was appended since; numbers may also be missing at the end
                reading = self.journal.read(seq + 1)
                stretch = list(islice(reading, STRETCH))
            if not stretch:
                seq = max(seq, self.journal.written_seq)
                if seq >= self.journal.last_seq:
                    self.is_reading_again = False  # no await since the last look: nothing can slip between
                    self._unasked_from = None
                    return
                await asyncio.sleep(RETRY_SECONDS / 10)  # the disk is slower than the line
                continue
            seq = stretch[-1][0]
            found = analysis.take(stretch)
            if seq > committed:
                batch = self.batch(found, analysis, seq, occasions)
                if not await self._recorder.put(batch, wait=True):
                    return
            await asyncio.sleep(0)

    def batch(self, found: Found, analysis: Analysis, seq: int, occasions: Occasions | None = None) -> Batch:
        """What was found up to ``seq``; now and then with the core's state, so that the past can begin near it."""
        batch = found.batch(self.pbx.name, self.journal.journal_id, seq)
        if (found.raw or found.marks) and (occasions or self._occasions).is_due(seq, analysis.now):
            state = analysis.centre.state()
            batch.states.append(packed(self.pbx.name, self.journal.journal_id, seq, analysis.now, state))
        return batch

    def blank(self) -> Centre:
        """A core of this PBX that knows nothing yet."""
        return centre_for(self.pbx, self._rules)

    def lead(self, analysis: Analysis | None = None) -> None:
        """Store and show from now on. ``analysis`` knows all that is in the journal, and what was before, better."""
        self.is_leading = True
        if analysis is not None:
            self.live, self.is_reading_again = analysis, False
            under(analysis.centre, self.pbx, self._rules)
            self.journal.rotate(analysis.centre.state())
        self._show(self.live.centre.board(self._clock.now()))

    async def until(self, is_so: Callable[[], bool], seconds: float) -> bool:
        """Wait until something is so by what the PBX has told; False when it is not within so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                while not is_so():
                    await self._news.wait()
        except TimeoutError:
            return False
        return True

    def obey(self, rules: CentreSettings) -> None:
        """Other thresholds, or another zone, from now on: on the board at once."""
        if rules != self._rules:
            self._rules = rules
            under(self.live.centre, self.pbx, rules)
            self.pass_time()

    def pass_time(self) -> None:
        """Nothing may have been heard: wrap-ups run out all the same."""
        self._show(self.live.pass_time(self._clock.now()))

    def show_agent(self, extension: str) -> None:
        """What ``dress`` tells of an agent is different: show it. An agent whom the PBX does not know yet, too."""
        agents = self.live.centre.agents
        if extension in agents.agents:
            agents.touched.add(extension)
            self.pass_time()
            return
        unknown = AgentRow(
            pbx=self.pbx.name, agent=extension, name="", interface="", state="logged_out", since=None
        )
        row = self.dress(unknown)
        self._board.apply([row if row.account else Gone(topic="agents", pbx=self.pbx.name, key=extension)])

    def _show(self, rows: Iterable[Row | Gone]) -> None:
        if self.is_leading:
            self._board.apply([self._dressed(row) for row in rows])

    def _dressed(self, row: Row | Gone) -> Row | Gone:
        if isinstance(row, AgentRow):
            return self.dress(row)
        return self.dress_queue(row) if isinstance(row, QueueRow) else row

    def show_queue(self, queue: str) -> None:
        """What ``dress_queue`` tells of a queue is different: show it."""
        self.live.centre.tallies.touched_queues.add(queue)
        self.pass_time()

    @property
    def stored_seq(self) -> int:
        """The last entry of the journal whose facts Postgres is known to have."""
        return self._recorder.stored_seq(self.journal.journal_id, self.pbx.name)

    def tell_journal(self) -> None:
        """Let the journal know what Postgres has: those files may go when their time comes."""
        self.journal.committed(self.stored_seq)

    async def stop(self) -> None:
        """After ``run`` was cancelled: keep what was heard, mark the gap that begins, hand over the state."""
        rest: list[Entry] = []
        while self.link.inbox.waiting:
            rest += await self.link.inbox.take(STRETCH)
        if rest:
            await self._take(rest)
        if not isinstance(self._last, Lost):
            await self._take([Lost(self._clock.now().timestamp())])
        self.journal.rotate(self.live.centre.state())
        if not self.journal.is_blocked:  # a disk that refuses would be waited for without end; ``close`` tells of it
            with contextlib.suppress(OSError):  # ``close`` tries once more, and tells of it
                await self.journal.sync()

    def _analysis(self, state: bytes | None) -> Analysis:
        if state is not None:
            try:
                return Analysis(under(Centre.restored(state), self.pbx, self._rules))
            except ValueError as problem:
                log.info("%s: beginning with an empty core (%s)", self.pbx.name, one_line(problem))
        return Analysis(self.blank())


def _stretches(reading: Iterator[tuple[int, Entry]]) -> Iterator[list[tuple[int, Entry]]]:
    while stretch := list(islice(reading, STRETCH)):
        yield stretch
