"""Wrong passwords cost time: by user and by address, doubling with each further one.

The wait for a user is short at most, because anybody could cause it; that for an address may be long.
Signing in by token is not throttled, so nobody can keep out those who are at work. Memory is bounded.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from typing import Literal

import msgspec

from shared.clock import Clock

Key = tuple[Literal["user", "address"], str]

_FREE = {"user": 5, "address": 20}
_LONGEST = {"user": 30.0, "address": 300.0}
_FORGOTTEN_AFTER = 900.0
_MOST_KEYS = 20_000


class _Record(msgspec.Struct):
    failures: int
    last_at: float
    open_at: float


class Throttle:
    """Who has to wait, in seconds of the clock's monotonic time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._records: OrderedDict[Key, _Record] = OrderedDict()

    def wait(self, user: str, address: str) -> float:
        """The seconds until the next password may be tried, 0: now."""
        now = self._clock.monotonic()
        return max(self._wait(key, now) for key in _keys(user, address))

    def failed(self, user: str, address: str) -> None:
        """The password was wrong."""
        now = self._clock.monotonic()
        for key in _keys(user, address):
            self._count(key, now)

    def succeeded(self, user: str, address: str) -> None:
        """The password was right: forget the user's failures (not the address's: it may hold an account)."""
        self._records.pop(_keys(user, address)[0], None)

    def _wait(self, key: Key, now: float) -> float:
        record = self._records.get(key)
        if record is None:
            return 0.0
        if now - record.last_at > _FORGOTTEN_AFTER:
            del self._records[key]
            return 0.0
        return max(0.0, record.open_at - now)

    def _count(self, key: Key, now: float) -> None:
        record = self._records.setdefault(key, _Record(0, now, now))
        self._records.move_to_end(key)
        record.failures += 1
        record.last_at = now
        excess = record.failures - _FREE[key[0]]
        if excess >= 0:
            record.open_at = now + min(_LONGEST[key[0]], 2.0 ** min(excess, 20))
        while len(self._records) > _MOST_KEYS:
            self._records.popitem(last=False)


def _keys(user: str, address: str) -> tuple[Key, Key]:
    return ("user", user.casefold()), ("address", _network(address))


def _network(address: str) -> str:
    """An address; of IPv6 its /64, which one customer has for himself."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
