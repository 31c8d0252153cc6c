"""Reports of visits equal what the hand-made reading of queue_log gives: counts exactly, seconds to whole ones."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from shared.days import Span
from shared.domain.measures import Limits
from shared.domain.measures.counts import VisitCounts
from shared.reports.table import Report, Row
from tests.integration.reports.cells import number
from tests.integration.reports.conftest import HOUR, Run
from tests.integration.reports.plain_log import TOLERANCE, PlainLog, PlainPhones, PlainVisit, bounds, unseen

pytestmark = pytest.mark.postgres
BOTH = ("main", "log")
QUEUES = ("sales", "support", "vip")


def of_queue(log: PlainLog, queue: object) -> list[PlainVisit]:
    return [one for one in log.visits if queue in (None, one.queue)]


def rows_by(report: Report) -> dict[object, Row]:
    """Rows by their keys, the total by None."""
    assert report.total is not None
    found: dict[object, Row] = {row.values[0]: row for row in report.rows}
    return found | {None: report.total}


def endings(visits: Sequence[PlainVisit]) -> tuple[int, int, int, int]:
    found = Counter(one.ending for one in visits)
    return len(visits), found["answered"], found["ABANDON"], found["EXITWITHTIMEOUT"]


def waits(visits: Sequence[PlainVisit], ending: str = "answered") -> list[int]:
    return sorted(one.waited for one in visits if one.ending == ending)


def counted(row: Row) -> VisitCounts:
    assert row.counts is not None
    return row.counts.all_visits


def conserved(row: Row) -> None:
    """What was offered went somewhere: nothing is lost between columns, and nothing is counted twice."""
    one = counted(row)
    assert one.offered == one.answered + one.abandoned + one.flow_outs + one.lost + one.waiting


@pytest.mark.parametrize("pbx", BOTH)
def test_queues(run: Run, log: PlainLog, pbx: str) -> None:
    report = run("queues", pbx=(pbx,))
    rows = rows_by(report)
    assert set(rows) == {*QUEUES, None}
    for queue, row in rows.items():
        visits = of_queue(log, queue)
        told = [
            report.value(row, name) for name in ("offered", "answered", "abandoned", "flow_outs", "lost", "waiting")
        ]
        assert told == [*endings(visits), 0, 0]
        conserved(row)
        answered = waits(visits)
        assert counted(row).answered_wait_ms / 1000 == pytest.approx(sum(answered), abs=TOLERANCE * len(answered))
        for share, name in ((50, "wait_p50"), (90, "wait_p90")):
            rank = max(1, math.ceil(share * len(answered) / 100))
            told_wait = number(report, row, name)
            assert told_wait == pytest.approx(answered[rank - 1], abs=TOLERANCE + 1), "and a bin of one second"
        longest = max([*answered, *waits(visits, "ABANDON")])
        assert report.value(row, "longest_wait") == pytest.approx(longest, abs=TOLERANCE + 1)


@pytest.mark.parametrize("pbx", BOTH)
def test_talk_and_transfers_of_queues(run: Run, log: PlainLog, phones: PlainPhones, pbx: str) -> None:
    report, lied_of = run("queues", pbx=(pbx,)), unseen(log, phones)
    assert len(lied_of) == 4
    for queue, row in rows_by(report).items():
        answered = [one for one in of_queue(log, queue) if one.ending == "answered"]
        lies = [one for one in answered if one.call in lied_of and pbx == "main"]
        log_talks = sum(one.talked or 0 for one in answered)
        told = (counted(row).talk_ms + counted(row).hold_ms) / 1000
        assert told <= log_talks + TOLERANCE * len(answered)
        assert told >= log_talks - TOLERANCE * len(answered) - sum(one.talked or 0 for one in lies)
        passed = [one for one in answered if one.is_passed_on or (pbx == "main" and one.call in lied_of)]
        assert counted(row).passed_on == len(passed)
        rang = sum(one.rang for one in answered)
        assert counted(row).ring_ms / 1000 == pytest.approx(rang, abs=TOLERANCE * len(answered))


@pytest.mark.parametrize("pbx", BOTH)
def test_service_levels_for_any_limits(run: Run, log: PlainLog, pbx: str) -> None:
    exact = 0
    for threshold, short in ((1, 1), (5, 3), (10, 5), (15, 7), (20, 5), (30, 13), (60, 0)):
        limits = Limits(threshold_seconds=threshold, short_abandon_seconds=short)
        report = run("service_levels", limits=limits, pbx=(pbx,))
        assert [found for _since, found in report.notes.limits] == [limits]
        for queue, row in rows_by(report).items():
            visits = of_queue(log, queue)
            lowest, highest = bounds(waits(visits), threshold)
            _offered, answered, abandoned, out = endings(visits)
            short_lowest, short_highest = bounds(waits(visits, "ABANDON"), short)
            assert short_lowest <= number(report, row, "short_abandoned") <= short_highest
            for name, below in (("sl1", answered), ("sl2", answered + abandoned + out), ("sl3", answered + abandoned)):
                told = number(report, row, name)
                assert 100 * lowest / below <= told <= 100 * highest / below
                exact += lowest == highest
            sl4 = number(report, row, "sl4")
            assert sl4 >= 100 * lowest / (answered + abandoned - short_lowest)
            assert sl4 <= 100 * highest / max(1, answered + abandoned - short_highest)
            early_lowest, early_highest = bounds(waits(visits, "ABANDON"), threshold)
            for name, below in (("sl6", answered + abandoned), ("sl7", answered + abandoned + out)):
                told = number(report, row, name)
                assert 100 * (lowest + early_lowest) / below <= told
                assert told <= 100 * (highest + early_highest) / below
    assert exact > 20, "no visit was borderline, and the figure was exactly that of the log"


@pytest.mark.parametrize("pbx", BOTH)
def test_intervals_and_hours_of_the_week(run: Run, log: PlainLog, pbx: str) -> None:
    report = run("intervals", interval="quarter", pbx=(pbx,))
    begins = [HOUR.since.timestamp() + 900 * number for number in range(4)]
    assert [row.values[0] for row in report.rows] == [datetime.fromtimestamp(at, UTC) for at in begins[:3]], "not begun"
    for begin, row in zip(begins, report.rows, strict=False):
        offered = sum(begin <= one.entered < begin + 900 for one in log.visits)
        edge = sum(min(abs(one.entered - begin), abs(one.entered - begin - 900)) <= 1 for one in log.visits)
        assert abs(counted(row).offered - offered) <= edge
        conserved(row)
    assert sum(counted(row).offered for row in report.rows) == len(log.visits)
    week = run("week_hours", zone="Asia/Kolkata", pbx=(pbx,))
    assert [row.values[:2] for row in week.rows] == [(1, 3), (1, 4)], "half past ten at night is four on Monday there"
    halves = [counted(report.rows[1]).offered, counted(report.rows[2]).offered]
    assert [week.value(row, "offered") for row in week.rows] == halves
    for row in week.rows:
        conserved(row)


@pytest.mark.parametrize("pbx", BOTH)
def test_waits_step_by_step(run: Run, log: PlainLog, pbx: str) -> None:
    report = run("waits", pbx=(pbx,))
    for queue, row in rows_by(report).items():
        visits = of_queue(log, queue)
        reached = 0
        for column in report.columns:
            if column.name.startswith("up_to_"):
                reached += int(number(report, row, column.name))
                lowest, highest = bounds(waits(visits), int(column.name.removeprefix("up_to_")))
                assert lowest <= reached <= highest
        assert reached + number(report, row, "longer") == len(waits(visits))


@pytest.mark.parametrize("pbx", BOTH)
def test_abandoned_one_by_one(run: Run, log: PlainLog, pbx: str) -> None:
    report = run("abandoned", pbx=(pbx,))
    expected = [one for one in reversed(log.visits) if one.ending == "ABANDON"]
    assert len(expected) == 4
    told = {row.call: row for row in report.rows}
    assert set(told) == {(pbx, one.call) for one in expected}
    for one in expected:
        row = told[pbx, one.call]
        assert (report.value(row, "queue"), report.value(row, "number")) == (one.queue, one.number)
        wait = number(report, row, "wait")
        assert wait == pytest.approx(one.waited, abs=TOLERANCE)
        assert report.value(row, "is_short") is (wait <= 5)
    times = [row.values[0] for row in report.rows if isinstance(row.values[0], datetime)]
    assert times == sorted(times, reverse=True)


def test_numbers_that_called_again(run: Run, log: PlainLog, phones: PlainPhones) -> None:
    numbers = {one.number for one in log.visits}
    assert len(numbers) == phones.lines.total(), "everybody called once"
    assert run("repeated").rows == ()
    answered = {one.number for one in log.visits if one.ending == "answered"}
    both = run("repeated", pbx=BOTH)
    # who was passed on unseen is a caller of his own to the log when he enters the next queue
    calls = Counter(number for number, _call in {(one.number, one.call) for one in log.visits})
    assert {row.values[0]: row.values[1] for row in both.rows} == {one: 1 + calls[one] for one in numbers}
    assert {row.values[0]: row.values[2] for row in both.rows} == {
        one: (one in answered) * (1 + calls[one]) for one in numbers
    }


def test_a_period_with_nothing_in_it(run: Run) -> None:
    empty = {"since": datetime(2026, 1, 1, tzinfo=UTC), "until": datetime(2026, 1, 2, tzinfo=UTC)}
    for name in ("queues", "service_levels", "week_hours", "waits", "abandoned", "repeated", "transfers", "outgoing",
                 "lines", "directions", "dispositions", "agents", "agent_states"):  # fmt: skip
        assert run(name, **empty).rows == (), name
    report = run("intervals", **empty)
    assert len(report.rows) == 24
    assert report.total is not None
    assert (report.value(report.total, "offered"), report.value(report.total, "sl4")) == (0, None)


def test_compared_with_a_period_before(run: Run, log: PlainLog) -> None:
    half = HOUR.since.replace(minute=30)
    report = run("queues", since=half, compare_to=Span(HOUR.since, half))
    assert report.compared is not None
    assert report.compared.selection.until == half
    parts = [counted(one.total) for one in (report, report.compared) if one.total]
    assert sum(part.offered for part in parts) == len(log.visits)
    assert report.rows == run("queues", since=half).rows


def test_an_account_that_sees_one_queue(run_of_sales: Run, log: PlainLog) -> None:
    report = run_of_sales("queues")
    assert [row.values[0] for row in report.rows] == ["sales"]
    assert report.total is not None
    assert counted(report.total).offered == len(of_queue(log, "sales"))
    assert run_of_sales("abandoned").rows == ()
    handled = Counter(one.agent for one in of_queue(log, "sales") if one.ending == "answered")
    agents = run_of_sales("agents")
    assert {
        row.values[0]: agents.value(row, "handled") for row in agents.rows if agents.value(row, "handled")
    } == handled
