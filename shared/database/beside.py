"""Questions of a program with windows: each in a thread beside them, ended in the database when nobody waits any more.

Under an account's own role. ``trouble_of`` says what an error means to people: away, another password, or a refusal.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any, Generic, Literal, TypeVar

import psycopg
from sqlalchemy import Connection, Engine, create_engine, exc, text

from shared.credentials import Secret
from shared.database.connection import parse, plain

Answer = TypeVar("Answer")
Meaning = Literal["away", "password", "busy", "refused"]

CANCEL_SECONDS = 5.0
CONNECT_SECONDS, STATEMENT_SECONDS = 5, 60
_WRONG_PASSWORD = ("28P01", "28000")
_GONE = ("08", "57P", "53300")
"""States of SQL, or their beginnings: connections lost, server shutting down, too many of them."""
TROUBLES = (exc.SQLAlchemyError, psycopg.Error)
"""What a question may raise."""


def account_engine(address: str, account: str, password: Secret | None, *, name: str, connections: int) -> Engine:
    """Connections under an account's role, to a database that is called ``name``'s. Raises BadSettings."""
    url = parse(address)
    if password is not None:
        url = url.set(username=account, password=password.reveal())
    return create_engine(
        url, pool_size=connections, max_overflow=0, pool_pre_ping=True, hide_parameters=True, connect_args={
            "application_name": name, "connect_timeout": CONNECT_SECONDS,
            "options": f"-c statement_timeout={STATEMENT_SECONDS * 1000}",
            "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
        },
    )  # fmt: skip


def has_password(address: str) -> bool:
    """Does the address bring a password of its own? Raises BadSettings."""
    return parse(address).password is not None


def trouble_of(problem: Exception) -> tuple[Meaning, str]:
    """What it means, and one line of what the database or libpq says."""
    cause = problem.orig if isinstance(problem, exc.DBAPIError) else problem
    state, line = getattr(cause, "sqlstate", None) or "", plain(problem)
    if state in _WRONG_PASSWORD or "password authentication failed" in line:
        return "password", line
    is_lost = isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError)
    if is_lost and (not state or state.startswith(_GONE)):
        return "away", line
    return ("busy" if isinstance(problem, exc.TimeoutError) else "refused"), line


def is_there(connection: Connection) -> bool:
    """The smallest question."""
    return connection.execute(text("select 1")).scalar() == 1


class GivenUp(Exception):
    """Nobody waits for the answer any more."""


class Question(Generic[Answer]):
    """``run`` in a thread of its own; ``give_up`` from any other."""

    def __init__(self, engine: Engine, ask: Callable[[Connection], Answer]) -> None:
        self._engine, self._ask = engine, ask
        self._lock = threading.Lock()
        self._raw: psycopg.Connection[Any] | None = None
        self._is_given_up = False

    def run(self) -> Answer:
        """The answer, in a transaction of its own. Raises what the database raises, and GivenUp."""
        with self._engine.connect() as connection:
            self._begin(connection)
            try:
                with connection.begin():
                    return self._ask(connection)
            finally:
                with self._lock:
                    self._raw = None

    def _begin(self, connection: Connection) -> None:
        raw = connection.connection.driver_connection
        with self._lock:
            if self._is_given_up:
                raise GivenUp
            self._raw = raw if isinstance(raw, psycopg.Connection) else None

    def give_up(self) -> None:
        """End the statement that runs in the database, or keep the question from being asked. Blocks for a moment."""
        with self._lock:
            self._is_given_up = True
            if self._raw is not None:
                with contextlib.suppress(psycopg.Error, OSError):
                    self._raw.cancel_safe(timeout=CANCEL_SECONDS)
