"""``watch``: the call centre live in the terminal, for servers without a screen.

On the daemon's own machine and account no password is needed: who can read the feed's secret may issue himself a
token. Elsewhere ``--server HOST:PORT --user NAME`` asks for the password.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import os
import sys
from datetime import timedelta
from pathlib import Path

from rich.console import Console, RenderableType
from rich.live import Live

from collector_daemon.app import LOCAL, feed_secret
from collector_daemon.commands.opening import add_config, data_folder, read_settings, run_async
from collector_daemon.feed.tokens import Tokens
from collector_daemon.terminal import screen
from shared.clock import SystemClock
from shared.domain.accounts import Account
from shared.errors import UsageError
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials
from shared.version import VERSION

NAME = "watch"
HELP = "the call centre live in the terminal"
REFRESH_SECONDS = 0.5
PAGE_WIDTH = 120
"""Letters in a line where there is no terminal to ask."""



def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--server", metavar="HOST:PORT", help="a daemon elsewhere (default: the one here)")
    parser.add_argument("--user", metavar="NAME", help="account; its password is asked for")
    parser.add_argument("--seconds", type=float, metavar="N", help="stop after so long")
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Until Ctrl-C, or --seconds."""
    config = read_settings(options.config)
    host, port = _server(options.server or f"127.0.0.1:{config.feed.port}")
    if options.user:
        credentials = Credentials(user=options.user, password=getpass.getpass(f"Password of {options.user}: "))
    else:
        credentials = own_credentials(data_folder(config))
    return run_async(watch(host, port, credentials, options.seconds))


def _server(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise UsageError(f"--server {text}: HOST:PORT expected")
    return host.strip("[]"), int(port)


def own_credentials(folder: Path) -> Credentials:
    """A token issued by whoever may read the daemon's own secret."""
    clock = SystemClock()
    tokens = Tokens(feed_secret(folder), clock, timedelta(days=1), timedelta(days=1))
    account = Account(name=LOCAL, roles=frozenset({"wallboard"}))
    return Credentials(token=tokens.issue(account)[0])


async def watch(host: str, port: int, credentials: Credentials, seconds: float | None = None) -> int:
    """Draw the board twice a second; without a terminal a plain page now and then."""
    client = FeedClient(host, port, credentials, clock=SystemClock(), name=f"watch {VERSION}")
    following = asyncio.create_task(client.run())
    console = Console(file=sys.stdout, highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = PAGE_WIDTH
    try:
        async with asyncio.timeout(seconds):
            await (_live(client, console) if console.is_terminal else _pages(client, console))
    except TimeoutError:
        console.print(_screen(client, console))
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
    return 0


def _screen(client: FeedClient, console: Console) -> RenderableType:
    return screen(client.board, client.server_now(), client.status.state, console.width)


async def _live(client: FeedClient, console: Console) -> None:
    with Live(console=console, screen=True, auto_refresh=False) as live:
        while True:
            live.update(_screen(client, console), refresh=True)
            await asyncio.sleep(REFRESH_SECONDS)


async def _pages(client: FeedClient, console: Console) -> None:
    while True:
        await asyncio.sleep(10 * REFRESH_SECONDS)
        console.print(_screen(client, console))
        console.print()
