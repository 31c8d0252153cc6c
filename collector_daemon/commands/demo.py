"""``demo``: a simulated PBX, the daemon and a live view, with no configuration, no root and nothing installed.

Everything is the real thing but the PBX: its AMI goes over a socket, the journal and the bundled Postgres are written,
the view is a client of the feed. Data live in a folder of their own and are made anew each time.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import shutil
import sys
from pathlib import Path

import platformdirs

from collector_daemon import settings
from collector_daemon.app import Daemon
from collector_daemon.commands.opening import run_async
from collector_daemon.commands.run import stop_requested
from collector_daemon.commands.storing import database_url
from collector_daemon.commands.watch import own_credentials, watch
from collector_daemon.settings import Settings
from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser
from collector_daemon.simulator.world import Scenario, World
from collector_daemon.store.accounts import PostgresAccounts
from collector_daemon.store.journal_lock import FolderLock
from shared import logs
from shared.clock import SystemClock
from shared.credentials import Secret, keep_secret, new_secret

NAME = "demo"
HELP = "a simulated call centre with the daemon and a live view; needs no settings"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--headless", action="store_true", help="in the terminal, without windows")
    parser.add_argument("--speed", type=float, default=1.0, metavar="X", help="the simulated day X times as fast")
    parser.add_argument("--seconds", type=float, metavar="N", help="stop after so long")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another day")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="where its data go (default: the user's own place)")


def run(options: argparse.Namespace) -> int:
    """Until Ctrl-C, or --seconds."""
    folder = options.folder or Path(platformdirs.user_data_dir("callcentre")) / "demo"
    logs.set_up("warning", None)
    sys.stdout.write("Making a call centre: database, simulated PBX, daemon …\n")
    return run_async(_demo(folder, options.speed, options.seconds, options.seed))


def demo_settings(folder: Path, port: int, secret: Secret) -> Settings:
    """Settings of a daemon that listens to the simulated PBX at ``port``; its feed takes any free port."""
    file = folder / "ami.secret"
    file.unlink(missing_ok=True)
    keep_secret(file, secret)
    # JSON's quoting is TOML's too: backslashes, and an apostrophe in the user's name, come through.
    return settings.parse(
        f"data_folder = {json.dumps(str(folder), ensure_ascii=False)}\n[feed]\nport = 0\n"
        f"[[pbx]]\nname = 'demo'\nport = {port}\nuser = 'collector'\n"
        f"secret_file = {json.dumps(str(file), ensure_ascii=False)}\n"
    )


def forget_journal(folder: Path) -> None:
    """The last demo's journal goes. Raises FolderInUse while another demo writes it."""
    journal = folder / "journal"
    if (journal / "demo").is_dir():
        FolderLock(journal / "demo").release()
    shutil.rmtree(journal, ignore_errors=True)


async def _demo(folder: Path, speed: float, seconds: float | None, seed: int) -> int:
    stopped = stop_requested()
    forget_journal(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    clock = SystemClock()
    async with contextlib.AsyncExitStack() as stack:
        day = Scenario(seed=seed, load=6.0, talk_seconds=30.0, patience_seconds=60.0, is_always_open=True)
        world = World(day, clock.now().timestamp())
        secret = new_secret()
        server = Server(world, speed=speed, users={"collector": AmiUser(secret.reveal(), writetimeout=20.0)})
        await server.start()
        stack.push_async_callback(server.stop)
        config = demo_settings(folder, server.port, secret)
        url = await stack.enter_async_context(database_url(config))
        accounts = await stack.enter_async_context(PostgresAccounts.opened(url))
        daemon = await stack.enter_async_context(
            Daemon.started(config, folder, clock, url, accounts, accounts.witness))
        assert daemon.feed is not None
        viewing = asyncio.ensure_future(watch("127.0.0.1", daemon.feed.port, own_credentials(folder), seconds))
        waiting = asyncio.ensure_future(stopped.wait())
        try:
            await asyncio.wait((viewing, waiting), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (viewing, waiting):
                task.cancel()
            await asyncio.gather(viewing, waiting, return_exceptions=True)
    return 0
