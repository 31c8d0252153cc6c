"""Customer systems at work: contacts are taken as they come, results go out until they are there.

What is taken is stored together with its cursor, and a result leaves the outbox only when the customer system has said
yes: neither a stop nor a system that is away loses or doubles anything.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any

from collector_daemon.dialer.crm.intake import StoredIntake
from collector_daemon.dialer.crm.page import FIELD, Connector, Rejected, Unanswered, pause
from collector_daemon.settings.customer_system import CustomerSystemSettings
from collector_daemon.store.dialer.outbox import Outbox, Parcel
from shared.clock import Clock
from shared.errors import SuiteError, one_line

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Results that are read from the outbox together."""
IDLE = timedelta(seconds=2)
"""How soon a new result goes out."""
LOOK_BACK, OVERLAP = timedelta(days=40), timedelta(hours=1)
"""How old attempts may be whose results are looked for: at the start, and from then on."""


class CustomerSystem:
    """One of the settings' systems; ``pulling`` and ``pushing`` run until they are cancelled.

    ``trouble``: what is wrong now with either, "" nothing.
    """

    def __init__(
        self, system: CustomerSystemSettings, connector: Connector, intake: StoredIntake, outbox: Outbox, clock: Clock
    ) -> None:
        self._system, self._connector, self._clock = system, connector, clock
        self._intake, self._outbox = intake, outbox
        self._troubles = {"contacts": "", "results": ""}
        self._filled_at: datetime | None = None
        self._quiet_until: datetime | None = None

    @property
    def name(self) -> str:
        """As the settings call it."""
        return self._system.name

    @property
    def campaign(self) -> str:
        """The campaign that it works with."""
        return self._system.campaign

    @property
    def trouble(self) -> str:
        """What is wrong now, in one line."""
        return next(filter(None, self._troubles.values()), "")

    async def pulling(self) -> None:
        """Ask for contacts again and again."""
        every, tries = timedelta(seconds=self._system.every_seconds), 0
        while self._system.pull_url or self._system.query:
            try:
                await self.pull()
                tries = 0
                self._say("contacts", "")
            except SuiteError as problem:
                tries += 1
                self._say("contacts", one_line(problem))
            await asyncio.sleep(pause(every, tries).total_seconds())

    async def pull(self) -> None:
        """All pages that there are now. Raises SuiteError; pages before are taken."""
        name, campaign = self._system.name, self._system.campaign
        cursor = await self._intake.cursor(name, campaign)
        while True:
            page = await self._connector.pull(cursor)
            following = page.cursor
            if page.rows:
                await self._intake.take(name, campaign, page.rows, following)
            if following is None or not page.rows:
                return
            if following == cursor:
                raise Rejected(f"{name} gives the same cursor again: {following[:60]}")
            cursor = following

    async def pushing(self) -> None:
        """Send results as they come."""
        while self._system.push_url or self._system.result_statement:
            try:
                await self.push()
            except SuiteError as problem:
                self._say("results", one_line(problem))
            await asyncio.sleep(IDLE.total_seconds())

    async def push(self) -> None:
        """All results that are due now. Raises SuiteError where the database is away."""
        now = self._clock.now()
        since = now - LOOK_BACK if self._filled_at is None else self._filled_at - OVERLAP
        await self._outbox.fill(self._system.campaign, since, now)
        self._filled_at = now
        if self._quiet_until is not None and now < self._quiet_until:
            return  # no newer result overtakes one that waits
        while due := await self._outbox.due(self._clock.now(), AT_ONCE, self._system.campaign):
            for parcel in due:
                if not await self._pushed(parcel):
                    return  # the others would fare the same, and wait for their turn

    async def _pushed(self, parcel: Parcel) -> bool:
        values = _values(parcel.content) | {"key": parcel.key}
        try:
            await self._connector.push(values)
        except Rejected as problem:
            await self._failed(parcel, one_line(problem), None)
            return True
        except Unanswered as problem:
            wait = pause(IDLE, parcel.tries + 1)
            self._quiet_until = self._clock.now() + wait
            await self._failed(parcel, one_line(problem), wait)
            return False
        await self._outbox.sent(parcel.entry, self._clock.now())
        self._say("results", "")
        return True

    async def _failed(self, parcel: Parcel, trouble: str, wait: timedelta | None) -> None:
        self._say("results", trouble)
        now = self._clock.now()
        await self._outbox.failed(parcel.entry, trouble, now, None if wait is None else now + wait)

    def _say(self, about: str, trouble: str) -> None:
        if self._troubles[about] == trouble:
            return
        self._troubles[about] = trouble
        if trouble:
            log.warning("customer system %s: %s", self._system.name, trouble)
        else:
            log.info("customer system %s: %s go again", self._system.name, about)


def _values(content: dict[str, Any]) -> dict[str, str]:
    """A result's placeholders: fields by name with ``field.`` before."""
    found = {name: _text(value) for name, value in content.items() if name != "fields"}
    return found | {f"{FIELD}{name}": _text(value) for name, value in (content.get("fields") or {}).items()}


def _text(value: object) -> str:
    return "" if value is None else str(value)
