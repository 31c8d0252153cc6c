"""What is sent regularly, at work: the dialog, what it wishes, and the database behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtWidgets import QWidget

from shared.errors import SuiteError, one_line
from shared.reports.definition import Definition
from supervisor_console.page import Away, Console
from supervisor_console.reports import schedules
from supervisor_console.reports.schedules import Scheduled
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.presenter.sending import plan_of, sending_screen
from supervisor_console.statistics.screen.own import Draft
from supervisor_console.statistics.views.sending import SendingDialog
from supervisor_console.views.asking import confirmed


class Sending:
    """``dialog``: while it is open; ``found``: as it was read last."""

    def __init__(self, console: Console, parent: QWidget) -> None:
        self._console, self._parent = console, parent
        self.dialog: SendingDialog | None = None
        self.found: tuple[Scheduled, ...] = ()
        self._definition = Definition()
        self._moment: Moment | None = None

    def open(self, definition: Definition, moment: Moment) -> None:
        """Show what is sent, and the report that is shown now to be added."""
        self._definition, self._moment = definition, moment
        self._console.spawn(self._open(), "statistics: sending")

    async def _open(self) -> None:
        if self.dialog is not None or not await self._read():
            return
        self.dialog = SendingDialog(self._console.ground, self._parent.window(), sending_screen(
            self.found, self._definition, self._now()))  # fmt: skip
        self.dialog.saved.connect(lambda draft: self._spawn(self._save(draft)))
        self.dialog.dropped.connect(lambda schedule: self._spawn(self._drop(schedule)))
        self.dialog.switched.connect(lambda schedule, is_on: self._spawn(self._switch(schedule, is_on=is_on)))
        self.dialog.finished.connect(lambda _result: self._closed())
        self.dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _spawn(self, work: Any) -> None:
        self._console.spawn(work, "statistics: sending")

    def _now(self) -> Moment:
        assert self._moment is not None
        return msgspec.structs.replace(self._moment, now=self._console.ground.clock.now())

    # --- doing

    async def _save(self, draft: Draft) -> None:
        old = next((one for one in self.found if one.schedule == draft.schedule), None)
        plan = plan_of(draft, old.plan.definition if old is not None else self._definition)
        text, fault = self._console.ground.language.text, schedules.fault_of(plan)
        if fault is not None:
            if self.dialog is not None:
                self.dialog.fail(text(fault.line, what=fault.what))
            return
        if await self._done(lambda connection: schedules.save(connection, plan, draft.schedule)) and self.dialog:
            self.dialog.kept()

    async def _switch(self, schedule: str, *, is_on: bool) -> None:
        await self._done(lambda connection: schedules.switch(connection, schedule, is_on=is_on))

    async def _drop(self, schedule: str) -> None:
        one = next((one for one in self.found if one.schedule == schedule), None)
        if one is None or self.dialog is None:
            return
        text = self._console.ground.language.text
        title = text("Send “{name}” no longer?", name=one.plan.name)
        told = text("It is deleted with what is known of the last times. To stop for a while, switch it off.")
        if await confirmed(self._console.ground, self.dialog, title, told, text("Delete")):
            await self._done(lambda connection: schedules.delete(connection, schedule))

    async def _done(self, deed: Callable[[Any], Any]) -> bool:
        """Do it, and show what there is then."""
        try:
            await self._console.database.ask(deed)
        except (Away, SuiteError) as problem:
            if self.dialog is not None:
                self.dialog.fail(one_line(problem))
            return False
        if await self._read() and self.dialog is not None:
            self.dialog.render_screen(sending_screen(self.found, self._definition, self._now()))
        return True

    async def _read(self) -> bool:
        try:
            self.found = await self._console.database.ask(schedules.schedules)
        except (Away, SuiteError) as problem:
            self._console.say(one_line(problem), is_bad=True)
            return False
        return True
