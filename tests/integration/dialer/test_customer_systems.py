"""A customer system beside a campaign: contacts taken once, results told once, whatever is away meanwhile."""

import logging
from datetime import timedelta

import msgspec
import pytest

from collector_daemon.dialer.crm.http import HttpSystem
from collector_daemon.dialer.crm.intake import StoredIntake
from collector_daemon.dialer.crm.page import LONGEST_WAIT, Rejected, Unanswered, pause
from collector_daemon.dialer.crm.system import CustomerSystem
from collector_daemon.dialer.crm.systems import CustomerSystems
from collector_daemon.settings import Settings
from collector_daemon.store.dialer.attempts import AttemptChange
from collector_daemon.store.dialer.contacts import ContactStep
from collector_daemon.store.dialer.writing import DialerMistake
from shared.clock import HandClock
from shared.credentials import Secret
from shared.errors import BadSecret
from shared.templates import BadTemplate
from tests.helpers.crm_server import open_crm
from tests.integration.dialer.ground import NOON
from tests.integration.dialer.test_connectors import PEOPLE, of_http


@pytest.fixture
async def crm():
    async with open_crm(secret="s3cret") as made:
        made.work = list(PEOPLE)
        yield made


class Desk:
    """A customer system at work beside a campaign of the ground."""

    def __init__(self, ground, crm, campaign, **more):
        self.clock = HandClock(NOON)
        self.settings = of_http(crm, campaign=campaign.campaign, **more)
        self.connector = HttpSystem(self.settings, Secret("s3cret"))
        intake = StoredIntake(ground.url, ground.store.campaigns, self.clock)
        self.system = CustomerSystem(self.settings, self.connector, intake, ground.store.outbox, self.clock)


@pytest.fixture
async def desk_of(ground, crm):
    made = []

    async def open_desk(campaign, **more):
        made.append(Desk(ground, crm, campaign, **more))
        return made[-1]

    yield open_desk
    for one in made:
        await one.connector.close()


async def test_contacts_are_taken_once_and_go_on_where_they_were(ground, crm, desk_of, caplog):
    campaign = await ground.campaign()
    first = await desk_of(campaign)
    await first.system.pull()
    found = await ground.contacts(campaign)
    assert [(one.external, one.name, [(n.number, n.kind) for n in one.numbers], one.fields) for one in found] == [
        ("1", "Alena Říhová", [("420775410562", "mobile"), ("420222640118", "home")], {"City": "Brno"}),
        ("2", '"Bob\'; drop table work; --"', [("420777123001", "mobile")], {}),
    ]  # fmt: skip
    assert "contact 3: no_number" in caplog.text
    crm.asked.clear()
    crm.work.append({"id": 4, "name": "Dana", "phones": {"mobile": "602123004"}})
    again = await desk_of(campaign)  # as after a new start
    await again.system.pull()
    assert crm.asked[0].query["since"] == "3"
    assert [one.external for one in await ground.contacts(campaign)] == ["1", "2", "4"]
    caplog.clear()


async def test_a_system_without_pages_is_asked_for_all_and_nothing_is_there_twice(ground, crm, desk_of, caplog):
    campaign = await ground.campaign()
    crm.page_size = 10
    desk = await desk_of(campaign, next="")
    for _ in range(3):
        await desk.system.pull()
    assert len(await ground.contacts(campaign)) == 2
    assert ground.rows(f"select lines, taken from contact_list where campaign = '{campaign.campaign}'") == [(2, 2)]
    caplog.clear()


async def test_a_page_that_fails_leaves_those_before(ground, crm, desk_of, caplog):
    campaign = await ground.campaign()
    crm.moods = [200, 503]
    desk = await desk_of(campaign)
    with pytest.raises(Unanswered):
        await desk.system.pull()
    assert len(await ground.contacts(campaign)) == 2
    crm.work.append({"id": 5, "name": "Eva", "phones": {"home": "222333444"}})
    await desk.system.pull()
    assert [one.external for one in await ground.contacts(campaign)] == ["1", "2", "5"]
    caplog.clear()


async def test_a_system_that_runs_in_circles_is_told(ground, crm, desk_of, caplog):
    desk = await desk_of(await ground.campaign(), next="data.people[0].id")
    crm.page_size = 1
    crm.work = [crm.work[0], crm.work[0], crm.work[0]]
    with pytest.raises(Rejected, match="the same cursor again"):
        await desk.system.pull()
    caplog.clear()


async def test_a_campaign_that_is_not_there_is_told_in_one_line(ground, crm, desk_of):
    campaign = await ground.campaign()
    desk = await desk_of(msgspec.structs.replace(campaign, campaign="nowhere"))
    with pytest.raises(DialerMistake, match="nowhere"):
        await desk.system.pull()


async def attempted(ground, campaign, outcome):
    """The next contact was called in vain."""
    contact = (await ground.contacts(campaign))[0]
    number = contact.numbers[0].number
    attempt = await ground.store.attempts.place(campaign, contact, number, NOON)
    await ground.store.attempts.record(
        attempt.attempt, AttemptChange(state="ended", ended_at=NOON, outcome=outcome, call=f"1.{attempt.attempt}"),
        ContactStep(state="done", last=outcome), NOON)  # fmt: skip
    return attempt


async def test_results_wait_until_the_system_is_there_and_arrive_once_in_order(ground, crm, desk_of, caplog):
    campaign = await ground.campaign()
    desk = await desk_of(campaign)
    await desk.system.pull()
    busy, silent = [await attempted(ground, campaign, outcome) for outcome in ("busy", "no_answer")]
    said = {"contact": 1, "external": "1", "disposition": "sold", "outcome": "answered", "fields": {"City": "Brno"}}
    await ground.store.outbox.put(campaign.campaign, 1, f"said-{campaign.campaign}-0001", said, NOON)
    crm.moods = [500, 401, 429]
    for seconds in (0, 1, 2, 4, 8):
        desk.clock.advance(timedelta(seconds=seconds))
        await desk.system.push()
    keys = list(crm.results)
    assert sorted(keys) == sorted(
        [f"attempt-{busy.attempt}", f"attempt-{silent.attempt}", f"said-{campaign.campaign}-0001"]
    )
    assert crm.results[f"attempt-{busy.attempt}"] == {
        "id": "1",
        "outcome": "busy",
        "disposition": "",
        "note": "",
        "at": NOON.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    assert crm.results[f"said-{campaign.campaign}-0001"]["disposition"] == "sold"
    assert desk.system.trouble == ""
    for _ in range(2):
        desk.clock.advance(timedelta(minutes=1))
        await desk.system.push()
    sent = [one.headers["idempotency-key"] for one in crm.asked if one.path == "/api/results"]
    assert sent[:3] == [keys[0]] * 3  # no newer one overtakes it
    assert len(sent) == 6
    assert ground.rows(f"select distinct state from crm_outbox where campaign = '{campaign.campaign}'") == [("sent",)]
    caplog.clear()


async def test_what_the_system_will_never_take_stays_to_be_looked_at(ground, crm, desk_of, caplog):
    campaign = await ground.campaign()
    desk = await desk_of(campaign)
    await desk.system.pull()
    await attempted(ground, campaign, "failed")
    await attempted(ground, campaign, "busy")
    crm.moods = [422]
    await desk.system.push()
    assert len(crm.results) == 1
    assert ground.rows(
        f"select state, trouble from crm_outbox where campaign = '{campaign.campaign}' order by entry"
    ) == [("given_up", "127.0.0.1 answered 422"), ("sent", "")]  # fmt: skip
    caplog.clear()


async def test_a_trouble_is_said_once_and_its_end(ground, crm, desk_of, caplog):
    campaign = await ground.campaign()
    desk = await desk_of(campaign)
    await desk.system.pull()
    await attempted(ground, campaign, "busy")
    caplog.clear()
    crm.moods = [500] * 3
    with caplog.at_level(logging.INFO, "collector_daemon.dialer.crm.system"):
        for _ in range(4):
            await desk.system.push()
            desk.clock.advance(timedelta(minutes=1))
    assert [record.getMessage() for record in caplog.records] == [
        "customer system crm: 127.0.0.1 answered 500", "customer system crm: results go again"]  # fmt: skip
    caplog.clear()


def test_pauses_grow_to_a_quarter_of_an_hour():
    base = timedelta(seconds=2)
    assert [pause(base, tries).total_seconds() for tries in (0, 1, 2, 3, 8)] == [2, 2, 4, 8, 256]
    assert pause(base, 500) == LONGEST_WAIT


async def test_settings_are_refused_at_the_start(ground, crm, monkeypatch):
    good = of_http(crm, secret="crm")

    def made(*systems):
        settings = msgspec.structs.replace(Settings(pbx=[]), customer_system=list(systems))
        return CustomerSystems(settings, ground.url, ground.store, HandClock(NOON))

    with pytest.raises(BadSecret, match="customer_system_crm"):
        made(good)
    monkeypatch.setenv("CALLCENTRE_CUSTOMER_SYSTEM_CRM", "s3cret")
    assert sorted(made(good).works()) == ["contacts of crm", "results of crm"]
    with pytest.raises(BadTemplate, match="did you mean"):
        made(msgspec.structs.replace(good, push_body='{"a": "{outcom}"}'))
