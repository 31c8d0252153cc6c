"""When to try again, and what to say meanwhile."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from shared.feed_client.status import Status, Timing
from shared.protocol.messages import Error

PASSING = frozenset({
    "unreachable", "silence", "closing", "throttled", "accounts_unavailable", "too_many_clients",
    "hello_timeout",
})
"""Errors after which trying again may help."""
DEAD_TOKEN = frozenset({"token_invalid", "token_expired", "token_revoked", "revoked"})
"""Errors after which only the password may help."""
EXPECTED = PASSING | DEAD_TOKEN | {"panel_moved"}
"""Errors that end a connection by no fault of this program's."""
NOTHING_ALLOWED = frozenset({"not_allowed", "must_change_password"})
"""Errors of a subscription after which the connection is of no use."""
TAKEN_AWAY = frozenset({"seat_lost"})
"""Errors after which the connection goes on."""


class Patience:
    """Waits longer after every failure, a little different for everybody: not all come back in one moment.

    Where there are several addresses (a server, and those that stand by for it), all are tried before it waits.
    """

    def __init__(self, timing: Timing, addresses: Sequence[tuple[str, int]] = ()) -> None:
        self._timing = timing
        self._addresses = deque(addresses)
        self._failures = 0
        self._untried = len(addresses)

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to try now."""
        return self._addresses[0]

    def next(self, error: Error | None) -> timedelta:
        """How long to wait before ``address``, the next one; at least what the server asked for."""
        self._addresses.rotate(-1)
        self._untried -= 1
        if self._untried > 0:
            return timedelta(0)
        self._untried = len(self._addresses)
        delay = min(self._timing.last_retry, self._timing.first_retry * (1 << min(self._failures, 20)))
        self._failures += 1
        asked = (error.retry_seconds if error else None) or 0.0
        return max(timedelta(seconds=asked), delay * random.uniform(0.8, 1.2))  # noqa: S311 - not all at once

    def renew(self) -> None:
        """It worked."""
        self._failures, self._untried = 0, len(self._addresses)


def after_loss(was: Status, error: Error | None, heard_at: datetime, retry_at: datetime) -> Status:
    """The status of somebody who was connected or tried to be: stale once there is something to show."""
    code, message = (error.code, error.message) if error else ("lost", "The connection was lost.")
    trouble = Status(state="connecting", since=was.since, code=code, message=message, retry_at=retry_at)
    match was.state:
        case "live":
            return msgspec.structs.replace(trouble, state="stale", since=heard_at)
        case "stale":
            return msgspec.structs.replace(trouble, state="stale")
        case _:
            return trouble
