"""The busy hour stored once, as recorded and as queue_log alone tells it; reports asked of it by several accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from collector_daemon.__main__ import main
from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import engine, parse
from shared.reports.catalogue import READY, ReportName
from shared.reports.selection import Selection
from shared.reports.table import Report
from tests.helpers.postgres import Server
from tests.integration.history.conftest import STORIES
from tests.integration.reports.plain_log import EXTENSIONS, PlainLog, PlainPhones, read, read_phones

BUSY = STORIES / "given" / "busy_hour"
PASSWORD = Secret("correct horse battery")
NOW = datetime(2026, 11, 22, 22, 45, tzinfo=UTC)
HOUR = Selection(
    since=datetime(2026, 11, 22, 22, tzinfo=UTC), until=datetime(2026, 11, 22, 23, tzinfo=UTC), pbx=("main",)
)
Run = Callable[..., Report]


def commanded(url: str, folder: Path, *arguments: object) -> None:
    """A command of the command line on that database."""
    config = folder / "collector.toml"
    config.write_text(f'[database]\nurl = "{url}"\n')
    assert main([*map(str, arguments), "--config", str(config)]) == 0


@pytest.fixture(scope="package")
def log() -> PlainLog:
    """The busy hour's queue_log."""
    return read(BUSY / "queue_log")


@pytest.fixture(scope="package")
def stored(postgres: Server, _template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with the busy hour as AMI told it ("main"), and as queue_log alone tells it ("log")."""
    url, folder = postgres.create(_template), tmp_path_factory.mktemp("stored")
    named = [part for name, extension in EXTENSIONS.items() for part in ("--agent", f"{name}={extension}")]
    commanded(url, folder, "replay", BUSY / "capture.jsonl.gz", "--store")
    commanded(url, folder, "import-queue-log", BUSY / "queue_log", "--pbx", "log", *named)
    yield url
    postgres.drop(url)


@pytest.fixture(scope="package")
def phones() -> PlainPhones:
    """What its phones noted themselves."""
    return read_phones(BUSY / "timeline.jsonl")


def asking(connection: Connection) -> Run:
    """Runs reports of the hour by name; more of the selection by keyword."""

    def run(name: ReportName, **changed: object) -> Report:
        asked = {one: getattr(HOUR, one) for one in HOUR.__struct_fields__} | changed
        return READY[name].run(connection, Selection(**asked), NOW)

    return run


@pytest.fixture(scope="package")
def run(stored: str) -> Iterator[Run]:
    """Reports of what was recorded, unless another PBX is asked for."""
    with connected(stored) as connection:
        yield asking(connection)


class connected:  # noqa: N801
    """A connection, as an account where one is named."""

    def __init__(self, url: str, account: str = "") -> None:
        address = parse(url).set(username=account, password=PASSWORD.reveal()) if account else parse(url)
        self._engine = engine(address.render_as_string(hide_password=False))

    def __enter__(self) -> Connection:
        self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._connection.execute(text("set timezone = 'UTC'"))
        return self._connection

    def __exit__(self, *_problem: object) -> None:
        self._connection.close()
        self._engine.dispose()


@pytest.fixture
def run_of_sales(stored: str, postgres: Server) -> Iterator[Run]:
    """Reports as a supervisor who sees the queue "sales" alone."""
    with open_book(stored, "tester") as book:
        book.add("boss", ["supervisor"], PASSWORD, queues=["sales"])
    with connected(stored, "boss") as connection:
        yield asking(connection)
    postgres.drop_login_roles()
