"""The proven share of abandoned calls: published vectors, and that bound, allowance and steering agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.campaigns.campaign import Limits
from shared.campaigns.governing import Answered, allowed, below, bound, corrected_share, smooth_budget, spare, wilson

LIMITS = Limits()


def test_ofcoms_rate_as_vicidial_reckons_it():
    assert corrected_share(29, 9, 7) == pytest.approx(0.6444, abs=5e-5)
    assert corrected_share(0, 0, 0) == 0
    assert corrected_share(3, 0, 0) == 1


@pytest.mark.parametrize(
    ("abandoned", "answered", "expected"),
    [
        (0, 98, 1 - 0.05 ** (1 / 98)),  # with none abandoned the bound has a closed form
        (0, 99, 1 - 0.05 ** (1 / 99)),
        (1, 10, 0.3941633),  # Clopper and Pearson's 95 % one-sided, from tables
        (0, 0, 1.0),
        (5, 5, 1.0),
    ],
)
def test_bound_by_vectors(abandoned: int, answered: int, expected: float):
    assert bound(Answered(abandoned, answered)) == pytest.approx(expected, abs=1e-6)


def test_the_picture_of_the_page():
    """9 of 712: 1.26 % as it was, 2.2 % proven; Wilson's with 1.96 deviations: 2.4 %."""
    assert Answered(9, 712).share == pytest.approx(0.0126, abs=5e-5)
    assert bound(Answered(9, 712)) == pytest.approx(0.02195, abs=5e-5)
    assert wilson(Answered(9, 712), 1.959964) == pytest.approx(0.02385, abs=5e-5)


def test_nothing_is_allowed_until_something_is_proven():
    assert [allowed(count, LIMITS) for count in (0, 98, 99, 156, 157, 1000)] == [-1, -1, 0, 0, 1, 20]
    assert spare(Answered(3, 157), LIMITS) == -2


@given(st.integers(0, 60_000), st.floats(0.005, 0.2), st.sampled_from((0.9, 0.95, 0.99)))
def test_allowance_and_bound_agree(answered: int, share: float, confidence: float):
    limits = Limits(abandoned_share=share, confidence=confidence)
    most = allowed(answered, limits)
    if most >= 0:
        assert bound(Answered(most, answered), confidence) <= share + 1e-6
    assert bound(Answered(most + 1, answered), confidence) > share - 1e-6
    if most >= 0:
        assert smooth_budget(answered, limits) == pytest.approx(most + 0.5, abs=1.2)


@given(st.integers(1, 300), st.floats(0.001, 0.999), st.integers(0, 300))
def test_binomial_against_plain_sums(trials: int, chance: float, most: int):
    total, term = 0.0, (1 - chance) ** trials
    for count in range(min(most, trials) + 1):
        total += term
        term *= (trials - count) * chance / ((count + 1) * (1 - chance))
    if (1 - chance) ** trials > 1e-250:  # the plain sum begins with it
        assert below(most, trials, chance) == pytest.approx(min(total, 1.0), abs=1e-9)
