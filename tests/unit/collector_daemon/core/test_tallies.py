"""Counts of the board: nothing twice, sums of a day, rows that agree with the facts."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from collector_daemon.core.centre import Centre, centre_of
from shared.domain.board import AgentRow, CallRow, LineRow, QueueRow
from shared.domain.calls import Call
from tests.unit.collector_daemon.core.streams import STORIES, events_of

BUSY = STORIES / "given" / "busy_hour"


def played(timezone: str = "UTC") -> tuple[Centre, list[Call]]:
    """The busy hour, and its calls."""
    centre = centre_of("main", timezone=timezone)
    calls = [call for event in events_of(BUSY) for call in centre.apply(event).calls]
    return centre, calls


def last_instant() -> datetime:
    """When the busy hour ended."""
    return events_of(BUSY)[-1].at


def test_the_boards_sums_are_those_of_the_facts() -> None:
    centre, calls = played()
    rows = centre.board(last_instant())
    offered = Counter(visit.queue for call in calls for visit in call.visits)
    answered = Counter(visit.queue for call in calls for visit in call.visits if visit.outcome == "answered")
    queues = [row for row in rows if isinstance(row, QueueRow)]
    assert {row.queue: (row.offered, row.answered) for row in queues if row.offered} == {
        queue: (offered[queue], answered[queue]) for queue in offered}
    assert all(row.offered == row.answered + row.abandoned + row.left_otherwise for row in queues)
    lines = Counter(call.line for call in calls if call.direction == "inbound")
    assert {row.line: row.offered for row in rows if isinstance(row, LineRow)} == lines
    handled = Counter(visit.agent for call in calls for visit in call.visits if visit.outcome == "answered")
    agents = {row.agent: row.handled for row in rows if isinstance(row, AgentRow) and row.handled}
    assert agents == {agent: count for agent, count in handled.items() if agent in agents}
    assert not [row for row in rows if isinstance(row, CallRow)]


def test_a_call_told_anew_is_counted_once() -> None:
    centre, calls = played()
    before = msgspec.json.encode(centre.tallies.queues)
    call = calls[-1]
    centre.tallies.count(msgspec.structs.replace(call, ended_by="system"))
    assert msgspec.json.encode(centre.tallies.queues) == before


@pytest.mark.parametrize(("timezone", "hours"), [("Europe/Prague", 24), ("UTC", 24)])
def test_sums_begin_again_at_the_centres_midnight(timezone: str, hours: int) -> None:
    centre, _calls = played(timezone)
    assert any(sums.offered for sums in centre.tallies.queues.values())
    centre.pass_time(last_instant() + timedelta(hours=hours))
    rows = centre.changed_rows(last_instant() + timedelta(hours=hours))
    assert {row.offered for row in rows if isinstance(row, QueueRow)} == {0}


def test_days_of_23_and_25_hours() -> None:
    centre = centre_of("main", timezone="Europe/Prague")
    for begin, hours in ((datetime(2026, 3, 28, 23, tzinfo=UTC), 23), (datetime(2026, 10, 24, 22, tzinfo=UTC), 25)):
        centre.day_ends_at = None
        centre.pass_time(begin)
        assert centre.day_ends_at == begin + timedelta(hours=hours)


def test_rows_asked_for_after_each_event_or_at_the_end_come_to_the_same() -> None:
    events = events_of(STORIES / "22" / "i_attended_transfer")
    often, seldom = centre_of("main"), centre_of("main")
    for event in events:
        often.apply(event)
        often.changed_rows(event.at)
        seldom.apply(event)
    at = events[-1].at

    def timeless(centre: Centre) -> list[bytes]:
        rows = [row for row in centre.board(at) if not isinstance(row, CallRow)]
        return sorted(msgspec.json.encode(row) for row in rows)

    assert timeless(often) == timeless(seldom)
