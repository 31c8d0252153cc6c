"""The settings in force: the file's, with the sections that were changed in the console put over them.

Who uses a section asks here each time and never keeps what it was told; who must do something when it changes is told
(``hear``). Not here: where changes come from (``collector_daemon.administration``).
"""

from __future__ import annotations

from collections.abc import Callable

from collector_daemon.settings import Settings
from shared.domain.desk import DeskDescription


class Standing:
    """``file`` is what the settings file says, ``now`` what is in force."""

    def __init__(self, file: Settings) -> None:
        self.file = self.now = file
        self._desk = file.desk_description
        self._listeners: list[Callable[[], None]] = []

    @property
    def desk(self) -> DeskDescription:
        """The operators' desks; scripts' files were read when it came into force."""
        return self._desk

    @property
    def thresholds(self) -> tuple[float, float]:
        """Seconds within which an answer is in time, and a caller who gives up does not count as lost."""
        return self.now.centre.service_level_seconds, self.now.centre.short_abandon_seconds

    def hear(self, listener: Callable[[], None]) -> None:
        """Be told whenever something else is in force."""
        self._listeners.append(listener)

    def take(self, settings: Settings) -> None:
        """From now on these. Raises BadSettings where a script's file cannot be read."""
        if settings == self.now:
            return
        self._desk, self.now = settings.desk_description, settings
        for listener in self._listeners:
            listener()
