"""Two simulated PBXs with operators, one daemon at both, and campaigns that really dial: journeys without Asterisk."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from collector_daemon import settings
from collector_daemon.app import Daemon
from collector_daemon.asterisk import actions
from collector_daemon.simulator.people import Act, End, Reaction
from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser
from collector_daemon.simulator.world import Scenario, World
from collector_daemon.store.audit import Act as Entry
from shared.campaigns.campaign import CallingHours, Campaign, CampaignDisposition, Limits
from shared.clock import SystemClock
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials
from tests.helpers.feed import MemoryAccounts, account
from tests.helpers.waiting import wait_until

SECRET, QUEUE = "simulated-1", "sales"
PBXS = ("praha", "brno")
OPERATORS = ("1001", "1002", "1003")
EVERY_DAY = CallingHours(
    days=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "holiday"), begins=0, ends=1440)
REACTIONS = {
    "answers": Reaction("answer", 0.1), "busy": Reaction("busy", 0.1), "declines": Reaction("decline", 0.1),
    "rings": Reaction("ignore"), "unknown": Reaction("unreachable", 0.05),
}  # fmt: skip
OUTCOMES = {"answers": "answered", "busy": "busy", "declines": "busy", "rings": "no_answer", "unknown": "failed"}


@dataclass
class Crowd:
    """Who is called does as the fate of his number is; ``called`` in that order. Operators lift at once."""

    fates: dict[str, str] = field(default_factory=dict)
    called: list[str] = field(default_factory=list)
    talk_seconds: float = 0.3

    def reaction(self, _extension: str, _queue: str | None) -> Reaction:
        """An operator's phone."""
        return Reaction("answer", 0.05)

    def talk(self, _extension: str, _queue: str | None) -> Iterable[Act]:
        """Short."""
        return (End(self.talk_seconds, "caller"),)

    def outside(self, number: str) -> Reaction:
        """A number that is called."""
        self.called.append(number)
        return REACTIONS[self.fates[number]]


class Floor:
    """All of it. ``crowds`` by PBX."""

    def __init__(self, url: str, daemon: Daemon, boss: FeedClient, crowds: dict[str, Crowd]) -> None:
        self.url, self.daemon, self.boss, self.crowds = url, daemon, boss, crowds

    async def man(self, campaign: str = "*", pbxs: Iterable[str] = PBXS, operators: Iterable[str] = OPERATORS) -> None:
        """These operators work there from now on."""
        for pbx in pbxs:
            for extension in operators:
                await self.boss.command("dialer.work", {"pbx": pbx, "agent": extension, "campaign": campaign})

    def campaign(self, key: str, numbers: dict[str, str], pbx: str = PBXS[0], **more: Any) -> Campaign:
        """One that is set up, with a contact for each number, called in that order."""
        given: dict[str, Any] = {
            "title": key, "pbx": pbx, "queue": QUEUE, "hours": (EVERY_DAY,), "retries": (), "wrapup_seconds": 0,
            "limits": Limits(needs_consent=False, ring_seconds=1, life_attempts=1), "is_marketing": False,
        }  # fmt: skip
        made = Campaign(campaign=key, **(given | more))
        self.crowds[pbx].fates |= numbers
        now = SystemClock().now()
        with psycopg.connect(self.url) as connection:
            connection.execute(
                "insert into campaign (campaign, pbx, title, queue, settings, since, state_by, changed_at, changed_by)"
                " values (%s, %s, %s, %s, %s, %s, '', %s, '')",
                [key, pbx, key, QUEUE, Jsonb(_plain(made)), now, now])  # fmt: skip
            for number in numbers:
                row = connection.execute(
                    "insert into contact (campaign, name) values (%s, %s) returning contact", [key, number]).fetchone()
                assert row is not None
                connection.execute("insert into contact_number (contact, nth, campaign, number) values (%s, 0, %s, %s)",
                                   [row[0], key, number])  # fmt: skip
        return made

    async def start(self, *campaigns: str) -> None:
        """They call."""
        for key in campaigns:
            await self.boss.command("dialer.start", {"campaign": key})

    def rows(self, question: str, given: list[Any]) -> list[dict[str, Any]]:
        """What the database tells."""
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            return connection.execute(question.encode(), given).fetchall()

    def attempts(self, campaign: str) -> list[dict[str, Any]]:
        """All of a campaign, the oldest first."""
        return self.rows("select * from attempt where campaign = %s order by attempt", [campaign])

    def states(self, campaign: str) -> set[str]:
        """Of its contacts."""
        return {one["state"] for one in self.rows("select state from contact where campaign = %s", [campaign])}

    async def done(self, *campaigns: str) -> None:
        """All contacts of these campaigns are done with, or may not be called."""
        await wait_until(lambda: all(self.states(one) <= {"done", "excluded"} for one in campaigns), 20.0,
                         f"the end of {campaigns}")  # fmt: skip


@contextlib.asynccontextmanager
async def floor(folder: Path, url: str) -> AsyncIterator[Floor]:
    """Everybody is at work; no campaign runs."""
    secret = folder / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    crowds = {name: Crowd() for name in PBXS}
    async with contextlib.AsyncExitStack() as stack:
        servers = {name: await stack.enter_async_context(_server(name, crowds[name])) for name in PBXS}
        config = settings.parse(f"data_folder = '{folder}'\n[feed]\nport = 0\n" + "".join(
            f"[[pbx]]\nname = '{name}'\nport = {server.port}\nuser = 'collector'\nretry_seconds = 0.05\n"
            f"secret_file = '{secret}'\n" for name, server in servers.items()))  # fmt: skip
        acts: list[Entry] = []
        daemon = await stack.enter_async_context(Daemon.started(
            config, folder, SystemClock(), url, MemoryAccounts(account("eva")), lambda _attempt: None,
            acts.append))  # fmt: skip
        stack.push_async_callback(_ended, asyncio.create_task(daemon.run()))
        await _sign_in(daemon)
        assert daemon.feed is not None
        boss = FeedClient("127.0.0.1", daemon.feed.port, Credentials(user="eva", password="ave"), clock=SystemClock(),
                          name="test")  # fmt: skip
        stack.push_async_callback(_ended, asyncio.create_task(boss.run()))
        await wait_until(lambda: boss.status.state == "live", what="the board")
        yield Floor(url, daemon, boss, crowds)


def _server(name: str, crowd: Crowd) -> Server:
    world = World(Scenario(staff=(), traffic=(), own_calls_per_hour=0.0, is_always_open=True),
                  SystemClock().now().timestamp(), name)  # fmt: skip
    world.pbx.people = crowd
    for extension in OPERATORS:
        world.pbx.phones.register(f"PJSIP/{extension}")
    world.pbx.phones.tell_changes()
    return Server(world, users={"collector": AmiUser(SECRET, writetimeout=20.0)})


async def _sign_in(daemon: Daemon) -> None:
    for pipeline in daemon.pipelines.values():
        await wait_until(lambda one=pipeline: one.link.is_connected and one.live.centre.gap is None, what="the PBX")  # type: ignore[misc]
        for extension in OPERATORS:
            await actions.login_agent(pipeline.link, QUEUE, f"PJSIP/{extension}", extension)
        agents = pipeline.live.centre.agents.agents
        await wait_until(lambda found=agents: [one.state for one in found.values()].count("ready") == len(OPERATORS),  # type: ignore[misc]
                         what="the operators")  # fmt: skip


async def _ended(task: asyncio.Task[Any]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _plain(campaign: Campaign) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(campaign)
    return found


SOLD = CampaignDisposition(code="sold", title="Sold", is_goal=True)
