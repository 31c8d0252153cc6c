"""Campaigns in the database: nobody is dialled twice at once, counts are true, what must never change does not."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import msgspec
import psycopg
import pytest

from collector_daemon.store.dialer.attempts import AttemptChange
from collector_daemon.store.dialer.contacts import ContactStep
from collector_daemon.store.dialer.shelves import DialerMistake
from shared.campaigns.campaign import Campaign, CampaignLife, Quota
from shared.campaigns.contact import Attempt
from shared.campaigns.ledgers import Consent, DoNotCall
from shared.database.escapes import escape
from shared.domain.campaigns import PacingRow
from tests.integration.dialer.ground import NOON, Ground, act

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(60)]
AGAIN = NOON + timedelta(hours=1)


async def list_of(ground: Ground, campaign: Campaign, *numbers: str) -> None:
    """Contacts with these numbers."""
    told = await ground.take(campaign, "Telefon;Kraj\n" + "".join(f"{one};{one[-1]}\n" for one in numbers))
    assert told.state == "taken", told


async def refusal(placing: object) -> str:
    """The code of the mistake."""
    with pytest.raises(DialerMistake) as caught:
        await placing  # type: ignore[misc]
    return caught.value.code


async def test_an_attempt_from_the_list_to_its_end(ground: Ground) -> None:
    campaign = await ground.campaign()
    await list_of(ground, campaign, "777400001", "777400002")
    store, (first, second) = ground.store, await ground.contacts(campaign)
    placed = await store.attempts.place(campaign, first, "420777400001", NOON)
    assert (placed.state, placed.campaign, placed.contact) == ("placed", campaign.campaign, first.contact)
    assert [one.attempt for one in await store.attempts.open("main")] == [placed.attempt]
    assert [one.contact for one in await ground.contacts(campaign)] == [second.contact]
    assert await refusal(store.attempts.place(campaign, first, "420777400001", NOON)) == "not_free"
    assert await refusal(store.attempts.place(campaign, second, "420777400001", NOON)) == "unknown_number"
    counts = await store.counts.of(campaign.campaign)
    assert (counts.left, counts.calling) == (1, 1)

    ringing = AttemptChange(state="ringing", ringing_at=NOON, call="1.2")
    await store.attempts.record(placed.attempt, ringing)
    for name, why in (("eva", "longest idle"), ("jan", "eva did not answer")):
        given = AttemptChange(state="connected", answered_at=NOON, operator=name, because=why, agent="1001")
        await store.attempts.record(placed.attempt, given, None, NOON)
    assert ground.rows(f"select nth, operator, because from assignment where attempt = {placed.attempt}") == [
        (0, "eva", "longest idle"), (1, "jan", "eva did not answer")]  # fmt: skip
    ended = AttemptChange(outcome="answered", ended_at=AGAIN, cause="16")
    step = ContactStep(state="wrap_up", last="answered")
    closed = await store.attempts.record(placed.attempt, ended, step, AGAIN)
    assert (closed.state, closed.outcome, closed.call, closed.ringing_at) == ("ended", "answered", "1.2", NOON)
    late = AttemptChange(outcome="busy", disposition="order", call="9.9", operator="x")
    said = await store.attempts.record(placed.attempt, late, ContactStep(state="done", last="order"), AGAIN)
    assert (said.outcome, said.disposition, said.call, said.operator) == ("answered", "order", "1.2", "jan")
    assert await store.attempts.open("main") == []
    counts = await store.counts.of(campaign.campaign)
    assert (counts.done, counts.results, counts.done_as(["order"])) == (1, (("order", 1),), 1)
    assert await store.counts.reached(campaign.campaign, [Quota(most=5, field="Kraj", value="1"), Quota(most=1)],
                                      ["order"]) == [(1, 0), (1, 0)]  # fmt: skip
    history = await store.knowledge.number_history("420777400001", AGAIN)
    assert (history.placed_at, history.life, history.is_open) == ((NOON,), 1, False)


async def test_of_many_who_dial_at_once_one_does(ground: Ground) -> None:
    campaign, other = await ground.campaign(), await ground.campaign()
    for one in (campaign, other):
        await list_of(ground, one, "777400010")
    (mine,), (theirs,) = await ground.contacts(campaign), await ground.contacts(other)
    wanted = [(campaign, mine)] * 4 + [(other, theirs)] * 4
    found = await asyncio.gather(
        *(ground.store.attempts.place(one, contact, "420777400010", NOON) for one, contact in wanted),
        return_exceptions=True)  # fmt: skip
    assert sum(isinstance(one, Attempt) for one in found) == 1
    assert {one.code for one in found if isinstance(one, DialerMistake)} <= {"not_free", "already_there"}
    left = [await ground.store.counts.of(one.campaign) for one in (campaign, other)]
    assert sorted((one.left, one.calling) for one in left) == [(0, 1), (1, 0)]  # who did not dial waits as before


async def test_a_campaign_that_does_not_run_dials_nobody(ground: Ground) -> None:
    campaign = await ground.campaign()
    await list_of(ground, campaign, "777400020")
    (contact,) = await ground.contacts(campaign)
    life = CampaignLife(state="paused", since=AGAIN, by="eva", why="lunch")
    assert await ground.store.campaigns.move(campaign.campaign, "running", life, act()) == life
    assert await ground.store.campaigns.move(campaign.campaign, "running", life) is None
    assert await refusal(ground.store.attempts.place(campaign, contact, "420777400020", NOON)) == "not_running"


async def test_orders_of_contacts_and_of_their_time(ground: Ground) -> None:
    campaign = await ground.campaign(order="newest_first")
    await list_of(ground, campaign, "777400031", "777400033", "777400032")
    store = ground.store

    async def last_digits() -> str:
        return "".join(one.numbers[0].number[-1] for one in await ground.contacts(campaign))

    assert await last_digits() == "231"
    for order, expected in (("as_imported", "132"), ("by_field", "123")):
        campaign = msgspec.structs.replace(campaign, order=order, order_field="Kraj")  # type: ignore[arg-type]
        await store.campaigns.put(campaign, "eva", NOON)
        assert await last_digits() == expected
    third = (await ground.contacts(campaign))[2]
    promised = ContactStep(state="waiting", next_at=NOON - timedelta(minutes=5), is_appointment=True, next_by="eva")
    changed = await store.contacts.change(third.contact, "waiting", promised, NOON)
    assert (changed.next_by, await last_digits()) == ("eva", "312")
    await store.contacts.change(third.contact, "waiting", ContactStep(state="waiting", next_at=AGAIN), NOON)
    assert await last_digits() == "12"
    assert await refusal(store.contacts.change(third.contact, "done", promised, NOON)) == "not_so"


async def test_what_lies_before_an_operator(ground: Ground) -> None:
    campaign = await ground.campaign(mode="preview")
    await list_of(ground, campaign, "777400041", "777400042")
    first, second = await ground.contacts(campaign)
    store = ground.store
    offered = await store.contacts.offer(first.contact, "eva", NOON)
    assert offered is not None
    assert await store.contacts.offer(first.contact, "jan", NOON) is None
    assert await refusal(store.contacts.offer(second.contact, "eva", NOON)) == "has_one"
    assert await refusal(store.attempts.place(campaign, offered, "420777400041", NOON, operator="jan")) == "not_free"
    held = await store.contacts.held(campaign.campaign)
    assert [(one.held_by, one.contact.state) for one in held] == [("eva", "offered")]
    await store.attempts.place(campaign, offered, "420777400041", NOON, operator="eva", because="offered")


async def test_every_change_of_a_campaign_is_kept(ground: Ground) -> None:
    campaign = await ground.campaign()
    stored = await ground.store.campaigns.put(msgspec.structs.replace(campaign, title="Nová"), "jan", AGAIN, act())
    again = await ground.store.campaigns.put(stored.campaign, "jan", AGAIN)
    assert (stored.version, again.version, again.life.state) == (2, 2, "running")
    told = ground.rows(f"select version, state, by, settings is null from campaign_change "
                       f"where campaign = '{campaign.campaign}' order by change")  # fmt: skip
    assert told == [(1, "draft", "eva", False), (1, "running", "eva", True), (2, "running", "jan", False)]
    over = CampaignLife(state="finished", since=AGAIN)
    await ground.store.campaigns.move(campaign.campaign, "running", over)
    assert await refusal(ground.store.campaigns.put(campaign, "eva", AGAIN)) == "finished"


async def test_lists_and_consents_only_grow(ground: Ground) -> None:
    campaign, store = await ground.campaign(owner="acme"), ground.store.knowledge
    number = "420777400050"

    async def lists() -> list[tuple[str, str]]:
        known = (await store.of([number], campaign, AGAIN))[number]
        return sorted((one.list, one.scope) for one in known.lists)

    entries = [
        DoNotCall(number=number, list="stop"), DoNotCall(number=number, list="stop", scope="owner", of="acme"),
        DoNotCall(number=number, list="x", scope="owner", of="another"),
        DoNotCall(number=number, list="y", scope="campaign", of=campaign.campaign, until=date(2026, 1, 31)),
    ]  # fmt: skip
    assert await store.put(entries, "eva", act()) == 4
    assert await store.put(entries, "eva", act()) == 0
    assert await lists() == [("stop", "centre"), ("stop", "owner"), ("y", "campaign")]
    assert await store.remove("stop", number, "asked for", "eva", act()) == 2
    assert await store.remove("stop", number, "asked for", "eva") == 0
    assert await lists() == [("y", "campaign")]
    for given_at, is_given in ((NOON, True), (NOON - timedelta(days=9), False)):
        await store.consent(Consent(number=number, given_at=given_at, is_given=is_given, how="web"), "eva")
    (consent,) = (await store.of([number], campaign, AGAIN))[number].consents
    assert (consent.is_given, consent.given_at) == (True, NOON)
    with psycopg.connect(ground.url, autocommit=True) as connection:
        for statement in ("update consent set is_given = true", "delete from consent", "truncate consent",
                          "update do_not_call set is_on = false", "delete from do_not_call",
                          "update campaign_change set by = 'x'", "delete from attempt"):  # fmt: skip
            if "attempt" in statement and not ground.rows("select from attempt"):
                continue
            with pytest.raises(psycopg.Error):
                connection.execute(statement)


async def test_results_go_out_once_and_decisions_stay(ground: Ground) -> None:
    campaign, outbox = await ground.campaign(), ground.store.outbox
    name = campaign.campaign
    assert await outbox.put(name, 1, f"{name} 1", {"outcome": "busy"}, NOON)
    assert not await outbox.put(name, 1, f"{name} 1", {"outcome": "other"}, NOON)
    (parcel,) = await outbox.due(NOON, campaign=name)
    assert (parcel.content, parcel.tries) == ({"outcome": "busy"}, 0)
    await outbox.failed(parcel.entry, "away\x00", NOON, AGAIN)
    assert await outbox.due(NOON, campaign=name) == []
    (parcel,) = await outbox.due(AGAIN, campaign=name)
    assert (parcel.tries, parcel.trouble) == (1, escape("away\x00"))
    await outbox.sent(parcel.entry, AGAIN)
    assert await outbox.due(AGAIN, campaign=name) == []
    row = PacingRow(decided_at=NOON, chosen=3, calls=1, why="share")
    await outbox.decided(name, row)
    assert await outbox.decisions(name, NOON) == [row]


async def test_shares_and_counts_after_many_changes(ground: Ground) -> None:
    campaign = await ground.campaign()
    await list_of(ground, campaign, *(f"7775{nth:05}" for nth in range(120)))
    for nth, contact in enumerate(await ground.contacts(campaign, 120)):
        placed = await ground.store.attempts.place(campaign, contact, contact.numbers[0].number, NOON)
        outcome = ("answered", "abandoned", "machine", "busy")[nth % 4]
        change = AttemptChange(outcome=outcome, answered_at=None if outcome == "busy" else NOON)  # type: ignore[arg-type]
        await ground.store.attempts.record(placed.attempt, change, ContactStep(state="done", last=outcome), NOON)
    share = await ground.store.counts.answered(campaign.campaign, NOON)
    assert (share.answered, share.abandoned) == (60, 30)
    await ground.store.counts.of(campaign.campaign)
    counts = await ground.store.counts.of(campaign.campaign)
    assert (counts.contacts, counts.done, counts.left) == (120, 120, 0)
    assert counts.results == (("abandoned", 30), ("answered", 30), ("busy", 30), ("machine", 30))
    assert len(ground.rows(f"select from campaign_count where campaign = '{campaign.campaign}'")) < 20
