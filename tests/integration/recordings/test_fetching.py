"""The console's fetching against the real port: addresses that expire on the way, files that go."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from supervisor_console.page import Console
from supervisor_console.playback.app.fetching import FIRST, PIECE, Fetched, Fetcher, Gone, Wanted
from tests.helpers.feed import account as made_account
from tests.integration.recordings.rooms import Room, make_wav, room

WANTED = Wanted("main", "1.1", "long.wav")
LATER = timedelta(minutes=6)
"""An address is good for five."""


class Links:
    """The console, as far as fetching asks it: links come from the port, as the daemon's do."""

    def __init__(self, it: Room) -> None:
        self._room, self.asked = it, 0
        self.feed = SimpleNamespace(address=("127.0.0.1", 0), tls=None)
        self.ground = SimpleNamespace(clock=it.clock)

    async def command(self, _name: str, /, **params: Any) -> dict[str, Any]:
        self.asked += 1
        link = await self._room.port.link(made_account("sam"), "main", params["file"], "play")
        size = (self._room.folder / params["file"]).stat().st_size
        return {"url": link.url, "path": link.path, "port": link.port, "mime": "audio/wav", "bytes": size}


def fetcher_of(it: Room) -> tuple[Fetcher, Links]:
    links = Links(it)
    return Fetcher(cast("Console", links)), links


def test_an_address_that_expires_on_the_way_is_asked_for_anew_and_goes_on_where_it_was(tmp_path):
    async def story() -> None:
        async with room(tmp_path / "monitor") as it:
            whole = make_wav(it.folder / WANTED.file, 150.0)
            fetcher, links = fetcher_of(it)
            got: list[int] = []

            async def told(fetched: Fetched) -> None:
                got.append(fetched.had)
                if len(got) == 1:
                    it.clock.advance(LATER)

            fetched = await fetcher.fetch(WANTED, told)
            try:
                assert fetched.path.read_bytes() == whole
                assert links.asked == 2
                assert got == [FIRST, min(FIRST + PIECE, len(whole)), *got[2:]]
                assert got == sorted(set(got))  # nothing twice
            finally:
                fetcher.close()

    asyncio.run(story())


def test_a_file_that_goes_on_the_way_is_gone_and_nothing_of_it_stays(tmp_path):
    async def story() -> None:
        async with room(tmp_path / "monitor") as it:
            make_wav(it.folder / WANTED.file, 150.0)
            fetcher, _ = fetcher_of(it)
            places = []

            async def told(fetched: Fetched) -> None:
                places.append(fetched.path)
                (it.folder / WANTED.file).unlink(missing_ok=True)

            with pytest.raises(Gone):
                await fetcher.fetch(WANTED, told)
            assert not places[0].exists()
            fetcher.close()

    asyncio.run(story())
