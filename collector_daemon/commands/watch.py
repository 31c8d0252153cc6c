"""``watch``: the call centre live in the terminal, for servers without a screen.

On the daemon's own machine and account no password is needed: who can read the feed's secret may issue himself a
token. Elsewhere ``--server HOST:PORT --user NAME`` asks for the password, which travels by TLS.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import os
import ssl
import sys
from datetime import UTC, timedelta
from pathlib import Path

from rich.console import Console, RenderableType
from rich.live import Live

from collector_daemon.app import LOCAL
from collector_daemon.commands.history import instant
from collector_daemon.commands.opening import add_config, data_folder, read_settings, run_async
from collector_daemon.feed.secret import feed_secret
from collector_daemon.feed.tokens import Tokens
from collector_daemon.settings import Settings, is_loopback
from collector_daemon.terminal import screen
from shared.clock import SystemClock
from shared.domain.accounts import Account
from shared.errors import Unavailable, UsageError
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials, Wish
from shared.protocol.past import FASTEST, Past
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
    parser.add_argument("--ca", type=Path, metavar="FILE", help="certificates to trust there (default: the system's)")
    parser.add_argument("--plain", action="store_true", help="no TLS to a daemon elsewhere: the password is readable")
    parser.add_argument("--seconds", type=float, metavar="N", help="stop after so long")
    parser.add_argument("--at", metavar="T", help="the past: 2026-01-05T08:00 by this machine's clock, or with Z")
    parser.add_argument("--speed", type=float, default=1.0, metavar="X", help="play it so much faster; 0: stand still")
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Until Ctrl-C, or --seconds."""
    config = read_settings(options.config)
    host, port = _server(options.server) if options.server else _here(config)
    tls = tls_elsewhere(host, options.ca, options.plain) if options.server else tls_here(config)
    if options.user:
        credentials = Credentials(user=options.user, password=getpass.getpass(f"Password of {options.user}: "))
    else:
        credentials = own_credentials(data_folder(config))
    return run_async(watch(host, port, credentials, options.seconds, tls, past_of(options)))


def past_of(options: argparse.Namespace) -> Past | None:
    """The moment named by ``--at``. Raises UsageError."""
    if not 0 <= options.speed <= FASTEST:
        raise UsageError(f"--speed {options.speed:g}: from 0 to {FASTEST:g}")
    if not options.at:
        return None
    return Past(instant(options.at, "--at", SystemClock().now().astimezone().tzinfo or UTC), options.speed)


def _server(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise UsageError(f"--server {text}: HOST:PORT expected")
    return host.strip("[]"), int(port)


def _here(config: Settings) -> tuple[str, int]:
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where one listens is not where one calls
    return everywhere.get(config.feed.host, config.feed.host), config.feed.port


def tls_here(config: Settings) -> ssl.SSLContext | None:
    """To this machine's own daemon: as it is configured, trusting its own certificate whatever its name."""
    if config.feed.tls_cert is None:
        return None
    context = _trusting(config.feed.tls_cert)
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


def tls_elsewhere(host: str, ca: Path | None, is_plain: bool) -> ssl.SSLContext | None:
    """To a daemon elsewhere: always, unless ``--plain``; to this machine (a tunnel's end) with ``--ca`` only."""
    if is_plain or (ca is None and is_loopback(host)):
        return None
    return _trusting(ca)


def _trusting(file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=file)
    except OSError as problem:  # SSLError is one
        raise UsageError(f"{file}: cannot be used as a certificate: {problem.strerror or problem}") from None


def own_credentials(folder: Path) -> Credentials:
    """A token issued by whoever may read the daemon's own secret."""
    clock = SystemClock()
    tokens = Tokens(feed_secret(folder), clock, timedelta(days=1), timedelta(days=1))
    account = Account(name=LOCAL, roles=frozenset({"supervisor"}))
    return Credentials(token=tokens.issue(account)[0])


async def watch(
    host: str, port: int, credentials: Credentials, seconds: float | None = None, tls: ssl.SSLContext | None = None,
    past: Past | None = None,
) -> int:
    """Draw the board twice a second; without a terminal a plain page now and then.

    Raises Unavailable for a past that cannot be shown.
    """
    wish = Wish(past=past)
    client = FeedClient(host, port, credentials, clock=SystemClock(), name=f"watch {VERSION}", wish=wish, tls=tls)
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
    if client.travel.refusal is not None:
        raise Unavailable(client.travel.refusal.message)
    return screen(client.board, client.board_now(), client.status.state, console.width, client.past)


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
