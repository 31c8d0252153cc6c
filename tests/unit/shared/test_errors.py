"""The tree of errors: exit codes, and messages of one line."""

import inspect

import pytest

from shared import errors


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.SuiteError, 1),
        (errors.UsageError, 2),
        (errors.BadSettings, 2),
        (errors.BadSecret, 2),
        (errors.BadInput, 2),
        (errors.Unavailable, 1),
        (errors.TimedOut, 1),
        (errors.Refused, 1),
    ],
)
def test_exit_codes(error: type[errors.SuiteError], code: int):
    assert error("why").exit_code == code


def test_the_drawing_names_every_error():
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    assert not [kind.__name__ for kind in kinds if kind.__name__ not in (errors.__doc__ or "")]


def test_one_line():
    assert errors.one_line(errors.Refused("no\n  such user")) == "no such user"
    assert errors.one_line(TimeoutError()) == "TimeoutError"
