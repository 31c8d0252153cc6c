"""The link to one PBX: connected and logged in for ever, everything heard in order in ``inbox``.

What may go wrong and what is done: connection refused or lost → again after a growing delay; login refused → one
line in the log and slow, growing retries; a PBX that falls silent → asked by Ping, given up when mute; an inbox
nobody empties → reading stops until there is room; an action without answer → TimedOut, and never sent again.
After each login the survey asks for the present; its answers flow into the inbox like everything else.

Not here: bytes (``framing``), panoramisk (``wire``, ``requests``), meaning (``translate``).
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import random
from collections.abc import Callable

from collector_daemon.asterisk.inbox import Inbox
from collector_daemon.asterisk.login import LoginRefused, log_in, tls_context
from collector_daemon.asterisk.patience import Patience
from collector_daemon.asterisk.requests import ActionHeaders, ActionUnanswered, LinkDown, Request
from collector_daemon.asterisk.stamps import Stamps
from collector_daemon.asterisk.survey_actions import SURVEY_ACTIONS, survey_id
from collector_daemon.asterisk.wire import Session, Wire
from collector_daemon.capture import Connected, Headers, Lost
from collector_daemon.settings import PbxSettings
from shared.clock import Clock
from shared.credentials import Secret
from shared.errors import one_line

log = logging.getLogger(__name__)

_BOOT_WAIT = 3.0
"""Seconds that the survey waits for FullyBooted: a user without class ``system`` never hears it, and a PBX that
is still loading answers QueueStatus with "unknown command" (then the survey is made again when it has booted)."""


class Link:
    """One PBX. ``await run()`` for ever, ``inbox.take()`` what was heard, ``ask`` for what you want, ``close()``."""

    def __init__(
        self,
        pbx: PbxSettings,
        secret: Secret,
        clock: Clock,
        *,
        inbox: Inbox | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.inbox = inbox or Inbox()
        self.inbox.on_room = self._room
        self._pbx = pbx
        self._secret = secret
        self._clock = clock
        self._stamps = Stamps(pbx.name)
        self._tls = tls_context(pbx.tls, pbx.name) if pbx.tls.enabled else None
        self._lost_patience = Patience(pbx.retry_seconds, 30.0, jitter)
        self._refused_patience = Patience(pbx.refused_retry_seconds, 600.0, jitter)
        self._surveys = itertools.count(1)
        self._session: Session | None = None
        self._wire: Wire | None = None
        self._work: asyncio.Task[None] | None = None
        self._is_closed = False
        self._trouble = ""

    @property
    def is_connected(self) -> bool:
        """Whether we are logged in and nothing speaks against the connection."""
        return self._wire is not None and self._wire.is_logged_in and not self._wire.closed

    @property
    def is_reading(self) -> bool:
        """False while the full inbox keeps us from reading."""
        return self.is_connected and not (self._wire and self._wire.is_paused)

    @property
    def trouble(self) -> str:
        """What keeps us from being connected, in words; "" while all is well."""
        return self._trouble

    async def run(self) -> None:
        """Stay connected until ``close``. Never raises for anything that a PBX or a network does."""
        if self._is_closed:
            self.inbox.close()
            return
        self._work = asyncio.ensure_future(self._stay_connected())
        try:
            await self._work
        except asyncio.CancelledError:
            if not self._is_closed:
                raise
        finally:
            self._work.cancel()
            self.inbox.close()

    def close(self) -> None:
        """Log off and stop at once, also while connecting or waiting to connect again."""
        self._is_closed = True
        if self._wire and self.is_connected:
            self._wire.post(Request({"Action": "Logoff"}))
        if self._work:
            self._work.cancel()

    async def ask(self, action: ActionHeaders, timeout: float = 10.0, is_list: bool = False) -> list[Headers]:
        """The PBX's answer to an action; ``is_list`` where events follow up to …Complete. ``timeout`` in seconds.

        The action is sent once and never again. Raises UnsafeAction (nothing was sent), LinkDown, ActionUnanswered
        (it may have happened). An error is an answer too: see ``actions`` for asking that raises it.
        """
        request = Request(action, is_list)
        if not self.is_connected or self._wire is None:
            raise LinkDown(f"pbx {self._pbx.name} is not connected")
        wire = self._wire
        try:
            async with asyncio.timeout(timeout):
                await wire.send(request)
        except TimeoutError:
            raise ActionUnanswered(
                f"pbx {self._pbx.name} did not answer {action.get('Action')} within {timeout:g} s"
            ) from None
        finally:
            wire.forget(request)
        return request.answers()

    def survey(self) -> None:
        """Ask for the present once more, if connected."""
        if self._wire is not None and self.is_connected:
            self._post_survey(self._wire)

    # --- one connection after the other
    # -----------------------------------------------------------------------

    async def _stay_connected(self) -> None:
        while True:
            try:
                await self._connection()
                delay = self._lost_patience.delay()
            except LoginRefused as problem:
                delay = self._refused_patience.delay()
                self._tell(logging.ERROR, f"{one_line(problem)}; slow retries, the next in {delay:.0f} s")
            except (OSError, TimeoutError, UnicodeError, LinkDown) as problem:  # UnicodeError: no host name
                delay = self._lost_patience.delay()
                self._tell(logging.WARNING, f"not connected to {self._place}: {_why(problem)}")
            await asyncio.sleep(delay)

    @property
    def _place(self) -> str:
        return f"{self._pbx.host}:{self._pbx.port}"

    def _tell(self, level: int, trouble: str) -> None:
        """One line for each new trouble, not one for each retry."""
        kind = trouble.partition(";")[0]
        if kind != self._trouble:
            self._trouble = kind
            log.log(level, "pbx %s: %s", self._pbx.name, trouble)

    async def _connection(self) -> None:
        """Connect, log in, stay until the connection is lost. Raises LoginRefused, OSError, TimeoutError, LinkDown."""
        session = Session(self._pbx.host, self._pbx.port, self._tls, self._make_wire)
        wire: Wire | None = None
        try:
            async with asyncio.timeout(self._pbx.answer_seconds):
                wire = self._wire = await session.open(self._pbx.tls.server_name or self._pbx.host)
                wire.on_login = lambda: self._logged_in(wire)
                await log_in(wire, self._pbx, self._secret)
            await self._until_lost(wire)
        finally:
            if wire is not None:
                self._parted(wire)

    def _make_wire(self) -> Wire:
        return Wire(self.inbox, self._stamps, self._clock.now)

    def _logged_in(self, wire: Wire) -> None:
        banner = wire.banner.result()
        self._lost_patience.calm()
        self._refused_patience.calm()
        self._trouble = ""
        self.inbox.put([Connected(self._stamps.one(self._clock.now()), banner)], len(banner))
        log.info("pbx %s: connected to %s, %s", self._pbx.name, self._place, banner)

    async def _until_lost(self, wire: Wire) -> None:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._watch(wire)), group.create_task(self._survey(wire))]
            reason = await wire.lost
            for task in tasks:
                task.cancel()
        self._tell(logging.WARNING, f"connection lost: {reason}")

    def _parted(self, wire: Wire) -> None:
        """The connection is over, however it ended: say so to who reads, once, and only if it had begun."""
        was_heard = wire.is_logged_in
        wire.close()
        self._wire = None
        if was_heard:
            # A mute or broken line was noticed late: what happened since the last word of it was not seen.
            self.inbox.put([Lost(self._stamps.one(wire.unheard_since or self._clock.now()))], 0)

    def _room(self) -> None:
        if self._wire is not None:
            self._wire.resume()

    # --- while connected
    # --------------------------------------------------------------------------------------

    async def _watch(self, wire: Wire) -> None:
        """Ping a silent PBX; give up a mute one. Silence while we ourselves do not read is no sign."""
        loop = asyncio.get_running_loop()
        every, patience = self._pbx.ping_seconds, self._pbx.answer_seconds
        while True:
            quiet = loop.time() - wire.heard_at
            if wire.is_paused or quiet < every:
                await asyncio.sleep(every if wire.is_paused else every - quiet)
                continue
            heard_at = wire.heard_at
            wire.post(Request({"Action": "Ping"}))
            await asyncio.sleep(patience)
            if wire.heard_at == heard_at and not wire.is_paused:
                wire.drop(f"mute: nothing heard for {every + patience:g} s, not even the answer to a ping")

    async def _survey(self, wire: Wire) -> None:
        """Ask for the present; once more if the PBX says only later that it has booted; then every now and then.

        A message that the PBX dropped (it does, overloaded) would leave a call open for ever: see ``follow_survey``.
        """
        try:
            async with asyncio.timeout(_BOOT_WAIT):
                await wire.booted.wait()
        except TimeoutError:
            self._post_survey(wire)
            await wire.booted.wait()
        self._post_survey(wire)
        while self._pbx.survey_minutes:
            await asyncio.sleep(self._pbx.survey_minutes * 60)
            self._post_survey(wire)

    def _post_survey(self, wire: Wire) -> None:
        run = next(self._surveys)
        for action in SURVEY_ACTIONS:
            wire.post(Request({"Action": action, "ActionID": survey_id(run, action)}))


def _why(problem: BaseException) -> str:
    if isinstance(problem, TimeoutError) and not str(problem):
        return "no answer in time (is this an AMI port, with TLS set as the PBX has it?)"
    return one_line(problem)
