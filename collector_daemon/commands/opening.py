"""What several commands begin with: finding the settings, and a database to work with."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import platformdirs

from collector_daemon import settings
from collector_daemon.settings import Settings
from shared.database.bundled.server import BundledPostgres
from shared.database.connection import selector_loop, with_password
from shared.database.migrations import upgrade

PLACES = (Path("/etc/callcentre/collector.toml"), Path(platformdirs.user_config_dir("callcentre")) / "collector.toml")
"""Where the settings are looked for when none are named."""


def add_config(parser: argparse.ArgumentParser) -> None:
    """``--config FILE``, the same everywhere."""
    named = os.environ.get("CALLCENTRE_CONFIG")
    parser.add_argument(
        "--config", type=Path, metavar="FILE", default=Path(named) if named else None,
        help=f"settings file (default: {' or '.join(map(str, PLACES))})",
    )


def read_settings(config: Path | None) -> Settings:
    """The settings of the file named, else of the first usual place, else the defaults. Raises BadSettings."""
    if config is not None:
        return settings.load(config)
    found = next((place for place in PLACES if place.is_file()), None)
    return settings.load(found) if found else settings.defaults()


def data_folder(config: Settings) -> Path:
    """Where the daemon keeps what it has."""
    return config.data_folder or Path(platformdirs.user_data_dir("callcentre"))


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


def run_async(work: Coroutine[Any, Any, int]) -> int:
    """Run a command's coroutine; on Windows by the loop that psycopg takes."""
    with asyncio.Runner(loop_factory=selector_loop()) as runner:
        return runner.run(work)
