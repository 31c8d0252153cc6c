"""Telephone numbers are understood however the PBX writes them, masked in the middle, and nothing raises."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared.domain.numbers import MASK, display, e164, is_hidden, masked, national

ANYTHING = some.text(max_size=60) | some.text(string.digits + "+* -•", max_size=60)
WRITTEN = ["777123001", "420777123001", "00420777123001", "+420777123001", "+420 777 123 001", "777 12 30 01",
           " 777123001\n", "\u202e777123001\u202c"]  # fmt: skip


@pytest.mark.parametrize("number", WRITTEN)
def test_one_number_has_one_form(number: str):
    assert display(number, "CZ") == "+420 777 123 001"
    assert national(number, "CZ") == "777 123 001"
    assert masked(number, "CZ") == "+420 777 ••• 001"
    assert e164(number, "CZ") == "+420777123001"


@pytest.mark.parametrize(
    ("number", "shown", "hidden", "machine"),
    [
        ("420754123854", "+420 754 123 854", "+420 754 ••• 854", "+420754123854"),  # a range not given out yet
        ("+493012345678", "+49 30 12345678", "+49 30 1••••678", "+493012345678"),
        ("493012345678", "+49 30 12345678", "+49 30 1••••678", "+493012345678"),
        ("+12015550123", "+1 201-555-0123", "+1 201-•••-•123", "+12015550123"),
        ("+421905123456", "+421 905 123 456", "+421 905 ••• 456", "+421905123456"),
        ("1002", "1002", "1002", None),
        ("14111", "14111", "14111", None),
        ("*97", "*97", "*97", None),
        ("123456", "123456", "1•••56", None),
        ("", "", "", None),
        ("anonymous", "anonymous", "anonymous", None),
        ("jan.novak", "jan.novak", "jan•••vak", None),
        ("Eva", "Eva", "•••", None),
        ("1-800-FLOWERS", "1-800-FLOWERS", "1-8•••••••ERS", None),
        ("שלום 123456", "שלום 123456", "שלו• •••456", None),
        ("7" * 60, "7" * 60, "777" + "•" * 54 + "777", None),
    ],
)
def test_what_else_comes(number: str, shown: str, hidden: str, machine: str | None):
    assert display(number, "CZ") == shown
    assert masked(number, "CZ") == hidden
    assert e164(number, "CZ") == machine


def test_a_range_that_is_not_given_out_is_still_the_countrys():
    assert display("420011000111", "CZ") == "+420 011 000 111"
    assert masked("420011000111", "CZ") == "+420 011 ••• 111"
    assert display("420011000111", "SK") == "420011000111"


def test_a_country_that_does_not_exist_only_costs_the_grouping():
    assert display("777123001", "XX") == display("777123001", "") == "777123001"
    assert masked("777123001", "XX") == "777•••001"
    assert national("777123001", "XX") == "777123001"
    assert display("+420777123001", "XX") == "+420 777 123 001"


def test_hidden_callers():
    assert all(is_hidden(word) for word in ("", "  ", "Anonymous", "<unknown>", "restricted", "\u200e"))
    assert not is_hidden("1002")


@given(ANYTHING, some.sampled_from(["CZ", "US", "XX", ""]))
def test_nothing_raises_and_what_is_masked_stays_masked(number: str, country: str):
    hidden = masked(number, country)
    assert display(hidden, country) == masked(hidden, country) == hidden
    assert national(number, country) is not None
    seen = display(number, country)
    if hidden != seen:
        assert hidden.count(MASK) >= 3
    elif not is_hidden(number):
        assert sum(sign.isdecimal() for sign in seen) <= 5 or seen.count(MASK) >= 3
