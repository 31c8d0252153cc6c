"""The audit: who came in or was refused, who did what to whom. Written beside the daemon's other work.

``note`` returns at once; ``run`` writes. While the database is away a bounded number is kept; what is beyond it is
only in the log, which gets every entry.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from datetime import datetime

import msgspec
import psycopg

from shared.database.connection import connect
from shared.database.escapes import escape
from shared.errors import Unavailable

log = logging.getLogger(__name__)

HELD = 10_000
PAUSE = 1.0  # seconds between tries while the database is away
LONGEST_TEXT = 300
_INSERT = """insert into audit (happened_at, account, act, subject, detail, origin)
    select * from unnest(%s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])"""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """An entry: ``account`` did ``act`` to ``subject``, from ``origin`` (an address, or where it was typed)."""

    happened_at: datetime
    account: str
    act: str
    subject: str = ""
    detail: str = ""
    origin: str = ""


def log_act(act: Act) -> None:
    """Put an act into the log."""
    log.info("audit: %a %s %a %s from %s", act.account, act.act, act.subject, act.detail, act.origin)


class Audit:
    """Writes acts into the table ``audit`` of the database at ``url``."""

    def __init__(self, url: str, *, pause: float = PAUSE, held: int = HELD) -> None:
        self._url = url
        self._pause = pause
        self._waiting: deque[Act] = deque()
        self._held = held
        self._changed = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    def note(self, act: Act) -> None:
        """Take an act to be written."""
        log_act(act)
        if len(self._waiting) < self._held:
            self._waiting.append(act)
            self._idle.clear()
            self._changed.set()

    async def drain(self) -> None:
        """Wait until everything noted is written."""
        await self._idle.wait()

    async def run(self) -> None:
        """Write what is noted, until cancelled."""
        while True:
            await self._changed.wait()
            try:
                await self._write()
            except (Unavailable, psycopg.Error, OSError):
                await asyncio.sleep(self._pause)

    async def _write(self) -> None:
        self._changed.clear()
        acts = list(self._waiting)
        entries = [
            (act.happened_at, *map(_fit, (act.account, act.act, act.subject, act.detail, act.origin))) for act in acts
        ]
        try:
            async with await connect(self._url) as connection:
                # One statement that commits itself: all who write wait at the chain's last entry, so nobody may hold
                # it while something else has to happen here first.
                await connection.set_autocommit(True)
                await connection.execute(_INSERT, [list(column) for column in zip(*entries, strict=True)])
        except BaseException:
            self._changed.set()
            raise
        for _act in acts:
            self._waiting.popleft()
        if not self._waiting:
            self._idle.set()


def _fit(text: str) -> str:
    """A stranger may have chosen the text."""
    return escape(text[:LONGEST_TEXT])
