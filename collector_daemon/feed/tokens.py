"""Session tokens: what a client shows instead of a password, also while nobody can ask the database.

``base64url(claims).base64url(HMAC-SHA256)``, signed by a secret that only the server has. A token lives for
hours; every welcome gives a new one, until the password is ``chain`` old. A *lasting* token is made on the command line
for a screen on a wall, where nobody types passwords: it is good until its own end and no welcome replaces it. A new
version of the account ends all tokens of the old one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import datetime, timedelta

import msgspec

from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.commands import Refused

SHORTEST_SECRET = 32
"""Bytes."""


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """What a token says: the account, until when, and when its password was last given (a lasting one: was made)."""

    account: Account
    signed_in_at: datetime
    expires_at: datetime
    is_lasting: bool = False


_claims = msgspec.json.Decoder(Claims)


class Tokens:
    """Issues and reads tokens. Raises ValueError for a secret shorter than 32 bytes."""

    def __init__(self, secret: bytes, clock: Clock, lifetime: timedelta, chain: timedelta) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise ValueError(f"the secret of the session tokens needs at least {SHORTEST_SECRET} bytes")
        self._secret = secret
        self._clock = clock
        self._lifetime = lifetime
        self._chain = chain

    def issue(self, account: Account, signed_in_at: datetime | None = None) -> tuple[str, datetime]:
        """A token and when it expires; ``signed_in_at`` is None when the password was given just now."""
        now = self._clock.now()
        since = signed_in_at or now
        expires_at = min(now + self._lifetime, since + self._chain)
        return self._signed(Claims(account=account, signed_in_at=since, expires_at=expires_at)), expires_at

    def issue_lasting(self, account: Account, lifetime: timedelta) -> tuple[str, datetime]:
        """A token that is good for so long, and when it expires. Raises ValueError for an account that may do more."""
        if account.roles != {"wallboard"}:
            raise ValueError("only an account whose only role is wallboard may have a lasting token")
        now = self._clock.now()
        claims = Claims(account=account, signed_in_at=now, expires_at=now + lifetime, is_lasting=True)
        return self._signed(claims), claims.expires_at

    def read(self, token: str) -> Claims:
        """What the token says. Raises Refused: token_invalid, token_expired."""
        body, _, signature = token.partition(".")
        try:
            is_ours = hmac.compare_digest(_bytes(signature), self._signature(body))
            claims = _claims.decode(_bytes(body)) if is_ours else None
        except (ValueError, binascii.Error):
            claims = None
        if claims is None:
            raise Refused("token_invalid", "The session token is not valid; sign in with your password.")
        if claims.expires_at <= self._clock.now():
            raise Refused("token_expired", "Your session has expired; sign in with your password.")
        return claims

    def _signed(self, claims: Claims) -> str:
        body = _text(msgspec.json.encode(claims))
        return f"{body}.{_text(self._signature(body))}"

    def _signature(self, body: str) -> bytes:
        return hmac.digest(self._secret, body.encode(), hashlib.sha256)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
