"""Why an operator got a call, in the reader's words."""

import pytest

from supervisor_console.campaigns.presenter.history import because
from tests.unit.supervisor_console.campaigns.made import AROUND


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("longest_idle", "free longest"),
        ("longest_idle idle_seconds=12 among=3", "free longest"),
        ("queue_place longest_idle idle_seconds=0.2", "kept for his place in the queue, free longest"),
        ("a newer rule", "a newer rule"),
        ("", ""),
    ],
)
def test_words_without_values(said, told):
    assert because(AROUND, said) == told
