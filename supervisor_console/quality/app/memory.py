"""What the page keeps at this computer: drafts that are not stored yet, by account."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from shared.qt import preferences
from supervisor_console.quality.presenter import Draft
from supervisor_console.quality.screen import Key

FILE = "supervisor_console_quality.json"


class Remembered(msgspec.Struct, kw_only=True):
    """All of it."""

    version: Literal[1] = 1
    drafts: dict[str, list[Draft]] = msgspec.field(default_factory=dict)


class Memory:
    """``drafts`` of an account; whatever changes is kept at once."""

    def __init__(self, account: str, file: Path | None = None) -> None:
        """``file``: None: the user's own."""
        self._file = file or Path(platformdirs.user_config_dir("callcentre", appauthor=False)) / FILE
        self._all = preferences.load_as(self._file, Remembered)
        self._mine = self._all.drafts.setdefault(account, [])

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """Those there are."""
        return tuple(self._mine)

    def of(self, key: Key) -> Draft | None:
        """The draft of an operator's part in a call."""
        return next((one for one in self._mine if one.key == key), None)

    def keep(self, draft: Draft) -> None:
        """It is there from now on, as it is."""
        self._mine[:] = [*(one for one in self._mine if one.key != draft.key), draft]
        preferences.save(self._all, self._file)

    def drop(self, draft: Draft) -> None:
        """It is stored, or nobody wants it."""
        self._mine[:] = [one for one in self._mine if one.score != draft.score]
        preferences.save(self._all, self._file)
