"""Exported files: what a spreadsheet reads from them is what was stored, and never a formula."""

from __future__ import annotations

import csv
import errno
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from shared.domain.agents import Gap
from shared.domain.call_record import record
from shared.domain.calls import Call, Step
from shared.domain.search.query import Query
from shared.language import Language
from supervisor_console.reports.export import ExportOrder, complaint
from supervisor_console.reports.export_csv import CsvFile, guarded
from supervisor_console.reports.export_jsonl import RecordsFile, masked
from supervisor_console.reports.export_lines import Lines
from supervisor_console.reports.export_xlsx import Workbook
from supervisor_console.reports.found import FoundCall
from supervisor_console.reports.search import SearchScope
from tests.unit.supervisor_console.calls.found import CENTRE, NOW, found_call, missed_call

PRAGUE = ZoneInfo("Europe/Prague")
WILD = '=cmd|"/c calc"!A1'
GAP = Gap(pbx="main", started_at=NOW, ended_at=NOW + timedelta(minutes=8))


def lines(code: str = "en", *, is_masked: bool = False) -> Lines:
    return Lines(Language.of(code), CENTRE, PRAGUE, is_masked=is_masked)


def read_csv(file: Path, *calls: FoundCall, code: str = "en", **more: bool) -> list[dict[str, str]]:
    pen = CsvFile(file, lines(code, **more), has_mark=True)
    pen.add(calls)
    pen.close(())
    text = file.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=";" if code == "cs" else ","))


def test_csv_is_read_as_it_was_stored(tmp_path: Path):
    call = found_call(caller_name='Žofie "Žo", Křížová', notes=("first\nsecond", "řekl; ne"), wait_ms=1500)
    (row,) = read_csv(tmp_path / "a.csv", call)
    assert row["Name"] == 'Žofie "Žo", Křížová'
    assert row["Note"] == "first\nsecond, řekl; ne"
    assert (row["Start"], row["Wait"], row["Talk"]) == ("2026-11-19 14:29:08", "1.5", "211")
    assert (row["Queue"], row["Operator"], row["Caller"]) == ("Podpora", "1006 Eva Veselá", "420777000001")


def test_czech_csv_has_semicolons_and_decimal_commas(tmp_path: Path):
    (row,) = read_csv(tmp_path / "a.csv", found_call(wait_ms=1500), code="cs")
    assert "1,5" in row.values()


@pytest.mark.parametrize("text", [WILD, "+420 777", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "'=1", '"=1"', "＝1"])
def test_no_text_begins_like_a_formula(text: str):
    assert guarded(text) == f"'{text}"


def test_formulas_are_guarded_in_the_file(tmp_path: Path):
    (row,) = read_csv(tmp_path / "a.csv", found_call(caller_name=WILD, notes=("plain",)))
    assert row["Name"] == f"'{WILD}"
    assert row["Note"] == "plain"


def test_half_a_character_of_a_broken_name_stops_nothing(tmp_path: Path):
    (row,) = read_csv(tmp_path / "a.csv", found_call(caller_name="a\udc80b"))
    assert row["Name"] == "a?b"


def test_masked_files_have_no_numbers_and_no_names(tmp_path: Path):
    call = found_call(caller="420777123456", caller_name="Jan Novák")
    (row,) = read_csv(tmp_path / "a.csv", call, is_masked=True)
    assert "•" in row["Caller"]
    assert row["Name"] == ""
    assert "123" not in row["Caller"]


def test_records_are_those_of_replay(tmp_path: Path):
    call = Call(pbx="main", call_id="1", direction="inbound", started_at=NOW, caller="420777123456", caller_name="Jan",
                steps=(Step(happened_at=NOW, kind="x", text="420777123456 1"),))  # fmt: skip
    pen = RecordsFile(tmp_path / "a.jsonl", lambda _calls: [call], "CZ", is_masked=False)
    pen.add((found_call(),))
    pen.close(())
    assert [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()] == [record(call)]
    hidden = json.dumps(masked(record(call), "CZ"), ensure_ascii=False)
    assert "420777123456" not in hidden
    assert "Jan" not in hidden


_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(file: Path, sheet: int) -> dict[str, str]:
    """Cell → what it holds; texts as they are."""
    with zipfile.ZipFile(file) as book:
        tree = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    assert not list(tree.iter(f"{_SHEET}f")), "a formula"
    found = {}
    for cell in tree.iter(f"{_SHEET}c"):
        value = cell.find(f"{_SHEET}v")
        texts = [one.text or "" for one in cell.iter(f"{_SHEET}t")]
        found[cell.attrib["r"]] = (value.text or "") if value is not None else "".join(texts)
    return found


def test_a_workbook_has_types_a_filter_and_tells_of_query_and_gaps(tmp_path: Path):
    file = tmp_path / "a.xlsx"
    book = Workbook(file, lines(), "queue:Podpora wait>60")
    book.add((found_call(caller_name=WILD), missed_call(2)))
    book.close((GAP,))
    calls, about = cells(file, 1), cells(file, 2)
    assert calls["A1"] == "Start"
    assert float(calls["A2"]) == pytest.approx(46345.6035, abs=0.001)  # days since 1899-12-30
    assert float(calls["L2"]) == pytest.approx(27 / 86_400)
    assert calls["E2"] == WILD  # a text, no formula
    assert about["B1"] == "queue:Podpora wait>60"
    assert about["B4"] == "1"
    with zipfile.ZipFile(file) as packed:
        assert b"<autoFilter" in packed.read("xl/worksheets/sheet1.xml")


def test_a_workbook_that_is_abandoned_leaves_nothing_open(tmp_path: Path):
    book = Workbook(tmp_path / "a.xlsx", lines(), "")
    book.add((found_call(),))
    book.abandon()
    assert (tmp_path / "a.xlsx").stat().st_size == 0


@pytest.mark.parametrize(
    ("number", "part"),
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "must not be written"), (errno.ENOENT, "no such folder"),
     (errno.EIO, "cannot be written")],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_one_line(number: int, part: str, tmp_path: Path):
    scope = SearchScope(zone=PRAGUE, now=NOW, country="CZ")
    order = ExportOrder(file=tmp_path / "a.csv", kind="csv", query=Query(), line="", scope=scope,
                        language=Language.of("en"), centre=CENTRE)  # fmt: skip
    said = complaint(OSError(number, "what the system says"), order)
    assert part in said
    assert str(tmp_path) in said
    assert "\n" not in said
