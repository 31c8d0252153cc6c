"""The board's sums are true at every moment, not only once calls are over: laws over recorded stories, and vectors."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from collector_daemon.core.centre import Centre, centre_of
from collector_daemon.core.tallies import Tallies
from collector_daemon.core.trace import Leg, Trace, VisitTrace
from shared.domain.board import LineRow, QueueRow
from shared.domain.calls import Call, Visit, VisitOutcome
from shared.domain.measures import QueueSums
from tests.unit.collector_daemon.core.streams import FOLDERS, STORIES, events_of, is_unbroken

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
EVERY = [*FOLDERS, STORIES / "given" / "busy_hour"]
UNBROKEN = [folder for folder in EVERY if is_unbroken(folder)]
GROWING = ("offered", "answered", "answered_in_threshold", "wait_seconds")


def named(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


def sums_of(centre: Centre, at: datetime) -> dict[str, QueueRow]:
    return {row.queue: row for row in centre.changed_rows(at) if isinstance(row, QueueRow)}


@pytest.mark.parametrize("folder", EVERY, ids=named)
def test_no_sum_of_a_queue_goes_back_while_calls_go_on_and_every_visit_is_somewhere(folder: Path) -> None:
    centre = centre_of("main")
    before: dict[str, QueueRow] = {}
    for event in events_of(folder):
        centre.apply(event)
        for queue, row in sums_of(centre, event.at).items():
            leaving = sum(state == "leaving" for _at, state in centre.tallies.live.get(queue, {}).values())
            settled = row.answered + row.abandoned + row.left_otherwise
            assert row.offered == settled + row.waiting + leaving, event
            assert row.talking <= row.answered
            assert row.short_abandoned <= row.abandoned
            old = before.get(queue, QueueRow(pbx="main", queue=queue))
            growing = GROWING if folder in UNBROKEN else GROWING[:2]  # what was not seen is known better later
            assert all(getattr(row, name) >= getattr(old, name) for name in growing), event
            before[queue] = row


@pytest.mark.parametrize("folder", UNBROKEN, ids=named)
def test_the_end_of_a_call_changes_nothing_that_its_answer_has_counted(folder: Path) -> None:
    centre = centre_of("main")
    rows: dict[str, QueueRow] = {}
    for event in events_of(folder):
        calls = centre.apply(event).calls
        for queue, row in sums_of(centre, event.at).items():
            if calls and queue in rows:
                assert all(getattr(row, name) == getattr(rows[queue], name) for name in GROWING), event
            rows[queue] = row


@pytest.mark.parametrize("folder", UNBROKEN, ids=named)
def test_an_answered_call_counts_for_its_line_at_once_and_once(folder: Path) -> None:
    centre = centre_of("main")
    most: dict[str, int] = {}
    told = 0
    for event in events_of(folder):
        calls = [call for call in centre.apply(event).calls if call.direction == "inbound" and call.line]
        told += sum(call.outcome == "answered" for call in calls)
        for row in centre.changed_rows(event.at):
            if isinstance(row, LineRow):
                assert row.answered <= row.offered
                assert row.answered >= most.get(row.line, 0), event
                assert not calls or row.line not in most or row.answered == most[row.line], event
                most[row.line] = row.answered
    assert sum(most.values()) == told


WAITS: dict[VisitOutcome, list[float]] = {  # 100 offered; threshold 20 s, short 5 s
    "answered": [10.0] * 69 + [20.0] + [20.001] + [60.0] * 14,
    "abandoned": [0.5] * 4 + [5.0] + [5.001] + [15.0] * 2 + [30.0] * 5,
    "timeout": [90.0] * 2,
}
VISITS = [(outcome, wait) for outcome, waits in WAITS.items() for wait in waits]


def trace_of(number: int, outcome: VisitOutcome, wait: float) -> Trace:
    """A call that goes on, whose waiting is over."""
    key = f"{number}.0"
    leg = Leg(key, key, "PJSIP/trunk-1", "PJSIP/trunk", "trunk", True, False, True, "420777000001", "", "100", NOON)
    visit = VisitTrace(key, key, "support", 1, NOON, 1, "over")
    left_at = visit.left_at = NOON + timedelta(seconds=wait)
    if outcome == "answered":
        visit.state, visit.connected_at = "talking", left_at
    elif outcome == "abandoned":
        visit.gave_up_at = leg.end_requested_at = left_at
    else:
        visit.exit_status = outcome
    return Trace(key, NOON, [key], {key: leg}, visits=[visit])


def call_of(number: int, outcome: VisitOutcome, wait: float) -> Call:
    """The same when it is over."""
    length = timedelta(seconds=wait)
    visit = Visit(queue="support", uniqueid=f"{number}.0", nth=1, entered_at=NOON, outcome=outcome, wait_time=length)
    return Call(pbx="main", call_id=f"{number}.0", direction="inbound", started_at=NOON, visits=(visit,))


def row_of(tallies: Tallies) -> QueueRow:
    return tallies.queue_row("support", {})


@pytest.mark.parametrize("finished", [0, 1, 50, 100])
def test_the_service_level_of_the_vector_whatever_part_of_it_still_talks(finished: int) -> None:
    tallies = Tallies("main")
    traces = [trace_of(number, *visit) for number, visit in enumerate(VISITS)]
    for trace in traces:
        tallies.follow(trace)
    for number, visit in enumerate(VISITS):
        if number % 100 < finished:
            tallies.forget(traces[number])
            tallies.count(call_of(number, *visit))
    row = row_of(tallies)
    assert (row.offered, row.answered, row.answered_in_threshold) == (100, 85, 70)
    assert (row.abandoned, row.short_abandoned, row.left_otherwise) == (13, 5, 2)
    assert row.wait_seconds == pytest.approx(sum(WAITS["answered"]))
    sums = QueueSums([row])
    assert sums.service_level == pytest.approx(75.27, abs=0.005)
    assert sums.measure("average_wait", NOON) == pytest.approx(sum(WAITS["answered"]) / 85)
    assert sums.measure("abandoned_share", NOON) == pytest.approx(13.0)


def test_two_queues_together_are_made_of_their_sums() -> None:
    one = QueueRow(pbx="main", queue="one", answered=80, answered_in_threshold=69, abandoned=3, short_abandoned=3)
    two = QueueRow(pbx="main", queue="two", answered=5, answered_in_threshold=1, abandoned=10, short_abandoned=2)
    assert QueueSums([one, two]).service_level == pytest.approx(75.27, abs=0.005)
    assert QueueSums([]).service_level is None


def test_short_abandons_told_anew_are_taken_back_first() -> None:
    tallies = Tallies("main")
    tellings: list[tuple[VisitOutcome, float, tuple[int, int, int]]] = [
        ("abandoned", 2.0, (1, 1, 0)), ("abandoned", 7.0, (1, 0, 0)), ("lost", 7.0, (0, 0, 1)),
    ]  # fmt: skip
    for outcome, wait, expected in tellings:
        tallies.count(call_of(1, outcome, wait))
        row = row_of(tallies)
        assert (row.abandoned, row.short_abandoned, row.left_otherwise) == expected


def test_a_new_day_begins_with_what_goes_on_and_yesterdays_calls_told_anew_stay_yesterdays() -> None:
    tallies = Tallies("main")
    tallies.begin_day("2026-11-23")
    running = trace_of(1, "answered", 12.0)
    tallies.follow(running)
    tallies.count(call_of(2, "abandoned", 2.0))
    assert (row_of(tallies).offered, row_of(tallies).short_abandoned) == (2, 1)
    tallies.begin_day("2026-11-24")
    row = row_of(tallies)
    assert (row.offered, row.answered, row.answered_in_threshold, row.short_abandoned) == (1, 1, 1, 0)
    assert row.wait_seconds == 12.0
    tallies.count(call_of(2, "lost", 2.0))
    assert row_of(tallies) == row
    tallies.forget(running)
    tallies.count(call_of(1, "answered", 12.0))
    assert row_of(tallies) == row


def test_a_state_of_before_goes_on_counting() -> None:
    known = msgspec.msgpack.decode(centre_of("main").state())
    for name in ("short_seconds", "untold", "talked", "former"):
        del known["tallies"][name]
    again = Centre.restored(msgspec.msgpack.encode(known))
    assert (again.tallies.short_seconds, again.tallies.untold) == (5.0, {})
