"""A fake PBX, and links to it that are closed whatever happens."""

import asyncio
from typing import Any

import pytest

from collector_daemon.asterisk.inbox import Inbox
from collector_daemon.asterisk.link import Link
from collector_daemon.capture import Connected, Heard, Lost
from collector_daemon.settings import PbxSettings
from shared.clock import SystemClock
from shared.credentials import Secret
from tests.helpers.fake_ami import FakeAmi
from tests.helpers.waiting import wait_until


class Ear:
    """A running link, and everything it has heard so far."""

    def __init__(self, link: Link, fake: FakeAmi) -> None:
        self.link = link
        self.fake = fake
        self.entries: list[Heard | Connected | Lost] = []
        self.running = asyncio.create_task(link.run())
        self.taking: asyncio.Task[None] | None = None

    def listen(self) -> "Ear":
        """Take from the inbox from now on."""
        self.taking = asyncio.create_task(self._take())
        return self

    async def _take(self) -> None:
        while entries := await self.link.inbox.take():
            self.entries += entries

    @property
    def events(self) -> list[dict[str, Any]]:
        """Headers of the events heard, those of the login left out."""
        found = [entry.headers for entry in self.entries if isinstance(entry, Heard)]
        return [headers for headers in found if headers.get("Event") not in (None, "FullyBooted")]

    @property
    def marks(self) -> list[str]:
        """Connections and losses, in order."""
        return [type(entry).__name__ for entry in self.entries if not isinstance(entry, Heard)]

    async def connected(self) -> "Ear":
        """Wait until logged in and, by a PBX that has booted, surveyed: what it says next comes after."""
        await wait_until(lambda: self.link.is_connected, what="the link is connected")
        if self.fake.after_login:
            await wait_until(lambda: self.fake.now.asked("Ping"), what="the survey has been made")
        return self

    async def heard(self, count: int) -> list[dict[str, Any]]:
        """Wait for so many events."""
        await wait_until(lambda: len(self.events) >= count, what=f"{count} events, not {len(self.events)}")
        return self.events

    async def close(self) -> None:
        self.link.close()
        await asyncio.wait_for(self.running, 10)
        if self.taking:
            await asyncio.wait_for(self.taking, 10)


@pytest.fixture
async def pbx():
    async with FakeAmi().listening() as fake:
        yield fake


@pytest.fixture
async def link_to():
    """Makes links with short times; ``inbox`` and any setting of the PBX may be given."""
    ears = []

    def make(fake, inbox=None, secret="lab", clock=None, jitter=lambda: 0.0, **settings):
        times = {
            "ping_seconds": 5.0,
            "answer_seconds": 5.0,
            "retry_seconds": 0.02,
            "refused_retry_seconds": 0.02,
        }
        given = PbxSettings(name="main", user="collector", port=fake.port, **{**times, **settings})
        link = Link(given, Secret(secret), clock or SystemClock(), inbox=inbox or Inbox(), jitter=jitter)
        ears.append(Ear(link, fake))
        return ears[-1]

    yield make
    for ear in ears:
        await ear.close()
