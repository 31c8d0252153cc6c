"""What the page remembers at this computer between two runs: which columns are seen, their order and widths."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from shared.qt import preferences

FILE = "supervisor_console_calls.json"


class Columns(msgspec.Struct, kw_only=True):
    """Of one account. ``wanted``: column → is it seen; ``sequence``: their order; ``widths`` in pixels."""

    wanted: dict[str, bool] = msgspec.field(default_factory=dict)
    sequence: tuple[str, ...] = ()
    widths: dict[str, int] = msgspec.field(default_factory=dict)


class Remembered(msgspec.Struct, kw_only=True):
    """All of it, by account."""

    version: Literal[1] = 1
    accounts: dict[str, Columns] = msgspec.field(default_factory=dict)


class Memory:
    """``of`` an account; change it and ``keep`` it."""

    def __init__(self, account: str, file: Path | None = None) -> None:
        """``file``: None: the user's own."""
        self._file = file or Path(platformdirs.user_config_dir("callcentre", appauthor=False)) / FILE
        self._all = preferences.load_as(self._file, Remembered)
        self.of = self._all.accounts.setdefault(account, Columns())

    def keep(self, wanted: dict[str, bool], sequence: tuple[str, ...], widths: dict[str, int]) -> None:
        """These from now on."""
        self.of.wanted, self.of.sequence, self.of.widths = wanted, sequence, widths
        preferences.save(self._all, self._file)
