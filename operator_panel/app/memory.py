"""What the panel remembers at this computer between two runs, beside language and looks: no secrets, no customers."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from shared.qt import preferences

FILE = "operator_panel.json"
MOST = 5


class Remembered(msgspec.Struct, kw_only=True):
    """``extensions``: the newest first. ``queues``: chosen last, by account. ``reason``: a shift's first pause.

    ``full_height``: of the whole view, in pixels, from before it became one line.
    """

    version: Literal[1] = 1
    extensions: tuple[str, ...] = ()
    queues: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    reason: str = ""
    is_compact: bool = False
    full_height: int = 0
    is_quiet: bool = False


class Memory:
    """``of`` is what is remembered; change it and ``keep`` it."""

    def __init__(self, file: Path | None = None) -> None:
        """``file``: None: the user's own."""
        self._file = file or Path(platformdirs.user_config_dir("callcentre", appauthor=False)) / FILE
        self.of = preferences.load_as(self._file, Remembered)

    def keep(self) -> None:
        """Write it down."""
        preferences.save(self.of, self._file)

    def sat_at(self, extension: str, reason: str) -> None:
        """This phone was the last one, and this the pause in which the shift began."""
        others = [one for one in self.of.extensions if one != extension]
        self.of.extensions = (extension, *others)[:MOST]
        self.of.reason = reason
        self.keep()

    def forget_phone(self) -> None:
        """Whoever does not want to be remembered here."""
        self.of.extensions = ()
        self.keep()

    def chose(self, account: str, queues: tuple[str, ...]) -> None:
        """These queues are the ones for the next time."""
        if self.of.queues.get(account) != queues:
            self.of.queues[account] = queues
            self.keep()
