"""Passwords and tokens in the system's keyring; where there is none they are asked for each time.

Windows: Credential Manager; Linux: the desktop's Secret Service. A keyring that is locked, missing or broken is never
an error for people: nothing is remembered then. keyring asks nothing on a terminal, as no such backend is installed.
"""

from __future__ import annotations

import logging

import keyring
import keyring.backends.fail
from keyring.errors import KeyringError

log = logging.getLogger(__name__)

ROOM = "callcentre"


def has_keyring() -> bool:
    """Is there anything to keep a password in?"""
    try:
        return not isinstance(keyring.get_keyring(), keyring.backends.fail.Keyring)
    except (KeyringError, OSError, RuntimeError):
        return False


def recalled(server: str, account: str) -> str | None:
    """What was kept for this account at this server (``host:port``), None where nothing is."""
    try:
        return keyring.get_password(f"{ROOM} {server}", account)
    except (KeyringError, OSError, RuntimeError) as problem:  # SecretService raises its own kinds when it is locked
        log.info("the system's keyring cannot be read: %s", problem)
        return None


def keep(server: str, account: str, secret: str) -> bool:
    """Keep it. False: this machine has no keyring, ask again next time."""
    try:
        keyring.set_password(f"{ROOM} {server}", account, secret)
    except (KeyringError, OSError, RuntimeError) as problem:
        log.info("the system's keyring cannot be written: %s", problem)
        return False
    return True


def forget(server: str, account: str) -> None:
    """Keep nothing for this account."""
    try:
        keyring.delete_password(f"{ROOM} {server}", account)
    except (KeyringError, OSError, RuntimeError) as problem:
        log.info("nothing was removed from the system's keyring: %s", problem)
