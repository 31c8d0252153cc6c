"""What commands that store begin with: a database, configured or bundled, with the schema of this program."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from collector_daemon.commands.opening import data_folder
from collector_daemon.settings import Settings
from shared.database.bundled.server import BundledPostgres
from shared.database.connection import with_password
from shared.database.migrations import upgrade
from shared.errors import SuiteError, Unavailable, one_line

log = logging.getLogger(__name__)

RETRY_SECONDS = 5.0


@asynccontextmanager
async def database_url(config: Settings, is_patient: bool = False) -> AsyncIterator[str]:
    """The URL of the configured database, migrated; or of the bundled one, which runs as long as it is needed.

    ``is_patient``: a configured database that is away now is brought up to date when it comes (the daemon listens
    and keeps a journal meanwhile). Raises Unavailable, Refused (a newer schema), BadSettings.
    """
    if not config.database.url:
        async with BundledPostgres(data_folder(config) / "postgres").serving() as url:
            await asyncio.to_thread(upgrade, url)
            yield url
        return
    url = with_password(config.database.url, "database_password")
    upgrading: asyncio.Task[None] | None = None
    try:
        await asyncio.to_thread(upgrade, url)
    except Unavailable as problem:
        if not is_patient:
            raise
        log.warning("%s; listening all the same, the journal keeps what comes", one_line(problem))
        upgrading = asyncio.create_task(_upgrade_later(url))
    try:
        yield url
    finally:
        if upgrading is not None:
            upgrading.cancel()
            await asyncio.gather(upgrading, return_exceptions=True)


async def _upgrade_later(url: str) -> None:
    """Bring the schema up to date as soon as the database is there; a refusal is said once and not asked again."""
    while True:
        await asyncio.sleep(RETRY_SECONDS)
        try:
            await asyncio.to_thread(upgrade, url)
        except Unavailable:
            continue
        except SuiteError as problem:
            log.error("nothing can be stored: %s", one_line(problem))
        return
