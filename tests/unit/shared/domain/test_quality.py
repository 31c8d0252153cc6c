"""What a score comes to, to the last digit; what a card may be."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared.domain.quality import (
    Answers,
    Card,
    Question,
    Section,
    average,
    fault_of,
    next_version,
    result_of,
    rounded,
    share_lost,
)

GREETING = Question(key="greeting", text="Greeted by name", weight=1)
SOLVED = Question(key="solved", text="Solved", kind="scale", most=5, weight=3)
DATA = Question(key="data", text="Checked who calls", weight=2, is_fatal=True)


def card_of(*questions: Question) -> Card:
    return Card(card="a", version=1, title="Support", sections=(Section(title="All", questions=questions),))


CARD = card_of(GREETING, SOLVED, DATA)


@pytest.mark.parametrize(("answers", "percent"), [
    ({"greeting": 1, "solved": 5, "data": 1}, "100.00"),
    ({"greeting": 0, "solved": 1}, "0.00"),
    ({"greeting": 1, "solved": 4, "data": 1}, "87.50"),  # 1 + 3 × 3/4 + 2 of 6
    ({"greeting": 1, "solved": 2, "data": None}, "43.75"),  # 1 + 3 × 1/4 of 4
    ({"greeting": 0, "solved": None, "data": 1}, "66.67"),  # 2 of 3: rounded up
    ({"greeting": 1, "solved": None, "data": None}, "100.00"),
])  # fmt: skip
def test_a_score_is_what_was_earned_of_what_applies(answers: Answers, percent: str):
    assert result_of(CARD, answers).percent == Decimal(percent)


def test_the_worst_answer_to_a_fatal_question_makes_nought_and_says_its_name():
    found = result_of(CARD, {"greeting": 1, "solved": 5, "data": 0})
    assert (found.percent, found.failed_by, found.open) == (Decimal(0), "Checked who calls", ())


def test_nothing_that_applies_is_no_score_and_what_is_open_is_told():
    assert result_of(CARD, {"greeting": None}).percent is None
    assert result_of(CARD, {"greeting": None}).open == ("solved", "data")


def test_an_answer_that_the_question_does_not_have_is_refused():
    for answer in (-1, 0, 6):
        with pytest.raises(ValueError, match="does not answer 'Solved'"):
            result_of(CARD, {"solved": answer})


def test_halves_go_up_and_floats_have_no_part_in_it():
    assert rounded(Fraction(1, 200)) == Decimal("0.01")
    assert rounded(Fraction(1, 8)) == Decimal("0.13")
    assert average([Decimal("66.67"), Decimal("33.34")]) == Decimal("50.01")
    assert average([]) is None


@pytest.mark.parametrize(("card", "fault"), [
    (CARD, None),
    (Card(card="a", version=1, title=" ", sections=CARD.sections), "no_title"),
    (Card(card="a", version=1, title="Support"), "no_question"),
    (card_of(Question(key="x", text="  ")), "no_text"),
    (card_of(Question(key="x", text="x" * 301)), "too_long"),
    (card_of(Question(key="x", text="x", weight=0)), "bad_weight"),
    (card_of(Question(key="x", text="x", kind="scale", most=1)), "bad_scale"),
    (card_of(GREETING, GREETING), "twice"),
    (card_of(*(Question(key=str(number), text="x") for number in range(61))), "too_many"),
])  # fmt: skip
def test_what_nobody_could_score_by_is_told(card: Card, fault: str | None):
    assert fault_of(card) == fault


def test_a_change_is_another_version():
    after = next_version(CARD, "Sales", ())
    assert (after.card, after.version, after.title, CARD.title) == ("a", 2, "Sales", "Support")


@some.composite
def answered(draw: some.DrawFn) -> tuple[Card, dict[str, int | None]]:
    questions, answers = [], {}
    for place in range(draw(some.integers(1, 8))):
        one = Question(
            key=str(place), text=f"Question {place}", kind=draw(some.sampled_from(["yes_no", "scale"])),
            most=draw(some.integers(2, 10)), weight=draw(some.integers(1, 100)), is_fatal=draw(some.booleans()),
        )  # fmt: skip
        questions.append(one)
        if draw(some.booleans()):
            answers[one.key] = draw(some.none() | some.integers(one.worst, one.best))
    return card_of(*questions), answers


@given(answered())
def test_laws_of_a_score(that):
    card, answers = that
    found = result_of(card, answers)
    applies = [one for one in card.questions if answers.get(one.key) is not None]
    assert (found.percent is None) == (not applies)
    assert set(found.open) | set(answers) == {one.key for one in card.questions}
    if found.percent is None:
        return
    assert 0 <= found.percent <= 100
    assert found.percent.as_tuple().exponent == -2
    if found.failed_by is not None:
        assert found.percent == 0
        return
    weights = sum(one.weight for one in applies)
    lost = sum((share_lost(card, answers)[one.key] * one.weight for one in applies), Fraction(0))
    assert abs(Fraction(found.percent) - 100 + lost * 100 / weights) <= Fraction(1, 200)


@given(answered(), some.integers(1, 50))
def test_weights_are_relative_and_what_does_not_apply_is_as_if_it_were_not_there(that, times):
    card, answers = that
    heavier = card_of(*(Question(key=one.key, text=one.text, kind=one.kind, most=one.most, weight=one.weight * times,
                                 is_fatal=one.is_fatal) for one in card.questions))  # fmt: skip
    fewer = card_of(*(one for one in card.questions if answers.get(one.key) is not None))
    found = result_of(card, answers).percent
    assert found == result_of(heavier, answers).percent == result_of(fewer, answers).percent


@given(answered(), some.data())
def test_a_better_answer_never_makes_it_worse(that, data):
    card, answers = that
    better = dict(answers)
    for one in card.questions:
        before = answers.get(one.key)
        if before is not None and data.draw(some.booleans()):
            better[one.key] = data.draw(some.integers(before, one.best))
    was, now = result_of(card, answers).percent, result_of(card, better).percent
    assert was is None if now is None else was is not None and now >= was
