"""Who works in the demo's campaigns, and what the simulated ones say of their calls, some seconds after each.

By the commands that their supervisor and their panels would give. The demo's own operator is put into the campaign of
previews once, when she has signed in to its queue; all else she does in her panel.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from random import Random

from collector_daemon.app import Daemon
from collector_daemon.commands.demo_campaigns import campaign, said
from collector_daemon.dialer.calling.job import Job
from shared.campaigns.campaign import Campaign
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.commands import Refused
from shared.errors import SuiteError, one_line

log = logging.getLogger(__name__)
LOOK_SECONDS, HASTE = 1.0, 0.25
"""Between two looks, in each of which so many of those who have hung up write it down."""
TEAM = ("1001", "1002", "1007", "1011", "1012")
"""Who calls, beside the callers of their queues."""
NOTE = "Dlouho čekal na technika."


@contextlib.asynccontextmanager
async def campaigning(
    daemon: Daemon, clock: Clock, seed: int, by: Account, operator: tuple[str, str]
) -> AsyncIterator[None]:
    """Campaigns are at work, and colleagues say what came of their calls, until this is left.

    ``operator``: the account and the phone of who looks before she dials.
    """
    task = asyncio.create_task(_campaign(daemon, clock, seed, by, operator), name="demo: campaigns")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _campaign(daemon: Daemon, clock: Clock, seed: int, by: Account, operator: tuple[str, str]) -> None:
    account, phone = operator
    try:
        asked, ending = await campaign(daemon, clock, by, account)
    except SuiteError as problem:
        log.warning("the demo goes on without campaigns: %s", one_line(problem))
        return
    random, placed = Random(seed), set[str]()  # noqa: S311 - a demo
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        for made, team in ((asked, TEAM), (ending, (phone,))):
            for extension in team:
                if extension not in placed and await _has_joined(daemon, by, made, extension):
                    placed.add(extension)
        await _speak(daemon, clock, random)


async def _has_joined(daemon: Daemon, by: Account, made: Campaign, extension: str) -> bool:
    """Put an operator into a campaign, once he is signed in to its queue."""
    agent = daemon.campaigns.running.runner.operators.agent_at((made.pbx, extension))
    if agent is None or made.queue not in agent.memberships:
        return False
    with contextlib.suppress(Refused):
        await daemon.campaigns.deeds["dialer.work"](by, {"campaign": made.campaign, "agent": extension})
        return True
    return False


async def _speak(daemon: Daemon, clock: Clock, random: Random) -> None:
    for (_pbx, extension), job in list(daemon.campaigns.running.runner.desks.jobs.items()):
        is_over = job.has_operator_left and job.said is None and job.attempt.connected_at is not None
        if is_over and not job.is_preview and random.random() < HASTE:
            await _say(daemon, clock, random, extension, job)


async def _say(daemon: Daemon, clock: Clock, random: Random, extension: str, job: Job) -> None:
    code, next_at = said(random, clock.now())
    who = Account(name=extension, roles=frozenset({"operator"}), agent=extension)
    given = next(one for one in job.campaign.dispositions if one.code == code)
    try:
        await daemon.campaigns.deeds["dialer.dispose"](who, {
            "contact": job.contact.contact, "disposition": code, "next_at": next_at, "is_own": False,
            "text": NOTE if given.needs_note else "", "key": f"demo-{job.attempt.attempt}",
        })  # fmt: skip
    except Refused as problem:
        log.info("%s did not say what came of a call: %s", extension, one_line(problem))
