"""Who comes in at the port: by the name it is called, the page that calls, the token, and how often. Pure but for time.

Any page in any browser on this desk can reach a port of this desk. So the Host must be ours (else a foreign name was
made to point here), the Origin must be a page that the settings name (programs send none), and the token must be right.
"""

from __future__ import annotations

import hmac

import msgspec

from shared.clock import Clock
from shared.credentials import Secret

_NAMES = ("127.0.0.1", "localhost", "[::1]")


class Turned(msgspec.Struct, frozen=True):
    """Why somebody does not come in: an HTTP status, a stable code and a line for people."""

    status: int
    code: str
    message: str


BAD_HOST = Turned(403, "bad_host", "This port is for 127.0.0.1 alone.")
BAD_ORIGIN = Turned(403, "bad_origin", "This page may not use the panel; its origin is not in the settings.")
NO_TOKEN = Turned(401, "no_token", "The token is missing or wrong.")
TOO_MANY = Turned(429, "too_many", "Too many requests; slower, please.")


class Bucket:
    """So many at once, and so many a second in the long run."""

    def __init__(self, clock: Clock, most: float, a_second: float) -> None:
        self._clock, self._most, self._a_second = clock, most, a_second
        self._left, self._at = most, clock.monotonic()

    def take(self) -> bool:
        """Take one, if there is one."""
        now = self._clock.monotonic()
        self._left = min(self._most, self._left + (now - self._at) * self._a_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Gate:
    """The door. ``origins``: pages that may come in, "https://crm.example.com"; may be changed while it is open."""

    def __init__(self, clock: Clock, token: Secret, origins: frozenset[str]) -> None:
        self.port = 0  # known when it is open
        self.origins = origins
        self._token = token
        self._usual = Bucket(clock, 60, 20)
        self._strangers = Bucket(clock, 20, 1)  # apart, so that they keep nobody else out

    def turned_at_door(self, host: str, origin: str | None) -> Turned | None:
        """Before anything else is looked at."""
        if host.lower() not in {f"{name}:{self.port}" for name in _NAMES}:
            return BAD_HOST
        if origin is not None and origin.lower() not in self.origins:
            return BAD_ORIGIN
        return None

    def turned_away(self, token: str) -> Turned | None:
        """Is the token right, and the pace?"""
        if not hmac.compare_digest(token.encode("utf-8", "replace"), self._token.reveal().encode()):
            return NO_TOKEN if self._strangers.take() else TOO_MANY
        return None if self._usual.take() else TOO_MANY

    def may_speak(self) -> bool:
        """May somebody who is in already say something more?"""
        return self._usual.take()


def bearer(header: str | None) -> str:
    """The token of an Authorization header; empty where there is none."""
    kind, _, token = (header or "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""
