"""One database for all tests of a module; each takes accounts and extensions of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.billing.ground import Ground


@pytest.fixture(scope="module")
def ground(postgres, _template: str) -> Iterator[Ground]:
    """A database with the price list ``basic``."""
    url = postgres.create(_template)
    made = Ground(url)
    made.tariff()
    yield made
    made.rater.close()
    postgres.drop(url)
    postgres.drop_login_roles()
