"""The secret that the daemon under test finds in its environment."""

import pytest

from tests.integration.past.daemon import SECRET


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLCENTRE_AMI_MAIN", SECRET)
