"""One theme and no settings of this machine's user in the tests of the ground."""

import pytest


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch):
    """No test reads or writes the keyring of whoever runs it."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    import keyring
    from keyring.backends import fail

    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)
