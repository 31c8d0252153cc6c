"""``run``: the daemon."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Coroutine, Mapping
from datetime import timedelta
from typing import Any

from collector_daemon import settings as daemon_settings
from collector_daemon.app import Daemon
from collector_daemon.commands.opening import add_config, data_folder, read_settings, run_async
from collector_daemon.commands.storing import database_url
from collector_daemon.settings import AccountsSettings, Settings
from collector_daemon.store.accounts import PostgresAccounts
from collector_daemon.store.locking import LockRule
from shared import logs
from shared.clock import Clock, SystemClock
from shared.errors import UsageError

NAME = "run"
HELP = "the daemon: AMI in, Postgres and the TCP/JSON port out"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Until SIGTERM or Ctrl-C; then everything is written."""
    config = read_settings(options.config)
    if not config.pbx:
        raise UsageError("the settings name no PBX: `collector-daemon settings` prints a sample with [[pbx]]")
    for pbx in config.pbx:
        daemon_settings.ami_secret(pbx)
    daemon_settings.check_alert_secrets(config.alert_rules, config.mail)
    logs.set_up(config.log.level, config.log.file)
    return run_async(serve(config, SystemClock()))


async def serve(config: Settings, clock: Clock) -> int:
    """Run until told to stop."""
    folder = data_folder(config)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stopped = stop_requested()
    async with (
        database_url(config, is_patient=True) as url,
        PostgresAccounts.opened(url, lock=lock_rule(config.accounts)) as accounts,
        Daemon.started(
            config, folder, clock, url, accounts, accounts.witness, accounts.audit.note
        ) as daemon,
    ):
        state = f"at work; feed on port {daemon.feed.port}" if daemon.feed else "standing by"
        sys.stderr.write(f"collector-daemon: {state}\n")
        tell_systemd("READY=1")
        await until(daemon.run(), stopped)
        tell_systemd("STOPPING=1")
    return 0


def tell_systemd(state: str, environment: Mapping[str, str] = os.environ) -> None:
    """Where systemd waits for word of us (``Type=notify``, sd_notify(3)), give it; else nothing."""
    place = environment.get("NOTIFY_SOCKET", "")
    if sys.platform == "win32" or not place:
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(state.encode(), f"\0{place[1:]}" if place.startswith("@") else place)


def lock_rule(settings: AccountsSettings) -> LockRule:
    """When an account is locked."""
    return LockRule(wrong_passwords=settings.wrong_passwords, lock=timedelta(minutes=settings.lock_minutes))


async def until(work: Coroutine[Any, Any, None], stopped: asyncio.Event) -> None:
    """Work until ``stopped``; what the work could not survive comes out here."""
    working = asyncio.ensure_future(work)
    waiting = asyncio.ensure_future(stopped.wait())
    try:
        await asyncio.wait((working, waiting), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            await working
    finally:  # also where we ourselves are cancelled: nothing of ours goes on beside the stopping
        for task in (working, waiting):
            task.cancel()
        await asyncio.gather(working, waiting, return_exceptions=True)


def stop_requested() -> asyncio.Event:
    """An event that SIGTERM and Ctrl-C set, on Windows Ctrl-C and Ctrl-Break (all that a service wrapper can send)."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in filter(None, (signal.SIGTERM, signal.SIGINT, getattr(signal, "SIGBREAK", None))):
        try:
            loop.add_signal_handler(number, stopped.set)
        except NotImplementedError:  # Windows: the plain way, which the loop notices when it wakes, within a second
            signal.signal(number, lambda _number, _frame: _stop(loop, stopped))
    return stopped


def _stop(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> None:
    with contextlib.suppress(RuntimeError):  # the loop is closed already: we are about to end anyway
        loop.call_soon_threadsafe(stopped.set)
