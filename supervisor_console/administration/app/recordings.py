"""The tab of recordings at work: what the catalogue says, page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from supervisor_console.administration.presenter.moment import RecordingsMoment
from supervisor_console.administration.screen.recordings import FileKey
from supervisor_console.asking import Asked
from supervisor_console.page import Console
from supervisor_console.reports.recording_care import (
    Erased,
    FileList,
    FilesPage,
    KeptFile,
    Totals,
    erasures,
    files_page,
    totals,
)


class Recordings:
    """What is known of the catalogue."""

    def __init__(self, console: Console, changed: Callable[[], None]) -> None:
        self._changed = changed
        self.asked: Asked[FilesPage] = Asked(console, "administration: recordings", self._found)
        self.totals: Asked[Totals] = Asked(console, "administration: figures of recordings", changed)
        self.protocol: Asked[tuple[Erased, ...]] = Asked(console, "administration: protocol", changed)
        self.which, self.text = "all", ""
        self.chosen: FileKey | None = None
        self.files: tuple[KeptFile, ...] = ()
        self.next: tuple[datetime, str, str] | None = None
        self._shown: FilesPage | None = None
        self._is_more = False

    def moment(self) -> RecordingsMoment:
        """All of it."""
        asked = self.protocol if self.which == "protocol" else self.asked
        is_answered = self.protocol.answer is not None if self.which == "protocol" else self._shown is not None
        return RecordingsMoment(
            knowing=asked.knowing, which=self.which, text=self.text, chosen=self.chosen, files=self.files,
            has_more=self.next is not None and self.which != "protocol", totals=self.totals.answer,
            erasures=self.protocol.answer or (), is_answered=is_answered and not asked.is_waiting,
        )  # fmt: skip

    def file(self) -> KeptFile | None:
        """The chosen one."""
        return next((one for one in self.files if (one.pbx, one.file) == self.chosen), None)

    def ask(self) -> None:
        """All of it anew."""
        self.totals.ask(totals)
        self.find()

    def find(self) -> None:
        """The chosen list from its beginning."""
        self._is_more = False
        if self.which == "protocol":
            self.protocol.ask(erasures)
        else:
            which, said = cast("FileList", self.which), tuple(self.text.split())
            self.asked.ask(lambda connection: files_page(connection, which, said))

    def more(self) -> None:
        """Older files, unless there are none or they are on their way."""
        if self.next is not None and not self.asked.is_waiting and self.which != "protocol":
            after, which, said = self.next, cast("FileList", self.which), tuple(self.text.split())
            self._is_more = True
            self.asked.ask(lambda connection: files_page(connection, which, said, after))

    def close(self) -> None:
        """The console ends."""
        for one in (self.asked, self.totals, self.protocol):
            one.cancel()

    def _found(self) -> None:
        page = self.asked.answer
        if page is not None and page is not self._shown:
            self.files = (*self.files, *page.files) if self._is_more else page.files
            self._shown, self.next = page, page.next
        self._changed()
