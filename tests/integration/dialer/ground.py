"""A database with campaigns, and lists of contacts as people send them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from collector_daemon.dialer.lists.importing import Importing
from collector_daemon.dialer.lists.reader import Task, read
from collector_daemon.dialer.lists.sheet_reading import Telling
from collector_daemon.dialer.lists.taking_contacts import ContactTask
from collector_daemon.dialer.lists.uploads import Uploads
from collector_daemon.store.audit import Act
from collector_daemon.store.dialer.shelves import DialerStore
from collector_daemon.store.lending import Lender
from shared.campaigns.campaign import Campaign, CampaignLife
from shared.campaigns.contact import Contact
from shared.clock import SystemClock
from shared.domain.commands.dialer import ContactImport
from shared.domain.dialer_replies import ImportReply
from tests.integration.database.contents import rows

NOON = datetime(2026, 1, 12, 11, tzinfo=UTC)
NUMBERS = count(1)
LIST = "Číslo klienta;Jméno;Telefon;Mobil;Město\nK-1;Žofie Nováková;777 123 001;;Plzeň\nK-2;Petr;;+420602123002;Brno\n"


def act(what: str = "tested") -> Act:
    """Something for the audit."""
    return Act(happened_at=NOON, account="tester", act=what, subject="x", origin="here")


async def in_thread(task: Task, telling: Telling) -> None:
    """As the process does it, without the time that one takes to start."""
    await asyncio.to_thread(read, task, telling)


class Ground:
    """The database at ``url``."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.lender = Lender(url)
        self.store = DialerStore.of(self.lender)
        self.importing = Importing(in_thread)
        self.uploads = Uploads(SystemClock())

    async def campaign(self, *, is_running: bool = True, **more: Any) -> Campaign:
        """A campaign that runs."""
        name = f"campaign-{next(NUMBERS)}"
        made = Campaign(campaign=name, title="Jarní nabídka", pbx="main", queue="sales", **more)
        await self.store.campaigns.put(made, "eva", NOON, act())
        if is_running:
            await self.store.campaigns.move(name, "draft", CampaignLife(state="running", since=NOON, by="eva"))
        return made

    async def take(
        self, campaign: Campaign, content: str | bytes | Path, *, is_preview: bool = False, at: datetime = NOON,
        **more: Any,
    ) -> ImportReply:  # fmt: skip
        """What comes of a file."""
        data = content.read_bytes() if isinstance(content, Path) else content
        key = f"upload-{next(NUMBERS)}"
        data = data.encode() if isinstance(data, str) else data
        self.uploads.add("eva", key, 0, data)
        asked = ContactImport(campaign=campaign.campaign, upload=key, name="klienti.csv", is_preview=is_preview,
                              **more)  # fmt: skip
        upload = self.uploads.get("eva", key)
        task = ContactTask(
            url=self.url, asked=asked, campaign=campaign, path=str(upload.path), size=upload.size,
            hash=upload.hash.hexdigest(), by="eva", at=at, country=campaign.country, act=act("contacts imported"),
        )  # fmt: skip
        while (told := await self.importing.told(task)).state == "running":
            pass
        self.uploads.remove("eva", key)
        return told

    async def contacts(self, campaign: Campaign, most: int = 50) -> list[Contact]:
        """Who could be called."""
        return await self.store.contacts.candidates(campaign, NOON, most)

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """The answer to a question."""
        return rows(self.url, question)

    async def close(self) -> None:
        """Everything goes but the database."""
        await self.importing.close()
        self.uploads.close()
        await self.lender.close()
