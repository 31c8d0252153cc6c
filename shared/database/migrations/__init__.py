"""The steps from an empty database to today's tables, one revision after the other.

``upgrade`` runs what is missing, all or nothing; two daemons doing it at once wait for each other. A schema
newer than this program is refused. A new revision: a module in ``versions``, the tables changed
accordingly, and a file of data that the step must keep in the tests. Not here: what the tables mean
(``shared.database.tables``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, exc, text

from shared.database.connection import checked_engine, plain
from shared.errors import Refused

SchemaState = Literal["empty", "older", "current", "newer"]
OLDEST_SERVER = 140000  # Postgres 14
LOCK = 0x63616C6C  # "call": the number of the advisory lock under which upgrades wait for each other


class SchemaRefused(Refused):
    """The database's schema cannot be used or brought up to date; says why in one line."""


def upgrade(url: str, target: str = "head") -> SchemaState:
    """Bring the schema up to date and tell what it was before. Raises SchemaRefused, Unavailable.

    ``target`` is a revision to stop at, for the tests of revisions.
    """
    engine = checked_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            _check_server(connection)
            found = _state(connection)
            if found == "newer":
                raise SchemaRefused(_NEWER)
            config = alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, target)
            return found
    except (exc.DBAPIError, psycopg.Error) as problem:
        raise SchemaRefused(f"the database could not be upgraded: {plain(problem)}") from problem
    finally:
        engine.dispose()


def state(url: str) -> SchemaState:
    """How the schema compares with this program's. Raises Unavailable."""
    engine = checked_engine(url)
    try:
        with engine.connect() as connection:
            return _state(connection)
    finally:
        engine.dispose()


def check(url: str) -> None:
    """Raise SchemaRefused, saying what to do, unless the schema is this program's. Raises Unavailable."""
    found = state(url)
    if found == "newer":
        raise SchemaRefused(_NEWER)
    if found != "current":
        raise SchemaRefused(f"the database's schema is {found}: run `collector-daemon database upgrade`")


_NEWER = "the database's schema is newer than this program: install the version that made it, or a later one"


def _state(connection: Connection) -> SchemaState:
    found = MigrationContext.configure(connection).get_current_revision()
    known = [script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()]
    if found is None:
        return "empty"
    if found not in known:
        return "newer"
    return "current" if found == known[0] else "older"


def alembic_config() -> Config:
    """What Alembic needs to find the revisions; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _check_server(connection: Connection) -> None:
    driver_connection = connection.connection.driver_connection
    assert isinstance(driver_connection, psycopg.Connection)
    if driver_connection.info.server_version < OLDEST_SERVER:
        raise SchemaRefused("the Postgres server is older than 14: install a newer one")
    role = connection.execute(
        text("select rolname, rolsuper or rolcreaterole from pg_roles where rolname = current_user")
    ).one()
    if not role[1]:
        remedy = f"ALTER ROLE {role[0]} CREATEROLE"
        raise SchemaRefused(f"the role {role[0]} may not make the accounts' roles: {remedy}")
