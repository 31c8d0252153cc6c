"""Reports that are due: what accounts have scheduled, and what came of each time."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
from psycopg.rows import dict_row

from collector_daemon.store.lending import Lender
from shared.database.connection import Connection
from shared.database.escapes import escape, unescape

SECONDS = 30.0
"""For a question."""
Outcome = Literal["sent", "failed", "skipped"]


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """A row of ``report_schedule`` with what its account may see. ``queues`` None: all.

    ``last_due_at``: the youngest time that was begun; None: none yet, then times count from ``changed_at``.
    """

    schedule: str
    account: str
    name: str
    report: dict[str, Any]
    every: Literal["day", "week", "month"]
    day: int
    minute: int
    formats: tuple[str, ...]
    mail_to: tuple[str, ...]
    folder: str
    changed_at: datetime
    queues: tuple[str, ...] | None
    may_see: bool
    last_due_at: datetime | None


class Due(msgspec.Struct, frozen=True):
    """A time that was begun and has not ended."""

    schedule: str
    due_at: datetime
    tries: int


class ReportSchedules:
    """Reads and writes on connections of a lender. Everything raises Unavailable."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def all(self) -> list[Schedule]:
        """Those that are on, of accounts that are enabled."""
        return await self._lender.use(_all, SECONDS)

    async def open_ones(self) -> list[Due]:
        """Times that were begun and have no outcome, the oldest first."""

        async def read(connection: Connection) -> list[Due]:
            rows = await connection.execute(
                "select schedule, due_at, tries from report_run where outcome is null order by due_at"
            )
            return [Due(*row) for row in await rows.fetchall()]

        return await self._lender.use(read, SECONDS)

    async def begin(self, schedule: str, due_at: datetime) -> None:
        """A time has come; twice is once."""

        async def write(connection: Connection) -> None:
            await connection.execute(
                "insert into report_run (schedule, due_at, tries) values (%s, %s, 0) on conflict do nothing",
                [schedule, due_at])  # fmt: skip

        await self._lender.use(write, SECONDS)

    async def count_try(self, due: Due) -> None:
        """It is tried once more; said before, as whatever is wrong with it may end the daemon too."""

        async def write(connection: Connection) -> None:
            await connection.execute(
                "update report_run set tries = %s where schedule = %s and due_at = %s",
                [due.tries + 1, due.schedule, due.due_at])  # fmt: skip

        await self._lender.use(write, SECONDS)

    async def tell(self, due: Due, ended_at: datetime, outcome: Outcome | None, detail: str) -> None:
        """What came of it; outcome None: it will be tried again."""

        async def write(connection: Connection) -> None:
            await connection.execute(
                "update report_run set ended_at = %s, outcome = %s, detail = %s where schedule = %s and due_at = %s",
                [ended_at if outcome else None, outcome, escape(detail)[:500], due.schedule, due.due_at],
            )

        await self._lender.use(write, SECONDS)


async def _all(connection: Connection) -> list[Schedule]:
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_ALL)
        return [_schedule(row) for row in await cursor.fetchall()]


def _schedule(row: dict[str, Any]) -> Schedule:
    texts = {name: unescape(row[name]) for name in ("name", "folder")}
    lists = {name: tuple(row[name]) for name in ("formats", "mail_to")}
    queues = None if row["sees_all"] else tuple(row["queues"])
    return msgspec.convert({**row, **texts, **lists, "queues": queues}, Schedule)


_ALL = """
    select s.schedule, s.account, s.name, s.report, s.every, s.day, s.minute, s.formats, s.mail_to, s.folder,
        s.changed_at, a.sees_all_queues as sees_all,
        'history.all' = any (rights_of(roles_of(a.name))) as may_see,
        array(select v.queue from visible_queue v where v.account = a.name order by 1) as queues,
        (select max(d.due_at) from report_run d where d.schedule = s.schedule) as last_due_at
    from report_schedule s join account a on a.name = s.account join pg_roles r on r.rolname = a.name
    where s.is_on and r.rolcanlogin
    order by s.schedule
"""
