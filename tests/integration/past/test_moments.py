"""The past is what the present was: every row, at moments that were noted while they were the present."""

import asyncio
from pathlib import Path

import pytest

from shared.feed_client.client import FeedClient
from shared.feed_client.status import Wish
from shared.protocol.past import Past
from tests.helpers.waiting import wait_until
from tests.integration.past.daemon import Noted, differences, looking, note, running, shown, simulated_pbx

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]


async def go(client: FeedClient, noted: Noted, speed: float = 0) -> None:
    """Have the client show that moment."""
    client.wish(Wish(past=Past(noted.at, speed)))
    await wait_until(lambda: not client.travel.is_asked, timeout=30, what="the past")
    assert client.travel.refusal is None, client.travel.refusal
    assert client.past is not None


async def test_noted_moments_come_back_exactly(tmp_path: Path, database_url: str) -> None:
    async with simulated_pbx(seed=3) as pbx, running(tmp_path / "d", pbx.port, database_url) as daemon:
        await wait_until(lambda: len(daemon.board.rows) > 20, timeout=30, what="a busy board")
        noted = []
        for _ in range(8):
            await asyncio.sleep(0.7)
            noted.append(await note(daemon))
        async with looking(daemon) as client:
            for moment in reversed(noted):
                await go(client, moment)
                assert client.board_now() == moment.at
                assert not differences(moment, shown(client.board))
            client.wish(Wish())
            await wait_until(lambda: client.past is None, what="the present")
