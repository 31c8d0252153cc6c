"""One question to the database in a thread beside the windows, and its end when nobody wants the answer any more."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import psycopg
from sqlalchemy import Connection, Engine

Answer = TypeVar("Answer")
CANCEL_SECONDS = 5.0


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
                self._raw.cancel_safe(timeout=CANCEL_SECONDS)
