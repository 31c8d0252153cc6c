"""Addresses of sound that are good for some minutes: what they lead to is written in them, and signed.

``base64url(claims).base64url(HMAC-SHA256)``. Nobody can make or change one without the daemon's secret, and none can
lead to another file, account or purpose than it was given out for.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from shared.clock import Clock
from shared.domain.commands import Refused

LIFETIME = timedelta(minutes=5)
Purpose = Literal["play", "prepare", "export", "parcel"]


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """What an address leads to: a recording by the PBX's name (of a ``parcel``: that file), and for whom.

    ``call`` and ``told_as`` (what the call names the file, where that is another name): for the audit, later.
    """

    pbx: str
    file: str
    account: str
    version: int
    purpose: Purpose
    until: datetime
    salt: str = ""
    call: str = ""
    told_as: str = ""


class Expired(Refused):
    """The address was good once."""


_claims = msgspec.json.Decoder(Claims)


class LinkTokens:
    """Signs and reads addresses. ``secret`` is the daemon's; what is signed here is good for nothing else."""

    def __init__(self, secret: bytes, clock: Clock, lifetime: timedelta = LIFETIME) -> None:
        self._key = hmac.digest(secret, b"addresses of recordings", hashlib.sha256)
        self._clock, self._lifetime = clock, lifetime

    def issue(
        self, pbx: str, file: str, account: str, version: int, purpose: Purpose, *, call: str = "", told_as: str = ""
    ) -> tuple[str, datetime]:
        """A token and until when it is good."""
        until = self._clock.now() + self._lifetime
        claims = Claims(
            pbx=pbx, file=file, account=account, version=version, purpose=purpose, until=until,
            salt=secrets.token_urlsafe(6), call=call, told_as=told_as,
        )  # fmt: skip
        said = msgspec.json.encode(claims)
        return f"{_text(said)}.{_text(self._signed(said))}", until

    def read(self, token: str) -> Claims:
        """What it leads to. Raises Refused (bad_token), Expired."""
        said, _, signature = token.partition(".")
        try:
            body, signed = _bytes(said), _bytes(signature)
        except (binascii.Error, ValueError):
            body, signed = b"", b""
        if not hmac.compare_digest(signed, self._signed(body)) or not body:
            raise Refused("bad_token", "There is no such address.")
        claims = _claims.decode(body)
        if claims.until <= self._clock.now():
            raise Expired("token_expired", "This address was good for some minutes only; ask for another.")
        return claims

    def _signed(self, said: bytes) -> bytes:
        return hmac.digest(self._key, said, hashlib.sha256)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
