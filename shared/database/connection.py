"""Addresses of databases and connections to them; a password never gets into a message.

A URL is what ``database.url`` says: ``postgresql://user:password@host:port/database``, query options as
libpq has them. Consoles use the synchronous engine, the daemon asyncio (on Windows it needs
``selector_loop``, because psycopg cannot use the default one there).
"""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg.abc import Query
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, create_engine, exc
from sqlalchemy.engine import URL, make_url

from shared.credentials import find_secret
from shared.errors import BadSecret, BadSettings, Unavailable, one_line

SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
SECRET_OPTIONS = ("password", "sslpassword", "passfile")
OWNERS_OPTIONS = (*SECRET_OPTIONS, "user", "sslkey", "sslcert", "options", "application_name")
CONNECT_SECONDS = 10
APPLICATION = "callcentre"


def parse(url: str) -> URL:
    """The parts of an address.

    Raises BadSettings, which says what is wrong but never the address's password.
    """
    try:
        found = make_url(url.strip())
    except (exc.ArgumentError, ValueError):
        raise BadSettings("database.url is no address like postgresql://user@host/database") from None
    if found.drivername not in SCHEMES:
        raise BadSettings(f"database.url: only postgresql:// is supported, not {found.drivername}://")
    if not found.database:
        raise BadSettings("database.url names no database: postgresql://user@host/database")
    return found.set(drivername="postgresql+psycopg")


def shown(url: str) -> str:
    """The address as people may see it: passwords are stars."""
    found = parse(url)
    hidden = {name: "***" for name in SECRET_OPTIONS if name in found.query}
    return found.update_query_dict(hidden).set(drivername="postgresql").render_as_string(hide_password=True)


def without_account(url: str) -> str:
    """The address for others to sign in at: without user, password and what else is the owner's."""
    found = parse(url).difference_update_query(OWNERS_OPTIONS)
    bare = URL.create("postgresql", host=found.host, port=found.port, database=found.database, query=found.query)
    return bare.render_as_string()


def conninfo(url: str, **changed: str) -> str:
    """The address as libpq's connection string, for psycopg.

    ``changed`` replaces parts (user, password …).
    """
    found = parse(url)
    parts = {
        "host": found.host, "port": found.port, "user": found.username, "dbname": found.database,
        "password": found.password, "connect_timeout": CONNECT_SECONDS, "application_name": APPLICATION,
    }  # fmt: skip
    options = {name: value if isinstance(value, str) else value[-1] for name, value in found.query.items()}
    kept = {name: str(value) for name, value in parts.items() if value is not None}
    return psycopg.conninfo.make_conninfo("", **(kept | options | changed))


def with_password(url: str, secret_name: str) -> str:
    """The URL with the secret of that name, unless it has a password or no such secret is kept. Raises BadSettings."""
    parsed = parse(url)
    if parsed.password is not None:
        return url
    try:
        secret = find_secret(secret_name)
    except BadSecret:
        return url  # peer or certificate authentication needs none; the server will say if it does
    return parsed.set(password=secret.reveal()).render_as_string(hide_password=False)


def engine(url: str) -> Engine:
    """A synchronous engine; connects when first used."""
    return create_engine(parse(url), connect_args=_arguments(url), pool_pre_ping=True)


def checked_engine(url: str) -> Engine:
    """A synchronous engine that has connected once. Raises Unavailable with one clear line."""
    made = engine(url)
    try:
        made.connect().close()
    except exc.DBAPIError as problem:
        made.dispose()
        raise Unavailable(f"cannot reach the database {shown(url)}: {plain(problem)}") from None
    return made


class Connection(psycopg.AsyncConnection[Any]):
    """A connection whose ``async with`` closes it also when cancelled while it commits or rolls back."""

    async def __aexit__(self, *why: Any) -> None:
        try:
            await super().__aexit__(*why)
        finally:
            await self.close()


async def connect(url: str, **changed: str) -> Connection:
    """One connection of psycopg's own, for COPY. Raises Unavailable with one clear line."""
    try:
        return await Connection.connect(conninfo(url, **changed))
    except asyncio.CancelledError as stopped:
        # Else the half-made connection stays open until the collector finds it, and the server waits for it a minute.
        traceback.clear_frames(stopped.__traceback__)
        raise
    except (psycopg.Error, OSError) as problem:
        raise Unavailable(f"cannot reach the database {shown(url)}: {plain(problem)}") from None


@asynccontextmanager
async def copying(connection: psycopg.AsyncConnection[Any], statement: Query) -> AsyncIterator[psycopg.AsyncCopy]:
    """A COPY from stdin, to write rows to. The connection is closed if it is cancelled while the COPY begins."""
    try:
        async with connection.cursor() as cursor, cursor.copy(statement) as copy:
            yield copy
    except BaseException:
        # The server waits for rows already and psycopg sends no end of them: not even a rollback could be said now.
        if connection.pgconn.transaction_status == TransactionStatus.ACTIVE:
            await connection.close()
        raise


def plain(problem: BaseException) -> str:
    """A database's error as one line: the first of what the server or libpq said, without the statement."""
    cause = problem.orig if isinstance(problem, exc.DBAPIError) and problem.orig is not None else problem
    if isinstance(cause, psycopg.Error) and cause.diag.message_primary:
        return one_line(Exception(cause.diag.message_primary))
    return one_line(Exception(str(cause).strip().partition("\n")[0]))


def selector_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """What ``asyncio.Runner(loop_factory=…)`` of a program that uses the database needs.

    None for the default.
    """
    return asyncio.SelectorEventLoop if sys.platform == "win32" else None


def _arguments(url: str) -> dict[str, object]:
    given = parse(url).query
    chosen = {"connect_timeout": CONNECT_SECONDS, "application_name": APPLICATION}
    return {name: value for name, value in chosen.items() if name not in given}
