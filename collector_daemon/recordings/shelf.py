"""What the catalogue asks of whoever keeps it: the database's side, handed in by the application."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from shared.domain.recorded import FileFound, FileRead, Key, Told


class Shelf(Protocol):
    """Where the catalogue is kept. Everything raises Unavailable."""

    async def take(self, found: Sequence[FileFound], now: datetime) -> int:
        """Files that are there: new ones and those that changed are written; how many that were."""
        ...

    async def unread(self, before: datetime, after: Key, most: int) -> list[Key]:
        """Files that were last written before then and whose sum is not known yet, in order."""
        ...

    async def read(self, one: FileRead) -> None:
        """What a file holds. One that holds what a missing one held is that, renamed."""
        ...

    async def present(self, after: Key, most: int) -> list[Key]:
        """Files that are believed to be there, in order."""
        ...

    async def gone(self, keys: Sequence[Key], now: datetime) -> None:
        """These are not there any more."""
        ...

    async def told(self, since: datetime, until: datetime, most: int) -> list[Told]:
        """Recordings of calls that began then and are over, of which no file is known."""
        ...

    async def lost(self, since: datetime, after: Key, most: int) -> list[Told]:
        """Missing recordings that began since then, in order of PBX and file."""
        ...

    async def missed(self, told: Sequence[Told], now: datetime) -> None:
        """The PBX told of these, and they are not there."""
        ...
