"""No text that somebody wrote is carried out by the spreadsheet of who opens an export."""

from __future__ import annotations

import csv
import io
import re

import msgspec
import pytest

from collector_daemon.billing.price_lists import safe, table_of_file
from shared.billing.price_list import csv_of_table, table_of
from supervisor_console.campaigns.presenter.proof import as_csv
from supervisor_console.views.pieces import Grid, Line, Mark
from tests.architecture.source import ROOT, name_of, python_files
from tests.unit.shared.billing.made import version

FORMULAS = ("=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", " =1", '"=1', "＝1", "\n=1")
PROGRAMS = ("shared", "collector_daemon", "operator_panel", "wallboard", "supervisor_console")


def is_harmless(cell: str) -> bool:
    """Does a spreadsheet take it for a text, or for a plain number?"""
    bare = cell.lstrip(" \u00a0\"'")
    begins = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    return cell.startswith("'") or not bare.startswith(begins) or re.fullmatch(r"[+-]?[0-9][0-9 .,]*", cell) is not None


def test_whoever_writes_csv_or_xlsx_guards_its_texts() -> None:
    """A new exporter is found by this: it must guard, or say that it has no texts of others."""
    for path in python_files(*PROGRAMS):
        text = path.read_text(encoding="utf-8")
        if "csv.writer(" in text and name_of(path) != "shared/billing/price_list.py":  # guarded by who calls it
            assert "guarded(" in text or "safe(" in text, name_of(path)
        if "xlsxwriter.Workbook(" in text:
            assert '"strings_to_formulas": False' in text, name_of(path)
    assert (ROOT / "shared/billing/price_list.py").is_file()


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_price_list_comes_back_as_it_was_and_does_nothing_meanwhile(formula: str) -> None:
    old = version()
    hostile = msgspec.structs.replace(old, rates=tuple(
        msgspec.structs.replace(rate, destination=formula) for rate in old.rates))  # fmt: skip
    table = table_of(hostile)
    text = csv_of_table(safe(table))
    assert all(is_harmless(cell) for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row)
    if "\r" not in formula and "\n" not in formula:
        assert table_of_file(text.encode("utf-8-sig")) == table


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_proof_of_a_campaign_does_nothing(formula: str) -> None:
    grid = Grid(title=formula, lines=(Line("1", (Mark(formula), Mark("+420777123001"))),))
    text = as_csv([(("head",), grid)]).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row]
    assert all(map(is_harmless, cells)), cells
    assert "+420777123001" in cells
