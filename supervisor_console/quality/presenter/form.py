"""The form of the chosen call, as it is filled."""

from __future__ import annotations

from decimal import Decimal

from shared.domain.quality import Card, Question, Result, result_of
from supervisor_console.quality.presenter.moment import Draft, Moment
from supervisor_console.quality.screen import AnswerPick, Empty, Form, FormPart, Pick, Picks, QuestionLine, Token, Wish

GOOD, POOR = 85, 70
"""From here on a score is good; below this it is poor, in per cent."""


def form_of(moment: Moment) -> Form | None:
    """The form; None where no call is chosen, or there is no card."""
    draft = moment.draft
    card = moment.card(draft.card, draft.version) if draft is not None else None
    if draft is None or card is None:
        return None
    text = moment.language.text
    found = result_of(card, draft.answers)
    stored = moment.score_of(draft.key)
    is_stored = stored is not None and draft.corrects is None
    return Form(
        key=draft.key, title=operator(draft.agent, draft.agent_name), subtitle=moment.when(draft.call_started_at),
        cards=_cards(moment, card), parts=_parts(moment, card, draft),
        figure=_percent(moment, found.percent), token=token_of(found), progress=_progress(moment, card, found),
        comment=draft.comment, comment_hint=text("Comment for the operator's coaching"), note=_note(moment, draft),
        save=text("Save the correction") if draft.corrects else text("Save the score"),
        can_save=found.percent is not None and (not found.open or found.failed_by is not None) and not draft.is_sent
        and not is_stored, hint=_hint(moment, found),
    )  # fmt: skip


def form_empty(moment: Moment) -> Empty:
    """Why there is no form."""
    text = moment.language.text
    if moment.is_asked and not moment.usable:
        return Empty("clipboard", text("There is no score card yet."), text("Make one, then calls can be scored."),
                     text("New card"), Wish("edit_cards"))  # fmt: skip
    return Empty("star", text("Choose a call to score."), text("Arrows go through the list, Enter opens the form."))


def operator(agent: str, name: str | None) -> str:
    """As people call him, with his extension."""
    return f"{name} · {agent}" if name and name != agent else agent


def token_of(found: Result) -> Token:
    """How good it is."""
    if found.percent is None:
        return "muted"
    return token_by(found.percent)


def token_by(percent: Decimal) -> Token:
    """The colour of a score."""
    return "good" if percent >= GOOD else "warn" if percent >= POOR else "bad"


def _percent(moment: Moment, percent: Decimal | None) -> str:
    return "—" if percent is None else moment.language.percent(float(percent), 2)


def _progress(moment: Moment, card: Card, found: Result) -> str:
    if found.failed_by is not None:
        return moment.language.text("Instant fail: {question}", question=found.failed_by)
    whole = len(card.questions)
    return moment.language.text("Answered {done} of {whole}", done=whole - len(found.open), whole=whole)


def _hint(moment: Moment, found: Result) -> str:
    text = moment.language.text
    if found.percent is None and not found.open:
        return text("At least one question must apply.")
    return text("Some questions have no answer yet.") if found.open and found.failed_by is None else ""


def _note(moment: Moment, draft: Draft) -> str:
    text, stored = moment.language.text, moment.score_of(draft.key)
    if draft.is_sent:
        return text("Kept here; it is stored when the database answers again.")
    if stored is None or stored.scored_at is None:
        return ""
    when = moment.when(stored.scored_at)
    if draft.corrects:
        return text("Corrects the score of {account}, {when}. The old one is kept.", account=stored.account, when=when)
    return text("Scored by {account}, {when}. Change an answer to correct it.", account=stored.account, when=when)


def _cards(moment: Moment, card: Card) -> Picks:
    offered = {one.card: one for one in moment.usable} | {card.card: card}
    version = moment.language.text("version {number}", number=card.version)
    picks = tuple(Pick(one.card, one.title, version if one.card == card.card else "") for one in offered.values())
    return Picks(moment.language.text("Card|score"), picks, card.card)


def _parts(moment: Moment, card: Card, draft: Draft) -> tuple[FormPart, ...]:
    return tuple(
        FormPart(section.title, tuple(_line(moment, one, draft) for one in section.questions))
        for section in card.sections
    )


def _line(moment: Moment, question: Question, draft: Draft) -> QuestionLine:
    is_answered = question.key in draft.answers
    marked = draft.answers.get(question.key)
    text = moment.language.text
    weight = text("weight {number}", number=question.weight)
    return QuestionLine(
        key=question.key, text=question.text, is_answered=is_answered, marked=marked, is_fatal=question.is_fatal,
        is_failed=question.is_fatal and marked == question.worst,
        note=text("{weight} · instant fail", weight=weight) if question.is_fatal else weight,
        picks=_picks(moment, question),
    )  # fmt: skip


def _picks(moment: Moment, question: Question) -> tuple[AnswerPick, ...]:
    text = moment.language.text
    none = AnswerPick(None, text("N/A"), "X")
    if question.kind == "yes_no":
        return AnswerPick(1, text("Yes"), "AY1"), AnswerPick(0, text("No"), "N0"), none
    scale = tuple(AnswerPick(one, str(one), str(one % 10)) for one in range(1, question.most + 1))
    return (*scale, none)
