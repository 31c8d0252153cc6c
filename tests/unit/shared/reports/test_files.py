"""Reports as files, read back: typed values, harmless texts, what must be known about them."""

import csv
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from shared.language.cells import guarded
from shared.reports.csv_out import write_csv
from shared.reports.xlsx_out import write_xlsx
from tests.unit.shared.reports.sample import written

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def table(file: Path, delimiter: str) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines, delimiter=delimiter))


@pytest.mark.parametrize(("code", "delimiter", "share", "wait"), [
    ("cs", ";", "80", "15,5"), ("en", ",", "80", "15.5"),
])  # fmt: skip
def test_csv(tmp_path: Path, code: str, delimiter: str, share: str, wait: str):
    file = tmp_path / "report.csv"
    write_csv(file, written(code))
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = table(file, delimiter)
    assert rows[1] == ["2026-10-25 00:00:00", "Zákaznická péče", "1500", share, wait, "15"]
    assert rows[2][1] == "'=cmd|' /C calc'!A0"
    assert rows[3][2:] == ["0", "", "", ""]
    assert rows[4][2] == "1508"
    assert rows[5] == []
    said = "\n".join(";".join(row) for row in rows[6:])
    assert all(text in said for text in ("Europe/Prague", "20 s", "2:00" if code == "cs" else "02:00"))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("text", ["=1", " =1", "\"=1", "\t=1", "+420", "-1", "@a", "＝1"])
def test_a_text_like_a_formula_is_harmless(text: str):
    assert guarded(text) == f"'{text}"
    assert guarded("Péče") == "Péče"


def sheets(file: Path) -> list[list[dict[str, str | float]]]:
    """Cells of each sheet by their column's letter: texts as they are, numbers as numbers."""
    with zipfile.ZipFile(file) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(part.text or "" for part in one.iter(f"{SHEET}t")) for one in shared.iter(f"{SHEET}si")]
        names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        found = []
        for name in names:
            rows = []
            for row in ElementTree.fromstring(book.read(name)).iter(f"{SHEET}row"):
                cells: dict[str, str | float] = {}
                for cell in row.iter(f"{SHEET}c"):
                    value = cell.find(f"{SHEET}v")
                    assert cell.find(f"{SHEET}f") is None, "a formula"
                    if value is not None and value.text is not None:
                        letter = cell.attrib["r"].rstrip("0123456789")
                        cells[letter] = texts[int(value.text)] if cell.get("t") == "s" else float(value.text)
                rows.append(cells)
            found.append(rows)
        assert '"[h]:mm:ss"' in book.read("xl/styles.xml").decode()
    return found


def test_xlsx_has_typed_cells_formulas_and_what_was_asked(tmp_path: Path):
    file = tmp_path / "report.xlsx"
    write_xlsx(file, written())
    rows, formulas, about = sheets(file)
    assert rows[1]["B"] == "Zákaznická péče"
    assert rows[1]["C"] == 1500
    assert rows[1]["D"] == pytest.approx(0.8)
    assert rows[1]["E"] == pytest.approx(15.5 / 86_400)
    assert rows[2]["B"] == "=cmd|' /C calc'!A0"
    assert set(rows[3]) == {"A", "B", "C"}
    assert rows[4]["C"] == 1508
    assert [row["B"] for row in formulas[1:5]] == ["O", "A_T / (A + B − B_s)", "W_A / A", "P90"]
    said = "\n".join(str(cell) for row in about for cell in row.values())
    assert "Europe/Prague" in said
    assert "Zákaznická péče" in said


def test_xlsx_that_cannot_be_written_says_why(tmp_path: Path):
    with pytest.raises(OSError):
        write_xlsx(tmp_path / "nowhere" / "report.xlsx", written())


def test_the_doubled_hour_is_two_rows_that_can_be_told_apart():
    report = written(rows=15).report
    said = [written().said(report.columns[0], row.values[0]).replace("\u00a0", " ") for row in report.rows[::3]]
    assert said == ["25. 10. 2026 00:00", "25. 10. 2026 01:00", "25. 10. 2026 02:00+02:00", "25. 10. 2026 02:00+01:00",
                    "25. 10. 2026 03:00"]  # fmt: skip
