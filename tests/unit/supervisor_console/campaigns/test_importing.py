"""What the window of an import says: of a good file, of one with faults, of one that cannot be read."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.dialer_replies import ImportReply, LineFault
from supervisor_console.campaigns.presenter.importing import WHOLE, ImportMoment, importing
from tests.unit.supervisor_console.campaigns.made import AROUND

LOOKED: dict[str, Any] = {
    "state": "looked_at", "encoding": "cp1250", "separator": ";", "header": ("Jméno", "Telefon", "Město"),
    "columns": {"Jméno": "name", "Telefon": "number"}, "rows": (("Šimková", "602 218 940", "Brno"), ("Beneš", "x", "")),
    "lines": 1000, "good": 1000,
}  # fmt: skip


def shown(**changed: Any) -> Any:
    reply = ImportReply(**(LOOKED | changed))
    return importing(ImportMoment(around=AROUND, file="list.csv", uploaded=1.0, reply=reply))


def test_a_good_file_can_be_taken_and_says_how_it_is_read() -> None:
    found = shown()
    assert found.accept.text == "Take 1,000 contacts"
    assert found.accept.refusal == ""
    assert found.reading["encoding"].said == "Windows-1250"
    assert [(one.key, one.meaning.said) for one in found.columns] == [
        ("Jméno", "Name"), ("Telefon", "Telephone"), ("Město", "left out")]  # fmt: skip
    assert found.columns[0].samples == "Šimková, Beneš"
    assert "field:Město" in [one.value for one in found.columns[2].meaning.options]


def test_faults_are_listed_with_their_lines_and_nothing_can_be_taken() -> None:
    faults = (LineFault(line=3, kind="bad_number", column="Telefon", value="x"),)
    twice = (LineFault(line=9, kind="double", of=4), LineFault(line=10, kind="double"))
    found = shown(faulty=1, doubles=2, good=997, faults=faults, left_out=twice)
    assert found.accept.refusal
    assert "nothing is taken" in found.told.text
    assert [[cell.text for cell in line.cells] for line in found.faults.lines] == [
        ["3", "no telephone number", "Telefon", "x"], ["9", "the same as line 4", "—", "—"],
        ["10", "the campaign has this number already", "—", "—"]]  # fmt: skip


@pytest.mark.parametrize("why", [why for why in WHOLE if why != "faults"])
def test_a_file_that_cannot_be_read_says_why(why: str) -> None:
    found = shown(state="refused", why=why, lines=0, good=0, line=7)
    assert found.told.text.endswith(".") or found.told.text.endswith("?")
    assert found.told.more == "line 7"
    assert found.accept.refusal


def test_it_says_how_far_it_is() -> None:
    sending = importing(ImportMoment(around=AROUND, file="list.csv", uploaded=0.45))
    assert (sending.told.text, sending.share) == ("Sending the file: 45%", 0.45)
    reading = shown(state="running", done=30, whole=60)
    assert (reading.told.text, reading.share) == ("Reading the file: 50%", 0.5)
    assert reading.accept.refusal


def test_the_same_file_again_is_said() -> None:
    assert "taken before" in shown(is_new=False, good=0).told.text
