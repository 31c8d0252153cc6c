"""Reports as values: same keys are added, totals are made of counts, a change is better only where that is certain."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from shared.domain.measures import Counts, Histogram, VisitCounts
from shared.reports.comparison import Change, changes
from shared.reports.selection import Selection
from shared.reports.table import Report, coarser, figure, key_column, summed

SINCE = datetime(2026, 11, 9, tzinfo=UTC)
SELECTION = Selection(since=SINCE, until=SINCE + timedelta(days=5), zone="Europe/Prague", interval="day")


def counts(answered: int, in_time: int, abandoned: int = 0, wait_ms: int = 0) -> Counts:
    return Counts.of(VisitCounts(
        offered=answered + abandoned, answered=answered, abandoned=abandoned, answered_wait_ms=wait_ms,
        answered_waits=Histogram.of({20: in_time, 60: answered - in_time}),
        abandoned_waits=Histogram.of({30: abandoned}),
    ))  # fmt: skip


def by_queue(*rows: tuple[str, str, Counts]) -> Report:
    keys = (key_column("queue"), key_column("pbx"))
    rows_told = [((queue, pbx), one) for queue, pbx, one in rows]
    return summed("queues", SELECTION, keys, ("offered", "sl4", "asa"), rows_told)


REPORT = by_queue(
    ("support", "main", counts(10, 9, wait_ms=100_000)), ("support", "main", counts(90, 1, 10, wait_ms=1_900_000)),
    ("sales", "main", counts(0, 0)), ("sales", "other", counts(1, 1)),
)  # fmt: skip


def test_rows_of_the_same_keys_are_added_and_shares_are_made_of_the_sums():
    found: list[object] = [row.values for row in REPORT.rows]
    assert found == [
        ("support", "main", 110, pytest.approx(1000 / 110), 20.0), ("sales", "main", 0, None, None),
        ("sales", "other", 1, 100.0, 0.0)]  # fmt: skip
    assert REPORT.total is not None
    whole: object = REPORT.total.values
    assert whole == (None, None, 111, pytest.approx(1100 / 111), pytest.approx(2000 / 101))


def test_a_coarser_report_has_the_same_total():
    coarse = coarser(REPORT, ["pbx"])
    assert [row.values[:2] for row in coarse.rows] == [("main", 110), ("other", 1)]
    assert coarse.total is not None
    assert REPORT.total is not None
    assert coarse.total.counts == REPORT.total.counts


def test_a_figure_of_a_report_is_what_explains_it():
    found = figure(REPORT, REPORT.rows[0], REPORT.columns[REPORT.place("sl4")])
    assert found is not None
    assert (found.top, found.below) == (10, 110)


def test_a_change_has_a_verdict_only_where_better_is_certain():
    before = by_queue(("support", "main", counts(50, 10, wait_ms=500_000)))
    found = changes(msgspec.structs.replace(REPORT, compared=before), REPORT.rows[0])
    assert found["offered"] == Change(now=110, before=50, difference=60, share=120.0)
    assert found["sl4"].verdict == "worse"
    assert (found["asa"].difference, found["asa"].verdict) == (10.0, "worse")
    assert changes(msgspec.structs.replace(REPORT, compared=before), REPORT.rows[1]) == {}
    assert changes(REPORT, None) == {}


def test_the_intervals_of_a_selection_are_there_without_calls_too():
    assert [one.label("day") for one in SELECTION.slots()][:2] == ["2026-11-09", "2026-11-10"]
