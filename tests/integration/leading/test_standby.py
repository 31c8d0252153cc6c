"""A pair of daemons: when the leader fails the other one takes over within five seconds, and no fact tells of it."""

import asyncio
import contextlib
import shutil
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from collector_daemon.simulator.server import Server as Pbx
from shared.clock import SystemClock, monotonic
from shared.feed_client.client import FeedClient
from tests.integration.daemon.running import RunningDaemon, simulated_pbx, until
from tests.integration.daemon.test_feed import supervisor
from tests.integration.leading.pair import Pair, assert_same_facts

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]
STILL, BUSY = 0.001, 60.0


class Watched(NamedTuple):
    """A pair at work, and a daemon beside it that nothing happens to."""

    pbx: Pbx
    pair: Pair
    leader: RunningDaemon
    standby: RunningDaemon


@contextlib.asynccontextmanager
async def watched(folder: Path, url: str, undisturbed: str, seed: int) -> AsyncIterator[Watched]:
    """Whatever happens within: in the end the pair has stored what the undisturbed daemon has."""
    (folder / "alone").mkdir()
    async with simulated_pbx(seed=seed, speed=STILL) as pbx:
        alone, pair = RunningDaemon(folder / "alone", pbx.port, undisturbed), Pair(folder, pbx.port, url, url)
        alone.start()
        pair.daemons[0].start()
        leader = await pair.leader()
        for one in (alone, leader):
            await until(lambda one=one: one.pbx().get("connected") and not one.pbx()["in_gap"], "the present")
        pbx.set_speed(BUSY)
        standby = pair.other(leader)
        standby.start()
        await until(lambda: standby.heard() > 300 and leader.stored() > 300, "both listening")
        assert standby.status()["feed"] is None
        yield Watched(pbx, pair, leader, standby)
        pbx.set_speed(STILL)
        for daemon in (await pair.leader(), alone):
            assert await daemon.stop() == 0
        for daemon in pair.daemons:
            assert "Traceback" not in daemon.said()
            assert "a gap from there on" not in daemon.said()
    assert_same_facts(url, undisturbed)


async def test_kill_9_of_the_leader(tmp_path: Path, database_url: str, undisturbed_url: str) -> None:
    async with watched(tmp_path, database_url, undisturbed_url, seed=7) as it:
        known = supervisor(it.leader.folder / "data")  # ADMINISTRATION.md has the secret of tokens copied, too
        shutil.copy(it.leader.folder / "data" / "feed.secret", it.standby.folder / "data" / "feed.secret")
        client = FeedClient("127.0.0.1", it.pair.port_of(it.leader), known, clock=SystemClock(), name="test",
                            others=[("127.0.0.1", it.pair.port_of(it.standby))])
        following = asyncio.create_task(client.run())
        await until(lambda: client.status.state == "live" and client.board.calls, "the board")
        it.leader.kill()
        since = monotonic()
        assert await it.pair.open(it.standby, since) < 5
        await until(lambda: client.status.state == "stale", "the loss")
        await until(lambda: client.status.state == "live", "the board of the new leader")
        assert monotonic() - since < 6
        calls = {row.call for row in client.board.calls}
        await until(lambda: {row.call for row in client.board.calls} - calls, "further calls")
        await until(lambda: it.standby.stored() > 1500, "facts of the new leader")
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def test_a_leader_that_is_stopped_and_goes_on(tmp_path: Path, database_url: str, undisturbed_url: str) -> None:
    async with watched(tmp_path, database_url, undisturbed_url, seed=8) as it:
        assert it.leader.process is not None
        it.leader.process.send_signal(signal.SIGSTOP)
        since = monotonic()
        await until(lambda: it.standby.status().get("feed"), "the take-over")
        assert monotonic() - since < 6
        it.leader.process.send_signal(signal.SIGCONT)
        assert await asyncio.to_thread(it.leader.process.wait, 30) == 1
        assert "PBX main is led by another daemon now" in it.leader.said()
        await until(lambda: it.standby.stored() > 1500, "facts of the new leader")
        it.leader.start()  # as systemd does
        await until(lambda: it.leader.pbx().get("connected"), "the old leader standing by")
        await until(lambda: it.leader.heard() > 2500, "what it hears then")
        assert it.leader.status()["feed"] is None
        assert it.leader.process.poll() is None
        it.leader.kill()


async def test_a_rolling_restart(tmp_path: Path, database_url: str, undisturbed_url: str) -> None:
    async with watched(tmp_path, database_url, undisturbed_url, seed=9) as it:
        one, two = it.leader, it.standby
        assert await one.stop() == 0
        assert await it.pair.open(two, monotonic()) < 5
        one.start()
        await until(lambda: one.pbx().get("connected") and not one.pbx()["in_gap"], "the first one standing by")
        await until(lambda: two.stored() > 1200, "more calls")
        assert await two.stop() == 0
        assert await it.pair.open(one, monotonic()) < 5
        await until(lambda: one.stored() > 1800, "more calls")
