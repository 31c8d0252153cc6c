"""Campaigns of the demo when it begins: one that calls by itself, one of previews for the demo's operator.

Set up, filled from a file and kept off some numbers by the commands that who runs campaigns gives. What was called in
the hour before is written by the store's own hand, as the dialer would have; from then on the daemon's own runner
dials, and the simulation answers. All of that once the daemon runs, so that nobody waits for it at the start. What
operators say of their calls: ``demo_colleagues``.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import msgspec

from collector_daemon.app import Daemon
from collector_daemon.commands.demo_people import Person, people
from collector_daemon.dialer.calling.closing import after_attempt, after_result
from collector_daemon.store.dialer.attempts import AttemptChange
from collector_daemon.store.dialer.shelves import DialerMistake, DialerStore
from shared.billing.tariff import DAY_MINUTES, WEEKDAYS
from shared.campaigns.campaign import (
    CallingHours,
    Campaign,
    CampaignDisposition,
    Limits,
    Outcome,
)
from shared.campaigns.contact import Contact
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.commands import Refused

log = logging.getLogger(__name__)
SURVEY, RENEWAL = "pruzkum", "obnova"
CALLED, CONTACTS, RENEWALS = 190, 600, 60
"""Contacts called before the beginning, and of each campaign."""
REFUSALS = ("420603118204", "420777450031", "420731906552")
ALWAYS = (CallingHours(days=(*WEEKDAYS, "holiday"), begins=0, ends=DAY_MINUTES),)
"""The simulated centre never closes."""
OUTCOMES: tuple[tuple[Outcome, int], ...] = (("answered", 58), ("no_answer", 22), ("busy", 11), ("failed", 5),
                                             ("machine", 4))  # fmt: skip
RESULTS = (("spokojen", 60), ("nespokojen", 14), ("nema-cas", 14), ("odmitl", 12))
"""What colleagues say, and how often."""
STEP, AT_ONCE = timedelta(seconds=18), 4
Order = Callable[..., Awaitable[dict[str, Any]]]


def survey(key: str) -> Campaign:
    """Of how content customers are: dialled by the pacing, talked about by those of a queue."""
    return Campaign(
        campaign=key, title="Průzkum spokojenosti", pbx="demo", queue="support", mode="predictive", hours=ALWAYS,
        is_marketing=False, wrapup_seconds=10, goal=250, few_operators=3, strategy="fewest_calls",
        abandoned_sound="demo-thanks", limits=Limits(rolling_attempts=6, day_attempts=6),
        script="**Dobrý den, tady {agent_name} z Hovorny.** Máte dvě minuty na tři otázky o našich službách?",
        dispositions=(
            CampaignDisposition(code="spokojen", title="Spokojen", is_goal=True),
            CampaignDisposition(code="nespokojen", title="Nespokojen", is_goal=True, needs_note=True),
            CampaignDisposition(code="nema-cas", title="Nemá čas", plans_callback=True, is_final=False),
            CampaignDisposition(code="odmitl", title="Odmítl", is_refusal=True),
        ),
    )  # fmt: skip


def renewal(key: str, operator: str) -> Campaign:
    """Contracts that end: looked at and dialled by one operator."""
    return Campaign(
        campaign=key, title="Obnova smluv", pbx="demo", queue="sales", mode="preview", hours=ALWAYS, priority=5,
        is_marketing=False, wrapup_seconds=45, operators=(operator,),
        script="**Dobrý den, tady {agent_name} z Hovorny.** Vaší smlouvě se blíží konec, ráda bych ji s Vámi prošla.\n"
               "\n1. Ověřte jméno a číslo smlouvy.\n2. Nabídněte **stejný tarif o 10 % levněji** na dva roky.",
        dispositions=(
            CampaignDisposition(code="prodlouzil", title="Prodloužil", is_goal=True),
            CampaignDisposition(code="rozmysli", title="Rozmyslí si", plans_callback=True, is_final=False),
            CampaignDisposition(code="nechce", title="Nechce", needs_note=True),
        ),
        skip_reasons=(("pozdeji", "Zavolám později"), ("znam", "Volal jsem nedávno"), ("jiny", "Patří kolegovi")),
    )  # fmt: skip


async def campaign(daemon: Daemon, clock: Clock, by: Account, operator: str) -> tuple[Campaign, Campaign]:
    """Have both at work, in the name of ``by``; they come back. Raises Refused, Unavailable."""
    store, random = daemon.campaigns.running.runner.store, Random(8)  # noqa: S311 - a demo

    async def order(name: str, /, **params: Any) -> dict[str, Any]:
        return await daemon.campaigns.deeds[name](by, params)

    await order("dialer.list.put", list="přání zákazníka", numbers=REFUSALS, why="nechtějí být voláni")
    asked, ending = survey(await _free(store, SURVEY)), renewal(await _free(store, RENEWAL), operator)
    for made, count, called in ((asked, CONTACTS, CALLED), (ending, RENEWALS, 0)):
        stored = await order("dialer.campaign.put", campaign=msgspec.to_builtins(made))
        await _fill(order, made.campaign, people(random, count))
        if stored["state"] != "running":
            await order("dialer.start", campaign=made.campaign)
        await _remember(store, made, called, clock.now(), random)
    return asked, ending


async def _free(store: DialerStore, key: str) -> str:
    """This key, or the next one of a campaign that a former demo has not finished."""
    over = {one.campaign.campaign for one in await store.campaigns.all() if one.life.state == "finished"}
    return next(one for nth in range(1, len(over) + 2) if (one := f"{key}-{nth}" if nth > 1 else key) not in over)


async def _fill(order: Order, key: str, persons: list[Person]) -> None:
    """By a file, as people do."""
    content = "Jméno;Telefon;Město;Tarif;Smlouva\n" + "".join(";".join(one) + "\n" for one in persons)
    upload = f"{key}-{len(persons)}"
    await order("dialer.upload", upload=upload, part=0, content=base64.b64encode(content.encode()).decode())
    wanted = {"campaign": key, "upload": upload, "name": "zakaznici.csv", "is_preview": False}
    while (told := await order("dialer.import", **wanted))["state"] == "running":
        log.debug("the list of %s is being read", key)
    if told["state"] != "taken":
        raise Refused("failed", f"The list of {key} was not taken: {told['why']}.")


async def _remember(store: DialerStore, made: Campaign, count: int, now: datetime, random: Random) -> None:
    """The first contacts were called, one after the other, up to a moment ago."""
    begun = now - (count + 1) * STEP
    turns = enumerate(await store.contacts.candidates(made, now, count) if count else [])

    async def call_some() -> None:
        for nth, contact in turns:
            with contextlib.suppress(DialerMistake):  # the dialer was there first
                await _called(store, made, contact, begun + nth * STEP, random)

    await asyncio.gather(*(call_some() for _ in range(AT_ONCE)))


async def _called(store: DialerStore, made: Campaign, contact: Contact, at: datetime, random: Random) -> None:
    outcome = random.choices([one for one, _ in OUTCOMES], [share for _, share in OUTCOMES])[0]
    is_talked = outcome == "answered"
    who = f"10{random.randrange(1, 13):02}" if is_talked else ""
    attempt = await store.attempts.place(made, contact, contact.numbers[0].number, at)
    lifted = at + timedelta(seconds=random.uniform(3, 9)) if is_talked else None
    ended = (lifted or at) + timedelta(seconds=random.uniform(20, 90) if is_talked else random.uniform(2, 25))
    change = AttemptChange(
        ringing_at=at + timedelta(seconds=1), answered_at=lifted, connected_at=lifted, ended_at=ended, outcome=outcome,
        operator=who or None, agent=who, because="fewest_calls" if who else None,
    )  # fmt: skip
    over = msgspec.structs.replace(attempt, state="ended", outcome=outcome, ended_at=ended, connected_at=lifted)
    step = after_attempt(made, contact, over, ())
    if is_talked:
        code, next_at = said(random, ended)
        step = after_result(made, contact, code, ended, (), next_at=next_at)
        change = msgspec.structs.replace(change, disposition=code)
    await store.attempts.record(attempt.attempt, change, step, ended)


def said(random: Random, at: datetime) -> tuple[str, datetime | None]:
    """What an operator says of a talk that is over, and when he is to be called again if he has no time."""
    code = random.choices([one for one, _ in RESULTS], [share for _, share in RESULTS])[0]
    return code, at + timedelta(minutes=random.randrange(15, 240, 15)) if code == "nema-cas" else None
