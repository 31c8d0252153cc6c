"""Which contacts come first, held equal to the rule in words; goals and quotas that many calls at once never pass."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from random import Random
from typing import Any

import psycopg
import pytest

from collector_daemon.dialer.calling.placing import Placing
from collector_daemon.store.dialer.attempts import AttemptChange
from collector_daemon.store.dialer.contacts import ContactStep
from collector_daemon.store.dialer.shelves import DialerMistake
from shared.campaigns.campaign import CallingHours, Campaign, CampaignDisposition, ContactOrder, Quota
from shared.campaigns.contact import Attempt, Contact
from tests.integration.dialer.ground import NOON, Ground

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(60)]
SOLD = CampaignDisposition(code="sold", is_goal=True)
MINUTE = timedelta(minutes=1)
BRNO = Quota(most=3, field="Město", value="Brno")


async def full_of(ground: Ground, campaign: Campaign, count: int, seed: int = 1) -> list[Contact]:
    """Contacts of all kinds."""
    random = Random(seed)
    lines = [f"7776{seed:02}{nth:03};{random.choice(('Brno', 'Praha', ''))};{random.randrange(5)};"
             f"{random.choice(('', '', 'eva', 'jan'))}" for nth in range(count)]  # fmt: skip
    told = await ground.take(campaign, "\n".join(["Telefon;Město;Dluh;Operátor", *lines]) + "\n")
    assert told.state == "taken", told
    with psycopg.connect(ground.url) as connection:
        for (contact,) in connection.execute(
            "select contact from contact where campaign = %s order by contact", [campaign.campaign]
        ).fetchall():
            if random.random() < 0.5:
                at, is_promised = NOON + random.randrange(-9, 3) * MINUTE, random.random() < 0.5
                by = random.choice(("", "eva", "ota")) if is_promised else ""
                connection.execute("update contact set next_at = %s, is_appointment = %s, next_by = %s "
                                   "where contact = %s", [at, is_promised, by, contact])  # fmt: skip
    return await everybody(ground, campaign)


async def everybody(ground: Ground, campaign: Campaign) -> list[Contact]:
    """Whatever their state."""
    keys = ground.rows(f"select contact from contact where campaign = '{campaign.campaign}' order by contact")
    return [await ground.store.contacts.the(int(key)) for (key,) in keys]


def rule(campaign: Campaign, contacts: list[Contact], accounts: list[str], without: tuple[Quota, ...]) -> list[int]:
    """The order as ``Contacts.candidates`` tells it in words."""

    def is_due(one: Contact) -> bool:
        is_his = not one.next_by or one.next_by in accounts
        is_full = any(not quota.field or one.fields.get(quota.field, "") == quota.value for quota in without)
        return one.state == "waiting" and is_his and not is_full and (one.next_at is None or one.next_at <= NOON)

    def place(one: Contact) -> tuple[Any, ...]:
        if one.next_at is not None and one.is_appointment:
            return (0, one.next_at, not one.next_by, one.contact)
        if one.next_at is not None:
            return (1, one.next_at, one.contact)
        is_own = campaign.own_operator_first and one.owner in accounts and one.owner
        match campaign.order:
            case "newest_first":
                turn = -one.contact
            case "by_priority":
                turn = -one.priority
            case "by_field":
                turn = int(one.fields.get("Dluh", "0"))
            case _:
                turn = 0
        return (2 if is_own else 3, turn, one.contact)

    return [one.contact for one in sorted((one for one in contacts if is_due(one)), key=place)]


@pytest.mark.parametrize(
    ("order", "own", "without"),
    [("as_imported", True, ()), ("newest_first", True, (BRNO,)), ("by_field", False, ()),
     ("by_priority", True, (Quota(most=1, field="Město", value=""), BRNO))],
)  # fmt: skip
async def test_the_database_orders_as_the_rule_says(
    ground: Ground, order: ContactOrder, own: bool, without: tuple[Quota, ...]
) -> None:
    campaign = await ground.campaign(order=order, order_field="Dluh", own_operator_first=own)
    contacts = await full_of(ground, campaign, 60, seed=len(order))
    found: list[Contact] = []
    for accounts in (["eva"], ["jan", "ota"], []):
        found = await ground.store.contacts.candidates(campaign, NOON, 100, accounts, without)
        expected = rule(campaign, contacts, accounts, without)
        assert [one.contact for one in found] == expected
        few = await ground.store.contacts.candidates(campaign, NOON, 3, accounts, without)
        assert [one.contact for one in few][:3] == expected[:3]
    assert any(one.is_appointment for one in found)


async def placed(ground: Ground, campaign: Campaign, contacts: list[Contact]) -> list[Attempt]:
    """All of them at once: those that were."""
    found = await asyncio.gather(
        *(ground.store.attempts.place(campaign, one, one.numbers[0].number, NOON) for one in contacts),
        return_exceptions=True)  # fmt: skip
    assert {one.code for one in found if isinstance(one, DialerMistake)} <= {"enough"}
    assert not [one for one in found if not isinstance(one, DialerMistake | Attempt)]
    return [one for one in found if isinstance(one, Attempt)]


async def end(ground: Ground, attempt: Attempt, result: str) -> None:
    """It is over, and done with."""
    await ground.store.attempts.record(
        attempt.attempt, AttemptChange(outcome="answered"), ContactStep(state="done", last=result), NOON)  # fmt: skip


async def test_a_goal_is_reached_and_never_passed(ground: Ground) -> None:
    campaign = await ground.campaign(goal=4, dispositions=(SOLD, CampaignDisposition(code="no")))
    contacts = await full_of(ground, campaign, 20, seed=3)
    first = await placed(ground, campaign, contacts[:10])
    assert len(first) == 4  # each of them might be one
    await end(ground, first[0], "no")
    await end(ground, first[1], "sold")
    second = await placed(ground, campaign, contacts[10:15])
    assert len(second) == 1
    for attempt in (*first[2:], *second):
        await end(ground, attempt, "sold")
    assert await placed(ground, campaign, contacts[15:]) == []
    assert (await ground.store.counts.of(campaign.campaign)).done_as(["sold"]) == 4


async def test_a_quota_is_reached_and_never_passed_and_its_contacts_are_put_aside(ground: Ground) -> None:
    campaign = await ground.campaign(quotas=(BRNO,), dispositions=(SOLD,), is_marketing=False)
    contacts = await full_of(ground, campaign, 40, seed=4)
    brno = [one for one in contacts if one.fields.get("Město") == "Brno"]
    others = [one for one in contacts if one not in brno]
    going = await placed(ground, campaign, brno[:6])
    assert len(going) == 3
    assert len(await placed(ground, campaign, others[:6])) == 6
    assert await ground.store.counts.reached(campaign.campaign, [BRNO], ["sold"]) == [(0, 3)]
    placing = Placing(ground.store, dict)
    for left in (0, 2):  # as many as there is room for
        found = await placing.next(campaign, NOON, 40, (), {BRNO: left})
        assert sum(one.fields.get("Město") == "Brno" for one, _number in found) == left
    for attempt in going:
        await end(ground, attempt, "sold")
    assert await ground.store.counts.reached(campaign.campaign, [BRNO], ["sold"]) == [(3, 0)]
    assert await ground.store.contacts.put_aside(campaign.campaign, BRNO, NOON) == len(brno) - 3
    assert await ground.store.contacts.put_aside(campaign.campaign, BRNO, NOON) == 0
    waiting = [one for one in await everybody(ground, campaign) if one.state == "waiting"]
    assert waiting
    assert all(one.fields.get("Město") != "Brno" for one in waiting)


async def test_an_appointment_stays_one_when_it_is_put_off(ground: Ground) -> None:
    morning = (CallingHours(days=("monday", "tuesday"), begins=9 * 60, ends=10 * 60),)
    campaign = await ground.campaign(hours=morning, is_marketing=False)
    (contact,) = await full_of(ground, campaign, 1, seed=5)
    promised = ContactStep(state="waiting", next_at=NOON - MINUTE, is_appointment=True)
    await ground.store.contacts.change(contact.contact, "waiting", promised, NOON)
    assert await Placing(ground.store, dict).next(campaign, NOON, 1) == []
    put_off = await ground.store.contacts.the(contact.contact)
    assert (put_off.is_appointment, put_off.next_at) == (True, NOON + 21 * 60 * MINUTE)
