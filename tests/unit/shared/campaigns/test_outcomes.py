"""What the PBX told of an attempt is one outcome; what it did not tell is never guessed."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.campaigns.campaign import Outcome
from shared.campaigns.contact import AttemptState
from shared.campaigns.outcomes import Told, detected, is_bad_number, is_congested, outcome_of


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        (Told(cause=17, sip=486, result="BUSY", reason=5), "busy"),  # the phone is busy
        (Told(cause=21, sip=603, result="BUSY"), "busy"),  # pressed away, Asterisk 22
        (Told(cause=26, reason=1), "no_answer"),  # pressed away, Asterisk 16: cause 26 and nothing else
        (Told(cause=19, result="NOANSWER", reason=3), "no_answer"),  # rang out, Asterisk 22
        (Told(cause=0, reason=3), "no_answer"),  # rang out, Asterisk 16
        (Told(cause=16, reason=1), "no_answer"),
        (Told(cause=1, sip=404, result="CHANUNAVAIL", reason=8), "failed"),
        (Told(sip=404), "failed"),
        (Told(cause=20, sip=480), "no_answer"),
        (Told(cause=34, sip=503, result="CONGESTION", reason=8), "failed"),
        (Told(cause=38), "failed"),
        (Told(cause=127, result="CHANUNAVAIL"), "failed"),
        (Told(result="cancel"), "no_answer"),
        (Told(reason=0), "failed"),
        (Told(reason=77), "failed"),
        (Told(cause=127), "unknown"),
        (Told(cause=0), "unknown"),
        (Told(result="", reason=4), "unknown"),
        (Told(), "unknown"),
    ],
)
def test_unanswered(told: Told, outcome: Outcome) -> None:
    assert outcome_of("ringing", told) == outcome
    assert outcome_of("placed", told) == outcome


def test_answered_with_and_without_an_operator() -> None:
    assert outcome_of("connected", Told(cause=16)) == "answered"
    assert outcome_of("connected", Told(detected="MACHINE")) == "answered"
    assert outcome_of("answered", Told(cause=16)) == "abandoned"
    assert outcome_of("answered", Told(detected="HUMAN")) == "abandoned"
    assert outcome_of("answered", Told(detected="MACHINE")) == "machine"
    assert outcome_of("answered", Told(detected="NOTSURE")) == "abandoned"
    assert [detected(word) for word in ("HUMAN", "MACHINE", "NOTSURE", "HANGUP", "?")] == [
        "person", "machine", "unsure", "unsure", "unsure",
    ]  # fmt: skip


def test_whose_fault_it_is() -> None:
    assert is_bad_number(Told(cause=1))
    assert is_bad_number(Told(sip=404))
    assert not is_bad_number(Told(cause=34))
    assert is_congested(Told(cause=34))
    assert is_congested(Told(sip=503))
    assert Told().is_empty
    assert not Told(cause=0).is_empty


@given(
    st.sampled_from(get_args(AttemptState)),
    st.builds(
        Told, cause=st.none() | st.integers(-1, 200), sip=st.none() | st.integers(0, 999), result=st.text(max_size=9),
        reason=st.none() | st.integers(-1, 99), detected=st.text(max_size=9),
    ),
)  # fmt: skip
def test_it_never_fails_and_nobody_is_answered_before_the_answer(state: AttemptState, told: Told) -> None:
    found = outcome_of(state, told)
    assert found in get_args(Outcome)
    if state in ("placed", "ringing", "ended"):
        assert found not in ("answered", "abandoned", "machine")
