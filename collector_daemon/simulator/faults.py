"""Faults on request: what a network, a broken Asterisk or an administrator can do to a collector."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collector_daemon.simulator.server import Server
    from collector_daemon.simulator.session import Session


@dataclass(slots=True)
class Faults:
    """Set them while the server runs; they hold until they are taken back."""

    is_refusing_logins: bool = False
    unanswered: set[str] = field(default_factory=set)
    _is_halving: bool = False

    def damage(self, session: Session, data: bytes) -> bytes:
        """What is really sent instead of ``data``: half of it, once, and then the connection is cut."""
        if self._is_halving:
            self._is_halving = False
            session.is_mute = True
            asyncio.get_running_loop().call_soon(session.close)
            return data[: len(data) // 2]
        return data

    def halve_next_message(self) -> None:
        """The next message breaks off in the middle, and the connection with it."""
        self._is_halving = True


def mute(server: Server, is_mute: bool = True) -> None:
    """Every connection stays open, but nothing is sent or answered any more (what happens meanwhile is
    lost).
    """
    for session in server.sessions:
        session.is_mute = is_mute


def cut(server: Server) -> None:
    """Every connection is torn down at once."""
    for session in list(server.sessions):
        if session.transport:
            session.transport.abort()
