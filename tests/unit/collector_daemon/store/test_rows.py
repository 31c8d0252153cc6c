"""Facts as rows: every column of every table is written, in COPY's format, under the right name."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from collector_daemon.store import rows
from collector_daemon.store.batch import Batch, Item, key_of, latest
from collector_daemon.store.copy_text import field, json_field, line
from collector_daemon.store.seen import Seen, look
from shared.database.tables import metadata
from shared.domain import agents, calls
from tests.helpers.facts import START, a_batch, a_call, agents_time, raw_event

AT = datetime(2026, 1, 5, 8, 0, 0, 123456, UTC)


@pytest.mark.parametrize("table", rows.COLUMNS)
def test_columns_are_those_of_the_table(table):
    made = {column.name for column in metadata.tables[table].columns if (column.comment or "").startswith("Generated")}
    assert set(rows.COLUMNS[table]) == {column.name for column in metadata.tables[table].columns} - made


@pytest.mark.parametrize("table", rows.KEYS)
def test_keys_are_those_of_the_table(table):
    assert set(rows.KEYS[table]) == {column.name for column in metadata.tables[table].primary_key}


def test_every_line_has_every_column():
    batch = a_batch(0, 3)
    lines = rows.call_lines(batch.calls) | rows.fact_lines(batch.facts)
    lines["raw_event"] = [rows.raw_line(event) for event in batch.raw]
    assert set(lines) == set(rows.COLUMNS)
    for table, written in lines.items():
        assert {text.count(b"\t") + 1 for text in written} == {len(rows.COLUMNS[table])}, table


@pytest.mark.parametrize(
    ("struct", "tables"),
    [(calls.Call, 8), (calls.Visit, 2), (calls.Attempt, 1), (calls.Conversation, 2), (calls.Transfer, 1),
     (calls.Parking, 1), (calls.Recording, 2), (calls.Step, 1), (agents.AgentSession, 1), (agents.AgentPause, 1),
     (agents.AgentInterval, 1), (agents.Gap, 1), (agents.Surprise, 1)],
)  # fmt: skip
def test_no_field_of_a_fact_is_forgotten(struct, tables):
    """Every field is a column, under its name or one of these; a new field fails here."""
    renamed = {
        "wait_time": "wait_ms", "ring_time": "ring_ms", "talk_time": "talk_ms", "hold_time": "hold_ms",
        "by": "passed_by", "to": "passed_to",
    }  # fmt: skip
    held = {"attempts", "holds", "pauses", "visits", "conversations", "transfers", "parkings", "recordings", "steps"}
    known = {column for columns in rows.COLUMNS.values() for column in columns}
    fields = {renamed.get(name, name) for name in struct.__struct_fields__} - held - {"absorbed"}
    assert fields <= known
    assert tables


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, "\\N"), ("", ""), ("a\tb\\N\r\n", "a\\tb\\\\N\\r\\n"), ("nul\0", "nul\x1a0000"), (True, "t"), (False, "f"),
     (-3, "-3"), (AT, "2026-01-05T08:00:00.123456+00:00"), (timedelta(seconds=1, microseconds=1500), "1002"),
     (timedelta(days=400), "34560000000"), (timedelta(microseconds=-1500), "-2"), ([], "{}"),
     (['a"b', "c\\d", "e,f"], '{"a\\\\"b","c\\\\\\\\d","e,f"}')],
)  # fmt: skip
def test_field(value, written):
    assert field(value) == written
    assert line([value, value]) == f"{written}\t{written}\n".encode()


def test_json_escapes_only_what_must_be():
    assert json_field({"a": 'x"\\'}) == b'{"a":"x\\\\"\\\\\\\\"}'
    assert json_field({"a": ["\0", "č"]}) == '{"a":["\\\\u001a0000","č"]}'.encode()
    assert json_field({"\udc80": "\x1a"}) == b'{"\\\\u001adc80":"\\\\u001a001a"}'


def test_latest_keeps_the_last_telling_and_drops_the_absorbed():
    consultation, whole = a_call(2), a_call(1, absorbed=(a_call(2).call_id,))
    session = agents_time(1)[0]
    closed = msgspec.structs.replace(session, ended_at=None)
    first, second = raw_event(1), msgspec.structs.replace(raw_event(1), name="Other")
    found = latest([
        Batch("main", "j", 1, raw=[first], calls=[consultation], facts=[session]),
        Batch("main", "j", 2, raw=[second], calls=[whole], facts=[closed]),
    ])  # fmt: skip
    assert found == [first, closed, whole] or set(map(id, found)) == {id(first), id(closed), id(whole)}
    told_again: list[Item] = list(latest([Batch("main", "j", 1, calls=[whole, consultation])]))
    assert [key_of(item)[2] for item in told_again] == [whole.call_id, consultation.call_id]


def test_look_finds_what_there_is():
    seen, names = look([a_call(1), *agents_time(1), raw_event(1)])
    at = START + timedelta(seconds=1)
    assert seen[Seen("pbx", ("main",))] == at
    assert seen[Seen("inbound_line", ("main", "420222111001"))] == at
    assert {thing.table for thing in seen} == {"pbx", "inbound_line", "queue", "agent", "extension"}
    assert names["main", "1002"].name == "Eva Nováková"
