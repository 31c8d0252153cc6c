"""Markers of the call that is shown: read, set and removed under the account's own role."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from shared.errors import SuiteError, one_line
from supervisor_console.page import Away, Console
from supervisor_console.reports import markers
from supervisor_console.reports.markers import Marker


class Marking:
    """``found``: the markers as last read. What cannot be done is said at the foot of the window."""

    def __init__(self, console: Console, changed: Callable[[], None]) -> None:
        self._console, self._changed = console, changed
        self.found: tuple[Marker, ...] = ()
        self._key, self._reads = ("", ""), 0

    def show(self, pbx: str, call: str) -> None:
        """Those of this call."""
        if (pbx, call) != self._key:
            self.found = ()
        self._key = (pbx, call)
        self._console.spawn(self._read(), "playback")

    def forget(self) -> None:
        """None."""
        self._key, self.found = ("", ""), ()

    def set(self, file: str, at_ms: int, text: str) -> None:
        """One more."""
        made = Marker(
            key=uuid.uuid4().hex, file=file, account=self._console.account, at_ms=max(0, at_ms), text=text,
            made_at=self._console.ground.clock.now(),
        )  # fmt: skip
        pbx, call = self._key
        self._console.spawn(self._do(lambda connection: markers.add(connection, pbx, call, made)), "playback")

    def drop(self, key: str) -> None:
        """One less."""
        one = next((one for one in self.found if one.key == key), None)
        if one is not None:
            pbx = self._key[0]
            self._console.spawn(self._do(lambda connection: markers.drop(connection, pbx, one)), "playback")

    async def _do(self, deed: Callable[..., None]) -> None:
        try:
            await self._console.database.ask(deed)
        except Away:
            text = self._console.ground.language.text
            self._console.say(text("The marker was not kept: the database does not answer."), is_bad=True)
        except SuiteError as problem:
            self._console.say(one_line(problem), is_bad=True)
        else:
            await self._read()

    async def _read(self) -> None:
        key = self._key
        if not key[1]:
            return
        self._reads = number = self._reads + 1
        try:
            found = await self._console.database.ask(lambda connection: markers.markers(connection, *key))
        except (Away, SuiteError):
            return  # what was read before stays
        if number == self._reads and key == self._key and found != self.found:  # a later one knows more
            self.found = found
            self._changed()
