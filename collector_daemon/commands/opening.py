"""What every command begins with: finding the settings. Quick to import: most commands need no database."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import platformdirs

from collector_daemon import settings
from collector_daemon.settings import Settings

_MACHINE = Path(platformdirs.site_config_dir("callcentre") if sys.platform == "win32" else "/etc/callcentre")
PLACES = (_MACHINE / "collector.toml", Path(platformdirs.user_config_dir("callcentre")) / "collector.toml")
"""Where the settings are looked for when none are named. On Windows ``/etc`` would be a folder of the drive that one
happens to be on, which anybody may make."""


def add_config(parser: argparse.ArgumentParser) -> None:
    """``--config FILE``, the same everywhere."""
    named = os.environ.get("CALLCENTRE_CONFIG")
    parser.add_argument(
        "--config", type=Path, metavar="FILE", default=Path(named) if named else None,
        help=f"settings file (default: {' or '.join(map(str, PLACES))})",
    )


def read_settings(config: Path | None) -> Settings:
    """The settings of the file named, else of the first usual place, else the defaults. Raises BadSettings."""
    file = settings_file(config)
    return settings.load(file) if file else settings.defaults()


def settings_file(config: Path | None) -> Path | None:
    """The file named, else the first usual place that has one; None where there is none."""
    return config or next((place for place in PLACES if place.is_file()), None)


def data_folder(config: Settings) -> Path:
    """Where the daemon keeps what it has."""
    return config.data_folder or Path(platformdirs.user_data_dir("callcentre"))


def run_async(work: Coroutine[Any, Any, int]) -> int:
    """Run a command's coroutine; on Windows by the loop that psycopg takes (it refuses the proactor's)."""
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop if sys.platform == "win32" else None) as runner:
        return runner.run(work)
