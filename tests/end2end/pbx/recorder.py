"""Writes everything AMI says into a capture: JSON Lines, one message a line, gzipped; see README "Capture
format".

After every connection it asks for the present (queues, channels, bridges, device states, parked calls), as
the daemon does, so that a capture can be understood from any connection on.
"""

import gzip
import json
from pathlib import Path
from typing import Any

from shared.clock import now

from .ami import Ami, Message

LISTINGS = ("QueueStatus", "CoreShowChannels", "Status", "BridgeList", "DeviceStateList", "ParkedCalls")


class Recorder:
    """Records one PBX over one or more connections; times are Unix seconds as received."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._lines: list[str] = []
        self._ami: Ami | None = None
        self.is_open = False

    def _line(self, **values: Any) -> None:
        self._lines.append(json.dumps({"t": round(now().timestamp(), 6), **values}))

    def _heard(self, message: Message) -> None:
        self._line(e=message)

    def _banner(self, banner: str) -> None:
        self._line(banner=banner)

    async def open(self) -> None:
        """Connect (again) and ask for the present."""
        self._ami = Ami(self._server, "recorder", self._heard, self._banner)
        await self._ami.open()
        self.is_open = True
        await self._ami.action("CoreStatus")
        await self._ami.action("CoreSettings")
        for listing in LISTINGS:
            await self._ami.listing(listing)

    async def lost(self) -> None:
        """Wait until the PBX has closed the connection, and note the gap."""
        assert self._ami is not None
        await self._ami.closed.wait()
        self._gap()
        await self._ami.drop()

    async def drop(self) -> None:
        """Break the connection ourselves, and note the gap."""
        assert self._ami is not None
        self._gap()
        await self._ami.drop()

    def _gap(self) -> None:
        self.is_open = False
        self._line(gap="closed")

    async def close(self) -> None:
        """Log off; the last line is the PBX's goodbye."""
        if self._ami is not None and self.is_open:
            self.is_open = False
            await self._ami.close()

    def text(self) -> str:
        """The capture so far, not compressed."""
        return "\n".join(self._lines) + "\n"

    def count(self, event: str) -> int:
        """How many events of that name were received so far."""
        return sum(f'"Event": "{event}"' in line for line in self._lines)


def write_capture(file: Path, text: str) -> None:
    """Write a capture so that the same text always gives the same bytes."""
    with file.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(text.encode())
