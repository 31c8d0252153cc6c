"""What the page remembers at this computer between two runs: filters, the supervisor's phone. No secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from shared.qt import preferences
from supervisor_console.live.presenter import Choices

FILE = "supervisor_console_live.json"


class Chosen(msgspec.Struct, kw_only=True):
    """Of one account."""

    queues: tuple[str, ...] = ()
    state: str = "signed_in"
    is_only_waiting: bool = False
    phone: str = ""


class Remembered(msgspec.Struct, kw_only=True):
    """All of it, by account."""

    version: Literal[1] = 1
    accounts: dict[str, Chosen] = msgspec.field(default_factory=dict)


class Memory:
    """``of`` an account; change it and ``keep`` it."""

    def __init__(self, account: str, file: Path | None = None) -> None:
        """``file``: None: the user's own."""
        self._file = file or Path(platformdirs.user_config_dir("callcentre", appauthor=False)) / FILE
        self._all = preferences.load_as(self._file, Remembered)
        self.of = self._all.accounts.setdefault(account, Chosen())

    def choices(self) -> Choices:
        """The filters as they were left."""
        return Choices(queues=self.of.queues, state=self.of.state, is_only_waiting=self.of.is_only_waiting)

    def chose(self, choices: Choices) -> None:
        """These filters are the ones for the next time."""
        before = (self.of.queues, self.of.state, self.of.is_only_waiting)
        if (choices.queues, choices.state, choices.is_only_waiting) != before:
            self.of.queues, self.of.state = choices.queues, choices.state
            self.of.is_only_waiting = choices.is_only_waiting
            self.keep()

    def keep(self) -> None:
        """Write it down."""
        preferences.save(self._all, self._file)
