"""The secret that signs session tokens: made at the daemon's first start, readable by its own user alone."""

from __future__ import annotations

from pathlib import Path

from shared.credentials import keep_secret, new_secret, read_secret
from shared.errors import UsageError

FILE = "feed.secret"


def feed_secret(folder: Path) -> bytes:
    """The secret of the daemon that keeps its things in ``folder``, made if it is not there. Raises BadSecret."""
    file = folder / FILE
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        keep_secret(file, new_secret())
    return read_secret(file).reveal().encode()


def known_feed_secret(folder: Path) -> bytes:
    """The same where another could not read what we made. Raises UsageError before the first start, BadSecret."""
    if not (folder / FILE).exists():
        raise UsageError(f"there is no {folder / FILE} yet: start the daemon once, and run this as its own user")
    return feed_secret(folder)
