"""The tab of the audit at work: pages of entries, the check of the chain, an export."""

from __future__ import annotations

import threading
from collections.abc import Callable

import msgspec
from PySide6.QtWidgets import QWidget

from shared.errors import SuiteError, one_line
from supervisor_console.administration.presenter import audit
from supervisor_console.administration.presenter.moment import Around, AuditFilter, AuditMoment
from supervisor_console.asking import Asked
from supervisor_console.page import Away, Console
from supervisor_console.reports.audit import AuditChain, AuditEntry, AuditPage, audit_chain, audit_page, export_audit
from supervisor_console.reports.export import ExportCancelled
from supervisor_console.views.files import asked_file


class Audit:
    """What is known of the audit. ``ask_file`` may be replaced: where an export goes."""

    def __init__(self, console: Console, changed: Callable[[], None], around: Callable[[], Around]) -> None:
        self._console, self._changed, self._around = console, changed, around
        self.asked: Asked[AuditPage] = Asked(console, "administration: audit", self._found)
        self.chain: Asked[AuditChain] = Asked(console, "administration: chain", changed)
        self.chosen = AuditFilter()
        self.entries: tuple[AuditEntry, ...] = ()
        self.next: int | None = None
        self._shown: AuditPage | None = None
        self._is_more = False
        self._cancelled = threading.Event()
        self.is_exporting = False
        self.ask_file = asked_file

    def moment(self) -> AuditMoment:
        """All of it."""
        return AuditMoment(
            knowing=self.asked.knowing, chosen=self.chosen, entries=self.entries, has_more=self.next is not None,
            is_answered=self._shown is not None, chain=self.chain.answer, is_exporting=self.is_exporting,
        )  # fmt: skip

    def choose(self, **changed: str) -> None:
        """Other filters."""
        self.chosen = msgspec.structs.replace(self.chosen, **changed)
        self.ask()

    def ask(self) -> None:
        """The newest entries."""
        self._is_more = False
        wanted = audit.wanted(self.chosen, self._around())
        self.asked.ask(lambda connection: audit_page(connection, wanted))

    def check(self) -> None:
        """Follow the chain, unless that is under way."""
        if not self.chain.is_waiting:
            self.chain.ask(audit_chain)

    def more(self) -> None:
        """Older entries, unless there are none or they are on their way."""
        if self.next is not None and not self.asked.is_waiting:
            after, wanted = self.next, audit.wanted(self.chosen, self._around())
            self._is_more = True
            self.asked.ask(lambda connection: audit_page(connection, wanted, after))

    def close(self) -> None:
        """The console ends."""
        self.asked.cancel()
        self.chain.cancel()
        self._cancelled.set()

    def _found(self) -> None:
        page = self.asked.answer
        if page is not None and page is not self._shown:
            self.entries = (*self.entries, *page.entries) if self._is_more else page.entries
            self._shown, self.next = page, page.next
        self._changed()

    # --- export

    async def export(self, parent: QWidget) -> None:
        """Ask where to, and write all that the filters find."""
        around = self._around()
        text = around.language.text
        file = await self.ask_file(parent, "csv", text("Export the audit"), f"audit-{around.now:%Y-%m-%d}.csv")
        if file is None or self.is_exporting:
            return
        wanted, titles = audit.wanted(self.chosen, around), audit.titles(around)
        self.is_exporting = True
        self._changed()
        try:
            count = await self._console.database.ask(
                lambda connection: export_audit(connection, wanted, file, titles, self._cancelled.is_set)
            )
            said = around.language.plural(
                "{number} entry written to {file}", "{number} entries written to {file}", count, file=file
            )
            self._console.say(said)
        except ExportCancelled:
            pass  # the console ends
        except (Away, SuiteError) as problem:
            self._console.say(one_line(problem), is_bad=True)
        finally:
            self.is_exporting = False
            self._changed()
