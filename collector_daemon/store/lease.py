"""The lead of PBXs in Postgres: who has it stores their facts and acts; nobody else does.

Two things make it sure. A session-level advisory lock for each PBX: one session has it, and the server lets go of it
when the session ends, also where its daemon has not said a word for ``silence`` (``idle_session_timeout``). And the
*term*, which grows with each new leader: what writes facts asks for it in its transaction (``check``), so a daemon
that was stopped for a minute and goes on writes nothing any more.

Not here: what a daemon does without the lead, and how it takes over what the last one has stored (``leading``).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import psycopg
from psycopg import AsyncConnection

from shared.database.connection import Connection, connect, plain
from shared.errors import Refused, SuiteError, Unavailable

log = logging.getLogger(__name__)

LEAD, FENCE = 0x6C656164, 0x66656E63
"""First halves of the advisory locks' numbers, "lead" and "fenc"; the second is the PBX's name, hashed."""
SILENCE = timedelta(seconds=60)
"""After so long without a word the server takes the lead from a daemon that nobody waits to follow."""
RENEWALS = 6
"""So many words in the time after which silence would end the lead; a second apart at most."""
ANSWER_SECONDS = 10
MISTAKE_TRIES, MISTAKE_PAUSE = 10, 0.3
"""So often, and after so many seconds, a start asks for the lead: the daemon before it may be just about to end."""


class Deposed(SuiteError):
    """Another daemon leads now: ours must end, and may come back to stand by."""


class Lead(msgspec.Struct, frozen=True):
    """The lead of one PBX. ``journal_id``: whose journal the facts come from, None until the leader has said so."""

    term: int
    holder: str
    since: datetime
    journal_id: str | None


class Lease:
    """The lead of all PBXs of a daemon. ``take`` it, ``keep`` it, ``close`` to let go."""

    def __init__(self, url: str, pbxs: Sequence[str], silence: timedelta = SILENCE, holder: str = "") -> None:
        """``holder`` is what others are told of who leads; without one this machine's name and our process."""
        self._url, self._pbxs, self._silence = url, sorted(pbxs), silence
        self._holder = holder or f"{socket.gethostname()} (process {os.getpid()})"
        self._session: Connection | None = None
        self._terms: dict[str, int] = {}
        self.before: Mapping[str, Lead] = {}
        """The leads of those before us; a PBX that never had a leader is missing."""
        self.is_deposed = False

    @property
    def is_taken(self) -> bool:
        """Was the lead ours, and nobody has taken it since as far as we know?"""
        return bool(self._terms) and not self.is_deposed

    async def take(self) -> bool:
        """Take the lead of all PBXs unless somebody has that of one of them. Raises Unavailable."""
        session = await connect(self._url)
        try:
            await session.set_autocommit(True)
            if not await self._lock(session):
                await session.close()
                return False
            await self._begin_terms(session)
        except psycopg.Error as problem:
            await session.close()
            raise Unavailable(f"the database: {plain(problem)}") from None
        except BaseException:
            await session.close()
            raise
        self._session = session
        return True

    async def begin(self) -> None:
        """Take the lead for a daemon that stands by for nobody; where the database is away, ``keep`` takes it when
        that comes. Raises Refused: who leads."""
        with contextlib.suppress(psycopg.Error, Unavailable):
            await self._take_soon()

    async def _take_soon(self) -> None:
        for _attempt in range(MISTAKE_TRIES):
            if await self.take():
                return
            await asyncio.sleep(MISTAKE_PAUSE)
        raise Refused(self._mistake(await self.leads()))

    def _mistake(self, leads: Mapping[str, Lead]) -> str:
        found = "; ".join(f"{pbx} by {lead.holder} since {lead.since:%Y-%m-%d %H:%M:%S %Z}"
                          for pbx, lead in sorted(leads.items()))
        return (f"another daemon stores into this database already: {found}. Stop one of them, or set [standby] enabled"
                " for both")

    async def leads(self) -> dict[str, Lead]:
        """Who led last, by PBX. Raises Unavailable, psycopg.Error."""
        async with await connect(self._url) as connection:
            return await self._leads(connection)

    async def _leads(self, connection: AsyncConnection[Any]) -> dict[str, Lead]:
        found = await connection.execute(
            "select pbx, term, holder, since, journal_id from leadership where pbx = any(%s)", [self._pbxs])
        return {row[0]: Lead(*row[1:]) for row in await found.fetchall()}

    async def _lock(self, session: Connection) -> bool:
        silence = str(round(self._silence.total_seconds() * 1000))
        await session.execute("select set_config('idle_session_timeout', %s, false)", [silence])
        for pbx in self._pbxs:
            found = await session.execute("select pg_try_advisory_lock(%s, hashtext(%s))", [LEAD, pbx])
            row = await found.fetchone()
            if row is None or not row[0]:
                return False
        return True

    async def _begin_terms(self, session: Connection) -> None:
        """The next term of each; or, where only the session was lost, the same as before. Raises Deposed."""
        async with session.transaction():
            if self._terms:
                self._compare(await self._leads(session))
                return
            for pbx in self._pbxs:
                await session.execute(_END_WRITERS, {"fence": FENCE, "pbx": pbx})
                await session.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", [FENCE, pbx])
            before = await self._leads(session)
            for pbx in self._pbxs:
                await session.execute(_NEXT_TERM, [pbx, self._holder])
        self.before = before
        self._terms = {pbx: before[pbx].term + 1 if pbx in before else 1 for pbx in self._pbxs}

    def _compare(self, leads: Mapping[str, Lead]) -> None:
        for pbx, term in self._terms.items():
            if pbx not in leads or leads[pbx].term != term:
                self.is_deposed = True
                by = f"{leads[pbx].holder} since {leads[pbx].since:%H:%M:%S %Z}" if pbx in leads else "nobody"
                raise Deposed(f"PBX {pbx} is led by another daemon now ({by}); this one stops and stores nothing more")

    async def check(self, connection: AsyncConnection[Any], pbxs: Collection[str]) -> None:
        """In a transaction that writes facts of these PBXs: does it lead them until it ends? Raises Deposed,
        Unavailable."""
        if not self._terms:
            raise Unavailable("it is not known yet whether another daemon leads")
        for pbx in sorted(pbxs):
            await connection.execute("select pg_advisory_xact_lock_shared(%s, hashtext(%s))", [FENCE, pbx])
        self._compare(await self._leads(connection))

    async def settled(self, journals: Mapping[str, str]) -> None:
        """From now on a restart may begin with our own journals (by PBX). Raises Deposed, Unavailable."""
        try:
            async with await connect(self._url) as connection, connection.transaction():
                await self.check(connection, journals)
                for pbx, journal_id in journals.items():
                    await connection.execute("update leadership set journal_id = %s where pbx = %s", [journal_id, pbx])
        except psycopg.Error as problem:
            raise Unavailable(f"the database: {plain(problem)}") from None

    async def keep(self) -> None:
        """Keep the lead while the database comes and goes. Raises Deposed where another has it; Refused where one
        had it before we could ask."""
        pause = min(1.0, self._silence.total_seconds() / RENEWALS)
        while True:
            await asyncio.sleep(pause)
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    await self._renew()
            except (psycopg.Error, Unavailable, OSError, TimeoutError) as problem:
                if self._session is not None:
                    log.info("the lead's session with the database is lost: %s", plain(problem))
                await self._forget()

    async def _renew(self) -> None:
        if self._session is not None:
            await self._session.execute("select")
        elif self._terms:
            self._compare(await self.leads())
            await self.take()  # else another is about to begin its term, or our old session is not over yet
        else:
            await self._take_soon()

    async def close(self) -> None:
        """Let go: whoever stands by leads."""
        await self._forget()

    async def _forget(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()


_END_WRITERS = """select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objsubid = 2
    and database = (select oid from pg_database where datname = current_database())
    and classid = %(fence)s::bigint::oid and objid = (hashtext(%(pbx)s)::bigint & 4294967295)::oid
    and pid <> pg_backend_pid()"""
"""Who writes under an older term (and is stopped, or far away, in the midst of it) is ended: nothing is half known."""
_NEXT_TERM = """insert into leadership as l (pbx, term, holder, since) values (%s, 1, %s, clock_timestamp())
    on conflict (pbx) do update set term = l.term + 1, holder = excluded.holder, since = excluded.since"""
