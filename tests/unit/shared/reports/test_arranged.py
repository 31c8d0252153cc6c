"""A report as somebody wants it: rows sorted and cut, a chart of chosen columns; changes beside figures in files."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from shared.days import Span
from shared.domain.description import CentreDescription, QueueDescription
from shared.domain.measures.formulas import MeasureName
from shared.language import Language
from shared.reports.arranged import arranged, with_rows
from shared.reports.catalogue import READY
from shared.reports.csv_out import write_csv
from shared.reports.definition import Arrangement
from shared.reports.own_chart import own_chart
from shared.reports.pdf_out import pdf
from shared.reports.selection import Selection
from shared.reports.table import Report, key_column, summed
from shared.reports.written import Written
from shared.reports.xlsx_out import write_xlsx
from tests.unit.shared.reports.sample import counts

SINCE = datetime(2026, 11, 8, 23, tzinfo=UTC)
BEFORE = Span(SINCE - timedelta(days=5), SINCE)
SELECTION = Selection(since=SINCE, until=SINCE + timedelta(days=5), zone="Europe/Prague", compare_to=BEFORE)
CENTRE = CentreDescription(queues=(QueueDescription(queue="b", title="Archiv"),))
ENGLISH = Language.of("en")
MEASURES: tuple[MeasureName, ...] = ("offered", "answered", "abandoned", "sl4", "asa")


def by_queue(**answered: int) -> Report:
    rows = [((queue,), counts(number, 5, 4000)) for queue, number in answered.items()]
    return summed("queues", SELECTION, (key_column("queue"),), MEASURES, rows)


def by_day_and_queue(*rows: tuple[int, str, int]) -> Report:
    keys = (key_column("interval", "instant"), key_column("queue"))
    asked = msgspec.structs.replace(SELECTION, interval="day")
    told = [((SINCE + timedelta(days=day), queue), counts(number, 0, 4000)) for day, queue, number in rows]
    return summed("queues", asked, keys, MEASURES, told)


def queues_of(report: Report) -> str:
    return "".join(str(row.values[0]) for row in report.rows)


@pytest.mark.parametrize(("how", "queues"), [
    (Arrangement(), "abc"), (Arrangement(sorted_by="offered"), "cab"), (Arrangement(sorted_by="mood"), "abc"),
    (Arrangement(sorted_by="offered", is_descending=True, most=2), "ba"), (Arrangement(sorted_by="queue"), "abc"),
])  # fmt: skip
def test_rows_are_sorted_and_cut_and_the_total_stays_that_of_all(how: Arrangement, queues: str) -> None:
    whole = by_queue(a=10, b=20, c=5)
    found = with_rows(whole, how, ENGLISH, CENTRE)
    assert queues_of(found) == queues
    assert found.total == whole.total
    assert found.notes.cut_at == (how.most or None)


def test_keys_are_sorted_by_what_they_are_called() -> None:
    found = with_rows(by_queue(c=1, b=1), Arrangement(sorted_by="queue"), ENGLISH, CENTRE)
    assert queues_of(found) == "bc"  # Archiv, c


def test_the_chart_is_of_the_chosen_columns_of_one_unit() -> None:
    how = Arrangement(chart="stacked", charted=("answered", "sl4", "abandoned"))
    chart = own_chart(by_queue(a=10, b=20), how, ENGLISH, CENTRE)
    assert chart is not None
    assert (chart.kind, chart.labels, chart.totals) == ("stacked", ("a", "Archiv"), (15.0, 25.0))
    assert [(one.name, one.values, one.paint) for one in chart.series] == [
        ("Answered", (10.0, 20.0), "accent"), ("Abandoned", (5.0, 5.0), "bad"),
    ]  # fmt: skip
    first = own_chart(by_queue(a=10), Arrangement(chart="stacked", columns=("sl4", "asa")), ENGLISH, CENTRE)
    assert first is not None
    assert (first.kind, first.unit) == ("bars", "percent")  # shares do not add up


def test_one_column_by_day_and_queue_is_a_line_for_each_queue() -> None:
    report = by_day_and_queue((0, "a", 1), (0, "b", 2), (1, "b", 3), (2, "a", 7))
    chart = own_chart(report, Arrangement(chart="lines", charted=("offered",)), ENGLISH, CENTRE)
    assert chart is not None
    assert [(one.name, one.values) for one in chart.series] == [("a", (1.0, None, 7.0)), ("Archiv", (2.0, 3.0, None))]
    assert chart.labels[1].replace("\u00a0", " ") == "Tue 10 Nov 2026"


def test_a_report_is_arranged_whatever_of_its_columns_is_left() -> None:
    for name in ("queues", "intervals"):
        report = by_day_and_queue((0, "a", 1)) if name == "intervals" else by_queue(a=10)
        how = Arrangement(columns=("asa",), sorted_by="offered")
        found = arranged(report, READY[name], how, ENGLISH, CENTRE)  # type: ignore[index]
        assert [one.name for one in found.columns if one.role != "key"] == ["asa"]
        assert found.charts
        none = arranged(report, READY[name], msgspec.structs.replace(how, chart="none"), ENGLISH, CENTRE)  # type: ignore[index]
        assert none.charts == ()


def compared() -> Report:
    return msgspec.structs.replace(by_queue(a=10, b=20), compared=by_queue(a=15, c=3))


def test_changes_stand_behind_their_figures_in_files(tmp_path: Path) -> None:
    written = Written(compared(), ENGLISH, CENTRE)
    file = tmp_path / "report.csv"
    write_csv(file, written, has_notes=False)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        head, first, second, total = csv.reader(lines)
    told = dict(zip(head, first, strict=True))
    assert (told["± Offered"], told["± Offered, %"]) == ("-5", "-25")
    assert (told["± Service level SL4, points"], told["± Average wait (ASA), seconds"]) == ("-8.333333", "0")
    assert dict(zip(head, second, strict=True))["± Offered"] == ""
    assert dict(zip(head, total, strict=True))["± Offered"] == "12"
    assert "± Service level SL4, %" not in head
    write_xlsx(tmp_path / "report.xlsx", written)
    assert pdf(written).startswith(b"%PDF")
    alone = Written(by_queue(a=10), ENGLISH, CENTRE)
    write_csv(file, alone, has_notes=False)
    assert "±" not in file.read_text("utf-8-sig")
