"""A campaign's contacts with their results as a file: made in a process of its own, sent in parts.

A million take minutes: who asks for part 0 while it is made is told how far it is, in ``parts`` 0.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec

from collector_daemon.dialer.lists.result_file import VERB, FileTask, Form, Written
from collector_daemon.store.audit import Act
from collector_daemon.store.dialer.writing import DialerMistake
from collector_daemon.threads import own_process
from shared.campaigns.campaign import Campaign

log = logging.getLogger(__name__)

PART_BYTES = 4 * 2**20
PATIENCE = 2.0
"""How long who asks waits for the file before he is told how far it is."""
MIMES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
Answer = dict[str, Any]
Work = Callable[[FileTask, Callable[[Written], None]], Awaitable[None]]


class Exporting:
    """Makes files from the database at ``url``; of an account the last one is kept until its last part was sent."""

    def __init__(self, url: str, work: Work | None = None) -> None:
        self._url, self._work = url, work or in_own_process
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._made: dict[tuple[str, str, str], _File] = {}
        self._turn = asyncio.Lock()
        self._count = 0

    async def part(self, campaign: Campaign, form: Form, part: int, account: str, act: Act | None) -> Answer:
        """A part of the file, base64. Part 0 makes it anew, where it is not just made. Raises DialerMistake."""
        key = (account, campaign.campaign, form)
        file = self._made.get(key)
        if part == 0 and (file is None or file.is_read):
            await self._forget(key)
            file = self._made[key] = self._begun(campaign, form, act)
        if file is None or (part and not file.is_over):
            raise DialerMistake("unknown_upload", "the file was not made, or it was sent already")
        await asyncio.wait([file.ended], timeout=PATIENCE)
        told: Answer = {"file": f"{campaign.campaign}.{form}", "mime": MIMES[form], "part": part}
        if not file.is_over:
            return told | {"parts": 0, "bytes": 0, "rows": file.written.rows, "data": ""}
        try:
            size, content = await asyncio.to_thread(file.read, part)
        except DialerMistake:
            await self._forget(key)
            raise
        parts = max(1, -(-size // PART_BYTES))
        if part + 1 >= parts:
            await self._forget(key)
        return told | {"parts": parts, "bytes": size, "rows": file.written.rows,
                       "data": base64.b64encode(content).decode()}  # fmt: skip

    async def close(self) -> None:
        """What is under way is given up; all files go."""
        for key in list(self._made):
            await self._forget(key)
        if self._folder is not None:
            await asyncio.to_thread(self._folder.cleanup)

    def _begun(self, campaign: Campaign, form: Form, act: Act | None) -> _File:
        try:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="results-", ignore_cleanup_errors=True)
        except OSError as problem:
            raise DialerMistake("no_room", f"the file cannot be made: {problem.strerror}") from None
        self._count += 1
        path = Path(self._folder.name) / f"{self._count}.{form}"
        task = FileTask(url=self._url, campaign=campaign.campaign, timezone=campaign.timezone, form=form,
                        path=str(path), act=act)  # fmt: skip
        file = _File(path)
        file.ended = asyncio.create_task(self._run(task, file), name="dialer: results")
        return file

    async def _run(self, task: FileTask, file: _File) -> None:
        async with self._turn:
            await self._work(task, file.hear)

    async def _forget(self, key: tuple[str, str, str]) -> None:
        file = self._made.pop(key, None)
        if file is not None:
            file.ended.cancel()
            await asyncio.gather(file.ended, return_exceptions=True)
            await asyncio.to_thread(file.path.unlink, missing_ok=True)


class _File:
    ended: asyncio.Task[None]

    def __init__(self, path: Path) -> None:
        self.path, self.written, self.is_read = path, Written(), False

    @property
    def is_over(self) -> bool:
        return self.ended.done()

    def hear(self, written: Written) -> None:
        """Of a thread."""
        self.written = written

    def read(self, part: int) -> tuple[int, bytes]:
        """How many bytes it has, and those of this part. Raises DialerMistake where there is none."""
        failed = None if self.ended.cancelled() else self.ended.exception()
        if failed is not None or not self.written.is_whole:
            code, said = self.written.trouble or ("unavailable", str(failed or "its process ended before it was done"))
            raise DialerMistake(code, said)
        self.is_read = True
        try:
            with self.path.open("rb") as file:
                file.seek(part * PART_BYTES)
                return self.path.stat().st_size, file.read(PART_BYTES)
        except OSError as problem:
            raise DialerMistake("no_room", f"the file cannot be read: {problem.strerror}") from None


async def in_own_process(task: FileTask, hear: Callable[[Written], None]) -> None:
    """By the daemon's own verb. Raises Unavailable."""

    def heard(line: bytes) -> None:
        hear(msgspec.json.decode(line, type=Written))

    await own_process.telling_process(VERB, msgspec.json.encode(task), heard)
