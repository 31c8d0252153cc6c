"""A report as PDF: what was asked, charts, the table with its head on every page, notes, formulas, page numbers.

Drawn with DejaVu Sans, which is embedded and has all letters that we write; readable when it is printed in grey.
"""

from __future__ import annotations

import importlib.resources
import io
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4, landscape  # type: ignore[import-untyped]  # it has no types
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import (  # type: ignore[import-untyped]
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from shared.reports.changed import CHANGES, compared_columns
from shared.reports.comparison import Change, changes
from shared.reports.pdf_chart import BOLD, LINE, MUTED, PLAIN, TEXT, PaperChart
from shared.reports.table import Column, Row
from shared.reports.written import Written, signed

_MARGIN = 42.0
_MOST_UPRIGHT = 8  # columns
_LONGEST = 2000  # letters of a cell
_TRIED = 200  # rows that are looked at for the widths of columns
_SMALL = re.compile(r"_(\w)")
_WORDS = ("text", "instant", "date", "truth")


def write_pdf(file: Path, written: Written) -> None:
    """Write the file anew. Raises OSError."""
    file.write_bytes(pdf(written))


def pdf(written: Written) -> bytes:
    """The document."""
    return _document(written.title, (written,), _story)


def several(title: str, parts: Sequence[Written]) -> bytes:
    """Reports one under another under one title, each with what was asked of it; at least one. Without formulas."""

    def story(written: Written, width: float) -> list[Any]:
        heading = [_words(title, size=17, font=BOLD), Spacer(1, 12)] if written is parts[0] else [Spacer(1, 22)]
        return [*heading, *_shown(written, width)]

    return _document(title, parts, story)


def _document(title: str, parts: Sequence[Written], story: Callable[[Written, float], list[Any]]) -> bytes:
    _load_fonts()
    first, columns = parts[0], max(len(one.report.columns) for one in parts)
    page = A4 if columns <= _MOST_UPRIGHT else landscape(A4)
    made = io.BytesIO()
    document = SimpleDocTemplate(
        made, pagesize=page, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_MARGIN + 8,
        title=title, author=first.centre.name,
        subject=first.about()[0][1], creator="", lang=first.language.code,
    )  # fmt: skip
    width = page[0] - 2 * _MARGIN - 12  # the frame's own padding
    foot = " · ".join(one for one in (first.centre.name, title) if one)

    def numbered(*given: Any, **named: Any) -> Canvas:
        return _Numbered(*given, foot=foot, written=first, **named)

    document.build([part for one in parts for part in story(one, width)], canvasmaker=numbered)
    return made.getvalue()


def _shown(written: Written, width: float) -> list[Any]:
    """Title, what was asked, charts, table, notes."""
    about = [[_words(title, MUTED), _words(line)] for title, line in written.about()]
    head = [_words(written.title, size=15, font=BOLD), Spacer(1, 8), _plain_table(about, (92, width - 92))]
    charts = [part for one in written.report.charts if not one.is_empty
              for part in (Spacer(1, 14), PaperChart(one, written.language, width))]  # fmt: skip
    story: list[Any] = [KeepTogether([*head, *charts[:2]]), *charts[2:]]
    if written.report.columns:
        story += [Spacer(1, 14), _figures(written, width)]
    return [*story, Spacer(1, 10), KeepTogether([_words(note, MUTED) for note in written.notes()])]


def _story(written: Written, width: float) -> list[Any]:
    text, story = written.language.text, _shown(written, width)
    formulas = [[_words(title), _words(letters, font=BOLD, is_formula=True), _words(source, MUTED)]
                for title, letters, source in written.formulas()]  # fmt: skip
    if formulas:
        heading = _words(text("Formulas"), size=10, font=BOLD)
        story += [Spacer(1, 14), KeepTogether([heading, Spacer(1, 4), _plain_table(formulas, _shares(width, 3, 3, 4))])]
        legend = [[_words(letter, font=BOLD, is_formula=True), _words(words)] for letter, words in written.legend()]
        story += [Spacer(1, 6), _plain_table(legend, (56, width - 56))] if legend else []
    return story


def _figures(written: Written, width: float) -> Table:
    """The table of the report; its head stands on every page, figures right, words left."""
    report = written.report
    rows = [[_words(written.heading(one), MUTED, is_right=_is_right(one)) for one in report.columns]]
    compared = compared_columns(report)
    rows += [_line(written, row, changes(report, row) if compared else {}) for row in report.rows]
    style = [("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE), ("LINEBELOW", (0, 0), (-1, 0), 0.8, MUTED)]
    if report.total:
        rows.append(_line(written, report.total, changes(report, None) if compared else {}, BOLD))
        style.append(("LINEABOVE", (0, -1), (-1, -1), 0.8, TEXT))
    return Table(rows, colWidths=_widths(written, width), repeatRows=1, style=_padded(style))


def _line(written: Written, row: Row, changed: dict[str, Change], font: str = PLAIN) -> list[Any]:
    """Its cells; under a figure how it changed, for columns of their own would have no room on paper."""
    found: list[Any] = []
    for column, value in zip(written.report.columns, written.cells(row), strict=True):
        words = _words(written.said(column, value), font=font, is_right=_is_right(column))
        one = changed.get(column.name)
        lines = _changed(one, column, written) if one is not None else ()
        if len(written.report.columns) <= _MOST_UPRIGHT and lines:
            lines = (" · ".join(lines),)
        found.append([words, *(_words(line, MUTED, size=6.5, is_right=True) for line in lines)] if lines else words)
    return found


def _changed(one: Change, column: Column, written: Written) -> tuple[str, ...]:
    """``+12`` and ``+1,8 %``; of a share its points, of a length its seconds; nothing where it did not change."""
    language = written.language
    if not one.difference:
        return ()
    if column.unit == "percent":
        return (language.text("{points} p.", points=signed(one.difference, "change_exact", language)),)
    unit = CHANGES.get(column.unit, "change_exact")
    said = signed(one.difference, unit, language) + ("\u00a0s" if column.unit == "duration" else "")
    return (said,) if one.share is None else (said, signed(one.share, "change_percent", language))


def _widths(written: Written, width: float) -> tuple[float, ...]:
    """Every column as wide as its longest word; what is left of the page is shared, words getting more than figures."""
    report = written.report
    rows = [written.cells(row) for row in [*report.rows[:_TRIED], *([report.total] if report.total else [])]]
    needed = []
    for place, column in enumerate(report.columns):
        texts = [written.heading(column), *(written.said(column, cells[place]) for cells in rows)]
        words = {word for text in texts for word in text[:_LONGEST].split(" ")}
        needed.append(min(width / 4, max(pdfmetrics.stringWidth(word, BOLD, 8) for word in words) + 6))
    left = width - sum(needed)
    if left < 0:
        return _shares(width, *needed)
    weights = [1.0 if _is_right(one) else 1.8 for one in report.columns]
    return tuple(one + more for one, more in zip(needed, _shares(left, *weights), strict=True))


def _plain_table(rows: list[list[Any]], widths: tuple[float, ...]) -> Any:
    return Table(rows, colWidths=widths, style=_padded([])) if rows else Spacer(1, 0)


def _padded(style: list[tuple[Any, ...]]) -> TableStyle:
    return TableStyle([
        ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ("VALIGN", (0, 0), (-1, -1), "TOP"), *style,
    ])  # fmt: skip


def _words(
    text: str, colour: Any = TEXT, *, size: float = 8, font: str = PLAIN, is_right: bool = False,
    is_formula: bool = False,
) -> Paragraph:  # fmt: skip
    style = ParagraphStyle("words", fontName=font, fontSize=size, leading=size * 1.35, textColor=colour,
                           alignment=2 if is_right else 0, splitLongWords=True)  # fmt: skip
    words = escape(text[:_LONGEST]).replace("\n", " ")
    return Paragraph(_SMALL.sub(r'<sub rise="1.5" size="6">\1</sub>', words) if is_formula else words, style)


def _is_right(column: Column) -> bool:
    return column.role != "key" and column.unit not in _WORDS


def _shares(width: float, *weights: float) -> tuple[float, ...]:
    return tuple(width * one / sum(weights) for one in weights)


class _Numbered(Canvas):  # type: ignore[misc]  # the library has no types
    """Pages that know how many they are: they are kept, and written at the end."""

    def __init__(self, *given: Any, foot: str, written: Written, **named: Any) -> None:
        super().__init__(*given, **named)
        self._foot, self._written = foot, written
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802
        """Keep the page."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every page with its number."""
        for number, page in enumerate(self._kept, 1):
            self.__dict__.update(page)
            self.setFont(PLAIN, 7.5)
            self.setFillColor(MUTED)
            self.drawString(_MARGIN + 6, 26, self._foot[:110])
            text = self._written.language.text("Page {number} of {count}", number=number, count=len(self._kept))
            self.drawRightString(self._pagesize[0] - _MARGIN - 6, 26, text)
            Canvas.showPage(self)
        super().save()


@cache
def _load_fonts() -> None:
    folder = importlib.resources.files("shared.reports").joinpath("font_files")
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(folder.joinpath(f"{name}.ttf").read_bytes())))
