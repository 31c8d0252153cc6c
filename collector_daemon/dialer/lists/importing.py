"""Lists from files, each read in a process of its own, one after the other, so that the live board is not disturbed.

A million lines take minutes: who asks again with the same words is told how far it is, and at last what came of it.
However a process ends, what it has not committed is not there; asked again, it begins anew, or tells what was taken.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import msgspec

from collector_daemon.dialer.lists.reader import VERB, Task
from collector_daemon.dialer.lists.sheet_reading import Telling, Told
from collector_daemon.threads import own_process
from shared.domain.dialer_replies import ImportReply
from shared.errors import Unavailable, one_line

log = logging.getLogger(__name__)

PATIENCE = 2.0
"""How long who asks waits for the end before he is told how far it is."""
MOST_ENDED = 32
Work = Callable[[Task, Telling], Awaitable[None]]


class Importing:
    """Imports that are under way, or ended a while ago. ``work`` carries one out."""

    def __init__(self, work: Work | None = None) -> None:
        self._work = work or in_own_process
        self._turn = asyncio.Lock()
        self._jobs: OrderedDict[bytes, _Job] = OrderedDict()

    async def told(self, task: Task) -> ImportReply:
        """How it goes; begun where nobody has asked for the same yet."""
        key = msgspec.json.encode([task.by, task.asked, task.hash])
        job = self._jobs.get(key)
        if job is None:
            job = self._jobs[key] = _Job(task.size)
            job.ended = asyncio.create_task(self._run(job, task), name="dialer: list")
        assert job.ended is not None
        await asyncio.wait([job.ended], timeout=PATIENCE)
        if job.ended.done() and job.reply.state != "taken":
            self._jobs.pop(key, None)  # a taken one tells the same again; else it may go better the next time
        for old in [one for one, it in self._jobs.items() if it is not job and it.is_over][:-MOST_ENDED]:
            self._jobs.pop(old)
        return job.reply

    async def close(self) -> None:
        """What is under way is given up; nothing of it is taken."""
        running = [job.ended for job in self._jobs.values() if job.ended is not None]
        for one in running:
            one.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _run(self, job: _Job, task: Task) -> None:
        try:
            async with self._turn:
                await self._work(task, job.hear)
        except Unavailable as problem:
            job.refuse("unavailable", one_line(problem))
        except asyncio.CancelledError:
            job.refuse("unavailable", "the daemon stops")
            raise
        if job.final is not None:
            job.reply = job.final
        elif job.reply.state == "running":
            log.warning("a list was not read to its end: its process ended")
            job.refuse("ended", "the process that reads the list ended before it was done")


class _Job:
    def __init__(self, size: int) -> None:
        self.reply = ImportReply(state="running", whole=size)
        self.final: ImportReply | None = None
        self.ended: asyncio.Task[None] | None = None

    @property
    def is_over(self) -> bool:
        return self.ended is not None and self.ended.done()

    def hear(self, told: Told) -> None:
        """Of a thread."""
        if told.reply is None:
            self.reply = msgspec.structs.replace(self.reply, done=told.done, stage=told.stage)
        elif told.reply.state == "running":
            self.reply = told.reply
        else:
            self.final = told.reply  # told on when its process has gone: then the next may begin

    def refuse(self, why: str, message: str) -> None:
        self.reply = msgspec.structs.replace(self.reply, state="refused", why=why, message=message)


async def in_own_process(task: Task, hear: Telling) -> None:
    """By the daemon's own verb. Raises Unavailable."""

    def heard(line: bytes) -> None:
        hear(msgspec.json.decode(line, type=Told))

    await own_process.telling_process(VERB, msgspec.json.encode(task), heard)
