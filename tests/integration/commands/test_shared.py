"""Commands beside a running daemon: its bundled database is theirs too."""

from pathlib import Path

import psycopg
import pytest

from collector_daemon.__main__ import main
from shared.database.bundled import BundledPostgres
from tests.stories.test_stories import FOLDERS

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(240)]


def test_replay_stores_while_somebody_else_runs_the_bundled_database(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    config = tmp_path / "collector.toml"
    config.write_text(f"data_folder = '{tmp_path / 'data'}'\n")
    (tmp_path / "data").mkdir(mode=0o711)
    with BundledPostgres(tmp_path / "data" / "postgres") as server:
        for _ in range(2):  # twice changes nothing
            assert main(["replay", str(FOLDERS[0] / "capture.jsonl.gz"), "--store", "--config", str(config)]) == 0
            with psycopg.connect(server.url()) as connection:
                assert connection.execute("select count(*) from call").fetchone() == (1,)
