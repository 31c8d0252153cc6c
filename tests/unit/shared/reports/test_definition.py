"""A report's definition comes to a selection of now; only the columns it names are shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from shared.days import Span
from shared.domain.search.query import Period
from shared.reports.arranged import with_columns
from shared.reports.definition import Definition, selection_of, understood
from shared.reports.selection import Selection
from shared.reports.table import Report, Row, key_column, measure_column

PRAGUE = ZoneInfo("Europe/Prague")
NOW = datetime(2026, 4, 1, 6, 7, tzinfo=UTC)


def made(period: Period, compare: str = "none") -> Selection:
    return selection_of(Definition(period=period, compare=compare), NOW, PRAGUE)  # type: ignore[arg-type]


def test_a_period_is_reckoned_from_when_the_report_is_made() -> None:
    asked = selection_of(Definition(queues=("support",), interval="hour"), NOW, PRAGUE)
    assert (asked.since, asked.until) == (
        datetime(2026, 3, 30, 22, tzinfo=UTC), datetime(2026, 3, 31, 22, tzinfo=UTC))  # fmt: skip
    assert (asked.zone, asked.queues, asked.interval, asked.compare_to) == (
        "Europe/Prague", ("support",), "hour", None)  # fmt: skip


def test_the_month_of_the_change_of_clock_has_its_hours() -> None:
    asked = made(Period(preset="last_month"))
    assert asked.until - asked.since == timedelta(days=31) - timedelta(hours=1)


@pytest.mark.parametrize(("preset", "compare", "expected"), [
    ("yesterday", "before", Span(datetime(2026, 3, 29, 22, tzinfo=UTC), datetime(2026, 3, 30, 22, tzinfo=UTC))),
    ("yesterday", "year", Span(datetime(2025, 3, 31, 22, tzinfo=UTC), datetime(2025, 4, 1, 22, tzinfo=UTC))),
    ("today", "before", Span(datetime(2026, 3, 30, 22, tzinfo=UTC), datetime(2026, 3, 31, 6, 15, tzinfo=UTC))),
])  # fmt: skip
def test_what_is_compared_with_is_as_long_as_what_has_passed(preset: str, compare: str, expected: Span) -> None:
    assert made(Period(preset=preset), compare).compare_to == expected  # type: ignore[arg-type]


def test_an_open_period_has_a_beginning() -> None:
    asked = made(Period(preset="all"))
    assert asked.until == datetime(2026, 4, 1, 6, 15, tzinfo=UTC)
    assert (asked.until - asked.since).days == 3 * 364


def test_it_goes_through_the_database_and_back() -> None:
    told = Definition(report="waits", period=Period(preset=None, since=NOW, until=NOW), columns=("asa",), chart="bars")
    assert msgspec.json.decode(msgspec.json.encode(told), type=Definition) == told


@pytest.mark.parametrize("newer", [
    {"report": "moods"}, {"mood": "good"}, {"period": {"preset": "today", "mood": 1}}, {"interval": "fortnight"},
    {"chart": "pie"}, {"period": 5},
])  # fmt: skip
def test_what_a_newer_program_wrote_is_not_taken_for_something_else(newer: dict[str, object]) -> None:
    stored = msgspec.to_builtins(Definition(report="waits", columns=("asa",)))
    assert understood(stored, ("waits",)) == Definition(report="waits", columns=("asa",))
    assert understood(stored | newer, ("waits",)) is None


def test_columns_are_chosen_and_ordered() -> None:
    columns = (key_column("queue"), measure_column("offered"), measure_column("answered"), measure_column("asa"))
    whole = Report(
        name="queues", selection=made(Period()), columns=columns, rows=(Row(values=("support", 5, 4, 7.5)),),
        total=Row(values=(None, 5, 4, 7.5)),
    )  # fmt: skip
    shown = with_columns(msgspec.structs.replace(whole, compared=whole), ("asa", "queue", "nothing", "offered", "asa"))
    assert [one.name for one in shown.columns] == ["queue", "asa", "offered"]
    assert shown.rows[0].values == ("support", 7.5, 5)
    assert shown.total is not None
    assert shown.total.values == (None, 7.5, 5)
    assert shown.compared is not None
    assert shown.compared.columns == shown.columns
    assert with_columns(whole, ()) is whole


def test_a_whole_month_stands_against_the_whole_month_before_however_long_that_is() -> None:
    march = made(Period(preset="last_month"), "before").compare_to
    assert march == Span(datetime(2026, 1, 31, 23, tzinfo=UTC), datetime(2026, 2, 28, 23, tzinfo=UTC))


def test_an_unfinished_day_stands_against_as_much_by_the_clock_also_where_that_was_changed() -> None:
    now = datetime(2026, 3, 30, 6, 7, tzinfo=UTC)  # 8:07, and at 2 o'clock of the day before the clock leapt
    sunday = selection_of(Definition(period=Period(preset="today"), compare="before"), now, PRAGUE).compare_to
    assert sunday == Span(datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 6, 15, tzinfo=UTC))
