"""The recorder and a real Postgres: what goes in is there, twice is once, and trouble passes without loss."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import msgspec
import psycopg
import pytest

from collector_daemon.store.batch import Batch
from collector_daemon.store.recorder import Recorder
from shared.database.connection import parse
from shared.database.escapes import unescape
from shared.errors import Unavailable
from tests.helpers.facts import START, a_batch, a_call, agents_time, raw_event
from tests.helpers.waiting import wait_until
from tests.integration.database.contents import counts, rows, whole_hash

pytestmark = pytest.mark.postgres


@asynccontextmanager
async def recording(url: str, **options: float) -> AsyncIterator[Recorder]:
    """A recorder at work; what was put is stored at the end."""
    recorder = Recorder(url, first_pause=0.02, longest_pause=0.1, **options)  # type: ignore[arg-type]
    task = asyncio.create_task(recorder.run())
    try:
        yield recorder
        await asyncio.wait_for(recorder.drain(), 60)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_everything_arrives(database_url):
    async with recording(database_url) as recorder:
        assert await recorder.put(a_batch(0, 10))
    assert counts(database_url) == {
        "pbx": 1, "queue": 3, "agent": 11, "extension": 11, "inbound_line": 7, "raw_event": 250, "call": 10,
        "queue_visit": 10, "ring_attempt": 20, "conversation": 10, "hold": 10, "transfer": 10, "parking": 10,
        "recording": 10, "recording_pause": 10, "step": 80, "agent_session": 10, "agent_pause": 10,
        "agent_interval": 10, "gap": 10, "surprise": 10, "journal_progress": 1,
    }  # fmt: skip
    assert await recorder.committed_seq("journal", "main") == 250
    assert await recorder.committed_seq("another", "main") == 0
    visit = rows(database_url, "select wait_ms, ring_ms, talk_ms, hold_ms from queue_visit limit 1")
    assert visit == [(5002, 2000, 50_000, 10_000)]
    assert rows(database_url, "select distinct name from agent order by 1") == [("Eva Nováková",), (None,)]
    assert rows(database_url, "select queues from call where call_id like '%.0'") == [(["support"],)]
    headers = rows(database_url, "select headers from raw_event where seq = 7")[0][0]
    assert headers == raw_event(7).headers


async def test_writing_twice_changes_nothing(database_url):
    batches = [a_batch(n * 10, 10) for n in range(5)]
    async with recording(database_url) as recorder:
        for batch in batches:
            await recorder.put(batch)
    before = whole_hash(database_url)
    async with recording(database_url) as recorder:
        for batch in batches:
            await recorder.put(batch)
    assert whole_hash(database_url) == before
    shuffled = [batch for batch in batches for _ in range(2)]
    random.Random(1).shuffle(shuffled)
    async with recording(database_url) as recorder:
        for batch in shuffled:
            await recorder.put(batch)
            await recorder.drain()
    assert whole_hash(database_url) == before
    assert await recorder.committed_seq("journal", "main") == 1250


async def test_call_told_again_replaces_all_of_it(database_url):
    call = a_call(1)
    shorter = msgspec.structs.replace(call, conversations=(), steps=call.steps[:1], outcome="abandoned")
    async with recording(database_url) as recorder:
        await recorder.put(Batch("main", "journal", 1, calls=[call]))
        await recorder.drain()
        await recorder.put(Batch("main", "journal", 2, calls=[shorter]))
    found = counts(database_url)
    assert (found["call"], found["step"], found.get("conversation"), found.get("hold")) == (1, 1, None, None)
    assert rows(database_url, "select outcome from call") == [("abandoned",)]


@pytest.mark.parametrize("is_one_batch", [True, False])
async def test_absorbed_calls_go_with_their_children(database_url, is_one_batch):
    consultation = a_call(2)
    whole = a_call(1, absorbed=(consultation.call_id,))
    other_pbx = a_call(2, pbx="branch")
    async with recording(database_url) as recorder:
        await recorder.put(Batch("branch", "journal", 1, calls=[other_pbx]))
        if is_one_batch:
            await recorder.put(Batch("main", "journal", 1, calls=[consultation, whole]))
        else:
            await recorder.put(Batch("main", "journal", 1, calls=[consultation]))
            await recorder.drain()
            await recorder.put(Batch("main", "journal", 2, calls=[whole]))
    kept = rows(database_url, "select pbx, call_id from call order by 1, 2")
    assert kept == [("branch", other_pbx.call_id), ("main", whole.call_id)]
    assert counts(database_url)["step"] == 16


async def test_calls_never_leave_their_parts_behind(database_url):
    async with recording(database_url) as recorder:
        await recorder.put(Batch("main", "journal", 1, calls=[a_call(n) for n in range(4)]))
    for deed in ("delete from call where call_id like '%.1'", "truncate call"):
        with psycopg.connect(database_url) as connection:
            connection.execute(deed)
        left = counts(database_url)
        calls = left.pop("call", 0)
        assert (left.get("queue_visit", 0), left.get("ring_attempt", 0)) == (calls, 2 * calls)
        assert (left.get("hold", 0), left.get("recording_pause", 0), left.get("step", 0)) == (
            calls, calls, 8 * calls,
        )  # fmt: skip
    assert counts(database_url).get("call", 0) == 0


async def test_visit_moves_to_the_call_that_has_it_now(database_url):
    old, new = a_call(1), a_call(2)
    moved = msgspec.structs.replace(new, visits=old.visits)
    async with recording(database_url) as recorder:
        await recorder.put(Batch("main", "journal", 1, calls=[old]))
        await recorder.drain()
        await recorder.put(Batch("main", "journal", 2, calls=[moved]))
    assert rows(database_url, "select call_id from queue_visit") == [(new.call_id,)]
    assert counts(database_url)["ring_attempt"] == 2


async def test_open_span_is_closed_under_its_key(database_url):
    session = agents_time(1)[0]
    still_open = msgspec.structs.replace(session, ended_at=None)
    async with recording(database_url) as recorder:
        await recorder.put(Batch("main", "journal", 1, facts=[still_open]))
        await recorder.drain()
        assert rows(database_url, "select ended_at from agent_session") == [(None,)]
        await recorder.put(Batch("main", "journal", 2, facts=[session]))
    assert rows(database_url, "select ended_at is null from agent_session") == [(False,)]


async def test_raw_events_of_any_day_find_a_partition(database_url):
    days = [datetime(1970, 1, 1, tzinfo=UTC), datetime(2019, 12, 31, 23, 59, 59, 999_999, UTC), START]
    events = [raw_event(n, at=day) for n, day in enumerate(days)]
    async with recording(database_url) as recorder:
        await recorder.put(Batch("main", "journal", 1, raw=events))
    found = rows(database_url, "select tableoid::regclass::text from raw_event order by heard_at")
    assert found == [("raw_event_19700101",), ("raw_event_20191231",), ("raw_event_20260105",)]


async def test_partition_dropped_under_a_running_recorder_is_made_again(database_url):
    async with recording(database_url) as recorder:
        await recorder.put(Batch("main", "journal", 1, raw=[raw_event(1)]))
        await recorder.drain()
        with psycopg.connect(database_url) as connection:
            connection.execute("drop table raw_event_20260105")
        await recorder.put(Batch("main", "journal", 2, raw=[raw_event(2)]))
    assert rows(database_url, "select seq from raw_event") == [(2,)]


HOSTILE = [
    "nul \x00 in it", "byte \udcff\udc80 and half a pair \ud83d", "\x1a0000 \x1a",
    "tab\t new\nline\r back\\slash \\N",
    "'; drop table call; --", "{\"a\", b}", "\\.", "𝄞 Žluťoučký кот 猫", "",
    "e\u0301\u202e", "\x01\x1b\x7f\x85",
    "x" * 1_000_000, "".join(random.Random(7).choices("abcdefghijklmnop0123456789", k=1_000_000)),
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_text_survives_the_round_trip(database_url, text):
    call = msgspec.structs.replace(
        a_call(1), caller=text, caller_name=text, called=text, line=text,
        visits=(msgspec.structs.replace(a_call(1).visits[0], queue=text or "q", agent_name=text),),
    )  # fmt: skip
    event = msgspec.structs.replace(raw_event(1), headers={"Event": text, text: [text, text]}, linkedid=text)
    async with recording(database_url) as recorder:
        await recorder.put(Batch("main", "journal", 1, raw=[event], calls=[call]))
        await recorder.drain()
        await recorder.put(Batch("main", "journal", 1, raw=[event], calls=[call]))
    stored = rows(database_url, "select caller, caller_name, called from call")[0]
    assert [unescape(str(value)) for value in stored] == [text, text, text]
    headers = rows(database_url, "select headers from raw_event")[0][0]
    assert isinstance(headers, dict)
    assert {unescape(name): _unescaped(value) for name, value in headers.items()} == event.headers


def _unescaped(value: str | list[str]) -> str | list[str]:
    return [unescape(one) for one in value] if isinstance(value, list) else unescape(value)


async def test_one_poisoned_fact_does_not_stop_the_rest(database_url, caplog):
    batch = a_batch(0, 10)
    poisoned = msgspec.structs.replace(batch.calls[4], is_in_gap=None)
    batch.calls[4] = poisoned
    batch.raw[7] = msgspec.structs.replace(batch.raw[7], headers={"Event": object()})
    batch.raw[8] = msgspec.structs.replace(batch.raw[8], seq=2**70)
    async with recording(database_url) as recorder:
        await recorder.put(batch)
        await recorder.put(a_batch(10, 1))
    found = counts(database_url)
    assert (found["call"], found["raw_event"], found["surprise"]) == (10, 273, 14)
    kinds = rows(database_url, "select kind, subject from surprise where kind like 'unst%' order by 1")
    assert [kind for kind, _ in kinds] == ["unstorable Call", "unstorable RawEvent", "unstorable RawEvent"]
    assert kinds[0][1] == f"main {poisoned.call_id}"
    assert await recorder.committed_seq("journal", "main") == 275
    assert [record.levelname for record in caplog.records if "unstorable" in record.message] == ["ERROR"] * 3
    before = whole_hash(database_url)
    async with recording(database_url) as recorder:
        await recorder.put(batch)
    assert whole_hash(database_url) == before


async def test_database_away_then_back_loses_nothing(database_url, proxy_to, caplog):
    address = parse(database_url)
    proxy = proxy_to(address.host, address.port)
    through_proxy = address.set(port=proxy.port).render_as_string(hide_password=False)
    async with recording(through_proxy) as recorder:
        await recorder.put(a_batch(0, 10))
        await recorder.drain()
        proxy.cut()
        await recorder.put(a_batch(10, 10))
        await wait_until(lambda: recorder.state.trouble)
        await recorder.put(a_batch(20, 10))
        assert not recorder.is_behind
        proxy.mend()
        await recorder.drain()
        assert recorder.state.trouble is None
    assert counts(database_url)["call"] == 30
    assert sum("nothing can be stored" in record.message for record in caplog.records) == 1


async def test_a_database_that_is_away_before_anything_was_taken_is_a_trouble_too(database_url, proxy_to, caplog):
    address = parse(database_url)
    proxy = proxy_to(address.host, address.port)
    async with recording(address.set(port=proxy.port).render_as_string(hide_password=False)) as recorder:
        proxy.cut()
        with pytest.raises(Unavailable):
            await recorder.resume("journal", "main")
        assert recorder.state.trouble
        proxy.mend()
        assert await recorder.resume("journal", "main") == 0
        assert recorder.state.trouble is None
    assert sum("nothing can be stored" in record.message for record in caplog.records) == 1


async def test_bounded_memory_then_read_again_from_the_journal(database_url, proxy_to, caplog):
    address = parse(database_url)
    proxy = proxy_to(address.host, address.port)
    through_proxy = address.set(port=proxy.port).render_as_string(hide_password=False)
    journal = [a_batch(n * 10, 10) for n in range(20)]
    async with recording(through_proxy, held_rows=1_500) as recorder:
        await recorder.put(journal[0])
        await recorder.drain()
        proxy.cut()
        taken = [await recorder.put(batch) for batch in journal[1:10]]
        assert taken == [True] * 3 + [False] * 6
        assert recorder.is_behind
        assert recorder.behind == {"main"}
        assert recorder.state.held <= 1_500
        proxy.mend()
        await recorder.drain()
        assert not await recorder.put(journal[10]), "a hole must not be jumped over"
        seq = await recorder.resume("journal", "main")
        assert seq == journal[3].seq
        assert not recorder.is_behind
        for batch in journal:
            if batch.seq > seq:
                assert await recorder.put(batch, wait=True)
    assert counts(database_url)["call"] == 200
    assert await recorder.committed_seq("journal", "main") == journal[-1].seq


async def test_a_burst_waits_a_moment_and_is_not_dropped(database_url):
    async with recording(database_url, held_rows=1_000) as recorder:
        taken = [await recorder.put(a_batch(n * 10, 10)) for n in range(30)]
        assert taken == [True] * 30
        assert recorder.state.held <= 1_000
    assert counts(database_url)["call"] == 300


async def test_a_database_that_only_hangs_is_waited_for_no_longer_than_the_patience(database_url, caplog):
    with psycopg.connect(database_url) as other:
        other.execute("lock table call")
        async with recording(database_url, held_rows=1_000, patience=0.05) as recorder:
            taken = [await recorder.put(a_batch(n * 10, 10)) for n in range(6)]
            assert taken == [True] * 2 + [False] * 4
            assert recorder.is_behind
            other.rollback()
    assert "too slow or away" in caplog.text


BROKEN: dict[str, tuple[str, str]] = {
    "read-only": (
        "alter database {0} set default_transaction_read_only = on",
        "alter database {0} reset default_transaction_read_only",
    ),
    "full": (
        "create function full_disk() returns trigger language plpgsql as $$ begin raise exception "
        "'could not extend file: No space left on device' using errcode = 'disk_full'; end $$; "
        "create trigger full_disk before insert on call execute function full_disk()",
        "drop function full_disk cascade",
    ),
    "without tables": ("alter table step rename to step_away", "alter table step_away rename to step"),
    "not allowing connections": ("alter role {1} connection limit 0", "alter role {1} connection limit -1"),
}


@pytest.mark.parametrize("trouble", BROKEN)
async def test_recorder_outlives_a_database_that_is(trouble, database_url, postgres, caplog):
    name = database_url.rpartition("/")[2]
    owner = "plain_writer"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as administrator:
        administrator.execute(f"create role {owner} login password 'for-a-test' superuser")
    breaking, mending = (text.format(name, owner) for text in BROKEN[trouble])
    url = database_url.replace(database_url.split("//")[1].split("@")[0], f"{owner}:for-a-test")
    if trouble == "not allowing connections":
        _execute(postgres.url(name), f"alter role {owner} nosuperuser; "
                 f"grant pg_write_all_data to {owner}; grant pg_read_all_data to {owner}; "
                 f"alter role {owner} bypassrls; "
                 f"alter table raw_event owner to {owner}; grant create on schema public to {owner}")  # fmt: skip
    async with recording(url) as recorder:
        await recorder.put(a_batch(0, 10))
        await recorder.drain()
        _execute(postgres.url(name), breaking)
        _execute(postgres.url("postgres"), f"select pg_terminate_backend(pid) from pg_stat_activity "
                                           f"where datname = '{name}'")  # fmt: skip
        await recorder.put(a_batch(10, 10))
        await wait_until(lambda: recorder.state.trouble)
        _execute(postgres.url(name), "set default_transaction_read_only = off", mending)
    assert counts(database_url)["call"] == 20
    _execute(postgres.url(name), f"reassign owned by {owner} to callcentre; drop owned by {owner}")
    _execute(postgres.url("postgres"), f"drop role {owner}")


def _execute(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


async def test_two_recorders_of_the_same_facts(database_url):
    batches = [a_batch(n * 5, 5) for n in range(12)]
    async with recording(database_url) as one, recording(database_url) as other:
        for batch in batches:
            await asyncio.gather(one.put(batch), other.put(batch))
    assert counts(database_url)["call"] == 60
    assert counts(database_url)["raw_event"] == 1500


async def test_two_pbxs_share_the_recorder(database_url):
    async with recording(database_url) as recorder:
        await asyncio.gather(*(recorder.put(a_batch(0, 5, pbx=pbx)) for pbx in ("main", "branch")))
    assert counts(database_url)["call"] == 10
    assert await recorder.committed_seq("journal", "branch") == 125
    assert await recorder.resume("journal", "branch") == 125


def test_times_are_utc_whatever_the_zone(database_url):
    assert rows(database_url, "show timezone") == [("UTC",)]
    assert START + timedelta() == START
