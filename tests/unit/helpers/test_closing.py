"""The closing line groups what could not run by its reason."""

from types import SimpleNamespace

from tests.helpers.closing import closing_line


def skipped(reason: str):
    return SimpleNamespace(longrepr=("test_x.py", 3, f"Skipped: {reason}"))


def test_nothing_skipped():
    assert closing_line([], 0) == "Everything ran that there is."


def test_reasons_are_grouped_and_counted():
    reports = [skipped("no display"), skipped("no Asterisk 16 packages."), skipped("no Asterisk 16 packages")]
    assert closing_line(reports, 0) == "Could not run here: 2 × no Asterisk 16 packages; 1 × no display."


def test_what_was_left_out_by_hand_is_said_too():
    assert closing_line([], 3) == "Could not run here: 3 × not asked for."
