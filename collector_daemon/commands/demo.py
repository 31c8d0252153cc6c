"""``demo``: a simulated PBX, the daemon and live views, with no configuration, no root and nothing installed.

Everything is the real thing but the PBX: its AMI goes over a socket, the journal and the bundled Postgres are written,
the views are clients of the feed: one in the terminal and, where there is a display, the wallboard and the panel of an
operator whose calls the simulation answers "on the phone". Data live in a folder of their own and are made anew each
time, with an hour of calls before the first look (``demo_past``), something billed (``demo_billing``) and campaigns at
work (``demo_campaigns``).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import platformdirs

from collector_daemon import settings
from collector_daemon.app import Daemon
from collector_daemon.commands.demo_billing import bill
from collector_daemon.commands.demo_colleagues import campaigning
from collector_daemon.commands.demo_past import HOUR, forget_journal, remember
from collector_daemon.commands.demo_screen import CONSOLE, PANEL, WALLBOARD, Screen, why_none
from collector_daemon.commands.opening import run_async
from collector_daemon.commands.run import stop_requested
from collector_daemon.commands.storing import database_url
from collector_daemon.commands.watch import own_credentials, watch
from collector_daemon.feed.secret import feed_secret
from collector_daemon.feed.tokens import Tokens
from collector_daemon.settings import Settings
from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser
from collector_daemon.simulator.tapes import taped
from collector_daemon.simulator.world import Scenario, World
from collector_daemon.store.accounts import PostgresAccounts
from collector_daemon.store.emptying import forget_facts
from shared import logs
from shared.clock import Clock, SystemClock
from shared.credentials import Secret, keep_secret, new_secret
from shared.database.accounts import open_book
from shared.database.bundled.place import installed_programs
from shared.domain.accounts import Account, Role
from shared.errors import BadSettings, UsageError

NAME = "demo"
HELP = "a simulated call centre with the daemon and live views; needs no settings"
WALL = "wall"
"""The demo's account that may only look."""
OPERATOR, TITLE, PHONE = "operator", "Jana Malá", "1020"
"""The demo's operator, and the phone of hers that nobody of the simulation has."""
SUPERVISOR, SUPERVISOR_TITLE = "kralova", "Ivana Králová"
"""The demo's supervisor, who sits at the console."""
SUPERVISOR_ROLES: tuple[Role, ...] = ("supervisor", "billing")
TOKEN_DAYS = timedelta(days=1)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--headless", action="store_true", help="in the terminal alone, without windows")
    parser.add_argument("--speed", type=float, default=1.0, metavar="X", help="the simulated day X times as fast")
    parser.add_argument("--seconds", type=float, metavar="N", help="stop after so long")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another day")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="where its data go (default: the user's own place)")


def run(options: argparse.Namespace) -> int:
    """Until Ctrl-C, or --seconds."""
    _check_postgres()
    folder = options.folder or Path(platformdirs.user_data_dir("callcentre")) / "demo"
    logs.set_up("warning", None)
    sys.stdout.write("Making a call centre: database, simulated PBX, daemon …\n")
    why = "--headless" if options.headless else why_none()
    if why and not options.headless:
        sys.stdout.write(f"Without the wallboard, the panel and the console, because {why}.\n")
    return run_async(_demo(folder, options.speed, options.seconds, options.seed, has_screen=why is None))


def _check_postgres() -> None:
    """The demo makes a database of its own and asks nobody for one. Raises UsageError where it cannot."""
    try:
        installed_programs()
    except BadSettings:
        raise UsageError(
            "the demo needs the bundled Postgres, which packages leave out; the project's source has it:"
            " python3 installers/bootstrap.py demo"
        ) from None


def demo_settings(folder: Path, port: int, secret: Secret) -> Settings:
    """Settings of a daemon that listens to the simulated PBX at ``port``; its feed takes any free port."""
    file = folder / "ami.secret"
    file.unlink(missing_ok=True)
    keep_secret(file, secret)
    return settings.parse(
        f"{_place(folder)}[feed]\nport = 0\n[[pbx]]\nname = 'demo'\nport = {port}\nuser = 'collector'\n"
        f"secret_file = {_quoted(file)}\nhold = 'notify'\n"
        f"[[recordings]]\nfolder = {_quoted(sounds(folder))}\n"
        + Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    )


def sounds(folder: Path) -> Path:
    """Where the demo's recordings are."""
    return folder.absolute() / "monitor"


def password_file(folder: Path) -> Path:
    """Where the console finds the supervisor's password at the database: no other user of this machine may read it."""
    return folder / "supervisor.password"


def _place(folder: Path) -> str:
    return f"data_folder = {_quoted(folder)}\n"


def _quoted(path: Path) -> str:
    """JSON's quoting is TOML's too: backslashes, and an apostrophe in the user's name, come through."""
    return json.dumps(str(path), ensure_ascii=False)


async def make_tokens(
    folder: Path, clock: Clock, accounts: PostgresAccounts, wall: Account, password: Secret
) -> dict[str, Path]:
    """Files with tokens by account: of the one that may only look, and of those who sign in for theirs."""
    tokens = Tokens(feed_secret(folder), clock, TOKEN_DAYS, TOKEN_DAYS)
    operator, supervisor = [await signed_in(accounts, password, name) for name in (OPERATOR, SUPERVISOR)]
    return {
        WALL: _kept(folder / "wallboard.token", tokens.issue_lasting(wall, TOKEN_DAYS)[0]),
        OPERATOR: _kept(folder / "operator.token", tokens.issue(operator)[0]),
        SUPERVISOR: _kept(folder / "supervisor.token", tokens.issue(supervisor)[0]),
    }


async def signed_in(accounts: PostgresAccounts, password: Secret, name: str = SUPERVISOR) -> Account:
    """One of the demo's people."""
    account = await accounts.check(name, password.reveal())
    assert account is not None
    return account


def _make_accounts(url: str, clock: Clock, password: Secret) -> Account:
    """Those of the demo, if they are not there; people get this password. What comes back may only look."""
    with open_book(url, "demo") as book:
        known = {one.name for one in book.listing()}
        if WALL not in known:
            book.add(WALL, ["wallboard"], new_secret())
        if OPERATOR not in known:
            book.add(OPERATOR, ["operator"], password, agent=PHONE, title=TITLE)
        else:
            book.set_password(OPERATOR, password)
        if SUPERVISOR not in known:
            book.add(SUPERVISOR, SUPERVISOR_ROLES, password, title=SUPERVISOR_TITLE)
        else:
            book.set_roles(SUPERVISOR, SUPERVISOR_ROLES)
            book.set_password(SUPERVISOR, password)
        return book.for_token(WALL, clock.now() + TOKEN_DAYS)


def _kept(file: Path, token: str) -> Path:
    file.unlink(missing_ok=True)
    keep_secret(file, Secret(token))
    return file


@contextlib.asynccontextmanager
async def demonstrated(folder: Path, speed: float, seed: int) -> AsyncIterator[tuple[Daemon, dict[str, Path]]]:
    """A daemon that follows a simulated call centre which has an hour behind it, and files with tokens by account."""
    forget_journal(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    clock = SystemClock()
    async with contextlib.AsyncExitStack() as stack:
        url = await stack.enter_async_context(database_url(settings.parse(_place(folder))))
        await asyncio.to_thread(forget_facts, url)
        day = Scenario(seed=seed, load=6.0, talk_seconds=30.0, patience_seconds=60.0, is_always_open=True)
        world = World(day, clock.now().timestamp() - HOUR)
        world.pbx.phones.register(f"PJSIP/{PHONE}")
        await remember(world, folder, clock)
        await stack.enter_async_context(taped(world.pbx, sounds(folder)))
        secret = new_secret()
        server = Server(world, speed=speed, users={"collector": AmiUser(secret.reveal(), writetimeout=20.0)})
        await server.start()
        stack.push_async_callback(server.stop)
        config = demo_settings(folder, server.port, secret)
        password = new_secret()
        _kept(password_file(folder), password.reveal())
        wall = await asyncio.to_thread(_make_accounts, url, clock, password)  # before the accounts are looked at
        accounts = await stack.enter_async_context(PostgresAccounts.opened(url))
        tokens = await make_tokens(folder, clock, accounts, wall, password)
        supervisor = await signed_in(accounts, password)
        await bill(url, config, clock, supervisor)
        daemon = await stack.enter_async_context(
            Daemon.started(config, folder, clock, url, accounts, accounts.witness, accounts.audit.note))
        await stack.enter_async_context(campaigning(daemon, clock, seed, supervisor, (OPERATOR, PHONE)))
        yield daemon, tokens


async def _demo(folder: Path, speed: float, seconds: float | None, seed: int, *, has_screen: bool) -> int:
    stopped = stop_requested()
    async with contextlib.AsyncExitStack() as stack:
        daemon, tokens = await stack.enter_async_context(demonstrated(folder, speed, seed))
        assert daemon.feed is not None
        if has_screen:
            console = (*CONSOLE, "--password-file", str(password_file(folder)))
            for name, account, program in (
                ("wallboard", WALL, WALLBOARD), ("panel", OPERATOR, PANEL), ("console", SUPERVISOR, console),
            ):
                screen = Screen(name, folder, daemon.feed.port, tokens[account], program)
                stack.push_async_callback(_end, screen)
        viewing = asyncio.ensure_future(watch("127.0.0.1", daemon.feed.port, own_credentials(folder), seconds))
        waiting = asyncio.ensure_future(stopped.wait())
        try:
            await asyncio.wait((viewing, waiting), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (viewing, waiting):
                task.cancel()
            await asyncio.gather(viewing, waiting, return_exceptions=True)
    return 0


async def _end(screen: Screen) -> None:
    failure = await screen.end()
    if failure:
        sys.stderr.write(f"collector-daemon: {failure}\n")
