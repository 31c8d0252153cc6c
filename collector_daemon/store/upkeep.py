"""Retention and partitions: the daemon's own housekeeping in the database.

``plan`` decides from the day and from what is there, and does nothing; ``Upkeep`` carries it out, once at the start
and then every hour. Raw events go by whole days (a partition is dropped), calls and agents' time by rows, some
thousand at a time so that nobody waits for it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

import msgspec
import psycopg
from psycopg import AsyncConnection, sql

from collector_daemon.store import partitions
from collector_daemon.store.closing import close_days
from collector_daemon.store.dialer.persons import let_contacts_go
from collector_daemon.store.rollup_closing import close_sums
from collector_daemon.store.rollups import KEEP_SUMS, let_go, settle_zone
from shared.database.connection import connect, plain
from shared.errors import SuiteError, Unavailable, one_line

log = logging.getLogger(__name__)

DAYS_AHEAD = 3
PAUSE = 3600.0  # seconds between two rounds
ROWS_AT_ONCE = 2_000
LOCK = 0x75706B65  # "upke": of several daemons on one database, one at a time

CALLS = (("call", "started_at"), ("gap", "started_at"), ("surprise", "happened_at"))
AGENTS_TIME = (("agent_session", "ended_at"), ("agent_pause", "ended_at"), ("agent_interval", "ended_at"))
ALERTS = (("alert_log", "cleared_at"),)
WRITTEN = (
    ("call_note", "call_started_at"), ("call_disposition", "call_started_at"), ("call_form", "call_started_at"),
    ("absorbed_call", "call_started_at"), ("callback", "due_at"), ("crm_outbox", "ended_at"),
)  # fmt: skip
PAST = (("core_state", "taken_at"), ("link_mark", "happened_at"), ("pacing_decision", "decided_at"))
"""What goes with which retention, and by which instant; what is still open stays."""
SAID = (("said_key", "said_at"),)
SAID_DAYS = 31
"""A panel that sends again what was lost does it long before."""


class Retention(Protocol):
    """How many days are kept; 0 keeps for ever. The settings' section ``[retention]``."""

    @property
    def raw_days(self) -> int:
        """Days of raw events, and of what brings the past back."""
        ...

    @property
    def calls_days(self) -> int:
        """Days of calls with all that belongs to them, and of gaps and surprises."""
        ...

    @property
    def agents_days(self) -> int:
        """Days of agents' sessions, pauses and intervals."""
        ...

    @property
    def alerts_days(self) -> int:
        """Days of the log of alerts."""
        ...


class Plan(msgspec.Struct, frozen=True):
    """What is to be done: partitions to make and to drop, and before which instant all else goes."""

    make: tuple[date, ...]
    drop: tuple[date, ...]
    calls_before: datetime | None
    agents_before: datetime | None
    past_before: datetime | None
    alerts_before: datetime | None
    said_before: datetime | None = None


def plan(today: date, existing: set[date], retention: Retention) -> Plan:
    """Decide. ``existing`` are the days that have a partition. Days in the future are left alone."""
    wanted = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)]
    oldest = _midnight(today, retention.raw_days)
    return Plan(
        make=tuple(day for day in wanted if day not in existing),
        drop=tuple(sorted(day for day in existing if oldest and day < oldest.date())),
        calls_before=_midnight(today, retention.calls_days),
        agents_before=_midnight(today, retention.agents_days),
        alerts_before=_midnight(today, retention.alerts_days),
        past_before=oldest,
        said_before=_midnight(today, SAID_DAYS),
    )


def _midnight(today: date, days_ago: int) -> datetime | None:
    """The beginning of the oldest day that is kept; None: all are."""
    if not days_ago:
        return None
    day = date.fromordinal(max(1, today.toordinal() - days_ago))
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


class Upkeep:
    """Carries plans out on the database at ``url``.

    ``retention`` tells the rules of now, ``now`` the time, ``zone`` whose days and months statistics are summed by.
    """

    def __init__(
        self, url: str, retention: Callable[[], Retention], now: Callable[[], datetime], *, pause: float = PAUSE,
        zone: Callable[[], str] | None = None,
    ) -> None:  # fmt: skip
        self._url = url
        self._retention = retention
        self._now = now
        self._pause = pause
        self._zone = zone

    async def run(self) -> None:
        """Do what is due, every hour, until cancelled; while the database is away the next round will do it."""
        while True:
            try:
                await self.tidy()
            except (SuiteError, psycopg.Error, OSError) as problem:
                text = one_line(problem) if isinstance(problem, Unavailable) else plain(problem)
                log.info("upkeep of the database is put off: %s", text)
            await asyncio.sleep(self._pause)

    async def tidy(self) -> Plan:
        """Do what is due now and tell what it was. Raises Unavailable, psycopg.Error."""
        async with await connect(self._url) as connection:
            await connection.set_autocommit(True)
            await connection.execute("select pg_advisory_lock(%s)", [LOCK])  # let go with the connection
            if self._zone is not None:
                await settle_zone(connection, self._zone())
            today = self._now().astimezone(UTC).date()
            found = plan(today, await partitions.existing(connection), self._retention())
            await partitions.make(connection, found.make)
            for day in found.drop:
                await partitions.drop(connection, day)
            ends = (
                (found.calls_before, CALLS + WRITTEN), (found.agents_before, AGENTS_TIME), (found.past_before, PAST),
                (found.alerts_before, ALERTS), (found.said_before, SAID),
            )
            await let_go(connection, found.calls_before, found.agents_before)
            for before, tables in ends:
                for table, column in tables if before else ():
                    await _forget(connection, table, column, before)
            await let_contacts_go(connection, found.calls_before)
            await close_days(connection, today)
            await close_sums(connection, today)
            if found.drop:
                log.info("dropped the raw events of %d days, up to %s", len(found.drop), found.drop[-1])
            return found


async def _forget(connection: AsyncConnection[Any], table: str, column: str, before: datetime | None) -> None:
    """Delete a table's rows of the past, some at a time; statistics keep what they sum up of them."""
    statement = sql.SQL(
        "delete from {table} where ctid = any(array(select ctid from {table} where {column} < %s limit %s))"
    ).format(table=sql.Identifier(table), column=sql.Identifier(column))
    while True:
        async with connection.transaction():
            await connection.execute(KEEP_SUMS)
            done = await connection.execute(statement, [before, ROWS_AT_ONCE])
        if done.rowcount < ROWS_AT_ONCE:
            return
        await asyncio.sleep(0)
