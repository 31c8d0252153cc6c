"""What was written is read back: raw events to the letter and in order, calls with all their parts."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from collector_daemon.capture import Headers, Heard
from collector_daemon.store.batch import RawEvent
from collector_daemon.store.reading import History
from collector_daemon.store.rows import COLUMNS
from collector_daemon.store.writing import Writer
from shared.domain.calls import Call
from tests.helpers.facts import START, a_call

pytestmark = pytest.mark.postgres


async def written(url, *items) -> None:
    writer = await Writer.open(url)
    try:
        await writer.write(items, {})
    finally:
        await writer.close()


async def test_a_raw_event_is_the_exact_message(database_url):
    hostile: Headers = {
        "Event": "UserEvent", "Zeta": "first", "Alpha": "second", "ChanVariable": ["A=1", "B=\x00\x1a\udcff"],
        "Name \udcf8": "Přednost: ano; \\\"q\\\"\t\n\r", "": "\\N", "\x1a0000": "\x1a0000",
    }  # fmt: skip
    instants = [START + timedelta(microseconds=n) for n in (0, 1, 999_999, 1_000_000)]
    events = [RawEvent("main", at, n, "UserEvent", None, None, None, hostile) for n, at in enumerate(instants)]
    await written(database_url, *events)
    async with History.opened(database_url, "main") as history:
        found = [one async for one in history.heard(START, START + timedelta(hours=1))]
    assert found == [(n, Heard(at.timestamp(), hostile)) for n, at in enumerate(instants)]
    assert [list(entry.headers) for _seq, entry in found] == [list(hostile)] * 4
    assert [datetime.fromtimestamp(entry.at, UTC) for _seq, entry in found] == instants


async def test_calls_come_back_with_all_their_parts(database_url):
    calls = [a_call(n) for n in range(5)]
    calls[3] = msgspec.structs.replace(calls[3], origin="queue_log", caller="\udcf8\x00")
    await written(database_url, *calls)
    async with History.opened(database_url, calls[0].pbx) as history:
        ids = await history.call_ids(START - timedelta(days=1), START + timedelta(days=1))
        found = await history.calls(ids)
    assert [found[call_id] for call_id in ids] == [rounded(call) for call in calls]


def rounded(call: Call) -> Call:
    """As it is stored: whole milliseconds, and without the ids that it replaced."""
    def walk(value):
        match value:
            case timedelta():
                return timedelta(milliseconds=round(value / timedelta(milliseconds=1)))
            case tuple():
                return tuple(map(walk, value))
            case msgspec.Struct():
                return type(value)(**{name: walk(one) for name, one in msgspec.structs.asdict(value).items()})
        return value

    return msgspec.structs.replace(walk(call), absorbed=())


def test_every_field_of_a_call_has_its_column():
    stored = {name.removesuffix("_ms") for name in COLUMNS["call"]}
    parts = {"visits", "conversations", "transfers", "parkings", "recordings", "steps"}
    assert set(Call.__struct_fields__) - parts - stored == {"absorbed"}
