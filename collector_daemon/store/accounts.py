"""Checking passwords for the feed, by logging in to Postgres as the account.

Postgres itself decides: its SCRAM verifiers are readable to superusers only, and a login proves at once that the
account may come in, from here, now. ``require_auth`` makes libpq refuse a server that would let people in without
a scram password (``trust`` in pg_hba.conf would accept any). Postgres takes equally long for users that do not
exist. Needed in pg_hba.conf: scram-sha-256 for the accounts from the daemon's machine; where it is missing the
message says so. Wrong passwords are throttled by the feed; here they are counted and lock the account (``locking``).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Protocol

import psycopg
from psycopg import AsyncConnection

from collector_daemon.store.audit import Act, Audit
from collector_daemon.store.locking import LockRule, Locks
from shared import clock
from shared.database.connection import Connection, connect, conninfo, plain
from shared.domain.accounts import RIGHTS, ROLES, Account
from shared.errors import Unavailable

log = logging.getLogger(__name__)

LONGEST = 1024  # letters of a name or password; nobody has a longer one
LOOK_PAUSE = 2.0  # seconds between two looks at the accounts' versions
CROWDED = ("too many", "remaining connection slots")
REFUSED_BY_SERVER = ("pg_hba.conf", "authentication method requirement")
DRAIN_SECONDS = 5.0  # at the end, for what the audit still has to write
NEVER_GIVEN = -1  # the version of an account that may not come in


class Attempt(Protocol):
    """What the feed tells of somebody who tried to sign in (its ``LoginAttempt``)."""

    @property
    def happened_at(self) -> datetime:
        """When."""
        ...

    @property
    def user(self) -> str:
        """Who, as they say."""
        ...

    @property
    def address(self) -> str:
        """From where."""
        ...

    @property
    def client(self) -> str:
        """With which program, as it says."""
        ...

    @property
    def means(self) -> str:
        """By password or token."""
        ...

    @property
    def outcome(self) -> str:
        """What came of it: "welcome" or an error's code."""
        ...


class PostgresAccounts:
    """The accounts of the database at ``url``. ``run`` keeps ``version`` up to date."""

    def __init__(self, url: str, look_pause: float = LOOK_PAUSE, lock: LockRule | None = None) -> None:
        self._url = url
        self._look_pause = look_pause
        self._locks = Locks(url, lock or LockRule(), self._locked)
        self._versions: dict[str, int] | None = None
        self.audit = Audit(url)

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, url: str, look_pause: float = LOOK_PAUSE, lock: LockRule | None = None
    ) -> AsyncIterator[PostgresAccounts]:
        """The accounts with ``run`` and their audit at work; at the end the audit is written out."""
        accounts = cls(url, look_pause, lock)
        work = [asyncio.create_task(accounts.run()), asyncio.create_task(accounts.audit.run())]
        try:
            yield accounts
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(accounts.audit.drain(), DRAIN_SECONDS)
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)

    def witness(self, attempt: Attempt) -> None:
        """Put an attempt to sign in to the feed into the audit."""
        self.audit.note(Act(
            happened_at=attempt.happened_at, account=attempt.user, act=f"sign-in: {attempt.outcome}",
            subject=attempt.user, detail=f"{attempt.client} by {attempt.means}", origin=attempt.address,
        ))  # fmt: skip

    async def check(self, user: str, password: str) -> Account | None:
        """The account if the password is right, else None.

        Raises Unavailable while nobody can tell, Refused (account_locked) after too many wrong ones.
        """
        if not _is_possible(user) or not _is_possible(password):
            return None
        await self._locks.check(user)
        account = await self._proved(user, password)
        if account is None:
            await self._locks.failed(user)
            return None
        await self._locks.succeeded(user)
        if self._versions is not None:
            self._versions[user] = account.version
        return account

    async def _proved(self, user: str, password: str) -> Account | None:
        try:
            connection = await Connection.connect(_login(self._url, user, password), autocommit=True)
        except psycopg.OperationalError as problem:
            _judge(problem)
            return None
        async with connection:
            return await _own_account(connection)

    def _locked(self, user: str, detail: str) -> None:
        self.audit.note(Act(
            happened_at=clock.now(), account=user, act="account locked", subject=user, detail=detail,
            origin="daemon",
        ))  # fmt: skip

    def version(self, user: str) -> int | None:
        """The account's version at the last look; None before the first, a number never given if disabled."""
        return None if self._versions is None else self._versions.get(user, NEVER_GIVEN)

    async def run(self) -> None:
        """Look at all accounts' versions again and again, until cancelled; what was seen last stays valid."""
        while True:
            try:
                connection = await connect(self._url)
                async with connection:
                    await connection.set_autocommit(True)
                    while True:
                        await self._look(connection)
                        await asyncio.sleep(self._look_pause)
            except (Unavailable, psycopg.Error, OSError) as problem:
                log.info("accounts are not seen: %s", plain(problem))
                await asyncio.sleep(self._look_pause)

    async def _look(self, connection: AsyncConnection[Any]) -> None:
        rows = await connection.execute(
            "select a.name, case when r.rolcanlogin then a.version else %s end "
            "from account a left join pg_roles r on r.rolname = a.name",
            [NEVER_GIVEN],
        )
        self._versions = dict(await rows.fetchall())


def _judge(problem: psycopg.OperationalError) -> None:
    """Come back if it was the password, as far as can be told. Raises Unavailable if nobody's would have done.

    A server that is away is noticed by whoever counts the wrong password.
    """
    if any(words in str(problem) for words in REFUSED_BY_SERVER):
        raise Unavailable(
            "the database server lets no account in from here by scram password: see its pg_hba.conf"
        ) from None
    if any(words in str(problem) for words in CROWDED):
        raise Unavailable("the database server has no connection left to check a password with") from None


def _is_possible(text: str) -> bool:
    """Whether libpq can send it. An empty one it would replace by one of its own (system user, .pgpass)."""
    if not text or len(text) > LONGEST or "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _login(url: str, user: str, password: str) -> str:
    return conninfo(
        url, user=user, password=password, require_auth="scram-sha-256", application_name="callcentre login"
    )


async def _own_account(connection: AsyncConnection[Any]) -> Account | None:
    """The account of who is logged in; None for a role of the server that is none of ours."""
    try:
        rows = await connection.execute(
            "select name, agent, sees_all_queues, queues, roles, version, title, rights, must_change_password "
            "from my_account"
        )
        found = await rows.fetchone()
    except psycopg.errors.InsufficientPrivilege:
        return None
    if found is None:
        return None
    name, agent, sees_all, queues, roles, version, title, rights, must_change = found
    return Account(
        name=name, roles=frozenset(role for role in ROLES if role in roles),
        queues=None if sees_all else frozenset(queues), agent=agent, version=version, title=title or "",
        carried=frozenset(right for right in RIGHTS if right in rights), must_change_password=must_change,
    )  # fmt: skip
