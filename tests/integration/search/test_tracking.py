"""One call read back whole under an account's role, with what was written about it; its raw events; calls like it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import msgspec
import pytest

from collector_daemon.store.batch import Batch
from shared.domain.agents import AgentInterval
from supervisor_console.reports.tracking import linked, raw_events, tracked
from tests.helpers.facts import START, a_batch, a_call, raw_event
from tests.integration.database.test_recorder import recording
from tests.integration.search import truth
from tests.integration.search.conftest import Centre
from tests.integration.search.made import SEEN

pytestmark = pytest.mark.postgres


def test_calls_come_back_whole_with_what_was_said(centre: Centre) -> None:
    with centre.engines["anna"].connect() as connection:
        for call, said in centre.stored[:60]:
            found = tracked(connection, call.pbx, call.call_id)
            assert found is not None
            assert msgspec.structs.replace(found.call, visits=()) == msgspec.structs.replace(call, visits=())
            assert {visit.nth: visit for visit in found.call.visits} == {visit.nth: visit for visit in call.visits}
            assert {note.account: note.text for note in found.notes} == said.notes
            assert {one.account: (one.code, one.text) for one in found.dispositions} == said.codes
            assert {(one.account, one.form): one.answers for one in found.forms} == said.forms


def test_what_is_not_to_be_seen_is_not_there(centre: Centre) -> None:
    with centre.engines["vera"].connect() as connection:
        for call, _said in centre.stored[:200]:
            is_seen = not set(SEEN).isdisjoint(visit.queue for visit in call.visits)
            assert (tracked(connection, call.pbx, call.call_id) is not None) == is_seen
            if not is_seen:
                assert raw_events(connection, call.pbx, call.call_id) == ()
                assert linked(connection, call.pbx, call.call_id) == ()


def test_calls_of_the_same_customer_are_linked(centre: Centre) -> None:
    calls = {(call.pbx, call.call_id): call for call, _said in centre.stored}
    with centre.engines["anna"].connect() as connection:
        for call in list(calls.values())[:40]:
            end = truth.customer(call)[-9:]
            same = {
                key for key, one in calls.items()
                if len(end) >= 6 and one is not call and truth.customer(one)[-9:] == end
                and abs(one.started_at - call.started_at) <= timedelta(days=7)
            }  # fmt: skip
            found = linked(connection, call.pbx, call.call_id)
            assert {(one.pbx, one.call) for one in found} <= same
            assert len(found) == min(50, len(same))


def test_raw_events_and_the_work_after_a_call(centre: Centre) -> None:
    batch = a_batch(0, 2, pbx="raw")
    call = a_call(0, pbx="raw")
    assert call.ended_at is not None
    ended_at = call.conversations[0].ended_at
    assert ended_at is not None
    own = [raw_event(n, pbx="raw", at=call.started_at + timedelta(seconds=n)) for n in range(3)]
    events = [msgspec.structs.replace(one, linkedid=call.call_id, uniqueid=call.call_id) for one in own]
    after = AgentInterval(pbx="raw", agent=call.conversations[0].party, state="wrapping_up", started_at=ended_at,
                          ended_at=ended_at + timedelta(seconds=20))  # fmt: skip

    async def store() -> None:
        async with recording(centre.url) as recorder:
            await recorder.put(Batch("raw", "journal", 99, raw=events, calls=batch.calls, facts=[after]), wait=True)

    asyncio.run(store())
    with centre.engines["anna"].connect() as connection:
        found = raw_events(connection, "raw", call.call_id)
        assert [(one.heard_at, one.name, one.headers) for one in found] == [
            (event.heard_at, event.name, event.headers) for event in events]  # fmt: skip
        whole = tracked(connection, "raw", call.call_id)
    assert call.started_at == START
    assert whole is not None
    assert whole.wrap_ups == (after,)
    assert whole.names[call.conversations[0].party] == "Eva Nováková"
