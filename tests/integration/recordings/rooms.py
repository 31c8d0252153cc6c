"""A port that hands out sound, files of every kind, and who asks for them."""

from __future__ import annotations

import contextlib
import math
import struct
import wave
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import aiohttp

from collector_daemon.recordings.port import PortRules, SoundPort
from collector_daemon.recordings.tokens import LinkTokens
from collector_daemon.settings.recordings import RecordingsSettings
from shared.clock import HandClock
from tests.helpers.facts import START
from tests.helpers.feed import SECRET
from tests.helpers.feed import account as made_account

MONITOR = "/var/spool/asterisk/monitor"


class Room:
    """The port, its clock, the folder of its files, and a client."""

    def __init__(self, folder: Path, rules: PortRules, **more: Any) -> None:
        self.folder, self.clock = folder, HandClock(START)
        self.versions: dict[str, int] = {}
        self.tokens = LinkTokens(SECRET, self.clock)
        self.port = SoundPort([RecordingsSettings(folder=folder)], self.tokens, rules, self.versions.get, **more)
        self.http: aiohttp.ClientSession

    async def url(self, file: str, account: str = "sam", version: int = 0, purpose: Any = "play") -> str:
        """An address of the file, as a link has it."""
        link = await self.port.link(made_account(account, version=version), "main", file, purpose)
        return link.url

    async def fetched(self, url: str, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.http.get(url, headers=named) as response:
            return response.status, response.headers, await response.read()


@contextlib.asynccontextmanager
async def room(folder: Path, rules: PortRules | None = None, **more: Any) -> AsyncIterator[Room]:
    """A room whose files are in ``folder``."""
    folder.mkdir(exist_ok=True)
    made = Room(folder, rules or PortRules(), **more)
    async with aiohttp.ClientSession() as made.http:
        try:
            yield made
        finally:
            await made.port.close()


def make_wav(file: Path, seconds: float = 1.0, channels: int = 1) -> bytes:
    """A WAV file of 8 kHz with a tone; its bytes."""
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        tone = [int(9000 * math.sin(at / 5)) for at in range(int(8000 * seconds))]
        sound.writeframes(b"".join(struct.pack("<h", one) * channels for one in tone))
    return file.read_bytes()
