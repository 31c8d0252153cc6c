"""Faults on request: what a broken Asterisk or an administrator can do to a collector; the network: ``Server``."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Faults:
    """Set them while the server runs; they hold until they are taken back."""

    is_refusing_logins: bool = False
    unanswered: set[str] = field(default_factory=set)
    _is_halving: bool = False

    def damage(self, data: bytes) -> bytes:
        """What is really sent instead of ``data``: half of it, once, and then the connection is to be cut."""
        if self._is_halving:
            self._is_halving = False
            return data[: len(data) // 2]
        return data

    def halve_next_message(self) -> None:
        """The next message breaks off in the middle, and the connection with it."""
        self._is_halving = True
