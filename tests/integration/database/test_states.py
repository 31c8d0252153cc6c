"""The core's states and the marks of the connection: stored with their batch, once, and forgotten with raw events."""

from datetime import UTC, datetime, timedelta

import pytest

from collector_daemon.settings import RetentionSettings
from collector_daemon.store.batch import Batch, CoreState, LinkMark
from collector_daemon.store.states import Occasions, packed, unpacked
from collector_daemon.store.upkeep import Upkeep
from tests.helpers.facts import START, raw_event
from tests.integration.database.contents import rows
from tests.integration.database.test_recorder import recording

STATE = b"all that is known" * 1000


def state(seq: int, at: datetime) -> CoreState:
    return packed("main", "journal", seq, at, STATE)


@pytest.mark.postgres
async def test_they_are_stored_with_their_batch_and_once(database_url):
    batch = Batch(
        "main", "journal", 3, raw=[raw_event(1)], states=[state(3, START)],
        marks=[LinkMark("main", START, "Asterisk \x00\udcff"), LinkMark("main", START)],
    )
    async with recording(database_url) as recorder:
        await recorder.put(batch)
        await recorder.put(batch)
        await recorder.drain()
        assert recorder.stored_seq("journal", "main") == 3
    assert rows(database_url, "select is_made, banner is null from link_mark order by 1") == [
        (False, True), (True, False),
    ]  # fmt: skip
    ((stored, seq),) = rows(database_url, "select state, seq from core_state")
    assert isinstance(stored, bytes)
    assert unpacked(stored) == STATE
    assert len(stored) < len(STATE) / 10
    assert seq == 3


@pytest.mark.postgres
async def test_they_go_with_the_raw_events(database_url):
    recent = START + timedelta(days=39)
    batch = Batch(
        "main", "journal", 3, states=[state(1, START), state(2, recent)],
        marks=[LinkMark("main", START), LinkMark("main", recent)],
    )
    async with recording(database_url) as recorder:
        await recorder.put(batch)
    await Upkeep(database_url, lambda: RetentionSettings(raw_days=30), lambda: START + timedelta(days=40)).tidy()
    assert rows(database_url, "select taken_at from core_state") == [(recent,)]
    assert rows(database_url, "select happened_at from link_mark") == [(recent,)]


def test_a_state_is_due_at_first_every_hour_and_every_so_many_entries():
    occasions = Occasions(100)
    at = datetime(2026, 1, 5, 8, 59, tzinfo=UTC)
    assert occasions.is_due(10, at)
    assert not occasions.is_due(109, at)
    assert occasions.is_due(110, at)
    assert not occasions.is_due(111, at + timedelta(seconds=59))
    assert occasions.is_due(112, at + timedelta(minutes=1))
    assert not occasions.is_due(113, at + timedelta(minutes=60))
    assert occasions.is_due(114, at + timedelta(minutes=61))


def test_damaged_bytes_are_a_value_error():
    with pytest.raises(ValueError, match="damaged"):
        unpacked(b"rubbish")
