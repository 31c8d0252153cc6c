"""Too many wrong passwords lock an account for a while: counted in the database, so a restart forgets nothing.

A name that is no account is counted too, in memory, and gets the same answers: so nobody learns which names there are.
Only the feed's sign-ins are counted. Postgres itself offers no place to count those that go straight to it; a locked
account's sessions at work go on, or anybody could throw anybody out.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec

from shared.database.connection import connect
from shared.domain.commands import Refused

MOST_STRANGERS = 10_000
_FAILED = """update account set
    failed_attempts = case when failed_attempts + 1 < %(most)s then failed_attempts + 1 else 0 end,
    locked_until = case when failed_attempts + 1 < %(most)s then locked_until else now() + %(lock)s end
    where name = %(name)s returning locked_until is not null and locked_until > now()"""
_SUCCEEDED = """update account set failed_attempts = 0, locked_until = null, last_login_at = now()
    where name = %(name)s returning true"""
_IS_LOCKED = "select locked_until is not null and locked_until > now() from account where name = %(name)s"


class LockRule(msgspec.Struct, frozen=True, kw_only=True):
    """After so many wrong passwords one after the other (0: never) an account is locked so long."""

    wrong_passwords: int = 10
    lock: timedelta = timedelta(minutes=15)


class Locks:
    """Counts wrong passwords; ``on_lock`` is told of each account that is locked, and in words why."""

    def __init__(self, url: str, rule: LockRule, on_lock: Callable[[str, str], None]) -> None:
        self._url = url
        self._rule = rule
        self._on_lock = on_lock
        self._strangers: OrderedDict[str, tuple[int, float]] = OrderedDict()

    async def check(self, user: str) -> None:
        """Raises Refused (account_locked); Unavailable while nobody can tell."""
        is_locked = await self._ask(_IS_LOCKED, user)
        if is_locked is None:
            is_locked = self._strangers.get(user, (0, 0.0))[1] > asyncio.get_running_loop().time()
        if is_locked:
            raise self._refusal()

    async def failed(self, user: str) -> None:
        """The password was wrong. Raises Refused if that locked the account; Unavailable."""
        if not self._rule.wrong_passwords:
            await self._ask(_IS_LOCKED, user)
            return
        is_locked = await self._ask(_FAILED, user)
        if is_locked:
            self._on_lock(user, f"{self._rule.wrong_passwords} wrong passwords; for {self._minutes} minutes")
        if is_locked is None:
            is_locked = self._stranger_failed(user)
        if is_locked:
            raise self._refusal()

    async def succeeded(self, user: str) -> None:
        """The password was right. Raises Unavailable."""
        await self._ask(_SUCCEEDED, user)

    @property
    def _minutes(self) -> str:
        return f"{self._rule.lock / timedelta(minutes=1):g}"

    def _refusal(self) -> Refused:
        return Refused(
            "account_locked",
            f"Locked for {self._minutes} minutes after too many wrong passwords; an administrator can unlock it.",
        )

    def _stranger_failed(self, user: str) -> bool:
        now = asyncio.get_running_loop().time()
        failures = self._strangers.pop(user, (0, 0.0))[0] + 1
        is_locked = failures >= self._rule.wrong_passwords
        self._strangers[user] = (0, now + self._rule.lock.total_seconds()) if is_locked else (failures, 0.0)
        while len(self._strangers) > MOST_STRANGERS:
            self._strangers.popitem(last=False)
        return is_locked

    async def _ask(self, question: str, user: str) -> bool | None:
        """What the statement tells of the account; None: there is no such account."""
        asked: dict[str, Any] = {"name": user, "most": self._rule.wrong_passwords, "lock": self._rule.lock}
        async with await connect(self._url) as connection:
            row = await (await connection.execute(question, asked)).fetchone()
        return None if row is None else bool(row[0])
