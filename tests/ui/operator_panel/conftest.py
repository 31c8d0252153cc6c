"""A real daemon and a simulated PBX in the tests' own process, and a panel that signs in at it."""

import keyring
import pytest
from keyring.backends import fail


@pytest.fixture(autouse=True)
def own_places(monkeypatch, tmp_path):
    """No test reads or writes what this machine's user has: keyring, settings, data, the running panel."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    yield
    keyring.set_keyring(before)
