"""What can be done with the call that is shown: look at its raw events, print it, save it as PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from shared.errors import Refused
from supervisor_console.page import Away, Console
from supervisor_console.tracking.app.questions import Questions
from supervisor_console.tracking.presenter.present import Moment, telling_of
from supervisor_console.tracking.presenter.raw import raw_rows
from supervisor_console.tracking.screen import TrackingScreen, WishKind
from supervisor_console.tracking.views.paper import Sheets, landscape, write_pdf
from supervisor_console.tracking.views.raw_dialog import RawDialog


class Deeds:
    """Does them; what comes of it is said at the foot of the window."""

    def __init__(self, console: Console, parent: QWidget, questions: Questions) -> None:
        self._console, self._parent, self._questions = console, parent, questions
        self.raw: RawDialog | None = None

    def do(self, kind: WishKind, moment: Moment, screen: TrackingScreen) -> None:
        """One of them."""
        if kind == "raw":
            self._console.spawn(self._show_raw(moment), "tracking")
        elif kind == "print":
            self._print(moment, screen)
        else:
            self._save(moment, screen)

    async def _show_raw(self, moment: Moment) -> None:
        text = moment.language.text
        try:
            events = await self._console.database.ask(
                lambda connection: self._questions.raw_events(connection, moment.pbx, moment.call)
            )
        except Away:
            self._console.say(text("The database does not answer now."), is_bad=True)
        except Refused as refused:
            self._console.say(str(refused), is_bad=True)
        else:
            if not events:
                self._console.say(text("No raw events are kept of this call."))
            elif moment.tracked is not None:
                rows = raw_rows(telling_of(moment, moment.tracked), events)
                self.raw = RawDialog(self._console.ground, moment.call, rows, self._parent)
                self.raw.setModal(False)
                self.raw.show()

    def sheets(self, moment: Moment, screen: TrackingScreen) -> Sheets:
        """The call for paper, and what is printed around it."""
        ground = self._console.ground
        now = ground.clock.now()
        stamp = f"{moment.language.short_day(now, moment.zone)} {moment.language.clock(now, moment.zone)}"
        printed = moment.language.text("Printed by {account}, {when}", account=self._console.account, when=stamp)
        return Sheets(screen, ground.language, moment.centre.name, printed)

    def _print(self, moment: Moment, screen: TrackingScreen) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(landscape())
        printer.setDocName(moment.call)
        dialog = QPrintDialog(printer, self._parent)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.sheets(moment, screen).draw_on(printer)

    def _save(self, moment: Moment, screen: TrackingScreen) -> None:
        text = moment.language.text
        name = "".join(sign if sign.isalnum() or sign in ".-" else "_" for sign in moment.call)
        chosen, _ = QFileDialog.getSaveFileName(
            self._parent, text("Save as PDF"), f"{name}.pdf", text("PDF documents (*.pdf)")
        )
        if chosen:
            self.save_as(Path(chosen), moment, screen)

    def save_as(self, file: Path, moment: Moment, screen: TrackingScreen) -> None:
        """Write the PDF; a file that cannot be written is one line, and nothing is lost."""
        text = moment.language.text
        if write_pdf(self.sheets(moment, screen), file):
            self._console.say(text("Saved: {file}", file=file))
        else:
            self._console.say(text("{file} cannot be written.", file=file), is_bad=True)
