"""A database with a real busy hour in it, stored once; each test gets a copy of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest

from collector_daemon.__main__ import main
from shared.database.connection import conninfo
from tests.helpers.postgres import Server

BUSY = Path(__file__).parents[2] / "stories" / "given" / "busy_hour"


@pytest.fixture(scope="package")
def stored(postgres: Server, _template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The busy hour's database: what ``busy_url`` copies."""
    url = postgres.create(_template)
    config = tmp_path_factory.mktemp("busy") / "collector.toml"
    config.write_text(f'[database]\nurl = "{url}"\n')
    assert main(["replay", str(BUSY / "capture.jsonl.gz"), "--store", "--config", str(config)]) == 0
    yield url
    postgres.drop(url)


@pytest.fixture
def busy_url(postgres: Server, stored: str) -> Iterator[str]:
    """A copy of it."""
    made = postgres.create(stored.rpartition("/")[2])
    yield made
    postgres.drop(made)


def day_of(url: str) -> date:
    """The day of the busy hour, in the zone of the sums."""
    with psycopg.connect(conninfo(url)) as connection:
        row = connection.execute(
            "select (min(entered_at) at time zone zone)::date from queue_visit, installation group by zone"
        ).fetchone()
    assert row is not None
    found: date = row[0]
    return found
