"""Ctrl-C and SIGTERM stop in order, also where the loop knows no signals (Windows)."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from collector_daemon.commands.demo import demo_settings
from collector_daemon.commands.run import stop_requested, tell_systemd, until
from shared.credentials import new_secret

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class LoopWithoutSignals(asyncio.SelectorEventLoop):
    """As on Windows."""

    def add_signal_handler(self, *_arguments: object) -> None:
        raise NotImplementedError


@pytest.fixture
def signals() -> Iterator[None]:
    """Whatever a test does to them is undone."""
    before = [signal.getsignal(number) for number in SIGNALS]
    yield
    for number, what in zip(SIGNALS, before, strict=True):
        signal.signal(number, what)


async def stopped_by(number: signal.Signals) -> None:
    stopped = stop_requested()
    asyncio.get_running_loop().call_soon(signal.raise_signal, number)
    async with asyncio.timeout(10):
        await stopped.wait()


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("loop", [asyncio.SelectorEventLoop, LoopWithoutSignals])
@pytest.mark.usefixtures("signals")
def test_a_signal_asks_to_stop(loop: type[asyncio.AbstractEventLoop], number: signal.Signals) -> None:
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(stopped_by(number))
    if loop is LoopWithoutSignals:
        signal.raise_signal(number)  # impatience after the end is no traceback


async def test_who_waits_for_the_end_and_is_cancelled_ends_the_work_first() -> None:
    begun, told = asyncio.Event(), []

    async def work() -> None:
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            told.append("work ended")

    waiting = asyncio.create_task(until(work(), asyncio.Event()))
    await begun.wait()
    waiting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await waiting
    assert told == ["work ended"]


async def test_what_the_work_does_not_survive_comes_out() -> None:
    async def work() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await until(work(), asyncio.Event())


@pytest.mark.skipif(sys.platform == "win32", reason="systemd is Linux's")
@pytest.mark.parametrize("is_abstract", [False, True])
def test_systemd_is_told_where_it_waits_for_word(tmp_path: Path, is_abstract: bool) -> None:
    place = f"@callcentre-{os.getpid()}" if is_abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(place.replace("@", "\0", 1))
        tell_systemd("READY=1", {"NOTIFY_SOCKET": place})
        systemd.settimeout(5)
        assert systemd.recv(100) == b"READY=1"
    tell_systemd("READY=1", {"NOTIFY_SOCKET": place})  # nobody listens any more
    tell_systemd("READY=1", {})


def test_the_demo_may_live_in_any_folder(tmp_path: Path) -> None:
    folder = tmp_path / "O'Brien & Söhne"
    folder.mkdir()
    assert demo_settings(folder, 5038, new_secret()).data_folder == folder
