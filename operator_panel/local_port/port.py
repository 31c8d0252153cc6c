"""The port from the program's side: open it, close it, and the panel goes on whatever becomes of it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from operator_panel.local_port.desk import Desk
from operator_panel.local_port.gate import Gate
from operator_panel.settings import LocalPortSettings
from shared.clock import Clock
from shared.credentials import Secret, keep_secret, new_secret, read_secret
from shared.errors import BadSecret, one_line

if TYPE_CHECKING:
    from operator_panel.local_port.server import Server

log = logging.getLogger(__name__)


def origins_of(settings: LocalPortSettings, described: tuple[str, ...]) -> frozenset[str] | None:
    """The pages that may use the port; None: it is not to be opened. ``described``: those that the centre names."""
    origins = frozenset(origin.lower().rstrip("/") for origin in (*settings.origins, *described))
    if settings.mode == "off" or (settings.mode == "auto" and not origins):
        return None
    return origins


def token_in(file: Path) -> Secret:
    """The token in a file, which is made where there is none. Raises BadSecret, or OSError for a folder that fails."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):  # another panel was quicker
            keep_secret(file, new_secret())
    return read_secret(file)


class LocalPort:
    """One port. ``problem``: why it is not open, in one line; empty while all is well."""

    def __init__(self, desk: Desk, clock: Clock, token_file: Path, number: int) -> None:
        self._desk, self._clock = desk, clock
        self._token_file, self._number = token_file, number
        self._server: Server | None = None
        self._gate: Gate | None = None
        self._opening = asyncio.Lock()
        self.problem = ""

    @property
    def number(self) -> int:
        """Where it listens; 0 where it does not."""
        return self._gate.port if self._gate is not None and self._server is not None else 0

    async def open(self, origins: frozenset[str]) -> bool:
        """Open it for these pages, or let these in from now on. False: see ``problem``, which is in the log too."""
        async with self._opening:
            return await self._opened(origins)

    async def _opened(self, origins: frozenset[str]) -> bool:
        if self._server is not None and self._gate is not None:
            self._gate.origins = origins
            return True
        try:
            gate = Gate(self._clock, token_in(self._token_file), origins)
        except (BadSecret, OSError) as problem:
            return self._failed(f"the port for programs on this PC stays closed: {one_line(problem)}")
        server = (await asyncio.to_thread(_load))(self._desk, self._clock, gate)
        try:
            await server.open(self._number)
        except OSError as problem:
            await server.close()
            reason = problem.strerror or one_line(problem)
            return self._failed(f"the port for programs on this PC, {self._number}, cannot be opened: {reason}")
        except asyncio.CancelledError:
            await server.close()
            raise
        self._server, self._gate, self.problem = server, gate, ""
        log.info("programs on this PC may use port %d", gate.port)
        return True

    async def close(self) -> None:
        """Close it; who listens is told by the connection's end."""
        server, self._server = self._server, None
        if server is not None:
            await server.close()

    def _failed(self, problem: str) -> bool:
        self.problem = problem
        log.warning("%s", problem, extra={"action": "local_port_closed"})
        return False


def _load() -> type[Server]:
    """In a thread, because it takes longer than a window should stand still."""
    from operator_panel.local_port.server import Server

    return Server
