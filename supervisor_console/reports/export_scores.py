"""Scores as CSV or a workbook: one row a score, a column for each question; written beside its place and then renamed,
audited. Which of the two, the file's name says.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, tzinfo
from decimal import Decimal
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]  # it has no types
from sqlalchemy import Connection, text
from xlsxwriter.exceptions import XlsxWriterException  # type: ignore[import-untyped]

from shared.domain.quality import Card
from shared.errors import Unavailable
from shared.language import Language
from supervisor_console.reports.export import Destination, complaint
from supervisor_console.reports.export_csv import guarded
from supervisor_console.reports.quality import Score

_NOTE = text("select note_act('scores.export', :subject, :detail)")
_LONGEST = 32_767
"""Characters of a cell."""
_WIDTHS = (19, 10, 22, 24, 10, 28, 40, 14, 19, 10, 20)
_QUESTION_WIDTH = 18
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
Cell = datetime | Decimal | int | str | None
Place = tuple[str, str]
"""Card and question."""


def write_scores(
    connection: Connection, file: Path, scores: Sequence[Score], cards: Sequence[Card], language: Language, zone: tzinfo
) -> int:
    """Write these; how many. Raises Unavailable in one line; the file that was there stays then."""
    part = file.with_name(f".{file.name}.part")
    is_book = file.suffix.lower() == ".xlsx"
    columns = _asked(scores, cards)
    heads = [*_heads(language), *columns.values()]
    rows = [_row(one, cards, tuple(columns), zone) for one in scores]
    try:
        if is_book:
            _write_book(part, heads, rows, language.text("Scores"))
        else:
            _write_csv(part, heads, rows, is_czech=language.code == "cs")
        connection.execute(_NOTE, {"subject": file.name, "detail": f"{'xlsx' if is_book else 'csv'} {len(scores)}"})
        part.replace(file)
    except OSError as problem:
        raise Unavailable(complaint(problem, Destination(file, language))) from problem
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return len(scores)


def _asked(scores: Sequence[Score], cards: Sequence[Card]) -> dict[Place, str]:
    """The questions that have answers, as their newest version words them."""
    asked = {(one.card, key) for one in scores for key in one.answers}
    words = {(one.card, question.key): question.text for one in cards for question in one.questions}
    return {place: said for place, said in words.items() if place in asked}


def _heads(language: Language) -> list[str]:
    say = language.text
    return [say("Start"), say("Operator"), say("Name"), say("Card|score"), say("Score"), say("Instant fail"),
            say("Comment"), say("Scored by"), say("Scored at"), "PBX", say("Call id")]  # fmt: skip


def _row(one: Score, cards: Sequence[Card], places: Sequence[Place], zone: tzinfo) -> list[Cell]:
    """Instants are the zone's, without it, because spreadsheets know none; a score in per cent."""
    card = next((card for card in cards if (card.card, card.version) == (one.card, one.version)), None)
    return [
        _local(one.call_started_at, zone), one.agent, one.agent_name,
        f"{card.title} {card.version}" if card else one.card, one.percent, one.failed_by, one.comment, one.account,
        _local(one.scored_at, zone), one.pbx, one.call, *(_answer(one, place) for place in places),
    ]  # fmt: skip


def _local(at: datetime | None, zone: tzinfo) -> datetime | None:
    return at.astimezone(zone).replace(tzinfo=None) if at is not None else None


def _answer(one: Score, place: Place) -> Cell:
    """Empty where it was not asked, a dash where it did not apply."""
    card, key = place
    if one.card != card or key not in one.answers:
        return None
    answer = one.answers[key]
    return "–" if answer is None else answer


def _write_csv(file: Path, heads: Sequence[str], rows: Sequence[Sequence[Cell]], *, is_czech: bool) -> None:
    with file.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        pen = csv.writer(stream, delimiter=";" if is_czech else ",")
        pen.writerow([guarded(one) for one in heads])
        pen.writerows([_plain(cell, is_czech=is_czech) for cell in row] for row in rows)


def _plain(cell: Cell, *, is_czech: bool) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, Decimal):
        return str(cell).replace(".", ",") if is_czech else str(cell)
    return guarded(cell or "") if isinstance(cell, str | None) else str(cell)


def _write_book(file: Path, heads: Sequence[str], rows: Sequence[Sequence[Cell]], title: str) -> None:
    """Raises OSError. Made in memory: the library leaves a file open that it cannot write."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, _OPTIONS)
    bold, words = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    instant, number = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}), book.add_format({"num_format": "0.00"})
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    for place, head in enumerate(heads):
        sheet.set_column(place, place, _WIDTHS[place] if place < len(_WIDTHS) else _QUESTION_WIDTH)
        sheet.write_string(0, place, head, bold)
    for line, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(line, place, cell, instant)
            elif isinstance(cell, Decimal):
                sheet.write_number(line, place, float(cell), number)
            elif isinstance(cell, int):
                sheet.write_number(line, place, cell)
            elif cell:
                sheet.write_string(line, place, cell[:_LONGEST].encode(errors="replace").decode(), words)
    sheet.autofilter(0, 0, max(1, len(rows)), len(heads) - 1)
    try:
        book.close()
    except XlsxWriterException as problem:
        cause = problem.args[0] if problem.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(problem)) from problem
    file.write_bytes(made.getvalue())
