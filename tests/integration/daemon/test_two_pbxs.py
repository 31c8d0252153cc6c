"""One daemon, two PBXs: two journals, one database, one board, and neither minds the other."""

from pathlib import Path

import psycopg
import pytest

from collector_daemon.commands.watch import own_credentials
from tests.integration.daemon.running import RunningDaemon, client_of, simulated_pbx, until

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(240)]


async def test_two_pbxs_are_kept_apart(tmp_path: Path, database_url: str) -> None:
    async with simulated_pbx(seed=11, speed=60.0) as one, simulated_pbx(seed=12, speed=60.0) as other:
        daemon = RunningDaemon(tmp_path, one.port, database_url)
        with daemon.config.open("a", encoding="utf-8") as config:
            config.write(f"[[pbx]]\nname = 'brno'\nport = {other.port}\nuser = 'collector'\nretry_seconds = 0.05\n")
        daemon.start()
        try:
            async with client_of(daemon, own_credentials(tmp_path / "data")) as client:
                await until(lambda: {row.pbx for row in client.board.calls} == {"main", "brno"}, "calls of both")
                await until(lambda: all(pbx["messages"] > 1000 for pbx in daemon.status()["pbx"]), "some calls over")
                other.faults.is_refusing_logins = True
                other.cut()
                await until(lambda: [row.pbx for row in client.board.alerts] == ["brno"], "the alert of one")
                before = daemon.heard()
                await until(lambda: daemon.heard() > before + 200, "the other going on")
                other.faults.is_refusing_logins = False
        finally:
            assert await daemon.stop() == 0
    with psycopg.connect(database_url) as connection:
        counted: dict[str, int] = dict(connection.execute("select pbx, count(*) from call group by pbx").fetchall())
        gaps = {row[0] for row in connection.execute("select pbx from gap where cause = 'connection'").fetchall()}
    assert counted["main"] > 0
    assert counted["brno"] > 0
    assert "brno" in gaps
    assert (tmp_path / "data" / "journal" / "brno").is_dir()
