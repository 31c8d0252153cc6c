"""kill -9 of the daemon and of Postgres, and a long time without a database: counted, not believed."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from shared.database.connection import conninfo
from tests.helpers.postgres import Server as PostgresServer
from tests.helpers.proxy import Proxy
from tests.integration.daemon.running import (
    RunningDaemon,
    assert_all_is_stored,
    simulated_pbx,
    until,
)

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(300)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


async def test_a_daemon_started_and_stopped_has_stored_everything(folder: Path, database_url: str) -> None:
    async with simulated_pbx() as pbx:
        daemon = RunningDaemon(folder, pbx.port, database_url)
        daemon.start()
        await until(lambda: daemon.heard() > 4000, "messages")
        assert await daemon.stop() == 0
    assert assert_all_is_stored(daemon, database_url) > 20
    assert "WARNING" not in daemon.said()
    assert "Traceback" not in daemon.said()


async def test_kill_9_of_the_daemon_loses_nothing_and_doubles_nothing(folder: Path, database_url: str) -> None:
    async with simulated_pbx(seed=2) as pbx:
        daemon = RunningDaemon(folder, pbx.port, database_url)
        for more in (1500, 4000, 6000):
            daemon.start()
            await until(lambda goal=more: daemon.heard() > goal and not daemon.pbx()["in_gap"], "messages")
            daemon.kill()
        daemon.start()
        await until(lambda: daemon.pbx().get("connected") and not daemon.pbx()["in_gap"], "the last gap closed")
        await until(lambda: daemon.stored() > 7000, "messages after the last kill")
        assert await daemon.stop() == 0
    assert assert_all_is_stored(daemon, database_url) > 20
    with psycopg.connect(database_url) as connection:
        gaps = connection.execute("select count(*) from gap where ended_at is not null").fetchone()
    assert gaps is not None
    assert gaps[0] >= 3


@pytest.mark.timeout(500)
async def test_a_long_time_without_a_database_loses_nothing(
    folder: Path, database_url: str, proxy_to: Callable[[str, int], Proxy]
) -> None:
    place = urlsplit(database_url)
    host, port = place.hostname or "127.0.0.1", place.port or 5432
    proxy = proxy_to(host, port)
    through = database_url.replace(f"{host}:{port}", f"127.0.0.1:{proxy.port}")
    assert through != database_url
    async with simulated_pbx(seed=3, speed=2000.0) as pbx:
        daemon = RunningDaemon(folder, pbx.port, through)
        daemon.start()
        await until(lambda: daemon.stored() > 500, "the first facts")
        proxy.cut()
        before = daemon.heard()
        await until(lambda: daemon.heard() > before + 30_000, "messages without a database", 150)
        await until(lambda: daemon.pbx()["journal"]["reading_again"], "the recorder being behind")
        pbx.set_speed(20.0)
        proxy.mend()
        await until(lambda: not daemon.pbx()["journal"]["reading_again"], "the catching up", 200)
        assert await daemon.stop() == 0
    assert assert_all_is_stored(daemon, database_url) > 200


async def test_a_daemon_started_without_its_database_listens_all_the_same(
    folder: Path, empty_database_url: str, proxy_to: Callable[[str, int], Proxy]
) -> None:
    place = urlsplit(empty_database_url)
    proxy = proxy_to(place.hostname or "127.0.0.1", place.port or 5432)
    through = empty_database_url.replace(f"{place.hostname}:{place.port}", f"127.0.0.1:{proxy.port}")
    proxy.cut()
    async with simulated_pbx(seed=5) as pbx:
        daemon = RunningDaemon(folder, pbx.port, through)
        daemon.start()
        await until(lambda: daemon.heard() > 2000, "messages without a database")
        proxy.mend()
        await until(lambda: daemon.stored() > 2000, "the schema made and facts stored")
        assert await daemon.stop() == 0
    assert assert_all_is_stored(daemon, empty_database_url) > 5


async def test_kill_9_of_postgres_loses_nothing(folder: Path, postgres: PostgresServer, database_url: str) -> None:
    async with simulated_pbx(seed=4) as pbx:
        daemon = RunningDaemon(folder, pbx.port, database_url)
        daemon.start()
        await until(lambda: daemon.stored() > 2000, "the first facts")
        with psycopg.connect(conninfo(database_url), autocommit=True) as connection:
            # every backend dies as by a crash; the postmaster itself belongs to all tests
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                " and datname = current_database()")
        await until(lambda: daemon.stored() > 6000, "facts after the crash")
        assert await daemon.stop() == 0
    assert assert_all_is_stored(daemon, database_url) > 20
