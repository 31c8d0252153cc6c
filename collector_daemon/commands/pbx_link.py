"""Connecting to a PBX from the command line: the options for it, and a link that is up or an error."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from collections.abc import AsyncIterator

import msgspec

from collector_daemon import settings
from collector_daemon.asterisk.link import Link
from collector_daemon.commands.opening import add_config, read_settings
from collector_daemon.settings import PbxSettings
from shared.clock import Clock
from shared.errors import Unavailable

_LOOK = 0.05


def add_options(parser: argparse.ArgumentParser) -> None:
    """``--config`` and ``--pbx``."""
    add_config(parser)
    parser.add_argument(
        "--pbx", metavar="NAME", help="which PBX of the settings; not needed where there is one"
    )


def chosen(options: argparse.Namespace, *, events: str = "") -> PbxSettings:
    """The PBX that the options mean; ``events`` replaces the classes asked for. Raises BadSettings."""
    pbx = read_settings(options.config).the_pbx(options.pbx)
    return msgspec.structs.replace(pbx, events=events) if events else pbx


@contextlib.asynccontextmanager
async def connected(pbx: PbxSettings, clock: Clock) -> AsyncIterator[Link]:
    """A link that is logged in, closed at the end. Raises Unavailable with what keeps it from being so."""
    link = Link(pbx, settings.ami_secret(pbx), clock)
    running = asyncio.create_task(link.run())
    try:
        while not link.is_connected:
            if link.trouble:
                raise Unavailable(f"pbx {pbx.name}: {link.trouble}")
            await asyncio.sleep(_LOOK)
        yield link
    finally:
        link.close()
        await running
