"""A database for a short command: the configured one, or the bundled one, also while the daemon runs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from collector_daemon.commands.opening import data_folder
from collector_daemon.settings import Settings
from shared.database.bundled import BundledPostgres
from shared.database.connection import with_password
from shared.database.migrations import check, upgrade


@contextmanager
def open_database(config: Settings, *, checks: bool = True) -> Iterator[str]:
    """The database's URL, with today's tables unless ``checks`` is off. Raises SuiteError.

    A configured database is only looked at (``database upgrade`` changes it); the bundled one is brought up to date.
    """
    if config.database.url:
        url = with_password(config.database.url, "database_password")
        if checks:
            check(url)
        yield url
        return
    server = BundledPostgres(data_folder(config) / "postgres")
    server.start(shares=True)
    try:
        if checks:
            upgrade(server.url())
        yield server.url()
    finally:
        server.stop()
