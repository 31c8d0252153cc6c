"""What the page keeps at this computer: drafts that are not stored yet, by account.

Written in a thread beside, a moment after a change, with what came meanwhile: typing waits for no disk. What is
finished is written without that moment, and everything when page or program end; a crash loses that moment at most.
"""

from __future__ import annotations

import atexit
import threading
from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from shared.qt import preferences
from supervisor_console.quality.presenter import Draft
from supervisor_console.quality.screen import Key

FILE = "supervisor_console_quality.json"
PAUSE_SECONDS = 0.5


class Remembered(msgspec.Struct, kw_only=True):
    """All of it."""

    version: Literal[1] = 1
    drafts: dict[str, list[Draft]] = msgspec.field(default_factory=dict)


class Memory:
    """``drafts`` of an account; whatever changes is in the file soon, with ``close`` now."""

    def __init__(self, account: str, file: Path | None = None) -> None:
        """``file``: None: the user's own."""
        self._file = file or Path(platformdirs.user_config_dir("callcentre", appauthor=False)) / FILE
        self._all = preferences.load_as(self._file, Remembered)
        self._account, self._mine = account, tuple(self._all.drafts.get(account, ()))
        self._is_waiting = False
        self._changing, self._writing = threading.Lock(), threading.Lock()
        atexit.register(self._write)

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """Those there are."""
        return self._mine

    def of(self, key: Key) -> Draft | None:
        """The draft of an operator's part in a call."""
        return next((one for one in self._mine if one.key == key), None)

    def keep(self, draft: Draft) -> None:
        """It is there from now on, as it is."""
        others = (one for one in self._mine if one.key != draft.key)
        self._change((*others, draft), 0 if draft.is_sent else PAUSE_SECONDS)

    def drop(self, draft: Draft) -> None:
        """It is stored, or nobody wants it."""
        self._change(tuple(one for one in self._mine if one.score != draft.score))

    def close(self) -> None:
        """The page ends: what is not written yet is written now."""
        self._write()
        atexit.unregister(self._write)

    def _change(self, drafts: tuple[Draft, ...], pause: float = PAUSE_SECONDS) -> None:
        with self._changing:
            is_first, self._mine, self._is_waiting = not self._is_waiting, drafts, True
        if is_first or not pause:
            timer = threading.Timer(pause, self._write)
            timer.daemon = True
            timer.start()

    def _write(self) -> None:
        """From any thread; blocks. Nothing, where all is written."""
        with self._writing:
            with self._changing:
                was_waiting, self._is_waiting, drafts = self._is_waiting, False, self._mine
            if was_waiting:
                preferences.save(Remembered(drafts=self._all.drafts | {self._account: list(drafts)}), self._file)
