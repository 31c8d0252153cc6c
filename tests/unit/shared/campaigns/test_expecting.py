"""What is expected of ringing calls, against brute force; and what is measured, against the laws it came from."""

from datetime import UTC, datetime, timedelta
from math import exp, log1p

import pytest

from shared.campaigns.chance import Measured
from shared.campaigns.dice import Dice
from shared.campaigns.expecting import Outlook
from shared.campaigns.horizon import GRACE, INSTANTS
from shared.campaigns.lengths import Lengths
from shared.campaigns.share import Chance

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def learned() -> Measured:
    """Ring times of 2 to 18 seconds evenly, given up after 20; talks exponential of 60, written down in 10."""
    found = Measured()
    found.talk = Lengths(60.0, trust=1e6)  # exactly exponential
    for number in range(1500):
        found.answer.add(2 + 16 * (number * 0.618034 % 1.0))
        found.give_up.add(20.0)
        found.wrap.add(10.0)
    return found


def exponential(dice: Dice, mean: float) -> float:
    return -mean * log1p(-dice())


@pytest.mark.parametrize(
    ("free", "talking", "ringing", "more"), [(1, 4, 2, 3), (3, 12, 10, 8), (0, 60, 40, 6), (12, 150, 90, 40)]
)
def test_share_of_lost_calls_against_brute_force(free: int, talking: int, ringing: int, more: int):
    """Each trial draws all that the model knows: which calls are answered when, and who is free by then."""
    dice, share = Dice(7), 0.3
    measured = learned()
    ages = tuple(index % 15 + 0.25 for index in range(ringing))
    outlook = Outlook(
        measured.horizon(), chance=Chance(share * 1e9, 1e9), free=free, talking=(30.0,) * talking, ringing=ages
    )
    trials, lost = 1200, 0.0
    for _ in range(trials):
        answers = [at for age in ages if (at := rings_on(dice, share, age)) is not None]
        fresh = [at for _ in range(more - 1) if (at := rings_on(dice, share, 0)) is not None]
        ready = sorted(exponential(dice, 60) + 10 for _ in range(talking))
        for index in range(INSTANTS):
            at = 2 + 16 * (index + 0.5) / INSTANTS
            others = sum(one <= at for one in answers) + sum(one <= at for one in fresh)
            lost += others - sum(one <= at + GRACE for one in ready) >= free
    assert outlook.lost(more) == pytest.approx(lost / trials / INSTANTS, abs=0.05)  # of it 0.014 by the trials


def rings_on(dice: Dice, share: float, age: float) -> float | None:
    """Draw a call that rings still after ``age`` seconds; give when it is answered from now, or None."""
    while dice() < share:
        at = 2 + 16 * dice()
        if at > age:
            return at - age  # else it would have been answered before: another call then
    return None


def test_more_calls_find_an_operator_less_and_more_operators_more_often():
    measured = learned()
    for free in range(6):
        look = Outlook(measured.horizon(), chance=Chance(90, 300), free=free, talking=(20.0,) * 8, ringing=(1.0, 5.0))
        better = Outlook(
            measured.horizon(), chance=Chance(90, 300), free=free + 1, talking=(20.0,) * 8, ringing=(1.0, 5.0)
        )
        shares = [look.lost(more) for more in range(12)]
        assert shares == sorted(shares)
        assert all(better.lost(more) <= share + 1e-9 for more, share in enumerate(shares))


def test_as_many_calls_as_operators_lose_nothing():
    look = Outlook(learned().horizon(), chance=Chance(150, 300), free=4, talking=(20.0,) * 8)
    assert look.lost(4) == 0
    assert look.lost(5) > 0
    assert look.abandoned == 0


def test_lengths_follow_the_law_that_they_were_drawn_from():
    dice, lengths = Dice(1), Lengths(300.0)
    for _ in range(6000):
        lengths.add(exponential(dice, 100))
    assert lengths.mean() == pytest.approx(100, rel=0.1)
    assert lengths.survival(100) == pytest.approx(exp(-1), abs=0.04)
    assert lengths.quantile(0.5) == pytest.approx(69.3, rel=0.12)
    assert lengths.ends_within(50, 200) == pytest.approx(1 - exp(-0.5), abs=0.1)  # exponential: age says nothing


def test_a_talk_that_goes_on_is_no_short_talk():
    """Half end after 20 s, half after 600: one of 60 s is of the long ones. Those broken off at 300 are no ends."""
    lengths = Lengths(100.0, trust=0.1)
    for _ in range(500):
        lengths.add(20)
        lengths.add(600)
        lengths.add(300, is_over=False)
    assert lengths.survival(60) == pytest.approx(0.67, abs=0.03)
    assert lengths.ends_within(30, 60) < 0.01
    assert lengths.survival(500) == pytest.approx(0.67, abs=0.03)


def test_old_lengths_are_forgotten():
    lengths = Lengths(100.0, half_life=100)
    for _ in range(500):
        lengths.add(300)
    for _ in range(800):
        lengths.add(30)
    assert lengths.survival(60) < 0.02


def test_the_chance_leans_on_the_campaign_and_forgets():
    measured = Measured()
    for number in range(600):
        at = AT + timedelta(seconds=number)
        (measured.answered if number % 4 == 0 else measured.gave_up)(at, 9.0, hour=9, of="old")
    later = AT + timedelta(days=1)
    assert measured.chance(later, hour=9, of="old").share == pytest.approx(0.25, abs=0.02)
    assert measured.chance(later, hour=15, of="new").share == pytest.approx(0.25, abs=0.03)  # from the campaign's mean
    for number in range(300):  # in another hour half of them answer
        at = later + timedelta(seconds=number)
        (measured.answered if number % 2 else measured.gave_up)(at, 9.0, hour=15, of="old")
    found = measured.chance(later + timedelta(seconds=300), hour=15, of="old")
    assert found.share == pytest.approx(0.46, abs=0.05)
    low, high = found.interval()
    assert low < 0.46 < high


def test_dice_are_even_and_come_again():
    dice, again = Dice(4), Dice(4)
    drawn = [dice() for _ in range(5000)]
    assert drawn == [again() for _ in range(5000)]
    assert sum(drawn) / 5000 == pytest.approx(0.5, abs=0.02)
    normals = [dice.normal() for _ in range(5000)]
    assert sum(one * one for one in normals) / 5000 == pytest.approx(1, abs=0.08)
