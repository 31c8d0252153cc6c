"""Commands of administrators, and of everybody about the own password: accounts and what roles may do.

The database is what counts: it is changed by ``shared.database.accounts``, which also writes the audit, and the feed
follows the accounts' versions. That library waits for the database, so it works in a thread. Not here: who may give
these commands (``shared.domain.commands.authorised``; the book asks the database again). Those about the centre's
settings are in ``settings``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, cast

from collector_daemon.administration.settings import SettingsBook
from collector_daemon.feed.origin import origin
from collector_daemon.store.audit import Act
from shared.clock import Clock
from shared.credentials import Secret
from shared.database.account_checks import AccountMistake, ForeignRole, Wanted
from shared.database.accounts import AccountBook, open_book
from shared.domain.accounts import Account
from shared.domain.commands import COMMANDS, Refused
from shared.domain.commands.administration import AccountAdd, AccountChange, AccountUnlock, OwnPassword, RoleRights
from shared.errors import SuiteError, Unavailable, UsageError, one_line

Deed = Callable[[Account, Any], Awaitable[dict[str, object] | None]]


class Passwords(Protocol):
    """Where passwords are checked."""

    async def check(self, user: str, password: str) -> Account | None:
        """The account if the password is right, else None. Raises Unavailable; commands.Refused: account_locked."""
        ...


class Administration:
    """Carries out these commands on the database at ``url``; ``note`` takes what was tried in vain."""

    def __init__(
        self, url: str, passwords: Passwords, clock: Clock, note: Callable[[Act], None], settings: SettingsBook
    ) -> None:
        self._url, self._passwords = url, passwords
        self._clock, self._note = clock, note
        self.deeds: dict[str, Deed] = {
            "password.change": self._change_own_password,
            "account.add": self._add,
            "account.change": self._change,
            "account.unlock": self._unlock,
            "role.rights": self._set_rights,
            **settings.deeds,
        }
        """By the commands' names."""

    async def execute(self, account: Account, command: str, params: dict[str, object]) -> dict[str, object]:
        """Do it. Raises Refused with a stable code."""
        asked = COMMANDS[command].parameters(**cast("dict[str, Any]", params))
        return await self.deeds[command](account, asked) or {}

    async def _change_own_password(self, account: Account, asked: OwnPassword) -> None:
        try:
            proved = await self._passwords.check(account.name, asked.present)
        except Unavailable as problem:
            raise Refused("unavailable", one_line(problem)) from None
        if proved is None:
            self._note(Act(
                happened_at=self._clock.now(), account=account.name, act="password change: wrong password",
                subject=account.name, origin=origin(),
            ))  # fmt: skip
            raise Refused("wrong_password", "The present password is wrong.")
        if asked.present == asked.password:
            raise Refused("same_password", "That is the password that you have already.")
        password = Secret(asked.password)
        await self._write(account, lambda book: book.set_password(account.name, password), as_administrator=False)

    async def _add(self, account: Account, asked: AccountAdd) -> None:
        password = Secret(asked.password)
        await self._write(account, lambda book: book.add(
            asked.name, asked.roles, password, queues=asked.queues, agent=asked.extension, title=asked.title,
            must_change_password=asked.must_change_password, skills=asked.skills, languages=asked.languages,
        ))  # fmt: skip

    async def _change(self, account: Account, asked: AccountChange) -> None:
        wanted = Wanted(
            roles=asked.roles, title=asked.title, queues=asked.queues, agent=asked.extension,
            is_enabled=asked.is_enabled, password=None if asked.password is None else Secret(asked.password),
            must_change_password=asked.must_change_password, skills=asked.skills, languages=asked.languages,
        )  # fmt: skip
        await self._write(account, lambda book: book.change(asked.name, wanted))

    async def _unlock(self, account: Account, asked: AccountUnlock) -> None:
        await self._write(account, lambda book: book.unlock(asked.name))

    async def _set_rights(self, account: Account, asked: RoleRights) -> None:
        await self._write(account, lambda book: book.set_rights(asked.role, asked.rights))

    async def _write(
        self, account: Account, deed: Callable[[AccountBook], None], *, as_administrator: bool = True
    ) -> None:
        """Let the deed be done in the book, on behalf of the account and from where it asked."""
        on_behalf_of = account.name if as_administrator else None

        def work() -> None:
            with open_book(self._url, account.name, origin=address, on_behalf_of=on_behalf_of) as book:
                deed(book)

        address = origin()
        try:
            await asyncio.to_thread(work)
        except SuiteError as problem:
            raise Refused(_code(problem), _sentence(problem)) from None


def _code(problem: SuiteError) -> str:
    match problem:
        case AccountMistake():
            return problem.code
        case ForeignRole():
            return "foreign_role"
        case UsageError():
            return "bad_params"
        case Unavailable():
            return "unavailable"
        case _:
            return "failed"


def _sentence(problem: SuiteError) -> str:
    text = one_line(problem)
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."
