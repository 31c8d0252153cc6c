"""One database for all tests of a module; each makes campaigns of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.integration.dialer.ground import Ground


@pytest.fixture(scope="module")
def dialer_url(postgres, _template: str) -> Iterator[str]:
    """A database."""
    url = postgres.create(_template)
    yield url
    postgres.drop(url)
    postgres.drop_login_roles()


@pytest.fixture
async def ground(dialer_url: str) -> AsyncIterator[Ground]:
    """Campaigns on it."""
    made = Ground(dialer_url)
    yield made
    await made.close()
