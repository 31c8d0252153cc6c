"""A person whom campaigns know: all of it told, erased but for what the law wants to see, and gone in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from collector_daemon.settings.parts import RetentionSettings
from collector_daemon.store.dialer.attempts import AttemptChange
from collector_daemon.store.dialer.contacts import ContactStep
from collector_daemon.store.erasing import Erasure
from collector_daemon.store.person_rows import PersonRows
from collector_daemon.store.upkeep import Upkeep
from shared.campaigns.campaign import CampaignLife
from shared.campaigns.ledgers import Consent, DoNotCall
from shared.domain.campaigns import PacingRow
from tests.integration.dialer.ground import NOON, Ground

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(60)]
NUMBER = "420777600001"
LIST = "id;Jméno;Telefon;Mobil;Město\nK-1;Žofie;777600001;777600002;Plzeň\nK-2;Petr;777600003;;Brno\n"


async def called(ground: Ground) -> tuple[str, int]:
    """A campaign in which Žofie was called, and her contact."""
    campaign = await ground.campaign()
    await ground.take(campaign, LIST)
    contact = (await ground.contacts(campaign))[0]
    attempt = await ground.store.attempts.place(campaign, contact, NUMBER, NOON)
    await ground.store.attempts.record(
        attempt.attempt, AttemptChange(outcome="busy"), ContactStep(state="done", last="busy", note="Žofie volá"), NOON)
    await ground.store.outbox.put(campaign.campaign, contact.contact, campaign.campaign, {"name": "Žofie"}, NOON)
    await ground.store.outbox.decided(campaign.campaign, PacingRow(decided_at=NOON, chosen=1, calls=0))
    return campaign.campaign, contact.contact


async def test_a_person_is_told_and_erased(ground: Ground) -> None:
    campaign, contact = await called(ground)
    consent = Consent(number=NUMBER, given_at=NOON, how="web", text="Souhlasím, Žofie", source="klienti.csv")
    await ground.store.knowledge.consent(consent, "eva")
    await ground.store.knowledge.put([DoNotCall(number=NUMBER, list="stop")], "eva")
    persons = PersonRows(ground.lender, lambda: "CZ")
    told = await persons.told([], [], "+" + NUMBER)
    assert {table: len(rows) for table, rows in told.items() if rows} == {
        "contact": 1, "contact_number": 2, "attempt": 1, "crm_outbox": 1, "consent": 1, "do_not_call": 1}  # fmt: skip

    entry = Erasure(erased_at=NOON, account="eva", kind="subject", subject="…001", why="asked")
    counts = await persons.erase("+" + NUMBER, [], [], entry)
    assert {table: counts[table] for table in ("contact", "contact_number", "attempt", "consent", "crm_outbox")} == {
        "contact": 1, "contact_number": 2, "attempt": 1, "consent": 1, "crm_outbox": 1}  # fmt: skip
    tables = ("contact", "contact_number", "attempt", "crm_outbox", "consent", "campaign_change", "contact_list")
    everything = str([ground.rows(f"select t::text from {table} t") for table in tables])
    for word in ("Žofie", "777600001", "777600002", "Plzeň", "K-1"):
        assert word not in everything
    assert ground.rows(f"select state, why from contact where contact = {contact}") == [("excluded", "erased")]
    pseudonym = ground.rows("select number from consent where is_given")[0][0]
    assert pseudonym.startswith("…001#")
    assert ground.rows(f"select number, outcome from attempt where contact = {contact}") == [(pseudonym, "busy")]
    assert ground.rows("select is_on from do_not_call") == [(True,)]
    assert ground.rows("select rows ->> 'contact' from erasure") == [("1",)]
    stored = await ground.store.campaigns.the(campaign)
    assert len(await ground.store.contacts.candidates(stored.campaign, NOON)) == 1  # Petr
    again = await ground.take(stored.campaign, LIST + "\n", at=NOON)  # a list that knows her is another matter
    assert again.good == 1


async def test_retention(ground: Ground) -> None:
    campaign, contact = await called_late(ground)
    rules = RetentionSettings(raw_days=30, calls_days=90, agents_days=0, alerts_days=0)
    now = datetime(2026, 7, 1, tzinfo=UTC)
    await Upkeep(ground.url, lambda: rules, lambda: now).tidy()
    assert ground.rows(f"select from contact where campaign = '{campaign}'") != []  # it is not over
    assert ground.rows(f"select from pacing_decision where campaign = '{campaign}'") == []
    assert ground.rows(f"select number like '…%#%' from attempt where contact = {contact}") == [(True,)]
    over = CampaignLife(state="finished", since=NOON + timedelta(days=1))
    await ground.store.campaigns.move(campaign, "running", over)
    await Upkeep(ground.url, lambda: rules, lambda: now).tidy()
    assert ground.rows(f"select from contact where campaign = '{campaign}'") == []
    assert (await ground.store.counts.of(campaign)).contacts == 0


async def called_late(ground: Ground) -> tuple[str, int]:
    """Another one, of other numbers."""
    campaign = await ground.campaign()
    await ground.take(campaign, "Telefon\n777600009\n")
    (contact,) = await ground.contacts(campaign)
    attempt = await ground.store.attempts.place(campaign, contact, "420777600009", NOON)
    change = AttemptChange(outcome="busy")
    await ground.store.attempts.record(attempt.attempt, change, ContactStep(state="done", last="busy"), NOON)
    await ground.store.outbox.decided(campaign.campaign, PacingRow(decided_at=NOON, chosen=1, calls=0))
    return campaign.campaign, contact.contact
