"""``history.own``: whose calls, what they were to him, in pages, with what became of those that he missed."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest

from collector_daemon.simulator.stream import play
from collector_daemon.simulator.world import Scenario, World
from shared.domain.accounts import Account
from shared.domain.calls import Attempt, AttemptResult, Call, CallOutcome, Conversation, Recording, Visit
from tests.helpers.facts import START
from tests.helpers.feed import account
from tests.integration.desk.desks import DESK, office, sit, store

pytestmark = pytest.mark.postgres
EVA = account("eva", "operator", {"support"}, agent="1001")
OTA = account("ota", "operator", {"support"}, agent="1002")
SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))


def rung(
    number: str, at: datetime, *rings: tuple[str, AttemptResult], caller: str = "420777123001", queue: str = "support",
    outcome: CallOutcome = "answered", pbx: str = "main", name: str | None = None,
) -> Call:
    """A call that rang at these phones, ten seconds each, one after the other."""
    attempts = tuple(
        Attempt(agent=agent, interface=f"PJSIP/{agent}", leg_id=f"{number}.{place}", result=result,
                started_at=at + 10 * place * SECOND, ended_at=at + 10 * (place + 1) * SECOND)
        for place, (agent, result) in enumerate(rings)
    )  # fmt: skip
    taker = next((one for one in attempts if one.result == "answered"), None)
    end = attempts[-1].ended_at or at
    answered_at = taker.ended_at if taker else None
    talks = () if taker is None else (Conversation(
        party=taker.agent, other="caller", leg_id=taker.leg_id, started_at=end, ended_at=end + MINUTE,
        talk_time=50 * SECOND, hold_time=10 * SECOND,
    ),)  # fmt: skip
    visit = Visit(
        queue=queue, uniqueid=number, nth=1, entered_at=at, left_at=end, answered_at=answered_at, outcome="answered"
        if taker else "abandoned", agent=taker.agent if taker else None, agent_name="Petr" if taker else None,
        wait_time=end - at, attempts=attempts,
    )  # fmt: skip
    return Call(
        pbx=pbx, call_id=number, direction="inbound", started_at=at, line="420222111000", caller=caller,
        caller_name=name, called="420222111000", answered_at=answered_at, ended_at=end + MINUTE, outcome=outcome,
        visits=(visit,), conversations=talks,
    )  # fmt: skip


def dialled(
    number: str, at: datetime, caller: str, called: str, *, is_answered: bool = True, is_internal: bool = False
) -> Call:
    """A call that somebody inside made."""
    other = called if is_internal else "caller"
    talk = Conversation(party=caller, other=other, leg_id=f"{number}.1", started_at=at + 5 * SECOND,
                        ended_at=at + 65 * SECOND, talk_time=MINUTE)
    back = msgspec.structs.replace(talk, party=called, other=caller, leg_id=f"{number}.2")
    talks = ((talk, back) if is_internal else (talk,)) if is_answered else ()
    return Call(
        pbx="main", call_id=number, direction="internal" if is_internal else "outbound", started_at=at, caller=caller,
        called=called, answered_at=at + 5 * SECOND if is_answered else None, ended_at=at + 65 * SECOND,
        outcome="answered" if is_answered else "no_answer", conversations=talks,
    )  # fmt: skip


def told(answer: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in answer["rows"]]


async def test_what_each_call_was(database_url: str, tmp_path: Path) -> None:
    await store(database_url, [
        rung("1.1", START, ("1001", "answered"), name="Žofie"),
        rung("2.1", START + MINUTE, ("1001", "no_answer"), ("1002", "answered")),
        rung("3.1", START + 2 * MINUTE, ("1001", "cancelled"), outcome="abandoned"),
        rung("4.1", START + 3 * MINUTE, ("1001", "elsewhere"), ("1002", "answered")),  # together: nobody missed it
        rung("5.1", START + 4 * MINUTE, ("1001", "rejected"), ("1001", "answered")),
        dialled("6.1", START + 5 * MINUTE, "1001", "9777123009"),
        dialled("7.1", START + 6 * MINUTE, "1001", "777123009", is_answered=False),
        dialled("8.1", START + 7 * MINUTE, "1001", "1002", is_internal=True),
        dialled("9.1", START + 8 * MINUTE, "1002", "1001", is_internal=True),
        dialled("10.1", START + 9 * MINUTE, "1002", "1001", is_internal=True, is_answered=False),
        rung("11.1", START + 10 * MINUTE, ("1002", "answered")),
    ])  # fmt: skip
    async with office(database_url, tmp_path) as desk:
        answer = await desk.ask(EVA, "history.own")
        assert answer["is_complete"] is True
        assert told(answer, "call", "kind", "number") == [
            ("10.1", "missed", "1002"), ("9.1", "internal", "1002"), ("8.1", "internal", "1002"),
            ("7.1", "outgoing", "777123009"), ("6.1", "outgoing", "9777123009"), ("5.1", "handled", "420777123001"),
            ("3.1", "missed", "420777123001"), ("2.1", "missed", "420777123001"), ("1.1", "handled", "420777123001"),
        ]  # fmt: skip
        rows = {row["call"]: row for row in answer["rows"]}
        assert rows["1.1"] == {
            "call": "1.1", "pbx": "main", "kind": "handled", "at": START, "number": "420777123001", "name": "Žofie",
            "queue": "support", "line": "420222111000", "ring_seconds": 10.0, "wait_seconds": 10.0,
            "talk_seconds": 50.0, "hold_seconds": 10.0, "became": {"outcome": "answered", "agent": None,
            "agent_name": None}, "called_back_at": None, "disposition": None, "note": None, "recordings": [],
        }  # fmt: skip
        assert rows["2.1"]["became"] == {"outcome": "answered", "agent": "1002", "agent_name": "Petr"}
        assert rows["3.1"]["became"] == {"outcome": "abandoned", "agent": None, "agent_name": None}
        assert (rows["5.1"]["ring_seconds"], rows["2.1"]["talk_seconds"]) == (20.0, None)
        for kind, calls in (
            ("handled", ["5.1", "1.1"]), ("missed", ["10.1", "3.1", "2.1"]), ("outgoing", ["7.1", "6.1"]),
        ):  # fmt: skip
            assert told(await desk.ask(EVA, "history.own", kind=kind), "call") == [(call,) for call in calls]


async def test_missed_calls_tell_when_somebody_called_back(database_url: str, tmp_path: Path) -> None:
    def missed(number: str, caller: str) -> Call:
        return rung(number, START, ("1001", "no_answer"), caller=caller, outcome="abandoned")

    await store(database_url, [
        missed("1.1", "777123001"), missed("2.1", "420777123002"), missed("3.1", "+420777123003"),
        missed("4.1", "anonymous"), missed("5.1", ""), missed("6.1", "777123006"), missed("7.1", "777123007"),
        dialled("21.1", START + HOUR, "1002", "9777123001"),  # with the digits for an outside line
        rung("22.1", START + HOUR, ("1002", "answered"), caller="00420777123002"),  # called again
        dialled("23.1", START + HOUR, "1002", "777123003", is_answered=False),
        dialled("24.1", START + 2 * HOUR, "1002", "420777123003"),
        dialled("25.1", START - HOUR, "1002", "777123006"),  # before
        dialled("26.1", START + HOUR, "1002", "0049777123007"),  # another country's
        rung("27.1", START + HOUR, ("1002", "answered"), caller="anonymous"),
    ])  # fmt: skip
    async with office(database_url, tmp_path) as desk:
        answer = await desk.ask(EVA, "history.own", kind="missed")
    later = START + HOUR + 5 * SECOND
    assert dict(told(answer, "call", "called_back_at")) == {
        "1.1": later, "2.1": START + HOUR + 10 * SECOND, "3.1": later + HOUR, "4.1": None, "5.1": None, "6.1": None,
        "7.1": None,
    }  # fmt: skip


async def test_calls_are_those_of_the_seats(database_url: str, tmp_path: Path) -> None:
    """Two people share a phone, one of them moves; before seats were known a phone was its account's."""
    hours = range(-6, 7)
    at = {hour: START + hour * HOUR for hour in hours}
    await store(database_url, [rung(f"{hour}.5", at[hour], ("1005", "answered")) for hour in hours]
                + [rung(f"{hour}.1", at[hour], ("1001", "answered")) for hour in hours]
                + [rung(f"{hour}.9", at[hour], ("1005", "answered"), pbx="brno") for hour in hours])  # fmt: skip
    with psycopg.connect(database_url) as owner:
        owner.execute("insert into account (name, agent, sees_all_queues, created_at, version) "
                      "values ('eva', '1001', false, now(), 0), ('ota', null, false, now(), 0)")
    sit(database_url, "ota", "1001", at[-5], at[-4])
    sit(database_url, "eva", "1005", at[-2], at[0])
    sit(database_url, "ota", "1005", at[0], at[3])
    sit(database_url, "eva", "1005", at[4], None, pbx="main")
    sitting = account("eva", "operator", {"support"}, agent="1005")
    async with office(database_url, tmp_path) as desk:
        answer = await desk.ask(sitting, "history.own")
        assert told(answer, "call", "pbx") == [
            (call, "main") for call in ("6.5", "5.5", "4.5", "-1.5", "-2.5", "-3.1", "-4.1", "-6.1")
        ]
        assert told(await desk.ask(OTA, "history.own"), "call") == [("2.5",), ("1.5",), ("0.5",), ("-5.1",)]
        assert told(await desk.ask(account("nobody", "operator"), "history.own"), "call") == []
        only_brno = await desk.ask(account("uma", "operator", agent="1005"), "history.own", pbx="brno")
        assert {row["pbx"] for row in only_brno["rows"]} == {"brno"}
        assert len(only_brno["rows"]) == 13
        assert await desk.refused(EVA, "history.own", agent="1005") == "not_allowed"
        assert await desk.refused(account("sam", "supervisor"), "history.own", agent="1005") == "not_supported"


async def test_pages_have_every_call_once(database_url: str, tmp_path: Path) -> None:
    """Also where many began at one instant, long ones among short ones, and gaps of weeks between."""
    calls = [rung(f"{number}.1", START - (number // 7) * MINUTE, ("1001", "answered")) for number in range(70)]
    calls += [rung(f"{number}.2", START - 60 * DAY - number * DAY, ("1001", "no_answer")) for number in range(20)]
    long = rung("900.1", START - 400 * DAY, ("1001", "no_answer"), ("1001", "answered"))
    late = msgspec.structs.replace(long.conversations[0], started_at=START - 62 * DAY, ended_at=START)
    calls.append(msgspec.structs.replace(long, conversations=(late,)))
    await store(database_url, calls)
    async with office(database_url, tmp_path) as desk:
        whole = told(await desk.ask(EVA, "history.own", limit=1000), "at", "call")
        assert len((await desk.ask(EVA, "history.own", limit=10))["rows"]) == 14  # seven began at one instant
        assert len(whole) == 91
        assert [at for at, _call in whole] == sorted((at for at, _call in whole), reverse=True)
        assert whole[-1] == (START - 400 * DAY, "900.1")
        paged: list[tuple[Any, ...]] = []
        before: datetime | None = None
        while page := told(await desk.ask(EVA, "history.own", limit=10, **({"before": before} if before else {})),
                           "at", "call"):
            paged += page
            before = page[-1][0]
        assert paged == whole
        since = await desk.ask(EVA, "history.own", limit=1000, since=START - 61 * DAY)
        assert len(since["rows"]) == 72


async def test_text_is_looked_for_without_accents_and_in_numbers(database_url: str, tmp_path: Path) -> None:
    await store(database_url, [
        rung("1.1", START, ("1001", "answered"), name="Žofie Křížová"),
        rung("2.1", START + MINUTE, ("1001", "answered"), caller="420602555777"),
        rung("3.1", START + 2 * MINUTE, ("1001", "answered"), caller="420603555888"),
        rung("4.1", START - 300 * DAY, ("1001", "answered"), name="ŽOFIE"),
    ])  # fmt: skip
    async with office(database_url, tmp_path) as desk:
        await desk.ask(EVA, "call.note", call="2.1", text="Reklamace pračky")
        await desk.ask(EVA, "call.disposition", call="3.1", code="order")
        for text, calls in (
            ("zofie", ["1.1", "4.1"]), ("KRIZ", ["1.1"]), ("pracky", ["2.1"]), ("602 555 777", ["2.1"]),
            ("555", ["3.1", "2.1"]),
            ("order", ["3.1"]), ("%", []), ("nobody", []), ("  ", ["3.1", "2.1", "1.1", "4.1"]), ("55x", []),
        ):  # fmt: skip
            assert told(await desk.ask(EVA, "history.own", text=text), "call") == [(call,) for call in calls], text


async def test_recordings_only_where_allowed(database_url: str, tmp_path: Path) -> None:
    call = rung("1.1", START, ("1002", "no_answer"), ("1001", "answered"))
    sounds = (
        Recording(file="before.wav", leg_id="x", started_at=START - HOUR, ended_at=START),
        Recording(file="mine.wav", leg_id="x", started_at=START, ended_at=START + 80 * SECOND),
    )  # fmt: skip
    await store(database_url, [msgspec.structs.replace(call, recordings=sounds)])
    async with office(database_url, tmp_path) as desk:
        assert told(await desk.ask(EVA, "history.own"), "recordings") == [([{"file": "mine.wav", "seconds": 80.0}],)]
        assert told(await desk.ask(OTA, "history.own"), "kind", "recordings") == [("missed", [])]
    silent = msgspec.structs.replace(DESK, can_play_own=False)
    async with office(database_url, tmp_path / "2", silent) as desk:
        assert told(await desk.ask(EVA, "history.own"), "recordings") == [([],)]
        boss = account("eva", "supervisor", agent="1001")
        assert told(await desk.ask(boss, "history.own"), "recordings") == [([{"file": "mine.wav", "seconds": 80.0}],)]


async def test_who_may_not_see_callers_sees_masked_numbers(database_url: str, tmp_path: Path) -> None:
    await store(database_url, [rung("1.1", START, ("1001", "answered"), name="Žofie")])
    async with office(database_url, tmp_path) as desk:
        biller = account("bill", "billing", agent="1001")
        assert told(await desk.ask(biller, "history.own"), "number", "name") == [("+420 777 ••• 001", None)]
        assert told(await desk.ask(biller, "history.own", text="123"), "call") == []


async def test_a_call_that_ended_just_now_is_there_before_it_is_stored(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as desk:
        pipeline, told_calls = desk.pipelines["main"], []
        world = World(Scenario(seed=5, load=3.0, is_always_open=True), START.timestamp())
        for number, entry in enumerate(play(world, 3600.0), 1):
            found = pipeline.live.take([(number, entry)])
            told_calls = [call for call in found.calls if call.conversations and call.direction == "inbound"]
            if told_calls:
                break
        call = told_calls[0]
        desk.clock.set_to(pipeline.live.now)
        mine = account("eva", "operator", {"support"}, agent=call.conversations[-1].party)
        answer = await desk.ask(mine, "history.own")
        assert told(answer, "call", "kind") == [(call.call_id, "handled")]
        assert answer["is_complete"] is True
        await store(database_url, [call])
        assert told(await desk.ask(mine, "history.own"), "call") == [(call.call_id,)]
        pipeline.is_reading_again = True
        assert (await desk.ask(mine, "history.own"))["is_complete"] is False


async def test_a_simulated_day_is_told_as_it_was(database_url: str, tmp_path: Path) -> None:
    """What the simulator knows of who talked with whom is what each of its agents finds."""
    world = World(Scenario(seed=11, load=2.0, is_always_open=True, talk_seconds=40.0), START.timestamp())
    async with office(database_url, tmp_path) as desk:
        pipeline = desk.pipelines["main"]
        calls: dict[str, Call] = {}
        for numbered in enumerate(play(world, 3600.0), 1):
            calls |= {call.call_id: call for call in pipeline.live.take([numbered]).calls}
        await store(database_url, calls.values())
        desk.clock.set_to(pipeline.live.now)
        truth = world.truth()
        agents = sorted({talk.party for call in truth for talk in call.conversations if talk.party.isdigit()})
        assert len(agents) > 5
        for agent in agents:
            who: Account = account("eva", "operator", agent=agent)
            handled = {row["call"] for row in (await desk.ask(who, "history.own", kind="handled", limit=1000))["rows"]}
            talked = {
                call.call_id for call in truth if call.direction == "inbound"
                and any(talk.party == agent and talk.kind is None for talk in call.conversations)
            }  # fmt: skip
            assert handled == talked
