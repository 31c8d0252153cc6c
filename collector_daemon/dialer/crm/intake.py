"""Contacts of a customer system put into their campaign, each page in one transaction with its cursor."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from collector_daemon.dialer.lists.lines import line_of
from collector_daemon.store.dialer.campaigns import Campaigns
from collector_daemon.store.dialer.importing import ContactImport, ContactLine, ListOrigin, Taking
from shared.campaigns.campaign import Campaign
from shared.clock import Clock

log = logging.getLogger(__name__)

CURSOR = "cursor"


class StoredIntake:
    """Into the database at ``url``. All raise Unavailable, and DialerMistake where there is no such campaign."""

    def __init__(self, url: str, campaigns: Campaigns, clock: Clock) -> None:
        self._url, self._campaigns, self._clock = url, campaigns, clock

    async def cursor(self, system: str, campaign: str) -> str:
        """The cursor that was taken last, "" none."""
        stored = await self._campaigns.the(campaign)
        return await asyncio.to_thread(self._cursor, system, stored.campaign)

    async def take(self, system: str, campaign: str, rows: Sequence[Mapping[str, str]], cursor: str | None) -> Taking:
        """Take a page and its cursor (None: it stays); who is there already, by key or number, stays as he is."""
        stored = await self._campaigns.the(campaign)
        return await asyncio.to_thread(self._take, system, stored.campaign, rows, cursor)

    def _cursor(self, system: str, campaign: Campaign) -> str:
        with ContactImport.opened(self._url, campaign) as contacts:
            return str(contacts.newest_how(system, "crm").get(CURSOR, ""))

    def _take(
        self, system: str, campaign: Campaign, rows: Sequence[Mapping[str, str]], cursor: str | None
    ) -> Taking:  # fmt: skip
        now, lines, faults = self._clock.now(), list[ContactLine](), 0
        for nth, row in enumerate(rows, 1):
            line = line_of(nth, row.items(), campaign.country, now)
            if isinstance(line, ContactLine):
                lines.append(line)
            else:
                faults += 1
                told = ", ".join(f"{one.kind} {one.value}".strip() for one in line)
                log.warning("customer system %s, contact %s: %s", system, row.get("external") or nth, told)
        with ContactImport.opened(self._url, campaign) as contacts:
            how = contacts.newest_how(system, "crm")
            contacts.copy(lines)
            found = contacts.sort()
            if found.good == 0 and cursor in (None, how.get(CURSOR)):
                return found  # nothing new to keep
            origin = ListOrigin(name=system, source="crm", by="collector", at=now,
                                how=how if cursor is None else {CURSOR: cursor})  # fmt: skip
            return contacts.take(found, origin, faults=faults)
