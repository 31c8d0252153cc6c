"""What is dialled for what somebody pasted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.dialling import pasted


def digits(text, country="CZ", prefix=""):
    return [one.digits for one in pasted(text, country, prefix)]


@pytest.mark.parametrize("text", [
    "777123001", "777 123 001", "+420 777 123 001", "+420777123001", "00420777123001", "420777123001", "777-123-001",
    "777/123 001", "(777) 123 001", "777.123.001", "tel:+420777123001", "tel:777-123-001;ext=12", "TEL:777123001",
    "callto:777123001", "callto://+420777123001", "tel:%2B420777123001", "sip:777123001@pbx.example.com",
    " \u202a777 123 001\u202c ", "７７７１２３００１", "777\u00a0123\u2009001", "777‑123–001",
    "Volejte Janu na 777 123 001, prosím", "Jana (777 123 001)", "tel. 777 123 001\nfax neznáme",
])  # fmt: skip
def test_one_number_however_written(text):
    found = pasted(text, "CZ")
    assert [(one.digits, one.shown, one.is_inside, one.is_usual) for one in found] == [
        ("777123001", "+420 777 123 001", False, True),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "dialled"), [
    ("+44 (0)20 7946 0958", "00442079460958"), ("+4915112345678", "004915112345678"),
    ("+1 212 555 0199", "0012125550199"),
])  # fmt: skip
def test_numbers_of_abroad(text, dialled):
    assert digits(text) == [dialled]


def test_each_country_dials_as_it_does():
    assert digits("0151 12345678", "DE") == ["015112345678"]
    assert digits("+49 151 12345678", "DE") == ["015112345678"]
    assert digits("(212) 555-0199", "US") == ["2125550199"]
    assert digits("+420 777 123 001", "US") == ["011420777123001"]


def test_a_prefix_for_a_line_outside():
    assert digits("777123001", prefix="0") == ["0777123001"]
    assert digits("0777123001", prefix="0") == ["0777123001"]
    assert digits("+442079460958", prefix="9") == ["900442079460958"]
    assert digits("1005", prefix="0") == ["1005"]


@pytest.mark.parametrize("text", ["1005", "112", "*98", "#21#", "*21*777123001", "sip:1005@pbx", "10-05"])
def test_extensions_and_codes_are_dialled_as_they_are(text):
    found = pasted(text, "CZ", "0")
    assert found[0].is_inside
    assert found[0].digits in text.replace("-", "")


def test_several_numbers_in_a_text_in_their_order_each_once():
    text = "mobil 777 123 001, práce +44 20 7946 0958, znovu +420777123001"
    assert digits(text) == ["777123001", "00442079460958"]


def test_a_number_that_no_plan_has_is_dialled_as_typed_and_marked():
    found = pasted("1234567", "CZ")
    assert [(one.digits, one.is_usual) for one in found] == [("1234567", False)]


@pytest.mark.parametrize("text", ["", " ", "Jana", "<b>", "+", "**", "1-800-FLOWERS", "tel:", "9" * 40, "\x00"])
def test_no_number(text):
    assert pasted(text, "CZ") == ()


@given(st.text(max_size=80), st.sampled_from(["CZ", "DE", "US", "XX", ""]), st.sampled_from(["", "0", "9"]))
def test_whatever_is_pasted_only_digits_come_out(text, country, prefix):
    for one in pasted(text, country, prefix):
        assert one.digits
        assert set(one.digits) <= set("0123456789*#")


@given(st.from_regex(r"(\+|00)?[1-9][0-9 ]{5,14}", fullmatch=True), st.sampled_from(["", "0"]))
def test_what_is_dialled_is_dialled_the_same_again(text, prefix):
    for one in pasted(text, "CZ", prefix):
        if one.is_usual:
            assert [again.digits for again in pasted(one.digits, "CZ", prefix)] == [one.digits]
