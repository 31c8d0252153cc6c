"""What tests of bad days have in common."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture
def only_of_the_database(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What may be logged, if there is just something to be stored: that it cannot be."""
    yield
    texts = [one.getMessage() for one in caplog.get_records("call") if one.levelno >= logging.WARNING]
    assert all("nothing can be stored" in text or "before everything was stored" in text for text in texts), texts
