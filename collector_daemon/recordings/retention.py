"""Carries out how long recordings are kept: once an hour, one file after another, everything of it in the audit.

What cannot be deleted or moved is told in the log and in the catalogue, and the next one has its turn; it is tried
again an hour later. A disk that is full ends the moving of this round, not the deleting.
"""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from collector_daemon.recordings.places import RecordingFolder
from collector_daemon.recordings.removing import delete, move
from collector_daemon.recordings.rules import RetentionRule, end_of, is_due, rule_for
from collector_daemon.recordings.walking import is_there
from shared.clock import Clock
from shared.domain.recorded import KeptRecording
from shared.errors import SuiteError, one_line

log = logging.getLogger(__name__)

PAUSE = 3600.0
Found = TypeVar("Found")
MOST = 500
FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


class Ledger(Protocol):
    """Where it is known what is kept, and written what was done. Everything raises Unavailable."""

    async def kept(self, after: tuple[str, str], most: int) -> list[KeptRecording]:
        """Files that are there, or should be, in order."""
        ...

    async def keep_until(self, until: Sequence[tuple[datetime | None, str, str]]) -> None:
        """Until when PBX's files are kept."""
        ...

    async def erased(self, kept: KeptRecording, why: str, size: int, now: datetime) -> None:
        """The file went, by the retention: catalogue, protocol and audit."""
        ...

    async def moved(self, kept: KeptRecording, to: str, now: datetime) -> None:
        """The file went there: catalogue and audit."""
        ...

    async def failed(self, kept: KeptRecording, why: str) -> None:
        """It could not be deleted or moved."""
        ...


class SoundRetention:
    """Keeps recordings in ``folders`` as the ``rules`` of now say; ``archives``: by the folder of a rule."""

    def __init__(
        self, folders: Sequence[RecordingFolder], archives: Mapping[Path, Sequence[RecordingFolder]],
        rules: Callable[[], Sequence[RetentionRule]], ledger: Ledger, clock: Clock, *, pause: float = PAUSE,
    ) -> None:  # fmt: skip
        self._folders, self._archives, self._rules, self._ledger = list(folders), archives, rules, ledger
        self._clock, self._pause, self._is_full = clock, pause, False
        self._thread = ThreadPoolExecutor(1, "retention")

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while self._folders:
                try:
                    if self._rules():
                        await self.tidy()
                except SuiteError as problem:
                    log.info("the retention of recordings is put off: %s", one_line(problem))
                await asyncio.sleep(self._pause)
        finally:
            self._thread.shutdown(wait=False, cancel_futures=True)

    async def tidy(self) -> int:
        """Do what is due; how many files went. Raises Unavailable."""
        after, done, self._is_full = ("", ""), 0, False
        rules = self._rules()
        if not all([await self._blocking(is_there, one.folder) for one in self._folders]):
            log.info("the retention of recordings waits: a folder is away")
            return 0
        while page := await self._ledger.kept(after, MOST):
            after, now = (page[-1].pbx, page[-1].file), self._clock.now()
            ends = [(end_of(one, rule_for(one, rules, "delete")), one) for one in page]
            await self._ledger.keep_until(
                [(end, one.pbx, one.file) for end, one in ends if end != one.keep_until]
            )
            for one in page:
                done += await self._done(one, rules, now)
        return done

    async def _done(self, one: KeptRecording, rules: Sequence[RetentionRule], now: datetime) -> bool:
        try:
            if is_due(one, rule := rule_for(one, rules, "delete"), now):
                assert rule is not None
                size = await self._blocking(delete, [*self._folders, *self._all_archives()], one.pbx, one.file)
                await self._ledger.erased(one, _words(rule), size or 0, now)
                return True
            return await self._moved(one, rules, now)
        except OSError as problem:
            self._is_full = self._is_full or problem.errno in FULL
            why = problem.strerror or type(problem).__name__
            log.info("a recording of %s could not be deleted or moved: %s", one.pbx, why)
            await self._ledger.failed(one, why)
            return False

    async def _moved(self, one: KeptRecording, rules: Sequence[RetentionRule], now: datetime) -> bool:
        rule = rule_for(one, rules, "move")
        if one.moved_at is not None or self._is_full or not is_due(one, rule, now):
            return False
        assert rule is not None
        assert rule.folder is not None
        if not await self._blocking(move, self._folders, self._archives[rule.folder], one.pbx, one.file):
            return False
        await self._ledger.moved(one, str(rule.folder), now)
        return True

    def _all_archives(self) -> list[RecordingFolder]:
        return [one for some in self._archives.values() for one in some]

    async def _blocking(self, deed: Callable[..., Found], *given: object) -> Found:
        return await asyncio.get_running_loop().run_in_executor(self._thread, deed, *given)


def _words(rule: RetentionRule) -> str:
    named = [f"queue {rule.queue}" if rule.queue else "", f"line {rule.line}" if rule.line else ""]
    return f"kept {rule.days} days" + "".join(f", {one}" for one in named if one)
