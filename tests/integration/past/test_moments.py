"""The past is what the present was: every row, at moments that were noted while they were the present."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from collector_daemon.feed.board import Place
from shared.clock import SystemClock
from shared.domain.board import Row
from shared.feed_client.status import Wish
from tests.helpers.waiting import wait_until
from tests.integration.past.daemon import (
    Noted,
    busy,
    differences,
    go,
    looking,
    note,
    quiet_note,
    running,
    shown,
    simulated_pbx,
)

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(240)]


async def test_noted_moments_come_back_exactly(tmp_path: Path, database_url: str) -> None:
    async with simulated_pbx(seed=3) as pbx, running(tmp_path / "d", pbx.port, database_url) as daemon:
        await busy(daemon)
        noted = []
        for _ in range(8):
            await asyncio.sleep(0.7)
            noted.append(await note(daemon))
        async with looking(daemon) as client:
            for moment in reversed(noted):
                assert (await go(client, moment.at)).is_complete
                assert client.board_now() == moment.at
                assert not differences(moment, shown(client.board))
            client.wish(Wish())
            await wait_until(lambda: client.past is None, what="the present")


async def test_without_a_state_the_day_is_read_from_its_beginning(tmp_path: Path, database_url: str) -> None:
    async with simulated_pbx(seed=4) as pbx, running(tmp_path / "d", pbx.port, database_url) as daemon:
        await busy(daemon)
        moment = await note(daemon)
        await wait_until(lambda: daemon.recorder.state.held == 0, what="everything stored")
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("update core_state set version = 0 where taken_at < %s", [moment.at])
        async with looking(daemon) as client:
            assert (await go(client, moment.at)).is_complete
            assert not differences(moment, shown(client.board))
            with psycopg.connect(database_url, autocommit=True) as connection:
                connection.execute("delete from raw_event where heard_at <= "
                                   "(select min(heard_at) from raw_event where name = 'FullyBooted')")
            assert not (await go(client, moment.at)).is_complete


async def test_played_on_ten_times_as_fast_it_meets_the_later_moments(tmp_path: Path, database_url: str) -> None:
    async with (
        simulated_pbx(seed=5, speed=6.0, load=2.0) as pbx, running(tmp_path / "d", pbx.port, database_url) as daemon,
    ):
        await busy(daemon)
        noted: list[Noted] = []
        for _ in range(4):
            noted.append(await quiet_note(daemon, timedelta(seconds=0.12)))
            await asyncio.sleep(2)
        async with looking(daemon) as client:
            history: list[tuple[datetime, dict[Place, Row]]] = []
            client.board.listen(lambda _changed: history.append((client.board_now(), shown(client.board))))
            await go(client, noted[0].at, 10)
            began = SystemClock().monotonic()
            await wait_until(lambda: client.board_now() > noted[-1].at, timeout=30, what="the last moment")
            took = SystemClock().monotonic() - began
            assert took >= (noted[-1].at - noted[0].at).total_seconds() / 10 - 0.5  # a busy machine tells it late
            # and at its end the present follows by itself
            await wait_until(lambda: client.past is None, timeout=30, what="the present")
            for moment in noted[1:]:
                rows = [rows for at, rows in history if noted[0].at <= at <= moment.at][-1]
                assert not differences(moment, rows)


async def test_restarts_and_what_was_not_seen(tmp_path: Path, database_url: str) -> None:
    noted, away_at = [], SystemClock().now()
    async with simulated_pbx(seed=6) as pbx:
        for _ in range(3):
            async with running(tmp_path / "d", pbx.port, database_url) as daemon:
                await wait_until(lambda: daemon.pipelines["main"].live.centre.gap is None, what="the survey")
                await busy(daemon)
                noted.append(await note(daemon))
            await asyncio.sleep(0.5)
            away_at = SystemClock().now()
        async with running(tmp_path / "d", pbx.port, database_url) as daemon, looking(daemon) as client:
            for moment in noted:
                await go(client, moment.at)
                assert not differences(moment, shown(client.board))
            await go(client, away_at)
            (alert,) = client.board.alerts
            assert alert.kind == "pbx_away"
            assert noted[-1].at < alert.since < away_at
            client.wish(Wish())
            await wait_until(lambda: client.past is None and not client.board.alerts, what="the present")
