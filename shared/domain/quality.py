"""How well a call was handled: cards of questions with weights, and what the answers come to. Pure.

A score is exact to the last digit that is kept: fractions are summed, and rounded (half up) once, at the end. A
question that does not apply leaves the sum together with its weight. A card is never changed: a change is another
version, so that what was scored stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import msgspec

MOST_WEIGHT, LONGEST_SCALE, MOST_QUESTIONS, LONGEST_TEXT = 100, 10, 60, 300
AnswerKind = Literal["yes_no", "scale"]
Answers = Mapping[str, int | None]
"""By the question's key: 1 and 0 for yes and no, 1 … ``most`` of a scale, None: not applicable."""
CardFault = Literal["no_title", "no_question", "no_text", "too_long", "too_many", "bad_weight", "bad_scale", "twice"]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to look at. ``key`` is its own in the card, and stays through versions. ``most``: the best of a scale
    that begins at 1. ``is_fatal``: the worst answer fails the whole call at once.
    """

    key: str
    text: str
    kind: AnswerKind = "yes_no"
    most: int = 5
    weight: int = 1
    is_fatal: bool = False

    @property
    def worst(self) -> int:
        """The answer that is worth nothing."""
        return 0 if self.kind == "yes_no" else 1

    @property
    def best(self) -> int:
        """The answer that is worth all of the weight."""
        return 1 if self.kind == "yes_no" else self.most

    def share(self, answer: int) -> Fraction:
        """What part of the weight the answer earns. Raises ValueError for no answer of this question."""
        if not self.worst <= answer <= self.best:
            raise ValueError(f"{answer} does not answer {self.text!r}")
        return Fraction(answer - self.worst, self.best - self.worst)


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Questions under a title."""

    title: str
    questions: tuple[Question, ...] = ()


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A score card in one of its versions, which count from 1. ``is_retired``: nobody scores by it any more."""

    card: str
    version: int
    title: str
    sections: tuple[Section, ...] = ()
    is_retired: bool = False

    @property
    def questions(self) -> tuple[Question, ...]:
        """All of them, in their order."""
        return tuple(one for section in self.sections for one in section.questions)

    @property
    def weight(self) -> int:
        """The sum of all weights."""
        return sum(one.weight for one in self.questions)


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What answers come to. ``percent`` None: nothing that applies was answered. ``failed_by``: the text of the
    question that failed it at once; ``open``: keys of the questions that have no answer yet.
    """

    percent: Decimal | None
    failed_by: str | None = None
    open: tuple[str, ...] = ()


def result_of(card: Card, answers: Answers) -> Result:
    """What the answers come to so far. Raises ValueError for an answer that the question does not have."""
    earned, weights = Fraction(0), 0
    failed: str | None = None
    for question in card.questions:
        answer = answers.get(question.key)
        if answer is None:
            continue
        earned += question.share(answer) * question.weight
        weights += question.weight
        if question.is_fatal and answer == question.worst and failed is None:
            failed = question.text
    unanswered = tuple(one.key for one in card.questions if one.key not in answers)
    if failed is not None:
        return Result(percent=Decimal("0.00"), failed_by=failed, open=unanswered)
    return Result(percent=rounded(earned * 100 / weights) if weights else None, open=unanswered)


def rounded(exact: Fraction) -> Decimal:
    """To two decimals, half up; never by way of a float."""
    hundredths = (exact * 200 + 1) // 2
    return Decimal(int(hundredths)).scaleb(-2)


def average(percents: Iterable[Decimal]) -> Decimal | None:
    """Of scores; None: there are none."""
    exact = [Fraction(one) for one in percents]
    return rounded(sum(exact, Fraction(0)) / len(exact)) if exact else None


def share_lost(card: Card, answers: Answers) -> dict[str, Fraction]:
    """Of each question that was answered and applies: what part of its weight was not earned."""
    return {
        one.key: 1 - one.share(answer) for one in card.questions if (answer := answers.get(one.key)) is not None
    }


def fault_of(card: Card) -> CardFault | None:
    """Why nobody could score by this card; None: it is well."""
    questions = card.questions
    texts = [card.title, *(section.title for section in card.sections), *(one.text for one in questions)]
    keys = [one.key for one in questions]
    faults: tuple[tuple[CardFault, bool], ...] = (
        ("no_title", not card.title.strip()),
        ("no_question", not questions),
        ("too_many", len(questions) > MOST_QUESTIONS),
        ("no_text", any(not one.text.strip() for one in questions)),
        ("too_long", any(len(one) > LONGEST_TEXT for one in texts)),
        ("bad_weight", any(not 1 <= one.weight <= MOST_WEIGHT for one in questions)),
        ("bad_scale", any(not 2 <= one.most <= LONGEST_SCALE for one in questions if one.kind == "scale")),
        ("twice", len(set(keys)) < len(keys)),
    )
    return next((fault for fault, is_there in faults if is_there), None)


def next_version(card: Card, title: str, sections: tuple[Section, ...], *, is_retired: bool = False) -> Card:
    """The card as it is from now on; the one that was stays."""
    return Card(
        card=card.card, version=card.version + 1, title=title, sections=sections, is_retired=is_retired
    )
