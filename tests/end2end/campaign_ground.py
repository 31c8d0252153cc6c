"""What tests of campaigns have in common: people with a fate each, a campaign that calls them, what is stored of it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import msgspec
import psycopg
from psycopg.types.json import Jsonb

from shared.campaigns.campaign import CallingHours, Campaign, Limits
from shared.clock import monotonic, now
from shared.database.bundled import BundledPostgres

from .daemon import CollectorDaemon
from .lab import Lab
from .phones.dialog import Dialog

QUEUE = "callback"  # has no members of its own
EVERY_DAY = CallingHours(
    days=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "holiday"), begins=0, ends=1440
)
SETTINGS = 'trunks = ["PJSIP/trunk", "PJSIP/gsm"]\n'
OUTCOMES = {
    "answers": "answered", "busy": "busy", "declines": "busy", "rings": "no_answer", "unknown": "failed",
    "hangs_up": "answered", "machine": "machine",
}  # fmt: skip
"""A fate → what must be stored of it."""
Fate = str


class People:
    """Everybody outside, at the carrier's phone: each number has its fate. Notes what physically happened."""

    def __init__(self, fates: dict[str, Fate]) -> None:
        self.fates = fates
        self.called: Counter[str] = Counter()
        self.at_once: Counter[str] = Counter()
        self.most_at_once = 0
        self.answered_at: dict[str, float] = {}
        self.ended_at: dict[str, float] = {}

    async def behave(self, dialog: Dialog) -> None:
        """As the number's fate is."""
        number = dialog.called
        self.called[number] += 1
        self.at_once[number] += 1
        self.most_at_once = max(self.most_at_once, self.at_once[number])
        try:
            await self._meet(dialog, self.fates.get(number, "unknown"))
            await dialog.wait_ended()
        finally:
            self.at_once[number] -= 1
            self.ended_at[number] = monotonic()

    async def _meet(self, dialog: Dialog, fate: Fate) -> None:
        if fate == "unknown":
            dialog.reject(404, "Not Found")
            return
        dialog.ring()
        if fate == "rings" or not await dialog.lives_for(0.15):
            return
        if fate == "busy":
            dialog.reject()
        elif fate == "declines":
            dialog.reject(603, "Decline")
        else:
            dialog.answer()
            self.answered_at[dialog.called] = monotonic()
            dialog.rtp.has_audio = fate == "machine"  # it talks and talks
            if fate == "hangs_up" and await dialog.lives_for(0.02):
                dialog.hang_up()


class Crew:
    """Operators at their phones, which lift by themselves: when each got whom. They talk for ``talk`` seconds."""

    def __init__(self, after: float = 0.05, talk: float = 0.3) -> None:
        self.after, self.talk = after, talk
        self.connected_at: dict[str, float] = {}

    async def behave(self, dialog: Dialog) -> None:
        """Lift, talk, hang up."""
        dialog.ring()
        if await dialog.lives_for(self.after):
            dialog.answer()
            number = dialog.remote.partition("sip:")[2].partition("@")[0]
            self.connected_at[number] = monotonic()
            if await dialog.lives_for(self.talk):
                dialog.hang_up()


async def man(lab: Lab, crew: Crew, count: int) -> None:
    """So many operators, members of the campaign's queue and of others."""
    for extension in range(1001, 1001 + count):
        phone = await lab.agent(extension)
        phone.behaviour = crew.behave
        await lab.add_member(QUEUE, f"PJSIP/{extension}")


def campaign_of(key: str, **more: Any) -> Campaign:
    """A campaign that may call everybody at any time, once each."""
    given: dict[str, Any] = {
        "title": key, "pbx": "main", "queue": QUEUE, "mode": "progressive", "hours": (EVERY_DAY,), "retries": (),
        "limits": Limits(needs_consent=False, ring_seconds=3), "wrapup_seconds": 0, "is_marketing": False,
        "abandoned_sound": "vm-goodbye", "caller_id": "420222111000",
    }  # fmt: skip
    return Campaign(campaign=key, **(given | more))


def set_up(daemon: CollectorDaemon, campaign: Campaign, numbers: Iterable[str]) -> None:
    """The campaign with a contact for each number, as they would have been imported."""
    server = BundledPostgres(daemon.data / "postgres")
    server.start(shares=True)
    at = now()
    with psycopg.connect(server.url()) as connection:
        settings = Jsonb(msgspec.to_builtins(campaign))
        connection.execute(
            "insert into campaign (campaign, pbx, title, queue, settings, since, state_by, changed_at, changed_by)"
            " values (%s, %s, %s, %s, %s, %s, '', %s, '')",
            [campaign.campaign, campaign.pbx, campaign.title, campaign.queue, settings, at, at])  # fmt: skip
        for number in numbers:
            row = connection.execute(
                "insert into contact (campaign, name) values (%s, %s) returning contact", [campaign.campaign, number]
            ).fetchone()
            assert row is not None
            connection.execute(
                "insert into contact_number (contact, nth, campaign, number, kind) values (%s, 0, %s, %s, '')",
                [row[0], campaign.campaign, number])  # fmt: skip


async def until(is_so: Callable[[], Awaitable[bool]], seconds: float, what: str) -> None:
    """Ask now and then. Raises TimeoutError with what was waited for."""
    deadline = monotonic() + seconds
    while not await is_so():
        if monotonic() > deadline:
            raise TimeoutError(what)
        await asyncio.sleep(0.25)


async def stored(daemon: CollectorDaemon, question: str) -> list[dict[str, Any]]:
    """What the database answers now."""
    return await asyncio.to_thread(daemon.stored_now, question)  # type: ignore[arg-type]


async def is_done(daemon: CollectorDaemon, campaign: str, contacts: int) -> bool:
    """Is every contact of a campaign done with?"""
    rows = await stored(
        daemon, f"select count(*) as done from contact where campaign = '{campaign}' and state = 'done'")
    return bool(rows[0]["done"] == contacts)
