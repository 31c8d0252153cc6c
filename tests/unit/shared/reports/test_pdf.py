"""Reports as PDF, read back: what is said on which page, in embedded letters that can be copied out."""

import base64
import re
import zlib
from pathlib import Path

import msgspec
import pytest

from shared.language import Language
from shared.reports.chart import Chart, ChartKind, Series, Unit
from shared.reports.pdf_chart import PAINTS, nice_ticks
from shared.reports.pdf_out import pdf, write_pdf
from shared.reports.table import Report
from shared.reports.written import Written
from tests.unit.shared.reports.sample import SELECTION, report, written

_OBJECT = re.compile(rb"\n(\d+) 0 obj\n(.*?)endobj", re.DOTALL)
_PIECE = re.compile(rb"/(F[\d+]+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)


def stream(of: bytes) -> bytes:
    found = re.search(rb"stream\r?\n(.*)endstream", of, re.DOTALL)
    assert found is not None
    packed = found[1].strip(b"\r\n")
    return zlib.decompress(base64.a85decode(packed.strip()[:-2]) if b"ASCII85Decode" in of else packed)


def letters(of: bytes) -> dict[int, str]:
    """Code → letter, as the document says for whoever copies text out of it."""
    known: dict[int, str] = {}
    for low, _high, words in re.findall(rb"<(\w+)> <(\w+)> \[(.*?)\]", stream(of), re.DOTALL):
        known |= {int(low, 16) + n: chr(int(to, 16)) for n, to in enumerate(re.findall(rb"<(\w+)>", words))}
    known |= {int(code, 16): chr(int(to, 16)) for code, to in re.findall(rb"<(\w+)> <(\w+)>\s", stream(of))}
    return known


def text_of(document: bytes) -> str:
    """All that is said, page by page."""
    objects = {int(number): of for number, of in _OBJECT.findall(document)}
    fonts: dict[bytes, dict[int, str]] = {}
    for of in objects.values():
        if (name := re.search(rb"/Name /(F[\d+]+)", of)) and (to := re.search(rb"/ToUnicode (\d+) 0 R", of)):
            fonts[name[1]] = letters(objects[int(to[1])])
    said, known = "", dict[int, str]()
    for page in (of for of in objects.values() if b"ASCII85Decode" in of):
        for font, piece in _PIECE.findall(stream(page)):
            if font:
                known = fonts.get(font, {})
                continue
            codes = _ESCAPED.sub(lambda m: bytes([int(m[1], 8)]) if len(m[1]) == 3 else m[1], piece)
            said += "".join(known.get(code, "?") for code in codes) + "\n"
    return said


@pytest.fixture(scope="module")
def document() -> bytes:
    return pdf(written("cs", rows=40))


def test_the_document_says_what_was_asked_and_numbers_its_pages(document: bytes):
    assert document.startswith(b"%PDF-")
    assert b"/Count 3" in document
    assert document.count(b"/FontFile2") == 2, "both faces are embedded"
    assert b"DejaVuSans-Bold" in document
    said = text_of(document).replace("\u00a0", " ")
    assert "?" not in said
    for words in ("Fronty po hodinách", "Europe/Prague", "25. 10. 2026 02:00+01:00", "=cmd|' /C calc'!A0", "21 104",
                  "P90 · 20 s", "Hovory podle hodin", "queue_log"):  # fmt: skip
        assert words in said


def test_markup_in_names_is_only_text():
    hostile = msgspec.structs.replace(report(), title="<b>&amp; <img src='file:///etc/passwd'/> </para>" * 3)
    assert pdf(Written(hostile, Language.of("en"))).startswith(b"%PDF-")


def test_a_report_without_rows_charts_and_columns_is_a_page():
    empty = Report(name="queues", selection=SELECTION, columns=())
    assert b"/Count 1" in pdf(Written(empty, Language.of("cs")))


def test_charts_of_nothing_and_of_much_are_drawn():
    labels = tuple(str(one) for one in range(400))
    kinds: tuple[tuple[ChartKind, Unit], ...] = (
        ("bars", "count"), ("stacked", "duration"), ("lines", "money"), ("heat", "percent"), ("spread", "number"))
    charts = tuple(
        Chart(kind=kind, title="Ž" * 90, labels=labels, unit=unit,
              series=(Series(name="a", values=(None, *(float(one**3) for one in range(399)))),))
        for kind, unit in kinds
    )  # fmt: skip
    assert pdf(Written(msgspec.structs.replace(report(), charts=charts), Language.of("en"))).startswith(b"%PDF-")


def test_a_file_that_cannot_be_written_says_why(tmp_path: Path):
    with pytest.raises(OSError):
        write_pdf(tmp_path / "nowhere" / "report.pdf", written())


@pytest.mark.parametrize(("highest", "unit", "ticks"), [
    (172, "count", [0, 50, 100, 150, 200]), (3, "count", [0, 1, 2, 3]), (0, "count", [0, 1]),
    (98.2, "percent", [0, 25, 50, 75, 100]), (75, "duration", [0, 30, 60, 90]),
])  # fmt: skip
def test_ticks_are_round_and_reach_the_highest(highest: float, unit: Unit, ticks: list[float]):
    assert nice_ticks(highest, unit) == ticks


def test_colours_of_paper_are_dark_enough_for_grey_print():
    for colour in PAINTS.values():
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        assert 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128
