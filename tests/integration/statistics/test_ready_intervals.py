"""Ready reports by time: days of 23 and 25 hours, weeks by ISO, zones; no interval is lost, and none is told twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, text

from shared.database.connection import engine
from shared.days import Interval, day_span
from shared.domain.measures.limits import Limits
from shared.language import Language
from shared.reports.catalogue import READY, ReportName
from shared.reports.selection import Selection
from shared.reports.table import Report
from shared.reports.written import Written
from tests.integration.statistics.conftest import ZONE

pytestmark = pytest.mark.postgres
NOW = datetime(2026, 12, 1, tzinfo=UTC)
ENGLISH = Language.of("en")


@pytest.fixture(scope="module")
def connection(url: str) -> Iterator[Connection]:
    made = engine(url)
    with made.connect().execution_options(isolation_level="AUTOCOMMIT") as opened:
        opened.execute(text("set timezone = 'UTC'"))
        yield opened
    made.dispose()


def labels(report: Report) -> list[str]:
    written = Written(report, ENGLISH)
    return [written.said(report.columns[0], row.values[0]).replace("\xa0", " ") for row in report.rows]


def made(connection: Connection, name: ReportName, first: date, last: date, interval: Interval | None) -> Report:
    zone = ZoneInfo(ZONE)
    since, until = day_span(first, zone).since, day_span(last, zone).until
    return READY[name].run(connection, Selection(since=since, until=until, zone=ZONE, interval=interval), NOW)


@pytest.mark.parametrize(("day", "hours", "around"), [
    (date(2026, 3, 29), 23, ["29 Mar 2026 01:00", "29 Mar 2026 03:00"]),
    (date(2026, 10, 25), 25, ["25 Oct 2026 01:00", "25 Oct 2026 02:00+02:00", "25 Oct 2026 02:00+01:00",
                              "25 Oct 2026 03:00"]),
    (date(2026, 10, 24), 24, ["24 Oct 2026 01:00", "24 Oct 2026 02:00"]),
])  # fmt: skip
def test_hours_of_a_day_on_which_the_clock_changes(connection, traffic, day, hours, around):
    report = made(connection, "intervals", day, day, "hour")
    assert len(report.rows) == hours
    assert labels(report)[1 : 1 + len(around)] == around
    span = day_span(day, ZoneInfo(ZONE))
    entered = Counter(
        int((visit.entered_at - span.since).total_seconds() // 3600)
        for call in traffic[0] for visit in call.visits if span.since <= visit.entered_at < span.until
    )  # fmt: skip
    assert entered
    assert [report.value(row, "offered") for row in report.rows] == [entered[hour] for hour in range(hours)]


def test_weeks_are_those_of_iso(connection, traffic):
    report = made(connection, "intervals", date(2026, 3, 28), date(2026, 4, 6), "week")
    assert labels(report) == [f"week {week} of 2026" for week in (13, 14, 15)]
    weeks = Counter(
        visit.entered_at.astimezone(ZoneInfo(ZONE)).isocalendar().week
        for call in traffic[0] for visit in call.visits
    )  # fmt: skip
    saturday = datetime(2026, 3, 27, 23, tzinfo=UTC)
    early = sum(visit.entered_at < saturday for call in traffic[0] for visit in call.visits)
    assert [report.value(row, "offered") for row in report.rows] == [weeks[13] - early, weeks[14], weeks[15]]


@pytest.mark.parametrize("interval", ["quarter", "half_hour", "hour", "day", "week", "month", "year"])
def test_any_interval_adds_up_to_the_whole(connection, interval):
    days = date(2026, 10, 24), date(2026, 10, 26)
    whole, parts = made(connection, "queues", *days, None), made(connection, "intervals", *days, interval)
    assert whole.total is not None
    assert parts.total is not None
    for name in ("offered", "answered", "abandoned", "short_abandoned", "sl4", "asa"):
        assert parts.value(parts.total, name) == whole.value(whole.total, name)
    by_queue = made(connection, "queues", *days, interval)
    assert by_queue.total is not None
    assert by_queue.value(by_queue.total, "offered") == whole.value(whole.total, "offered")


def test_an_interval_is_chosen_where_none_is_asked_for(connection):
    days = made(connection, "intervals", date(2026, 10, 20), date(2026, 10, 26), None)
    assert (days.selection.interval, len(days.rows)) == ("day", 7)
    hours = made(connection, "intervals", date(2026, 10, 24), date(2026, 10, 24), None)
    assert (hours.selection.interval, len(hours.rows)) == ("hour", 24)


def test_a_period_is_widened_to_whole_quarters_and_says_so(connection):
    since = datetime(2026, 10, 24, 8, 7, tzinfo=UTC)
    asked = Selection(since=since, until=since.replace(hour=9), limits=Limits(threshold_seconds=33))
    report = READY["queues"].run(connection, asked, NOW)
    assert (report.selection.since, report.selection.until) == (
        since.replace(minute=0),
        since.replace(hour=9, minute=15),
    )
    assert report.notes.limits == ((report.selection.since, Limits(threshold_seconds=33)),)


@pytest.mark.parametrize("name", READY)
def test_every_report_draws_what_its_table_says_in_both_languages(connection, name):
    report = made(connection, name, date(2026, 10, 24), date(2026, 10, 26), None)
    for code in ("cs", "en"):
        for chart in READY[name].charts(report, Language.of(code)):
            assert all(len(one.values) == len(chart.labels) for one in chart.series), chart.title
            assert len(chart.labels) == len(set(chart.labels)), chart.labels
        written = Written(report, Language.of(code), name=READY[name].title)
        assert all(written.heading(column) for column in report.columns)
        for row in report.rows[:50]:
            assert len([written.said(*cell) for cell in zip(report.columns, written.cells(row), strict=True)]) == len(
                report.columns)  # fmt: skip
