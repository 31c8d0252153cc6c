"""What was said of the centre's settings: the table ``setting``, which only grows. Each change is in the audit.

Of what was said for one instant the last word counts; of several instants that have come, the latest. What the
settings file says of a section is kept here too (by nobody, since ever): whoever reads figures has to know it.
Not here: what a value must be (``collector_daemon.settings.sections``), and who may say it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from collector_daemon.store.audit import Act
from collector_daemon.store.lending import Lender
from shared.database.connection import Connection
from shared.domain.centre_settings import SectionName
from shared.errors import SuiteError

MILLISECOND = timedelta(milliseconds=1)
SECONDS = 5.0
"""How long somebody who asks waits for the database."""
MOST_HISTORY = 50
EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Since when the file's words hold."""
LOCK = 0x73657474  # "sett": who says something waits for the one before

_IN_FORCE = """
    with said as (
        select distinct on (section, since) section, since, made_at, value, account from setting
        where account is not null order by section, since, made_at desc
    ), kept as (select * from said where value is not null)
    select section, since, made_at, value, account from kept
    where since > %(at)s
        or since = (select max(k.since) from kept k where k.section = kept.section and k.since <= %(at)s)
    order by since, section"""
_HISTORY = """select section, since, made_at, value, account from setting
    where section = %s and account is not null order by made_at desc limit %s"""
_NEWEST = "select max(made_at) from setting where section = %s and account is not null"
_INSERT = "insert into setting (section, since, made_at, value, account) values (%s, %s, %s, %s, %s)"
_AUDIT = """insert into audit (happened_at, account, act, subject, detail, origin)
    values (%s, %s, %s, %s, fit_entry(%s), %s)"""
_FILE_SAID = "select value from setting where section = %s and account is null order by made_at desc limit 1"


class ChangedMeanwhile(SuiteError):
    """Somebody else has said something of the section since."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a section from ``since`` on, said by ``account`` at ``made_at``; None: what was said is taken back."""

    section: SectionName
    since: datetime
    made_at: datetime
    value: Any
    account: str


class Saying(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be said ``now``; ``since`` None: from now on. ``seen``: when the newest was made that he knows."""

    section: SectionName
    value: Any
    since: datetime | None
    now: datetime
    seen: datetime | msgspec.UnsetType | None = msgspec.UNSET


class SettingStore:
    """Reads and writes the table at ``url``. Everything raises Unavailable while the database is away."""

    def __init__(self, url: str) -> None:
        self._lender = Lender(url, most=2)

    async def in_force(self, at: datetime) -> list[Said]:
        """Of each section what is in force at ``at``, and what will be later; the earliest first."""

        async def read(connection: Connection) -> list[Said]:
            rows = await (await connection.execute(_IN_FORCE, {"at": at})).fetchall()
            return [_said(row) for row in rows]

        return await self._lender.use(read, SECONDS)

    async def history(self, section: SectionName) -> list[Said]:
        """What was said of a section, the newest first."""

        async def read(connection: Connection) -> list[Said]:
            rows = await (await connection.execute(_HISTORY, [section, MOST_HISTORY])).fetchall()
            return [_said(row) for row in rows]

        return await self._lender.use(read, SECONDS)

    async def say(self, saying: Saying, act: Act) -> datetime:
        """Keep it, with its entry in the audit; when it was made: after whatever was said before.

        Raises ChangedMeanwhile unless the newest was ``seen``; BadText.
        """

        async def say(connection: Connection) -> datetime:
            async with connection.transaction():
                await connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
                row = await (await connection.execute(_NEWEST, [saying.section])).fetchone()
                newest = None if row is None else row[0]
                if saying.seen is not msgspec.UNSET and newest != saying.seen:
                    raise ChangedMeanwhile("somebody has changed this meanwhile")
                made_at = saying.now if newest is None else max(saying.now, newest + MILLISECOND)
                value = None if saying.value is None else Jsonb(saying.value)
                since = saying.since or made_at
                await connection.execute(_INSERT, [saying.section, since, made_at, value, act.account])
                await connection.execute(
                    _AUDIT, [act.happened_at, act.account, act.act, act.subject, act.detail, act.origin]
                )  # the last: all who write the audit wait for it
                return made_at

        return await self._lender.use(say, SECONDS)

    async def file_says(self, section: SectionName, value: Any, now: datetime) -> None:
        """Keep what the settings file says of a section, if that is new."""

        async def say(connection: Connection) -> None:
            async with connection.transaction():
                await connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
                known = await (await connection.execute(_FILE_SAID, [section])).fetchone()
                if known is None or known[0] != value:
                    await connection.execute(_INSERT, [section, EVER, now, Jsonb(value), None])

        await self._lender.use(say, SECONDS)

    async def close(self) -> None:
        """Disconnect."""
        await self._lender.close()


def _said(row: tuple[Any, ...]) -> Said:
    section, since, made_at, value, account = row
    return Said(section=section, since=since.astimezone(UTC), made_at=made_at.astimezone(UTC), value=value,
                account=account)  # fmt: skip
