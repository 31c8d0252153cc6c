"""Planned calls: once under their key, for oneself or for a queue, done once."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from collector_daemon.settings import RetentionSettings
from collector_daemon.store.upkeep import Upkeep
from tests.helpers.facts import SECOND, START, a_call
from tests.helpers.feed import account
from tests.integration.database.contents import rows
from tests.integration.desk.desks import NOW, office, store
from tests.integration.desk.test_noting import HOSTILE

pytestmark = pytest.mark.postgres
EVA = account("eva", "operator", {"support"}, agent="1001")
OTA = account("ota", "operator", {"support"}, agent="1002")
ZOE = account("zoe", "operator", {"sales"}, agent="1003")
SAM = account("sam", "supervisor")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KEYS = [f"planned-by-a-test-{number:04}" for number in range(600)]


def plan(place: int = 0, **more: Any) -> dict[str, Any]:
    return {"number": "+420 777 123 001", "due": NOW + HOUR, "key": KEYS[place], "pbx": "main"} | more


def told(answer: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in answer["rows"]]


async def test_a_plan_is_kept_once_and_listed_in_order(database_url: str, tmp_path: Path) -> None:
    call = a_call(0)
    await store(database_url, [call])
    async with office(database_url, tmp_path) as desk:
        first = plan(0, call=call.call_id, text="Kvůli faktuře", due=NOW + 2 * HOUR)
        assert await desk.ask(EVA, "callback.plan", **first) == {}
        await asyncio.gather(*(desk.ask(EVA, "callback.plan", **first) for _again in range(4)))
        await desk.ask(EVA, "callback.plan", **plan(0, text="another text, the same key"))
        await desk.ask(EVA, "callback.plan", **plan(1))
        answer = await desk.ask(EVA, "callback.list")
        assert told(answer, "callback") == [(KEYS[1],), (KEYS[0],)]
        assert answer["rows"][1] == {
            "callback": KEYS[0], "pbx": "main", "number": "+420 777 123 001", "name": "Žofie Křížová",
            "due": NOW + 2 * HOUR, "text": "Kvůli faktuře", "queue": "support", "call": call.call_id, "is_own": True,
            "agent_name": None, "campaign": "", "campaign_title": "",
        }  # fmt: skip
        assert (await desk.ask(OTA, "callback.list"))["rows"] == []
        assert (await desk.ask(EVA, "callback.list", pbx="brno"))["rows"] == []


async def test_a_queues_plans_are_for_its_people(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as desk:
        await desk.ask(EVA, "callback.plan", **plan(0, is_own=False, queue="support"))
        for who, count in ((EVA, 1), (OTA, 1), (ZOE, 0), (SAM, 1)):
            assert len((await desk.ask(who, "callback.list"))["rows"]) == count
        assert await desk.refused(ZOE, "callback.end", callback=KEYS[0]) == "unknown_callback"
        await desk.ask(OTA, "callback.end", callback=KEYS[0])
        desk.clock.advance(SECOND)
        await desk.ask(OTA, "callback.end", callback=KEYS[0], is_done=False)  # said again, otherwise: it was done
        assert (await desk.ask(EVA, "callback.list"))["rows"] == []
    assert rows(database_url, "select ended_at, ended_by, is_done from callback") == [(NOW, "ota", True)]


async def test_who_may_end_what(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as desk:
        for place in range(3):
            await desk.ask(EVA, "callback.plan", **plan(place))
        assert await desk.refused(OTA, "callback.end", callback=KEYS[0]) == "unknown_callback"
        assert await desk.refused(EVA, "callback.end", callback=KEYS[9]) == "unknown_callback"
        await desk.ask(EVA, "callback.end", callback=KEYS[0], is_done=False)
        await desk.ask(SAM, "callback.end", callback=KEYS[1])
        assert told(await desk.ask(EVA, "callback.list"), "callback") == [(KEYS[2],)]


async def test_what_cannot_be_planned(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as desk:
        await desk.ask(OTA, "callback.plan", **plan(0))
        for code, more in (
            ("bad_params", {}),  # somebody else's key
            ("bad_params", {"key": KEYS[1], "due": NOW - 8 * DAY}),
            ("bad_params", {"key": KEYS[1], "due": NOW + 400 * DAY}),
            ("bad_params", {"key": KEYS[1], "is_own": False}), ("bad_params", {"key": "short"}),
            ("bad_params", {"key": KEYS[1], "number": "<script>"}), ("bad_params", {"key": KEYS[1], "number": "++"}),
            ("bad_params", {"key": KEYS[1], "number": "777\r\nAction: x"}),
            ("not_allowed", {"key": KEYS[1], "queue": "sales"}), ("unknown_call", {"key": KEYS[1], "call": "1.1"}),
            ("unknown_pbx", {"key": KEYS[1], "pbx": None}), ("unknown_pbx", {"key": KEYS[1], "pbx": "nowhere"}),
        ):  # fmt: skip
            assert await desk.refused(EVA, "callback.plan", **plan(0, **more)) == code, more
        assert await desk.refused(SAM, "callback.plan", **plan(1, agent="1001")) == "bad_params"
        for place, text in enumerate(HOSTILE):
            await desk.ask(EVA, "callback.plan", **plan(10 + place, text=text))
        assert sorted(told(await desk.ask(EVA, "callback.list"), "text")) == sorted((text,) for text in HOSTILE)


async def test_there_is_an_end_to_plans(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as desk:
        for place in range(500):
            await desk.ask(EVA, "callback.plan", **plan(place))
        assert await desk.refused(EVA, "callback.plan", **plan(500)) == "bad_params"
        await desk.ask(EVA, "callback.plan", **plan(499))  # said again
        assert len((await desk.ask(EVA, "callback.list"))["rows"]) == 500


async def test_plans_go_with_the_calls_of_their_time(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as desk:
        await desk.ask(EVA, "callback.plan", **plan(0, due=NOW))
        await desk.ask(EVA, "callback.plan", **plan(1, due=NOW + 10 * DAY))
    await Upkeep(database_url, lambda: RetentionSettings(calls_days=30), lambda: START + 35 * DAY).tidy()
    assert rows(database_url, "select callback from callback") == [(KEYS[1],)]
