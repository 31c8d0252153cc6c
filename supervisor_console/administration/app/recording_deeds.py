"""What is wished of recordings and of people's traces: reasons asked, commands given, archives fetched."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QWidget

from shared.domain.commands import Refused
from shared.errors import SuiteError, one_line
from shared.feed_client.refusals import trouble
from supervisor_console.administration.app.archive import fetch_archive
from supervisor_console.administration.app.recordings import Recordings
from supervisor_console.administration.presenter import recordings
from supervisor_console.administration.presenter.moment import Around
from supervisor_console.administration.screen.pieces import Wish
from supervisor_console.administration.views.recording_forms import ReasonDialog, SubjectDialog
from supervisor_console.page import Away, Console
from supervisor_console.reports.recording_care import KeptFile, traces
from supervisor_console.reports.search import SearchScope
from supervisor_console.views.asking import confirmed
from supervisor_console.views.files import asked_file
from supervisor_console.views.forms import Form


class RecordingDeeds:
    """``dialog``: the form that is open; ``ask_file`` may be replaced: where an archive goes."""

    def __init__(
        self, console: Console, kept: Recordings, around: Callable[[], Around], parent: QWidget
    ) -> None:
        self._console, self._kept, self._around, self._parent = console, kept, around, parent
        self.dialog: Form | None = None
        self.ask_file = asked_file

    def close(self) -> None:
        """The console ends."""
        if self.dialog is not None:
            self.dialog.reject()

    def do(self, wish: Wish) -> None:
        """Open the form, or show the call."""
        file = self._kept.file()
        match wish.kind:
            case "files_open" if file is not None and file.call is not None:
                self._console.open_call(file.pbx, file.call)
            case "hold" if file is not None:
                self._ask(ReasonDialog(self._console.ground, self._parent,
                                       recordings.hold_question(file, self._around())), file, self._hold)  # fmt: skip
            case "erase" if file is not None:
                self._ask(ReasonDialog(self._console.ground, self._parent,
                                       recordings.erase_question(file, self._around())), file, self._erase)  # fmt: skip
            case "subject":
                self._open_subject()

    def _ask(self, dialog: ReasonDialog, file: KeptFile, deed: Callable[[KeptFile, str], Awaitable[str]]) -> None:
        async def decided() -> None:
            said = await self._in_form(dialog, deed(file, dialog.why.text().strip()))
            if said is not None:
                dialog.succeed()
                self._console.say(said)

        dialog.decided.connect(lambda: self._console.spawn(decided(), "administration: recording"))
        self._open(dialog)

    def _open(self, dialog: Form) -> None:
        self.close()
        self.dialog = dialog
        dialog.finished.connect(lambda _result: self._closed(dialog))
        dialog.open()

    def _closed(self, dialog: Form) -> None:
        if self.dialog is dialog:
            self.dialog = None

    # --- deeds: each gives the sentence that tells what was done

    async def _hold(self, file: KeptFile, why: str) -> str:
        text = self._console.ground.language.text
        await self._console.command(
            "recording.hold", pbx=file.pbx, call=file.call, is_on=not file.is_held, why=why
        )  # fmt: skip
        self._kept.ask()
        return text("The recordings are released.") if file.is_held else text("The recordings are held.")

    async def _erase(self, file: KeptFile, why: str) -> str:
        language = self._console.ground.language
        done = await self._console.command("recording.erase", pbx=file.pbx, call=file.call, why=why)
        self._kept.ask()
        return language.plural("{number} recording was erased.", "{number} recordings were erased.", done["erased"])

    # --- a person's data

    def _open_subject(self) -> None:
        dialog = SubjectDialog(self._console.ground, self._parent)

        def begin(deed: Callable[[SubjectDialog], Awaitable[str | None]]) -> None:
            self._console.spawn(self._in_form(dialog, deed(dialog)), "administration: person")

        dialog.decided.connect(lambda: begin(self._count))
        dialog.gave.connect(lambda: begin(self._give))
        dialog.erased.connect(lambda: begin(self._erase_person))
        self._open(dialog)

    async def _count(self, dialog: SubjectDialog) -> str:
        around, number = self._around(), dialog.number.text().strip()
        scope = SearchScope(zone=around.zone, now=around.now, country=around.centre.country,
                            outside_prefix=self._console.outside_prefix)  # fmt: skip
        found = await self._console.database.ask(lambda connection: traces(connection, number, scope))
        said = recordings.counted(found, around)
        if self.dialog is dialog and dialog.number.text().strip() == number:
            dialog.show_count(said)
        return said

    async def _give(self, dialog: SubjectDialog) -> str | None:
        text = self._console.ground.language.text
        file = await self.ask_file(dialog, "zip", text("Give out as an archive"), "personal-data.zip")
        if file is None:
            dialog.set_busy(is_busy=False)
            return None
        asked = {"number": dialog.number.text().strip(), "why": dialog.why.text().strip()}
        link = await self._console.command("subject.export", **asked)
        await fetch_archive(self._console, link, file)
        said = recordings.given(link, file, self._around())
        if self.dialog is dialog:
            dialog.show_done(said)
        return said

    async def _erase_person(self, dialog: SubjectDialog) -> str | None:
        text, number = self._console.ground.language.text, dialog.number.text().strip()
        is_sure = await confirmed(
            self._console.ground, dialog, text("Erase all of {number} for good?", number=number), dialog.told.text(),
            text("Erase for good"),
        )  # fmt: skip
        if not is_sure:
            dialog.set_busy(is_busy=False)
            return None
        done = await self._console.command("subject.erase", number=number, why=dialog.why.text().strip())
        self._kept.ask()
        said = recordings.protocol(done, self._around())
        if self.dialog is dialog:
            dialog.show_done(said)
        return said

    # --- means

    async def _in_form(self, dialog: Form, deed: Awaitable[str | None]) -> str | None:
        """Whatever goes wrong is said in the form, which stays."""
        try:
            return await deed
        except (Away, SuiteError) as problem:
            if self.dialog is dialog:
                dialog.fail(self._said(problem))
            return None

    def _said(self, problem: Exception) -> str:
        language = self._console.ground.language
        if isinstance(problem, Refused):
            match problem.code:
                case "held":
                    return language.text("The recordings of this call are held; release them first.")
                case "call_goes_on":
                    return language.text("The call goes on; erase its recording when it is over.")
                case "not_erased" | "not_made":
                    return language.text("Not all could be done: {reason}", reason=problem.message)
                case "bad_number":
                    return language.text("That is no telephone number.")
                case "unknown_call":
                    return language.text("There is no such call any more.")
            return trouble(problem, language)
        return one_line(problem)

