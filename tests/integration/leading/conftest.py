"""No daemon outlives its test; and a second database, for a daemon that nothing happens to."""

from collections.abc import Iterator

import pytest

from tests.helpers.postgres import Server
from tests.integration.daemon.conftest import _no_daemon_is_left as _no_daemon_is_left


@pytest.fixture
def undisturbed_url(postgres: Server, _template: str) -> Iterator[str]:
    """Another fresh database with today's tables."""
    url = postgres.create(_template)
    yield url
    postgres.drop(url)
