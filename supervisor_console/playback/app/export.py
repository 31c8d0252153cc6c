"""An export from beginning to end: asks why and where to, saves, says what came of it."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from shared.domain.commands import Refused
from shared.errors import SuiteError
from shared.feed_client.refusals import trouble
from supervisor_console.page import Away, Console
from supervisor_console.playback.app.exporting import Key, Order, Saved, Saving
from supervisor_console.playback.app.fetching import Fetcher
from supervisor_console.playback.views.saving import SavingDialog

_folders: dict[str, Path] = {}
"""Where each account saved last, as long as the program runs."""


class Export:
    """One export. ``dialog`` is open until it is done or given up."""

    def __init__(self, console: Console, calls: Sequence[Key], parent: QWidget | None = None) -> None:
        self._console, self._calls = console, tuple(dict.fromkeys(calls))
        folder = _folders.get(console.account, Path.home())
        self.dialog = SavingDialog(console.ground, parent, len(self._calls), folder)
        self.fetcher = Fetcher(console)
        self.task: asyncio.Task[None] | None = None
        self.dialog.agreed.connect(self._begin)
        self.dialog.cancelled.connect(self._cancel)
        self.dialog.open()

    def _begin(self, why: str, folder: Path) -> None:
        _folders[self._console.account] = folder
        self.task = self._console.spawn(self._save(Order(self._calls, folder, why)), "playback: export")

    def _cancel(self) -> None:
        if self.task is not None and not self.task.done():
            self.task.cancel()
            self._console.say(self._console.ground.language.text("Saving was cancelled, nothing was kept."))

    async def _save(self, order: Order) -> None:
        text = self._console.ground.language.text
        self._tell(0, len(order.calls), 0.0)
        try:
            saved = await Saving(self._console, self.fetcher, order, self._tell).run()
        except Away:
            self._fail(text("The database does not answer now."))
        except Refused as refused:
            self._fail(trouble(refused, self._console.ground.language))
        except SuiteError:
            self._fail(text("The recording cannot be fetched: the server does not answer."))
        except OSError as problem:
            is_full = problem.errno in (errno.ENOSPC, errno.EDQUOT)
            full = text("The disk is full. Nothing was kept in {folder}.", folder=order.folder)
            other = text("Nothing can be saved in {folder}.", folder=order.folder)
            self._fail(full if is_full else other)
        else:
            self._done(saved)
        finally:
            self.fetcher.close()

    def _tell(self, done: int, whole: int, share: float) -> None:
        said = self._console.ground.language.text(
            "Saving call {number} of {whole}…", number=min(done + 1, whole), whole=whole
        )
        self.dialog.say(said, (done + share) / max(1, whole))

    def _fail(self, said: str) -> None:
        self.dialog.say(said, is_bad=True)

    def _done(self, saved: Saved) -> None:
        language, manifest = self._console.ground.language, saved.manifest
        said = language.plural("{number} recording saved in {folder}", "{number} recordings saved in {folder}",
                               len(manifest.files), folder=saved.folder)  # fmt: skip
        wrong = sum(one.against_catalogue == "different" for one in manifest.files)
        if wrong:
            said += " " + language.plural("{number} is not as it was recorded.", "{number} are not as recorded.", wrong)
        if manifest.left_out:
            left = len(manifest.left_out)
            said += " " + language.plural("{number} was not there.", "{number} were not there.", left)
        self.dialog.accept()
        self._console.say(said, is_bad=bool(wrong))


def export(console: Console, calls: Sequence[Key], parent: QWidget | None = None) -> Export | None:
    """Save the recordings of these calls (PBX and call); None, and one line, where the account may not."""
    if not console.may("recording.export"):
        console.say(console.ground.language.text("Your account may not save recordings."), is_bad=True)
        return None
    return Export(console, calls, parent) if calls else None
