"""The system's keyring: used where it is, and never an error where it is not."""

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked

from shared.qt import keys


class Locked(KeyringBackend):
    """A keyring that its owner has not opened."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("locked")

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked("locked")


@pytest.mark.parametrize("backend", [Locked, fail.Keyring])
def test_a_keyring_that_is_locked_or_missing_keeps_nothing_and_says_no_error(backend):
    keyring.set_keyring(backend())
    assert keys.recalled("here:5099", "eva") is None
    assert not keys.keep("here:5099", "eva", "secret")
    keys.forget("here:5099", "eva")
    assert keys.has_keyring() is (backend is Locked)
