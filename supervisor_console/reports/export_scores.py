"""Scores as CSV: one row a score, a column for each question; written beside its place and then renamed, audited."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

from sqlalchemy import Connection, text

from shared.domain.quality import Card
from shared.errors import Unavailable
from shared.language import Language
from supervisor_console.reports.export_csv import guarded
from supervisor_console.reports.quality import Score

_NOTE = text("select note_act('scores.export', :subject, :detail)")


def write_scores(
    connection: Connection, file: Path, scores: Sequence[Score], cards: Sequence[Card], language: Language, zone: tzinfo
) -> int:
    """Write these; how many. Raises Unavailable in one line; the file that was there stays then."""
    by_version = {(one.card, one.version): one for one in cards}
    part = file.with_name(f".{file.name}.part")
    questions = {(one.card, question.key): question.text for one in cards for question in one.questions}
    asked = {(one.card, key) for one in scores for key in one.answers}
    columns = [place for place in questions if place in asked]
    try:
        with part.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
            pen = csv.writer(stream, delimiter=";" if language.code == "cs" else ",")
            pen.writerow([*_heads(language), *(guarded(questions[place]) for place in columns)])
            for one in scores:
                card = by_version.get((one.card, one.version))
                pen.writerow([*_fixed(one, card, language, zone), *(_answer(one, place) for place in columns)])
        connection.execute(_NOTE, {"subject": file.name, "detail": f"csv {len(scores)}"})
        part.replace(file)
    except OSError as problem:
        reason = problem.strerror or problem
        said = language.text("The file cannot be written: {file} ({reason})", file=file, reason=reason)
        raise Unavailable(said) from problem
    finally:
        part.unlink(missing_ok=True)
    return len(scores)


def _heads(language: Language) -> list[str]:
    say = language.text
    return [say("Start"), say("Operator"), say("Name"), say("Card|score"), say("Score"), say("Instant fail"),
            say("Comment"), say("Scored by"), say("Scored at"), "PBX", say("Call id")]  # fmt: skip


def _fixed(one: Score, card: Card | None, language: Language, zone: tzinfo) -> list[str]:
    percent = str(one.percent).replace(".", ",") if language.code == "cs" else str(one.percent)
    scored = f"{one.scored_at.astimezone(zone):%Y-%m-%d %H:%M:%S}" if one.scored_at else ""
    texts = (one.agent, one.agent_name or "", f"{card.title} {card.version}" if card else one.card)
    return [
        f"{one.call_started_at.astimezone(zone):%Y-%m-%d %H:%M:%S}", *map(guarded, texts), percent,
        guarded(one.failed_by or ""), guarded(one.comment), guarded(one.account), scored, guarded(one.pbx),
        guarded(one.call),
    ]  # fmt: skip


def _answer(one: Score, place: tuple[str, str]) -> str:
    card, key = place
    if one.card != card or key not in one.answers:
        return ""
    answer = one.answers[key]
    return "–" if answer is None else str(answer)
