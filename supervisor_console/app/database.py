"""The database under the account's own role: three connections, each question in a thread, cancelled where it runs.

It may be away: then every question says so at once, it is tried again every five seconds, and whoever listens is told
when it is back. Its address and password may come later than the console (``open``).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar

from shared.clock import Clock
from shared.credentials import Secret
from shared.database.beside import TROUBLES, Question, account_engine, has_password, is_there, trouble_of
from shared.database.connection import parse
from shared.errors import BadSettings, Refused
from supervisor_console.page import Away

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")
Trouble = Literal["", "connecting", "away", "password", "address"]
"""Nothing; nobody knows yet; it does not answer; it wants another password; nobody knows where it is."""

CONNECTIONS = 3
AGAIN = timedelta(seconds=5)
ANSWER_SECONDS = 5.0
APPLICATION = "supervisor-console"


class AccountDatabase:
    """See ``page.Database``. ``trouble`` and ``message`` say what is wrong."""

    def __init__(self, clock: Clock, *, changed: Callable[[], None] = lambda: None, again: timedelta = AGAIN) -> None:
        self._clock, self._changed, self._again = clock, changed, again
        self._engine: Any = None
        self._threads = ThreadPoolExecutor(2 * CONNECTIONS, thread_name_prefix="database")
        self._since: datetime | None = None
        self.trouble: Trouble = "connecting"
        self.message = ""
        self.retry_at: datetime | None = None
        self._look = asyncio.Event()
        self._running: dict[asyncio.Future[Any], Question[Any]] = {}

    @property
    def away_since(self) -> datetime | None:
        """Since when it does not answer; None also as long as it was never asked."""
        return self._since

    def open(self, address: str, account: str, password: Secret | None) -> None:
        """It is there from now on, for this account; without a password it is asked for. Raises BadSettings."""
        if not address:
            self._is_away("address", "")
            return
        if password is None and not has_password(address):
            self._is_away("password", "")
            return
        old, self._engine = self._engine, account_engine(
            address, account, password, name=APPLICATION, connections=CONNECTIONS
        )
        if old is not None:
            self._threads.submit(old.dispose)
        if self.trouble in ("password", "address"):
            self.trouble, self.message, self._since = "connecting", "", None
        self.look_now()

    def look_now(self) -> None:
        """Try at once whether it is there."""
        self._look.set()

    # --- questions

    async def ask(self, question: Callable[[Any], Answer]) -> Answer:
        """See ``page.Database``."""
        if self._engine is None or self.trouble not in ("", "connecting"):
            self.look_now()
            raise Away(self.message or "The database is not there.", self._since or self._clock.now())
        return await self._asked(self._engine, question)

    async def _asked(self, engine: Any, question: Callable[[Any], Answer]) -> Answer:
        asked = Question(engine, question)
        running = asyncio.wrap_future(self._threads.submit(asked.run))
        self._running[running] = asked
        running.add_done_callback(self._ended)
        try:
            answer = await asyncio.shield(running)
        except asyncio.CancelledError:
            await self._given_up(asked, running)
            raise
        except TROUBLES as problem:
            raise self._told(problem) from None
        self._is_there()
        return answer

    async def _given_up(self, asked: Question[Any], running: asyncio.Future[Any]) -> None:
        ending = asyncio.wrap_future(self._threads.submit(asked.give_up))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_SECONDS):
                await ending

    def _ended(self, running: asyncio.Future[Any]) -> None:
        del self._running[running]
        if not running.cancelled():
            running.exception()  # whoever wanted it has been told

    def _told(self, problem: Exception) -> Away | Refused:
        meaning, line = trouble_of(problem)
        if meaning == "busy":
            return Refused("Too much is asked of the database at once.")
        if meaning == "refused":
            return Refused(line)
        self._is_away(meaning, line)
        return Away(line, self._since or self._clock.now())

    # --- is it there?

    def _is_there(self) -> None:
        if self.trouble or self._since is not None:
            log.info("the database answers")
            self.trouble, self.message, self._since, self.retry_at = "", "", None, None
            self._changed()

    def _is_away(self, trouble: Trouble, message: str) -> None:
        is_new = trouble != self.trouble
        if self._since is None:
            self._since = self._clock.now()
        self.trouble, self.message = trouble, message
        if is_new:
            log.info("the database is not there: %s %s", trouble, message)
            self._changed()

    async def watch(self) -> None:
        """Look at it again and again, until cancelled: also while nobody asks it, for people see that it is there."""
        while True:
            self._look.clear()
            engine = self._engine
            if engine is not None:
                with contextlib.suppress(Away, Refused):
                    await self._asked(engine, is_there)
            is_tried = self.trouble != "password"
            self.retry_at = self._clock.now() + self._again if self.trouble and is_tried else None
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._again.total_seconds() if is_tried else None):
                    await self._look.wait()

    async def close(self) -> None:
        """End what runs and let all connections go."""
        running = tuple(self._running)
        for asked in tuple(self._running.values()):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(ANSWER_SECONDS):
                    await asyncio.wrap_future(self._threads.submit(asked.give_up))
        if running:
            await asyncio.wait(running, timeout=ANSWER_SECONDS)
        if self._engine is not None:
            await asyncio.wrap_future(self._threads.submit(self._engine.dispose))
        self._threads.shutdown(wait=False, cancel_futures=True)


def address_of(text_of_it: str) -> str:
    """The address, checked. Raises BadSettings, which never says its password."""
    if text_of_it:
        try:
            parse(text_of_it)
        except BadSettings:
            raise BadSettings("--database is no address like postgresql://host:5432/callcentre") from None
    return text_of_it
