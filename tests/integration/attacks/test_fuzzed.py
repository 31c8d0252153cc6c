"""A little of ``python -m tests.proof.fuzz``: every target meets some damaged input."""

import pytest

from tests.proof.fuzz import targets, tried

EXAMPLES = {"feed": 25, "http": 40}


@pytest.mark.parametrize("name", targets())
@pytest.mark.usefixtures("caplog")  # what a target says of its input is its own; errors are looked at by itself
def test_damaged_input_breaks_no_promise(name: str) -> None:
    tried(targets()[name], EXAMPLES.get(name, 80), 1)


@pytest.mark.parametrize("name", targets())
@pytest.mark.usefixtures("caplog")
def test_samples_themselves_are_good(name: str) -> None:
    """Else nothing but the first reading of a target would be tried."""
    samples, check = targets()[name]
    for sample in samples():
        check(sample)
