"""Escapes: everything survives, nothing is ambiguous, keys are short and still different."""

from hypothesis import given
from hypothesis import strategies as st

from shared.database.escapes import LONGEST_KEY, escape, identifier, unescape

ANYTHING = st.text(st.characters(codec=None, categories=None))  # type: ignore[arg-type]
NASTY = st.text(st.sampled_from("\x00\x1a\ud800\udc80\udfff0a1f~x"))


@given(ANYTHING | NASTY)
def test_round_trip(text):
    stored = escape(text)
    assert unescape(stored) == text
    assert "\0" not in stored
    stored.encode()  # raises for a lone surrogate


@given(NASTY, NASTY)
def test_different_texts_stay_different(one, other):
    assert (escape(one) == escape(other)) == (one == other)
    assert (identifier(one) == identifier(other)) == (one == other)


@given(ANYTHING)
def test_usual_text_is_stored_as_it_is(text):
    if text.isprintable():
        assert escape(text) == text


def test_long_identifiers_are_cut_but_told_apart():
    one, other = "x" * 1_000_000, "x" * 999_999 + "y"
    assert len(identifier(one)) == len(identifier(other)) == LONGEST_KEY
    assert identifier(one) != identifier(other)
    assert identifier("x" * LONGEST_KEY) == "x" * LONGEST_KEY
