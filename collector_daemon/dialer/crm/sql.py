"""A customer system that is a database: contacts by a query, results by a statement. Values are always bound.

Each system has one thread of its own: one that hangs keeps nobody else waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import sqlalchemy
from sqlalchemy.exc import ArgumentError, DataError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from collector_daemon.dialer.crm.page import FIELD, MOST_ROWS, Page, Rejected, Unanswered
from collector_daemon.settings.customer_system import CustomerSystemSettings
from shared.credentials import Secret
from shared.errors import BadSettings

Found = TypeVar("Found")


class SqlSystem:
    """``pull`` and ``push`` by SQL. Raises BadSettings for an address that no driver here knows."""

    def __init__(self, system: CustomerSystemSettings, secret: Secret | None) -> None:
        self._system = system
        try:
            url = sqlalchemy.make_url(system.database)
            if secret is not None:
                url = url.set(password=secret.reveal())
            self._engine = sqlalchemy.create_engine(url, pool_pre_ping=True, pool_size=1, max_overflow=0)
        except (ArgumentError, NoSuchModuleError, ImportError) as problem:
            raise BadSettings(f"customer_system {system.name}: {_line(problem)}") from None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"customer system {system.name}")

    async def pull(self, cursor: str) -> Page:
        """Contacts after ``cursor``."""
        return await self._done(lambda: self._read(cursor))

    async def push(self, result: Mapping[str, str]) -> None:
        """Write a result."""
        await self._done(lambda: self._write(result))

    async def close(self) -> None:
        """Let go of its connection; what hangs is left to itself."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._engine.dispose()

    async def _done(self, work: Callable[[], Found]) -> Found:
        name, seconds = self._system.name, self._system.timeout_seconds
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except TimeoutError:
            raise Unanswered(f"the database of {name} did not answer within {seconds:g} s") from None
        except (DataError, IntegrityError) as problem:  # this result, not the next one
            raise Rejected(f"the database of {name}: {_line(problem)}") from None
        except SQLAlchemyError as problem:
            raise Unanswered(f"the database of {name}: {_line(problem)}") from None

    def _read(self, cursor: str) -> Page:
        system = self._system
        with self._engine.connect() as connection:
            asked: dict[str, Any] = {"cursor": cursor, "most": MOST_ROWS, "campaign": system.campaign}
            found = connection.execute(*_bound(system.query, asked)).mappings().fetchmany(MOST_ROWS)
        missing = sorted({*system.columns.values()} - set(found[0])) if found else []
        if missing:
            raise Rejected(f"the database of {system.name} gives no column {missing[0]}")
        rows = [{ours: _text(row[theirs]) for ours, theirs in system.columns.items()} for row in found]
        following = _text(found[-1].get(system.next)) if found and system.next else ""
        return Page(rows=rows, cursor=following or None)

    def _write(self, result: Mapping[str, str]) -> None:
        values = {name.replace(FIELD, "field_"): value for name, value in result.items()}
        values["campaign"] = self._system.campaign
        with self._engine.begin() as connection:
            connection.execute(*_bound(self._system.result_statement, values))


def _bound(statement: str, values: Mapping[str, Any]) -> tuple[sqlalchemy.TextClause, dict[str, Any]]:
    """The statement with those of the values that it names; a field that a contact has not is empty."""
    clause = sqlalchemy.text(statement)
    return clause, {name: values.get(name, "") for name in clause._bindparams}  # no public door to their names


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _line(problem: Exception) -> str:
    """What the driver said, on one line: without the statement and its values, which may be personal."""
    said = str(getattr(problem, "orig", None) or problem)
    return " ".join(said.split())[:200]
