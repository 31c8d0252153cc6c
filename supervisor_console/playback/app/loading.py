"""Files of a call on their way from the daemon to samples: fetched, decoded and measured beside the window.

The beginning is decoded as soon as some of it is there, so that it can be heard while the rest still comes.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from shared.domain.commands import Refused
from shared.errors import SuiteError, Unavailable
from shared.feed_client.refusals import trouble
from supervisor_console.page import Console
from supervisor_console.playback.app.fetching import Fetched, Fetcher, Gone, Wanted
from supervisor_console.playback.presenter import Trouble
from supervisor_console.playback.sound.decoding import Undecodable, decode
from supervisor_console.playback.sound.peaks import Peaks, peaks_of
from supervisor_console.playback.sound.reel import Loaded
from supervisor_console.playback.sound.silence import silences
from supervisor_console.playback.sound.track import Track

GROWS = 3
"""A beginning is decoded again when there is so many times as much."""


@dataclass(frozen=True, eq=False)
class Measured:
    """A file as it is heard and drawn."""

    loaded: Loaded
    peaks: Peaks


class Loading:
    """What is here of one call. ``changed`` is called whenever anything is different."""

    def __init__(self, console: Console, fetcher: Fetcher, changed: Callable[[], None]) -> None:
        self._console, self._fetcher, self._changed = console, fetcher, changed
        self.sounds: dict[str, Measured] = {}
        self.trouble: Trouble = ""
        self.message = ""
        self.got = self.whole = 0
        self._task: asyncio.Task[None] | None = None
        self._early: asyncio.Task[None] | None = None
        self._ahead: asyncio.Task[None] | None = None
        self._decoded = 0

    @property
    def is_fetching(self) -> bool:
        """Is something on its way?"""
        return self._task is not None and not self._task.done()

    def get_ready(self, wanted: Wanted | None) -> None:
        """Somebody may want to hear something: what takes long only the first time is done before.

        ``wanted``: what would be heard first; its address is fetched ahead.
        """
        self._console.spawn(asyncio.to_thread(warm_up), "playback")
        if wanted is not None:
            self._ahead = self._console.spawn(self._fetcher.prepare(wanted), "playback")

    def begin(self, pbx: str, call: str, files: Sequence[str], *, is_fresh: bool = False) -> None:
        """Have these, in this order; those that are here already stay. ``is_fresh``: as they are by now."""
        wanted = [one for one in files if is_fresh or one not in self.sounds]
        if wanted and not self.is_fetching:
            self.trouble, self.message = "", ""
            self._task = self._console.spawn(self._all(pbx, call, wanted, is_fresh=is_fresh), "playback")
            self._changed()

    def forget(self) -> None:
        """Another call: nothing of this one is wanted any more."""
        for task in (self._task, self._early, self._ahead):
            if task is not None:
                task.cancel()
        self._task = self._early = self._ahead = None
        self.sounds, self.trouble, self.message, self.got, self.whole = {}, "", "", 0, 0

    async def _all(self, pbx: str, call: str, files: Sequence[str], *, is_fresh: bool) -> None:
        try:
            for file in files:
                await self._one(Wanted(pbx, call, file), is_fresh=is_fresh)
        except Refused as refused:
            self._refused(refused)
        except Gone:
            self.trouble = "gone"
        except Unavailable:
            self.trouble = "away"
        except SuiteError as problem:
            self.trouble, self.message = "refused", trouble(problem, self._console.ground.language)
        except Undecodable:
            self.trouble = "unknown_format"
        except OSError as problem:
            self.trouble, self.message = "disk", problem.strerror or str(problem)
        finally:
            if self._task is asyncio.current_task():
                self._task = None
                self._changed()

    def _refused(self, refused: Refused) -> None:
        match refused.code:
            case "not_allowed":
                self.trouble = "no_right"
            case "unknown_recording":
                self.trouble = "gone"
            case "unavailable" | "unreachable":
                self.trouble = "away"
            case _:
                self.trouble, self.message = "refused", trouble(refused, self._console.ground.language)

    async def _one(self, wanted: Wanted, *, is_fresh: bool) -> None:
        self._decoded = self.got = self.whole = 0
        fetched = await self._fetcher.fetch(wanted, lambda some: self._told(wanted, some), is_fresh=is_fresh)
        if self._early is not None:
            await asyncio.gather(self._early, return_exceptions=True)
        self._put(wanted.file, await self._measured(fetched))

    async def _told(self, wanted: Wanted, fetched: Fetched) -> None:
        """The very beginning is decoded before any more is fetched: it shall be heard at once."""
        self.got, self.whole = fetched.had, fetched.size
        is_more = fetched.had >= self._decoded * GROWS and not fetched.is_whole
        if is_more and (self._early is None or self._early.done()):
            self._decoded = fetched.had
            is_first, self._early = (
                self._early is None,
                self._console.spawn(self._beginning(wanted.file, fetched), "playback"),
            )
            if is_first:
                await asyncio.wait([self._early])
        self._changed()

    async def _beginning(self, file: str, fetched: Fetched) -> None:
        try:
            found = await self._measured(fetched)
        except (Undecodable, OSError):
            return  # more of it may be understood
        now = self.sounds.get(file)
        if now is None or not now.loaded.track.is_whole:
            self._put(file, found)

    async def _measured(self, fetched: Fetched) -> Measured:
        return await asyncio.to_thread(_decoded, fetched.path, fetched.mime, fetched.is_whole)

    def _put(self, file: str, found: Measured) -> None:
        self.sounds[file] = found
        self._changed()


def _decoded(path: Path, mime: str, is_whole: bool) -> Measured:
    return measure(decode(path, mime, is_whole=is_whole))


@functools.cache
def warm_up() -> None:
    """Measure something: a library loads parts of itself when they are used first, some 50 ms. Blocks."""
    measure(Track(np.zeros((8000, 2), np.int16), 8000))


def measure(track: Track) -> Measured:
    """The outline and the silences of a track. Blocks."""
    peaks = peaks_of(track)
    return Measured(Loaded(track, silences(peaks)), peaks)
