"""Scheduled reports made of a real busy hour: right figures in all formats, no more than the account may see."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import psycopg
import pytest

from collector_daemon.reporting.delivery import NotDelivered, Sheet
from collector_daemon.reporting.making import NOBODY, ReportMaker, definition_of, file_name, narrowed
from collector_daemon.store.report_reading import ReportReading
from collector_daemon.store.report_schedules import Schedule
from shared.clock import HandClock
from shared.database.connection import conninfo
from shared.days import Span
from shared.domain.description import CentreDescription
from shared.errors import Unavailable
from shared.language import Language
from shared.reports.catalogue import READY
from shared.reports.definition import Definition
from shared.reports.selection import Selection
from tests.integration.reporting.conftest import day_of

PRAGUE = ZoneInfo("Europe/Prague")
MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)


def made(url: str, report: dict[str, Any], queues: tuple[str, ...] | None = None, formats: str = "csv") -> list[Sheet]:
    """The files of a schedule that was due the morning after the busy hour."""
    due = datetime.combine(day_of(url) + timedelta(days=1), time(7), PRAGUE).astimezone(UTC)
    schedule = Schedule(
        schedule="s1", account="eva", name="Fronty: ráno", report=report, every="day", day=1, minute=420,
        formats=tuple(formats.split()), mail_to=(), folder="daily", changed_at=MONDAY, queues=queues, may_see=True,
        last_due_at=None,
    )  # fmt: skip
    maker = ReportMaker(ReportReading(url), lambda: CentreDescription(name="Centrum"), lambda: PRAGUE, HandClock(due))
    return list(maker(schedule, due))


def table(sheet: Sheet) -> list[list[str]]:
    """The rows of a CSV down to its total."""
    text = sheet.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ","))
    return rows[: rows.index([])]


@pytest.mark.postgres
def test_the_day_s_queues_in_all_formats(busy_url: str) -> None:
    sheets = made(
        busy_url, {"report": "queues", "period": {"preset": "yesterday"}, "language": "cs"}, formats="csv xlsx pdf"
    )
    day = day_of(busy_url)
    assert [one.name for one in sheets] == [f"Fronty_ ráno {day}.{one}" for one in ("csv", "xlsx", "pdf")]
    assert [one.content[:4] for one in sheets[1:]] == [b"PK\x03\x04", b"%PDF"]
    with psycopg.connect(conninfo(busy_url)) as connection:
        counted: dict[str, int] = dict(
            connection.execute("select queue, count(*) from queue_visit group by queue").fetchall()
        )
    head, *rows, total = table(sheets[0])
    offered = head.index("Nabídnuto") if "Nabídnuto" in head else 1
    assert {row[0]: int(row[offered]) for row in rows} == counted
    assert int(total[offered]) == sum(counted.values())


@pytest.mark.postgres
def test_it_is_made_as_it_was_arranged(busy_url: str) -> None:
    told = Definition(
        report="queues", language="en", columns=("answered", "asa"), sorted_by="offered", is_descending=True, most=2,
        chart="stacked", charted=("answered", "abandoned"),
    )  # fmt: skip
    sheet, paper = made(busy_url, msgspec.to_builtins(told), formats="csv pdf")
    (head, *rows, total), whole = table(sheet), table(made(busy_url, {"report": "queues", "language": "en"})[0])
    assert head == ["Queue", "Answered", "Average wait (ASA)"]
    offered = {row[0]: int(row[1]) for row in whole[1:-1]}
    assert [row[0] for row in rows] == sorted(offered, key=lambda queue: -offered[queue])[:2]
    assert total[1] == whole[-1][2]
    assert paper.content.startswith(b"%PDF")


@pytest.mark.postgres
def test_no_more_than_the_account_may_see(busy_url: str) -> None:
    (sheet,) = made(busy_url, {"report": "queues"}, queues=("support",))
    assert [row[0] for row in table(sheet)[1:-1]] == ["support"]
    for report, ready in READY.items():
        if ready.right is None:
            assert made(busy_url, {"report": report, "language": "en"}, queues=("support",))
            continue
        with pytest.raises(NotDelivered, match="eva may not see what calls cost") as refused:
            made(busy_url, {"report": report})
        assert refused.value.is_final
    (sheet,) = made(busy_url, {"report": "agents"}, queues=("night",))
    assert table(sheet)[1:-1] == []
    with pytest.raises(NotDelivered, match="may see none of the report's queues") as refused:
        made(busy_url, {"report": "queues", "queues": ["sales"]}, queues=("support",))
    assert refused.value.is_final


@pytest.mark.postgres
def test_the_overview_as_the_console_keeps_it_with_its_columns(busy_url: str) -> None:
    told = Definition(report="overview", queues=("support",), compare="before", columns=("answered", "offered"))
    (sheet,) = made(busy_url, msgspec.to_builtins(told))
    head, *rows, _total = table(sheet)
    assert [row[0] for row in rows] == ["support"]
    assert head[1:3] == [Language.of("cs").text("Answered"), Language.of("cs").text("Offered")]


@pytest.mark.parametrize(("report", "why"), [
    ({"report": None}, "made by a newer program"), ({"report": "horoscope"}, "made by a newer program"),
    ({"report": "queues", "period": {"preset": "someday"}}, "made by a newer program"),
])  # fmt: skip
def test_a_definition_that_is_none_is_one_line(report: dict[str, Any], why: str) -> None:
    with pytest.raises(NotDelivered, match=why) as refused:
        definition_of(report)
    assert refused.value.is_final
    assert "\n" not in str(refused.value)


@pytest.mark.postgres
def test_a_period_without_end_is_refused(busy_url: str) -> None:
    with pytest.raises(NotDelivered, match="a period without a beginning"):
        made(busy_url, {"report": "queues", "period": {"preset": "all"}})


def test_without_the_database_it_is_tried_again() -> None:
    with pytest.raises(Unavailable):
        ReportReading("postgresql://nobody@127.0.0.1:1/none").ask(lambda connection: None)


def test_what_an_account_may_see_narrows_what_is_asked() -> None:
    everything = Selection(since=MONDAY, until=MONDAY + timedelta(days=1))
    assert narrowed(everything, None, lambda queues: ()) is everything
    seen = narrowed(everything, ("sales", "support"), lambda queues: ("1001", "1002"))
    assert (seen.queues, seen.agents) == (("sales", "support"), ("1001", "1002"))
    asked = Selection(since=MONDAY, until=MONDAY, queues=("sales", "night"), agents=("1002", "1009"))
    assert narrowed(asked, ("sales",), lambda queues: ("1001", "1002")).agents == ("1002",)
    assert narrowed(asked, ("sales",), lambda queues: ("1001",)).agents == NOBODY


@pytest.mark.parametrize(("name", "found"), [
    ("Fronty", "Fronty"), ("a/b\\c:d\x00", "a_b_c_d_"), (" .. ", "report"), ("ž" * 100, "ž" * 90),
], ids=["plain", "signs", "nothing", "long"])  # fmt: skip
def test_names_of_files(name: str, found: str) -> None:
    day = Span(datetime(2026, 1, 4, 23, tzinfo=UTC), datetime(2026, 1, 5, 23, tzinfo=UTC))
    assert file_name(name, day, PRAGUE) == f"{found} 2026-01-05"
    week = Span(day.since, day.until + timedelta(days=6))
    assert file_name(name, week, PRAGUE) == f"{found} 2026-01-05 2026-01-11"
