"""The gate: a hello in, an account out, or a refusal that tells a stranger as little as possible.

A wrong name and a wrong password get the same words after the same time. Passwords are never kept, logged or
told to the witness.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import msgspec

from collector_daemon.feed.ports import Accounts, Limits, LoginAttempt, Witness
from collector_daemon.feed.throttle import Throttle
from collector_daemon.feed.tokens import Tokens
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.commands import Refused
from shared.errors import Unavailable
from shared.protocol.messages import PROTOCOL, Hello


class Throttled(Refused):
    """Too many wrong passwords; ``retry_seconds`` until the next may be tried."""

    def __init__(self, retry_seconds: float) -> None:
        super().__init__("throttled", "Too many wrong passwords; wait before you try again.")
        self.retry_seconds = retry_seconds


class Admitted(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is in: the account, a token for the next time (a lasting one: the same), and when that expires."""

    account: Account
    token: str
    token_expires_at: datetime

    def __repr__(self) -> str:
        """Without the token."""
        return f"Admitted({self.account!r}, …)"


class Gate:
    """Checks hellos."""

    def __init__(
        self, accounts: Accounts, tokens: Tokens, clock: Clock, limits: Limits, witness: Witness
    ) -> None:
        self._accounts = accounts
        self._tokens = tokens
        self._clock = clock
        self._limits = limits
        self._witness = witness
        self._throttle = Throttle(clock)
        # One password of a user at a time, and few in all: guessing beside each other gains nothing.
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._checks = asyncio.Semaphore(limits.password_checks)

    async def admit(self, hello: Hello, address: str) -> Admitted:
        """The account that this hello proves. Raises Refused with an error code of the protocol."""
        started = self._clock.monotonic()
        try:
            admitted = await self._admit(hello, address)
        except Refused as refusal:
            self._tell(hello, address, refusal.code)
            await self._take_time(started)
            raise
        self._tell(hello, address, "welcome", admitted.account.name)
        return admitted

    def is_current(self, account: Account) -> bool:
        """Is this still the account's version, as far as anybody knows?"""
        version = self._accounts.version(account.name)
        return version is None or version == account.version

    async def _admit(self, hello: Hello, address: str) -> Admitted:
        if hello.protocol != PROTOCOL:
            raise Refused("protocol_unsupported", f"This server speaks protocol {PROTOCOL}.")
        if hello.auth.token is not None:
            return self._by_token(hello.auth.token)
        if hello.auth.user is None or hello.auth.password is None:
            raise Refused("bad_message", "hello.auth needs user and password, or token.")
        return await self._by_password(hello.auth.user, hello.auth.password, address)

    def _by_token(self, token: str) -> Admitted:
        claims = self._tokens.read(token)
        if not self.is_current(claims.account):
            raise Refused("token_revoked", "Your account has changed; sign in with your password.")
        if claims.is_lasting:
            return Admitted(account=claims.account, token=token, token_expires_at=claims.expires_at)
        return self._admitted(claims.account, claims.signed_in_at)

    async def _by_password(self, user: str, password: str, address: str) -> Admitted:
        turn = self._turns.setdefault(user.casefold(), asyncio.Lock())
        async with turn, self._checks:
            wait = self._throttle.wait(user, address)
            if wait > 0:
                raise Throttled(round(wait, 3))
            try:
                account = await self._accounts.check(user, password)
            except Unavailable:
                raise Refused("accounts_unavailable", "Passwords cannot be checked at the moment.") from None
            if account is None:
                self._throttle.failed(user, address)
                raise Refused("wrong_credentials", "The name or the password is wrong.")
            self._throttle.succeeded(user, address)
        return self._admitted(account, None)

    def _admitted(self, account: Account, signed_in_at: datetime | None) -> Admitted:
        token, expires_at = self._tokens.issue(account, signed_in_at)
        return Admitted(account=account, token=token, token_expires_at=expires_at)

    async def _take_time(self, started: float) -> None:
        """A refusal comes after the same time, whatever the reason."""
        left = started + self._limits.refusal.total_seconds() - self._clock.monotonic()
        if left > 0:
            await asyncio.sleep(min(left, self._limits.refusal / timedelta(seconds=1)))

    def _tell(self, hello: Hello, address: str, outcome: str, name: str = "") -> None:
        means = "token" if hello.auth.token is not None else "password"
        self._witness(
            LoginAttempt(
                happened_at=self._clock.now(), user=name or hello.auth.user or "", address=address,
                client=hello.client, means=means, outcome=outcome,
            )
        )
