"""Callers who ask to be called back, or give up, become contacts: once each, in their places, until reached."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, LiteralString

import psycopg
import pytest

from collector_daemon.dialer.calling.callbacks import CallbackFeed
from collector_daemon.settings import Settings
from collector_daemon.settings.parts import RetentionSettings
from collector_daemon.store.erasing import Erasure
from collector_daemon.store.person_rows import PersonRows
from collector_daemon.store.upkeep import Upkeep
from shared.campaigns.campaign import Campaign
from shared.clock import HandClock
from tests.integration.dialer.ground import Ground

pytestmark = pytest.mark.postgres

NOON = datetime(2026, 1, 12, 11, tzinfo=UTC)
CALLS = count(1)
SECOND = timedelta(seconds=1)


class Queue:
    """A queue of the tests' database, its campaign and what feeds it."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.clock = ground, HandClock(NOON)
        self.name = f"queue{next(CALLS)}"
        self.running: list[Campaign] = []
        self.woken = 0
        self.feed = CallbackFeed(ground.store, lambda: self.running, Settings, self.clock, self._wake)

    def _wake(self) -> None:
        self.woken += 1

    async def campaign(self, source: str = "queue_callbacks", **more: Any) -> Campaign:
        """One that its callers feed."""
        made = await self.ground.campaign(source=source, source_queues=(self.name,), **more)
        self.running.append(made)
        return made

    def call(
        self, caller: str, entered: float, outcome: str = "key", wait: float = 30.0, told: str | None = None,
        call: str = "",
    ) -> str:  # fmt: skip
        """Somebody called the queue: joined it ``entered`` seconds from noon, and left it so."""
        call = call or f"17{next(CALLS)}.1"
        entered_at, left_at = NOON + entered * SECOND, NOON + (entered + wait) * SECOND
        is_talk = outcome == "answered"
        with psycopg.connect(self.ground.url) as connection:
            connection.execute(
                "insert into call (pbx, call_id, direction, started_at, answered_at, ended_at, caller, caller_name,"
                " outcome, is_in_gap, queues) values ('main', %s, 'inbound', %s, %s, %s, %s, 'Žofie', %s, false, %s)",
                [call, entered_at, left_at if is_talk else None, left_at, caller,
                 "overflow" if outcome == "key" else outcome, [self.name]])  # fmt: skip
            connection.execute(
                "insert into queue_visit (pbx, uniqueid, queue, nth, call_id, entered_at, left_at, outcome, wait_ms)"
                " values ('main', %s, %s, 0, %s, %s, %s, %s, %s)",
                [call, self.name, call, entered_at, left_at, outcome, int(wait * 1000)])  # fmt: skip
            if told is not None or outcome == "key":
                said = f"CallbackRequest: Queue: {self.name}, Number: {caller}" if told is None else told
                connection.execute("insert into step values ('main', %s, 0, %s, 'signal', %s)", [call, left_at, said])
        return call

    async def look(self, later: float = 60.0) -> None:
        """The feed looks, that many seconds later."""
        self.clock.advance(later * SECOND)
        await self.feed.look()

    def write(self, statement: LiteralString, *given: Any) -> None:
        """Something became so."""
        with psycopg.connect(self.ground.url) as connection:
            connection.execute(statement, given)

    def requests(self) -> list[tuple[Any, ...]]:
        """(number, state, why) of what was asked for here, by place."""
        return self.ground.rows(
            f"select number, state, why from queue_callback where queue = '{self.name}' order by entered_at, call_id")

    async def numbers(self, campaign: Campaign) -> list[str]:
        """Who would be called, in order."""
        found = await self.ground.store.contacts.candidates(campaign, self.clock.now(), 50)
        return [contact.numbers[0].number for contact in found]


@pytest.fixture
def queue(ground: Ground) -> Queue:
    """One of its own."""
    return Queue(ground)


async def test_who_asks_is_called_in_the_order_of_joining(queue):
    campaign = await queue.campaign()
    queue.call("777000102", entered=20, wait=5)  # asks first, and joined later
    queue.call("+420777000101", entered=0, wait=55)
    await queue.look()
    assert await queue.numbers(campaign) == ["420777000101", "420777000102"]
    assert queue.woken == 1
    first = (await queue.ground.contacts(campaign))[0]
    assert (first.place_at, first.asked_at) == (NOON, NOON + 55 * SECOND)
    assert first.name == "Žofie"
    assert first.fields == {"Fronta": queue.name, "Čekal od": "12:00:00", "O zavolání požádal": "12:00:55"}
    assert queue.requests() == [("420777000101", "taken", ""), ("420777000102", "taken", "")]


async def test_told_twice_is_asked_once(queue):
    """A call that is stored anew, and a feed that begins anew, change nothing."""
    campaign = await queue.campaign()
    call = queue.call("777000201", entered=0)
    await queue.look()
    with psycopg.connect(queue.ground.url) as connection:
        connection.execute("update step set happened_at = happened_at + interval '1 s' where call_id = %s", [call])
    await queue.look()
    await CallbackFeed(queue.ground.store, lambda: queue.running, Settings, queue.clock, queue._wake).look()
    assert await queue.numbers(campaign) == ["420777000201"]
    assert queue.requests() == [("420777000201", "taken", "")]


async def test_who_asks_again_has_the_earlier_place_and_one_call(queue):
    campaign = await queue.campaign()
    queue.call("777000301", entered=10)
    queue.call("777000302", entered=15)
    await queue.look()
    queue.call("777000301", entered=70)
    await queue.look()
    assert await queue.numbers(campaign) == ["420777000301", "420777000302"]
    assert [why for _number, _state, why in queue.requests()] == ["", "", "double"]


async def test_who_was_called_back_may_ask_another_time(queue):
    campaign = await queue.campaign()
    queue.call("777000401", entered=0)
    await queue.look()
    queue.write("update contact set state = 'done', last = 'answered', attempts = 1 where campaign = %s",
                campaign.campaign)  # fmt: skip
    await queue.look()
    assert queue.requests() == [("420777000401", "ended", "answered")]
    queue.call("777000401", entered=300)
    await queue.look(300)
    (contact,) = await queue.ground.store.contacts.candidates(campaign, queue.clock.now(), 5)
    assert (contact.attempts, contact.place_at) == (0, NOON + 300 * SECOND)
    assert [state for _number, state, _why in queue.requests()] == ["ended", "taken"]


@pytest.mark.parametrize(("state", "last", "why", "told"), [
    ("done", "no_answer", "", "given_up"), ("done", "sold", "", "answered"), ("excluded", "", "no_number", "excluded"),
])  # fmt: skip
async def test_how_it_ended_is_said(queue, state, last, why, told):
    campaign = await queue.campaign()
    queue.call("777000501", entered=0)
    await queue.look()
    queue.write("update contact set state = %s, last = %s, why = %s where campaign = %s",
                state, last, why, campaign.campaign)  # fmt: skip
    await queue.look()
    assert queue.requests() == [("420777000501", "ended", told)]


async def test_who_was_talked_with_meanwhile_is_not_called(queue):
    campaign = await queue.campaign()
    queue.call("777000601", entered=0)
    queue.call("777000602", entered=1)
    await queue.look()
    queue.call("+420 777 000 601", entered=70, outcome="answered")
    await queue.look()
    assert await queue.numbers(campaign) == ["420777000602"]
    assert queue.requests() == [("420777000601", "ended", "reached"), ("420777000602", "taken", "")]


async def test_a_withheld_number_is_said_and_called_by_nobody(queue):
    campaign = await queue.campaign()
    queue.call("anonymous", entered=0)
    queue.call("1001", entered=1)
    await queue.look()
    assert await queue.numbers(campaign) == []
    assert queue.requests() == [("", "ended", "bad_number"), ("", "ended", "bad_number")]


async def test_a_request_waits_for_a_campaign_and_grows_too_old(queue):
    queue.call("777000701", entered=0)
    await queue.look()
    assert queue.requests() == [("420777000701", "waiting", "")]
    await queue.look(90_000)
    assert queue.requests() == [("420777000701", "ended", "too_old")]


async def test_who_is_not_called_in_time_is_called_no_more(queue):
    campaign = await queue.campaign(source_hours=2)
    queue.call("777000801", entered=0)
    await queue.look()
    await queue.look(7300)
    assert await queue.numbers(campaign) == []
    assert queue.requests() == [("420777000801", "ended", "too_old")]


async def test_a_number_said_by_the_caller_goes_before_his_own(queue):
    campaign = await queue.campaign()
    queue.call("777000901", entered=0, told="CallbackRequest: Number: 602000901")
    await queue.look()
    assert await queue.numbers(campaign) == ["420602000901"]


async def test_who_gave_up_is_a_contact_once(queue):
    campaign = await queue.campaign("abandoned", abandoned_seconds=20)
    queue.call("777001001", entered=0, outcome="abandoned", wait=20)
    queue.call("777001001", entered=60, outcome="abandoned", wait=40)
    queue.call("777001002", entered=5, outcome="abandoned", wait=19)  # too soon to be called
    queue.call("777001003", entered=6, outcome="abandoned")
    queue.call("777001003", entered=70, outcome="answered")  # came through
    queue.call("anonymous", entered=7, outcome="abandoned")
    queue.call("777001004", entered=-90_000, outcome="abandoned")  # yesterday's
    await queue.look(120)
    await queue.look()
    assert await queue.numbers(campaign) == ["420777001001"]
    (contact,) = await queue.ground.contacts(campaign)
    assert (contact.place_at, contact.asked_at) == (NOON + 60 * SECOND, None)
    queue.call("777001001", entered=200, outcome="answered")
    await queue.look(300)
    assert await queue.numbers(campaign) == []


async def test_who_gives_up_again_after_he_was_called_is_one_again(queue):
    campaign = await queue.campaign("abandoned")
    queue.call("777001101", entered=0, outcome="abandoned")
    await queue.look()
    queue.write("update contact set state = 'done', last = 'answered', changed_at = %s where campaign = %s",
                NOON + 100 * SECOND, campaign.campaign)  # fmt: skip
    await queue.look()
    assert await queue.numbers(campaign) == []
    queue.call("777001101", entered=150, outcome="abandoned")
    await queue.look(200)
    assert await queue.numbers(campaign) == ["420777001101"]


async def test_who_is_erased_is_forgotten_and_not_called(queue):
    campaign = await queue.campaign()
    queue.call("777001201", entered=0)
    queue.call("777001202", entered=1)
    await queue.look()
    persons = PersonRows(queue.ground.lender, lambda: "CZ")
    told = await persons.told([], [], "+420777001201")
    assert [row["queue"] for row in told["queue_callback"]] == [queue.name]
    entry = Erasure(erased_at=NOON, account="eva", kind="subject", subject="…201", why="asked")
    await persons.erase("+420777001201", [], [], entry)
    await queue.look()
    assert await queue.numbers(campaign) == ["420777001202"]
    (erased, *_others) = queue.requests()
    assert erased[0].startswith("…201#")
    assert erased[1:] == ("ended", "excluded")


async def test_callers_are_let_go_when_their_time_is_over(queue):
    """Though the campaign that calls them goes on for ever."""
    campaign = await queue.campaign()
    queue.call("777001301", entered=0)
    queue.call("777001302", entered=1)
    await queue.look()
    queue.write("update contact set state = 'done', changed_at = %s from contact_number n where n.contact ="
                " contact.contact and n.number = '420777001301'", NOON)  # fmt: skip
    await queue.look()
    rules = RetentionSettings(raw_days=30, calls_days=90, agents_days=0, alerts_days=0)
    await Upkeep(queue.ground.url, lambda: rules, lambda: NOON + timedelta(days=100)).tidy()
    assert await queue.numbers(campaign) == ["420777001302"]
    assert queue.ground.rows(f"select count(*) from contact where campaign = '{campaign.campaign}'") == [(1,)]
    assert queue.requests()[0][0].startswith("…301#")
