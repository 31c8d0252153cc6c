"""``watch --at``: the past in the terminal, and marked as such."""

import argparse
import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from collector_daemon.commands.watch import own_credentials, past_of, watch
from shared.clock import SystemClock
from shared.errors import Unavailable, UsageError
from shared.protocol.past import Past
from tests.helpers.waiting import wait_until
from tests.integration.past.daemon import busy, note, running, simulated_pbx

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(240)]


async def test_the_past_is_drawn_and_marked(
    tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with simulated_pbx(seed=12) as pbx, running(tmp_path / "d", pbx.port, database_url) as daemon:
        await busy(daemon)
        at = (await note(daemon)).at
        assert daemon.feed is not None
        here, credentials = ("127.0.0.1", daemon.feed.port), own_credentials(daemon.folder)
        told, past = "", f"THE PAST  {at.astimezone():%Y-%m-%d %H:%M:%S}  standing still"

        def is_drawn() -> bool:
            nonlocal told
            told += capsys.readouterr().out
            return past in told

        watching = asyncio.create_task(watch(*here, credentials, past=Past(at, 0)))
        await wait_until(is_drawn, 60, "the past")
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        assert told.rindex("THE PAST") > told.rfind("Call centre")  # while connecting nothing is shown
        with pytest.raises(Unavailable, match="future"):
            await watch(*here, credentials, 30.0, past=Past(SystemClock().now() + timedelta(hours=1), 1))


def test_bad_moments_are_one_line() -> None:
    assert past_of(argparse.Namespace(at=None, speed=1.0)) is None
    moment = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
    assert past_of(argparse.Namespace(at="2026-01-05T08:00Z", speed=2.0)) == Past(moment, 2.0)
    with pytest.raises(UsageError, match="--at yesterday: no instant"):
        past_of(argparse.Namespace(at="yesterday", speed=1.0))
    with pytest.raises(UsageError, match="--speed 61: from 0 to 60"):
        past_of(argparse.Namespace(at=None, speed=61.0))
