"""What commands that store begin with: a database, configured or bundled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from collector_daemon.commands.opening import data_folder
from collector_daemon.settings import Settings
from shared.database.bundled.server import BundledPostgres
from shared.database.connection import with_password
from shared.database.migrations import upgrade


@asynccontextmanager
async def database_url(config: Settings) -> AsyncIterator[str]:
    """The URL of the configured database, migrated; or of the bundled one, which runs as long as it is needed.

    Raises Unavailable, Refused (a newer schema), BadSettings.
    """
    if config.database.url:
        url = with_password(config.database.url, "database_password")
        await asyncio.to_thread(upgrade, url)
        yield url
        return
    async with BundledPostgres(data_folder(config) / "postgres").serving() as url:
        await asyncio.to_thread(upgrade, url)
        yield url
