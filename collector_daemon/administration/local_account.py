"""The account of whoever works on the daemon's own machine; the others are the database's."""

from __future__ import annotations

from collector_daemon.feed.ports import Accounts
from shared.domain.accounts import Account

LOCAL = "(this machine)"
"""Name of the account that needs none; no role of Postgres can have it by our rules for names."""


class LocalToo:
    """The database's accounts, and one more: whoever may read the daemon's own secret (``watch`` on this machine)."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def check(self, user: str, password: str) -> Account | None:
        """The local account has no password: it only ever comes with a token that it issued itself."""
        return await self._accounts.check(user, password) if user != LOCAL else None

    def version(self, user: str) -> int | None:
        """As the database says."""
        return self._accounts.version(user) if user != LOCAL else 0
