"""Notes, dispositions and forms: kept once, from whom it concerns, in whatever order they come, as long as the call."""

import asyncio
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from collector_daemon.questions.noting import DispositionGiven
from collector_daemon.settings import RetentionSettings
from collector_daemon.simulator.stream import play
from collector_daemon.simulator.world import Scenario, World
from collector_daemon.store.upkeep import Upkeep
from shared.clock import monotonic
from shared.database.connection import parse
from shared.domain.calls import Call
from tests.helpers.facts import SECOND, START, a_call
from tests.helpers.feed import account
from tests.integration.database.contents import rows
from tests.integration.desk.desks import NOW, Office, office, sit, store

pytestmark = pytest.mark.postgres
EVA = account("eva", "operator", {"support"}, agent="1001", title="Eva Nováková")  # call 0 is hers
OTA = account("ota", "operator", {"support"}, agent="1002")
SAM = account("sam", "supervisor", {"support"}, agent="1009")
SID = account("sid", "supervisor", {"sales"})
CALL = a_call(0)
ID = CALL.call_id
KEYS = [f"key-of-a-test-{number:04}" for number in range(100)]
NOTES = "select account, agent, agent_name, text from call_note order by account"


async def test_a_note_is_kept_with_who_wrote_it_and_when(database_url: str, tmp_path: Path) -> None:
    await store(database_url, [CALL])
    async with office(database_url, tmp_path) as desk:
        at = NOW - timedelta(minutes=30)
        assert await desk.ask(EVA, "call.note", call=ID, text="Volá kvůli faktuře.", key=KEYS[0], at=at) == {}
    assert rows(database_url, NOTES) == [("eva", "1001", "Eva Nováková", "Volá kvůli faktuře.")]
    assert rows(database_url, "select pbx, call_id, written_at, stored_at, call_started_at from call_note") == [
        ("main", ID, at, NOW, START)
    ]


async def test_the_same_key_twice_changes_nothing(database_url: str, tmp_path: Path) -> None:
    await store(database_url, [CALL])
    async with office(database_url, tmp_path) as desk:
        for key, text in ((KEYS[0], "one"), (KEYS[1], "two"), (KEYS[0], "one"), (KEYS[0], "another text")):
            await desk.ask(EVA, "call.note", call=ID, text=text, key=key)
            desk.clock.advance(SECOND)
        for key, code in ((KEYS[2], "order"), (KEYS[3], "complaint"), (KEYS[2], "order")):
            await desk.ask(EVA, "call.disposition", call=ID, code=code, key=key)
            desk.clock.advance(SECOND)
        for key, number in ((KEYS[4], "1"), (KEYS[5], "2"), (KEYS[4], "1")):
            await desk.ask(EVA, "call.fields", call=ID, form="complaint", values={"Číslo": number}, key=key)
            desk.clock.advance(SECOND)
    assert rows(database_url, "select text from call_note") == [("two",)]
    assert rows(database_url, "select code from call_disposition") == [("complaint",)]
    assert rows(database_url, "select form, answers from call_form") == [("complaint", {"Číslo": "2"})]


async def test_a_key_is_its_accounts_own(database_url: str, tmp_path: Path) -> None:
    await store(database_url, [CALL])
    async with office(database_url, tmp_path) as desk:
        await desk.ask(EVA, "call.note", call=ID, text="eva's", key=KEYS[0])
        await desk.ask(SAM, "call.note", call=ID, text="sam's", key=KEYS[0])
    assert [row[3] for row in rows(database_url, NOTES)] == ["eva's", "sam's"]


async def test_who_sat_down_at_a_phone_that_was_talking_may_write_of_that_call(
    database_url: str, tmp_path: Path
) -> None:
    """As long as the call goes on he may: what is sent after its end must not be lost."""
    await store(database_url, [CALL])
    talk = CALL.conversations[0]
    assert talk.ended_at is not None
    half = talk.started_at + (talk.ended_at - talk.started_at) / 2
    sit(database_url, "nora", talk.party, half, talk.ended_at)
    sit(database_url, "late", talk.party, talk.ended_at)
    async with office(database_url, tmp_path) as desk:
        await desk.ask(account("nora", "operator", {"support"}, agent=talk.party), "call.note", call=ID, text="nora's")
        late = account("late", "operator", {"support"}, agent=talk.party)
        assert await desk.refused(late, "call.note", call=ID, text="late's") == "unknown_call"
        nora = account("nora", "operator", {"support"}, agent=talk.party)
        assert await desk.refused(nora, "recording.open", call=ID) in ("unknown_call", "unknown_recording")
    assert [row[0] for row in rows(database_url, NOTES)] == ["nora"]


async def test_what_was_accepted_once_may_be_changed(database_url: str, tmp_path: Path) -> None:
    """Also where nothing that is stored tells any more that the account was there, as after a gap."""
    await store(database_url, [CALL])
    async with office(database_url, tmp_path) as desk:
        await desk.ask(EVA, "call.note", call=ID, text="while they talked", key=KEYS[0])
        elsewhere = account("eva", "operator", {"support"}, agent="1077", title="Eva Nováková")
        await desk.ask(elsewhere, "call.note", call=ID, text="afterwards", key=KEYS[1], at=NOW + SECOND)
        await desk.ask(elsewhere, "call.disposition", call=ID, code="order")
    assert [row[3] for row in rows(database_url, NOTES)] == ["afterwards"]


async def test_what_was_written_later_stays_whatever_comes_first(database_url: str, tmp_path: Path) -> None:
    """One panel was cut off for a while, another was not."""
    await store(database_url, [CALL])
    async with office(database_url, tmp_path) as desk:
        await desk.ask(EVA, "call.note", call=ID, text="later", key=KEYS[0], at=NOW - timedelta(minutes=1))
        await desk.ask(EVA, "call.note", call=ID, text="earlier", key=KEYS[1], at=NOW - timedelta(minutes=9))
    assert [row[3] for row in rows(database_url, NOTES)] == ["later"]


async def test_a_clock_that_is_wrong_by_an_hour_is_bounded(database_url: str, tmp_path: Path) -> None:
    await store(database_url, [CALL])
    async with office(database_url, tmp_path) as desk:
        await desk.ask(EVA, "call.note", call=ID, text="fast", at=NOW + timedelta(hours=1))
        assert rows(database_url, "select written_at from call_note") == [(NOW,)]
        desk.clock.advance(SECOND)
        await desk.ask(EVA, "call.note", call=ID, text="faster", at=NOW + timedelta(hours=1))
        await desk.ask(EVA, "call.note", call=ID, text="of old", at=START - timedelta(days=9999))
    assert rows(database_url, "select text, written_at from call_note") == [("faster", NOW + SECOND)]


async def test_two_panels_say_the_same_at_once(database_url: str, tmp_path: Path) -> None:
    await store(database_url, [CALL])
    async with office(database_url, tmp_path) as desk, office(database_url, tmp_path / "2") as other:
        await asyncio.gather(*(
            one.ask(EVA, "call.note", call=ID, text="said", key=KEYS[0]) for one in (desk, other) for _ in range(5)
        ))  # fmt: skip
        assert [row[3] for row in rows(database_url, NOTES)] == ["said"]
        told = [await one.ask(EVA, "history.own") for one in (desk, other)]
    assert [one["rows"][0]["note"] for one in told] == ["said", "said"]


async def test_whose_call_it_is_not(database_url: str, tmp_path: Path) -> None:
    await store(database_url, [CALL])
    async with office(database_url, tmp_path) as desk:
        for command, more in (("call.note", {"text": "x"}), ("call.disposition", {"code": "order"}),
                              ("call.fields", {"form": "f", "values": {}})):
            assert await desk.refused(OTA, command, call=ID, **more) == "unknown_call"
            assert await desk.refused(EVA, command, call="1.1", **more) == "unknown_call"
            assert await desk.refused(SID, command, call=ID, **more) == "unknown_call"  # sees sales only
            assert await desk.refused(EVA, command, call=ID, pbx="nowhere", **more) == "unknown_pbx"
            assert await desk.refused(EVA, command, call=ID, agent="1002", **more) == "not_allowed"
        await desk.ask(SAM, "call.note", call=ID, text="sam sees support")
    assert [row[0] for row in rows(database_url, NOTES)] == ["sam"]


async def test_a_seat_makes_a_call_ones_own(database_url: str, tmp_path: Path) -> None:
    """Eva sat at another phone when the call was; whoever sits there now had no part in it."""
    await store(database_url, [a_call(4)])
    sit(database_url, "eva", "1005", START - timedelta(hours=1), START + timedelta(hours=1))
    sit(database_url, "ota", "1005", START + timedelta(hours=1))
    async with office(database_url, tmp_path) as desk:
        await desk.ask(EVA, "call.note", call=a_call(4).call_id, text="mine")
        sitting = account("ota", "operator", {"support"}, agent="1005")
        assert await desk.refused(sitting, "call.note", call=a_call(4).call_id, text="not mine") == "unknown_call"


async def test_a_late_note_is_taken_for_a_week(database_url: str, tmp_path: Path) -> None:
    await store(database_url, [CALL])
    async with office(database_url, tmp_path) as desk:
        desk.clock.set_to(START + timedelta(days=7))
        await desk.ask(EVA, "call.note", call=ID, text="six days and some hours later")
        desk.clock.advance(timedelta(hours=1))
        assert await desk.refused(EVA, "call.note", call=ID, text="too late") == "too_late"
        await desk.ask(SAM, "call.note", call=ID, text="a supervisor may")


async def test_a_disposition_is_one_of_the_calls_queues(database_url: str, tmp_path: Path) -> None:
    given: list[DispositionGiven] = []
    await store(database_url, [CALL])
    async with office(database_url, tmp_path) as desk:
        desk.desk.on_disposition.append(given.append)
        for code in ("order", "complaint"):
            await desk.ask(EVA, "call.disposition", call=ID, code=code, text="why")
        for code in ("offer", "nonsense"):
            assert await desk.refused(EVA, "call.disposition", call=ID, code=code) == "unknown_disposition"
    assert [(one.pbx, one.call, one.account, one.agent, one.code) for one in given] == [
        ("main", ID, "eva", "1001", "order"), ("main", ID, "eva", "1001", "complaint")
    ]  # fmt: skip


HOSTILE = [
    "'; drop table call_note; --", "<script>alert(1)</script>", "{} %s %(x)s %% \\ \\x00 \\", "\u202eabc\u202c",
    "👩‍👩‍👧 Žluťoučký", "řádek\ndruhý\třetí", "x" * 4000, "",
]  # fmt: skip


async def test_hostile_texts_come_back_as_they_were(database_url: str, tmp_path: Path) -> None:
    await store(database_url, [CALL])
    async with office(database_url, tmp_path) as desk:
        for text in HOSTILE:
            await desk.ask(EVA, "call.note", call=ID, text=text)
            await desk.ask(EVA, "call.disposition", call=ID, code="order", text=text)
            await desk.ask(EVA, "call.fields", call=ID, form="'\"{}", values={"na'me\"": text})
            told = (await desk.ask(EVA, "history.own"))["rows"][0]
            assert told["note"] == (text or None)
            assert rows(database_url, "select text from call_disposition") == [(text,)]
            assert rows(database_url, "select form, answers from call_form") == [("'\"{}", {"na'me\"": text})]


async def test_control_characters_do_not_get_that_far(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as desk:
        for text in ("\0", "a\x1ab", "\r\n", "\ud800"):
            assert await desk.refused(EVA, "call.note", call=ID, text=text) == "bad_params"


async def test_notes_stay_when_the_call_is_stored_again(database_url: str, tmp_path: Path) -> None:
    await store(database_url, [CALL])
    async with office(database_url, tmp_path) as desk:
        await desk.ask(EVA, "call.note", call=ID, text="stays")
        await desk.ask(EVA, "call.disposition", call=ID, code="order")
    await store(database_url, [CALL])
    assert rows(database_url, "select n.text, code from call_note n join call_disposition using (pbx, call_id)") == [
        ("stays", "order")
    ]


async def test_what_was_said_of_a_consultation_is_said_of_the_customers_call(database_url: str, tmp_path: Path) -> None:
    asked, customers = a_call(20), a_call(40, absorbed=(a_call(20).call_id, "7.7"))
    assert asked.conversations[0].party == customers.conversations[0].party == "1001"
    await store(database_url, [asked])
    async with office(database_url, tmp_path) as desk:
        await desk.ask(EVA, "call.note", call=asked.call_id, text="during", at=NOW)
        await desk.ask(EVA, "call.disposition", call=asked.call_id, code="order", at=NOW)
        await desk.ask(EVA, "call.fields", call=asked.call_id, form="f", values={"a": "1"})
        await store(database_url, [customers])
        assert rows(database_url, "select distinct call_id from call_note") == [(customers.call_id,)]
        desk.clock.advance(SECOND)
        await desk.ask(EVA, "call.note", call="7.7", text="late, under an id of before")
    told = rows(database_url, "select call_id, n.text, code, answers from call_note n "
                              "join call_disposition using (pbx, call_id) join call_form using (pbx, call_id)")
    assert told == [(customers.call_id, "late, under an id of before", "order", {"a": "1"})]


async def test_two_notes_that_turn_out_to_be_of_one_call_are_both_kept(database_url: str, tmp_path: Path) -> None:
    asked, customers = a_call(20), a_call(40)
    await store(database_url, [asked, customers])
    async with office(database_url, tmp_path) as desk:
        await desk.ask(EVA, "call.note", call=customers.call_id, text="first")
        await desk.ask(EVA, "call.disposition", call=customers.call_id, code="order")
        desk.clock.advance(SECOND)
        await desk.ask(EVA, "call.note", call=asked.call_id, text="second")
        await desk.ask(EVA, "call.disposition", call=asked.call_id, code="other")
    for _twice in range(2):
        await store(database_url, [a_call(40, absorbed=(asked.call_id,))])
    assert rows(database_url, "select call_id, text from call_note") == [(customers.call_id, "first\nsecond")]
    assert rows(database_url, "select call_id, code from call_disposition") == [(customers.call_id, "other")]


async def test_retention_is_the_calls(database_url: str, tmp_path: Path) -> None:
    old, new = a_call(0), a_call(20 * 86_400)
    await store(database_url, [old, new])
    async with office(database_url, tmp_path) as desk:
        desk.clock.set_to(START + timedelta(days=5))
        for key, call in enumerate((old, new)):
            desk.clock.set_to(call.started_at + timedelta(days=6))
            await desk.ask(EVA, "call.note", call=call.call_id, text="x", key=KEYS[key])
            await desk.ask(EVA, "call.disposition", call=call.call_id, code="order")
            await desk.ask(EVA, "call.fields", call=call.call_id, form="f", values={})
    now = START + timedelta(days=31)
    await Upkeep(database_url, lambda: RetentionSettings(calls_days=30), lambda: now).tidy()
    for table in ("call", "call_note", "call_disposition", "call_form"):
        assert rows(database_url, f"select call_id from {table}") == [(new.call_id,)]
    await Upkeep(database_url, lambda: RetentionSettings(), lambda: now + timedelta(days=10)).tidy()
    assert rows(database_url, "select key from said_key") == [(KEYS[1],)]


async def a_live_call(desk: Office, *, is_talking: bool = True) -> tuple[World, Call, str]:
    """Let the core hear a day until somebody talks with a caller of a queue: the call, and who talks."""
    world = World(Scenario(seed=5, load=3.0, is_always_open=True), START.timestamp())
    pipeline = desk.pipelines["main"]
    for number, entry in enumerate(play(world, 3600.0), 1):
        pipeline.live.take([(number, entry)])
        desk.clock.set_to(pipeline.live.now)
        for row in pipeline.live.centre.rows.values():
            if row.queue == "support" and row.phase == ("talking" if is_talking else "ringing"):
                live = desk.told(row.call)
                return world, live, (row.agents or row.ringing)[0]
    raise AssertionError("nobody talked")


async def test_a_note_may_come_before_its_call_is_stored(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as desk:
        _world, call, agent = await a_live_call(desk)
        talker = account("eva", "operator", {"support"}, agent=agent)
        await desk.ask(talker, "call.note", call=call.call_id, text="while talking", key=KEYS[0])
        await desk.ask(talker, "call.disposition", call=call.call_id, code="complaint")
        stranger = account("olga", "operator", {"support"}, agent="1999")
        assert await desk.refused(stranger, "call.note", call=call.call_id, text="x") == "unknown_call"
        assert await desk.refused(talker, "call.disposition", call=call.call_id, code="offer") == "unknown_disposition"
        await desk.ask(SAM, "call.note", call=call.call_id, text="a supervisor sees it")
        assert await desk.refused(SID, "call.note", call=call.call_id, text="of sales") == "unknown_call"
    assert rows(database_url, "select call_id, call_started_at from call_note where account = 'eva'") == [
        (call.call_id, call.started_at)
    ]


async def test_a_phone_that_rings_is_a_part_in_the_call(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as desk:
        _world, call, agent = await a_live_call(desk, is_talking=False)
        ringing = account("eva", "operator", {"support"}, agent=agent)
        await desk.ask(ringing, "call.note", call=call.call_id, text="rings")


async def test_while_calls_are_not_stored_yet_a_note_is_taken_on_trust(database_url: str, tmp_path: Path) -> None:
    async with office(database_url, tmp_path) as desk:
        desk.pipelines["main"].is_reading_again = True
        assert await desk.refused(EVA, "call.note", call=ID, text="on which PBX?") == "unavailable"
        await desk.ask(EVA, "call.note", call=ID, pbx="main", text="trusted", at=NOW - SECOND)
        await desk.ask(EVA, "call.disposition", call=ID, pbx="main", code="offer")
        assert await desk.refused(EVA, "call.disposition", call=ID, pbx="main", code="no") == "unknown_disposition"
    assert rows(database_url, "select call_id, text, call_started_at from call_note") == [(ID, "trusted", NOW - SECOND)]


async def test_without_a_database_it_is_refused_at_once_and_the_wrap_up_learns_of_it(tmp_path: Path) -> None:
    given: list[DispositionGiven] = []
    async with office("postgresql://nobody@127.0.0.1:1/nothing", tmp_path) as desk:
        desk.desk.on_disposition.append(given.append)
        began = monotonic()
        assert await desk.refused(EVA, "call.note", call=ID, text="x") == "unavailable"
        _world, call, agent = await a_live_call(desk)
        talker = account("eva", "operator", {"support"}, agent=agent)
        assert await desk.refused(talker, "call.disposition", call=call.call_id, code="order") == "unavailable"
        for command, more in (
            ("history.own", {}), ("customer.find", {"number": "777000014"}), ("callback.list", {}),
            ("callback.plan", {"number": "777", "due": NOW, "key": KEYS[0], "pbx": "main"}),
            ("callback.end", {"callback": KEYS[0]}), ("recording.open", {"call": ID}),
        ):  # fmt: skip
            assert await desk.refused(EVA, command, **more) == "unavailable"
        assert monotonic() - began < 10
    assert [one.code for one in given] == ["order"]


async def test_a_database_that_hangs_is_given_up_in_two_seconds(database_url: str, tmp_path: Path, proxy_to) -> None:
    await store(database_url, [CALL])
    address = parse(database_url)
    proxy = proxy_to(address.host, address.port)
    url = address.set(port=proxy.port).render_as_string(hide_password=False)
    async with office(url, tmp_path) as desk:
        await desk.ask(EVA, "call.note", call=ID, text="before", key=KEYS[0])
        proxy.stall()
        for _try in range(2):
            began = monotonic()
            assert await desk.refused(EVA, "call.note", call=ID, text="lost", key=KEYS[1], at=NOW) == "unavailable"
            assert monotonic() - began < 2.5
        proxy.flow()
        desk.clock.advance(SECOND)
        await desk.ask(EVA, "call.note", call=ID, text="lost", key=KEYS[1], at=NOW)
        proxy.cut()
        assert await desk.refused(EVA, "call.note", call=ID, text="x", key=KEYS[2]) == "unavailable"
        proxy.mend()
        await desk.ask(EVA, "call.note", call=ID, text="after", key=KEYS[2])
    assert [row[3] for row in rows(database_url, NOTES)] == ["after"]


async def test_a_restart_of_the_server_is_not_noticed(database_url: str, tmp_path: Path) -> None:
    await store(database_url, [CALL])
    async with office(database_url, tmp_path) as desk:
        await desk.ask(EVA, "call.note", call=ID, text="before")
        with psycopg.connect(database_url, autocommit=True) as owner:
            owner.execute("select pg_terminate_backend(pid) from pg_stat_activity "
                          "where pid <> pg_backend_pid() and datname = current_database()")
        desk.clock.advance(SECOND)
        await desk.ask(EVA, "call.note", call=ID, text="after")
    assert [row[3] for row in rows(database_url, NOTES)] == ["after"]
