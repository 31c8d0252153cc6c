"""``customer.find``: who calls, by his number in any writing, as far as the account may know."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest

from shared.domain.calls import Conversation
from tests.helpers.facts import START
from tests.helpers.feed import account
from tests.integration.desk.desks import NOW, office, store
from tests.integration.desk.test_own_calls import DAY, HOUR, MINUTE, SECOND, dialled, rung

pytestmark = pytest.mark.postgres
EVA = account("eva", "operator", {"support"}, agent="1001", title="Eva Nováková")
SAM = account("sam", "supervisor")
NOTHING = {"calls_today": 0, "abandoned_today": 0, "last": [], "notes": []}


def calls_of(answer: dict[str, Any]) -> list[Any]:
    return [row["at"] for row in answer["last"]]


async def test_a_number_is_found_in_any_writing(database_url: str, tmp_path: Path) -> None:
    writings = ("777123001", "420777123001", "+420777123001", "00420777123001", "777 123 001")
    await store(database_url, [
        rung(f"{place}.1", START + place * MINUTE, ("1001", "answered"), caller=writing)
        for place, writing in enumerate(writings)
    ] + [
        dialled("20.1", START + HOUR, "1001", "9777123001"),
        dialled("21.1", START + HOUR, "1001", "0049777123001"),  # the same digits, in Germany
        rung("22.1", START, ("1001", "answered"), caller="222123001"),  # the same end, another number
        rung("23.1", START, ("1001", "answered"), caller="1001"),
    ])  # fmt: skip
    async with office(database_url, tmp_path) as desk:
        for writing in (*writings, "(+420) 777-123-001", "420 777 123 001"):
            assert len((await desk.ask(SAM, "customer.find", number=writing))["last"]) == 6, writing
        for other in ("1001", "123001", "77712300", "7771230011", "+421777123001"):
            assert await desk.ask(SAM, "customer.find", number=other) == NOTHING, other


async def test_withheld_and_hostile_numbers_find_nothing(database_url: str, tmp_path: Path) -> None:
    hidden = ("anonymous", "Anonymous", "unknown", "<unknown>", "restricted", "private", "-", "+", "٠١٢٣٤٥٦٧٨",
              "1-800-FLOWERS", "' or 1=1 --", "%", "x" * 128, "00", "12345")  # fmt: skip
    await store(database_url, [
        rung(f"{place}.1", START, ("1001", "answered"), caller=caller) for place, caller in enumerate(hidden)
    ] + [rung("90.1", START, ("1001", "answered"), caller="")])  # fmt: skip
    async with office(database_url, tmp_path) as desk:
        for number in hidden:
            assert await desk.ask(SAM, "customer.find", number=number) == NOTHING, number


async def test_what_is_told_of_calls_and_notes(database_url: str, tmp_path: Path) -> None:
    gave_up = rung("2.1", START + MINUTE, ("1001", "no_answer"), outcome="abandoned")
    yesterday = rung("3.1", START - DAY, ("1001", "answered"))
    this = rung("9.1", START + HOUR, ("1001", "answered"))
    await store(database_url, [
        rung("1.1", START, ("1001", "answered")), gave_up, yesterday, this,
        dialled("4.1", START - 2 * DAY, "1001", "777123001"), rung("5.1", START - 91 * DAY, ("1001", "answered")),
    ])  # fmt: skip
    with psycopg.connect(database_url) as owner:
        owner.execute("insert into account (name, sees_all_queues, created_at, version, title) "
                      "values ('eva', false, now(), 0, 'Eva Veselá')")
        owner.execute("insert into agent values ('main', '1001', 'Phone of Eva', now(), now()) "
                      "on conflict (pbx, agent) do update set name = excluded.name")
    async with office(database_url, tmp_path) as desk:
        await desk.ask(EVA, "call.note", call="3.1", text="Chce slevu", at=NOW - HOUR)
        await desk.ask(EVA, "call.disposition", call="3.1", code="order")
        await desk.ask(account("ota", "supervisor", title="Ota"), "call.note", call="1.1", text="<b>Zlobí se</b>")
        await desk.ask(EVA, "call.note", call="9.1", text="of this call")
        found = await desk.ask(EVA, "customer.find", number="+420 777 123 001", call="9.1")
    assert (found["calls_today"], found["abandoned_today"]) == (2, 1)
    assert found["last"] == [
        {"at": START + MINUTE, "direction": "inbound", "outcome": "abandoned", "queue": "support", "agent": None,
         "agent_name": None, "talk_seconds": None, "disposition": None},
        {"at": START, "direction": "inbound", "outcome": "answered", "queue": "support", "agent": "1001",
         "agent_name": "Petr", "talk_seconds": 50.0, "disposition": None},
        {"at": START - DAY, "direction": "inbound", "outcome": "answered", "queue": "support", "agent": "1001",
         "agent_name": "Petr", "talk_seconds": 50.0, "disposition": "order"},
        {"at": START - 2 * DAY, "direction": "outbound", "outcome": "answered", "queue": None, "agent": "1001",
         "agent_name": "Phone of Eva", "talk_seconds": 60.0, "disposition": None},
    ]  # fmt: skip
    assert found["notes"] == [
        {"at": NOW, "agent_name": "Ota", "text": "<b>Zlobí se</b>", "call": "1.1"},
        {"at": NOW - HOUR, "agent_name": "Eva Veselá", "text": "Chce slevu", "call": "3.1"},
    ]


async def test_only_what_the_account_may_see(database_url: str, tmp_path: Path) -> None:
    both = rung("3.1", START + 2 * MINUTE, ("1005", "answered"), queue="sales")
    support = rung("3.2", START + 2 * MINUTE, ("1001", "no_answer")).visits[0]
    talk = Conversation(party="1005", other="caller", leg_id="x", started_at=START + 3 * MINUTE, talk_time=9 * SECOND)
    await store(database_url, [
        rung("1.1", START, ("1005", "answered"), queue="sales"), rung("2.1", START + MINUTE, ("1002", "answered")),
        msgspec.structs.replace(both, visits=(support, *both.visits), conversations=(talk,)),
        dialled("4.1", START + 4 * MINUTE, "1005", "777123001"),
        dialled("5.1", START + 5 * MINUTE, "1001", "777123001"),
    ])  # fmt: skip
    async with office(database_url, tmp_path) as desk:
        for call in ("1.1", "2.1", "3.1"):
            desk.clock.advance(SECOND)
            await desk.ask(SAM, "call.note", call=call, text=call)
        mine = await desk.ask(EVA, "customer.find", number="777123001")
        assert calls_of(mine) == [START + 5 * MINUTE, START + 2 * MINUTE, START + MINUTE]
        assert (mine["calls_today"], [note["text"] for note in mine["notes"]]) == (2, ["3.1", "2.1"])
        assert [(row["queue"], row["agent"], row["talk_seconds"]) for row in mine["last"]] == [
            (None, "1001", 60.0), ("support", None, 0.0), ("support", "1002", 50.0)
        ]  # fmt: skip
        assert len((await desk.ask(SAM, "customer.find", number="777123001"))["last"]) == 5
        blind = account("blind", "operator", set())
        assert await desk.ask(blind, "customer.find", number="777123001") == NOTHING


async def test_there_are_no_more_than_can_be_shown(database_url: str, tmp_path: Path) -> None:
    calls = [rung(f"{number}.1", START - number * MINUTE, ("1001", "answered")) for number in range(40)]
    await store(database_url, calls)
    async with office(database_url, tmp_path) as desk:
        for number in range(15):
            await desk.ask(EVA, "call.note", call=f"{number}.1", text=str(number), at=NOW - timedelta(minutes=number))
        found = await desk.ask(EVA, "customer.find", number="777123001")
    assert (found["calls_today"], len(found["last"])) == (40, 20)
    assert [note["text"] for note in found["notes"]] == [str(number) for number in range(10)]
