"""A real Postgres for tests: the bundled one, in a temporary folder, migrated once and cloned for every test.

Fixtures (a pytest plug-in; ``pytest_plugins`` of tests/conftest.py names it)::

    postgres           the server (``Server``), one a test process, so that pytest-xdist's workers don't meet
    database_url       the URL of a fresh database with today's tables, as its owner, who may do everything
    empty_database_url the URL of a database without tables

The server runs with fsync off and, under root, as another user. Login roles belong to the server and not to a
database: whatever a test adds is dropped after it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from shared.database import migrations
from shared.database.bundled import BundledPostgres

QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "64MB"}
TEMPLATE = "callcentre_template"


class Server:
    """The running server and the making of databases on it."""

    def __init__(self, bundled: BundledPostgres) -> None:
        self.bundled = bundled
        self._made = 0

    def url(self, database: str) -> str:
        """The URL of a database as the server's administrator."""
        return self.bundled.url(database)

    def create(self, template: str | None = None) -> str:
        """Make a database, by default an empty one, and tell its URL."""
        self._made += 1
        name = f"test_{self._made}"
        statement = sql.SQL("create database {} template {}").format(
            sql.Identifier(name), sql.Identifier(template or "template0")
        )
        self.execute(statement)
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still in it."""
        name = url.rpartition("/")[2]
        self.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    def drop_login_roles(self) -> None:
        """Drop the roles of accounts that a test added."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            found = connection.execute(  # youngest first: members before their groups and grantors
                "select rolname from pg_roles where oid >= 16384 and rolname not like %s order by oid desc",
                [TEMPLATE + "%"],
            ).fetchall()
            for (name,) in found:
                connection.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))

    def execute(self, statement: sql.Composed) -> None:
        """Run one statement outside a transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server of this test process."""
    folder = Path(tempfile.mkdtemp(prefix="callcentre-test-"))
    if os.name == "posix":
        folder.chmod(0o711)  # root's server runs as another user, who has to walk in
    try:
        with BundledPostgres(folder / "postgres", QUICK) as bundled:
            yield Server(bundled)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def _template(postgres: Server) -> str:
    postgres.execute(sql.SQL("create database {}").format(sql.Identifier(TEMPLATE)))
    migrations.upgrade(postgres.url(TEMPLATE))
    return TEMPLATE


@pytest.fixture
def database_url(postgres: Server, _template: str) -> Iterator[str]:
    """A fresh database with today's tables."""
    url = postgres.create(_template)
    yield url
    postgres.drop(url)
    postgres.drop_login_roles()


@pytest.fixture
def empty_database_url(postgres: Server) -> Iterator[str]:
    """A fresh database without tables."""
    url = postgres.create()
    yield url
    postgres.drop(url)
    postgres.drop_login_roles()
