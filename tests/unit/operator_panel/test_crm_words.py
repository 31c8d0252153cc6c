"""What came of a look-up is said in words for every state and reason."""

from typing import get_args

import pytest

from operator_panel.crm.failing import Reason
from operator_panel.crm.look_up import Answer
from operator_panel.crm.words import words_of
from shared.language import Language


@pytest.mark.parametrize("reason", [reason for reason in get_args(Reason) if reason])
def test_every_reason_has_words(reason):
    answer = Answer(link="crm", state="slow" if reason == "slow" else "failed", reason=reason, problem="for the log")
    said = words_of(answer, Language.of("en"))
    assert said.startswith("The customer system ")
    assert said.endswith(".")


def test_what_was_found_needs_no_words():
    assert words_of(Answer(link="crm", state="found", values={"a": "b"}), Language.of("en")) == ""
    assert words_of(Answer(link="crm", state="asking"), Language.of("en")).endswith("…")
    assert "not know" in words_of(Answer(link="crm", state="none"), Language.of("en"))
