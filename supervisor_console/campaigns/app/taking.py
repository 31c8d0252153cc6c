"""A file of contacts on its way into a campaign: sent in parts, looked at, taken whole or not at all."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec

from shared.domain.dialer_replies import ImportReply
from shared.errors import SuiteError
from supervisor_console.campaigns.presenter import questions
from supervisor_console.campaigns.presenter.importing import ImportMoment, importing
from supervisor_console.campaigns.presenter.moment import Moment
from supervisor_console.campaigns.views.importing import ImportForm
from supervisor_console.open_forms import Forms, Mistake
from supervisor_console.page import Away, Console
from supervisor_console.views.files import asked_open

PART = 45_000
"""Bytes that go at once: with base64 a message stays small."""
PAUSE = 0.4
"""Seconds between two looks at how far the reading is."""
LISTS = "CSV, Excel (*.csv *.txt *.xlsx)"


class Taking:
    """``ask_file`` may be replaced: which file. ``form``: the window that is open, ``reply``: the last answer."""

    def __init__(self, console: Console, forms: Forms, done: Callable[[], None]) -> None:
        self._console, self._forms, self._done = console, forms, done
        self.ask_file = asked_open
        self.form: ImportForm | None = None
        self.reply: ImportReply | None = None
        self._moment: ImportMoment | None = None
        self._wanted: dict[str, Any] = {}
        self._task: asyncio.Task[None] | None = None

    async def begin(self, moment: Moment) -> None:
        """Ask for the file, send it, look at it."""
        text = moment.around.language.text
        file = await self.ask_file(self._forms.parent, text("Import contacts"), LISTS)
        if file is None:
            return
        title = text("Import into {campaign}", campaign=questions.title_of(moment))
        form = self.form = ImportForm(self._console.ground, self._forms.parent, title, file.name)
        self._moment, self.reply = ImportMoment(around=moment.around, file=file.name), None
        self._wanted = {"campaign": moment.chosen[1], "upload": uuid4().hex, "name": file.name, "columns": {},
                        "encoding": "", "separator": "", "sheet": ""}  # fmt: skip
        form.read.connect(self._read_as)
        form.meant.connect(self._mean)
        form.decided.connect(lambda: self._run(lambda: self._take(form)))
        form.finished.connect(lambda _result: self._closed(form))
        self._forms.close()
        self._forms.hold(form)
        self._show()
        self._run(lambda: self._send(form, file))

    def _run(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = self._console.spawn(self._told(work), "campaigns: import")

    async def _told(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()  # made here: a task that is cancelled before it begins leaves nothing behind
        except (Away, SuiteError) as problem:
            self._know(failure=self._forms.said(problem), is_busy=False)

    def _closed(self, form: ImportForm) -> None:
        if self.form is form:
            self.form = None
            if self._task is not None:
                self._task.cancel()

    def _know(self, **changed: Any) -> None:
        if self._moment is not None:
            self._moment = msgspec.structs.replace(self._moment, **changed)
            self._show()

    def _show(self) -> None:
        if self.form is not None and self._moment is not None:
            self.form.show_import(importing(self._moment))

    async def _send(self, form: ImportForm, file: Path) -> None:
        try:
            content = await asyncio.to_thread(file.read_bytes)
        except OSError as problem:
            raise Mistake(f"{file}: {problem.strerror or problem}") from problem
        for nth, offset in enumerate(range(0, max(1, len(content)), PART)):
            part = base64.b64encode(content[offset : offset + PART]).decode()
            await self._console.command("dialer.upload", upload=self._wanted["upload"], part=nth, content=part)
            self._know(uploaded=min(0.999, (offset + PART) / max(1, len(content))))
        self._know(uploaded=1.0)
        await self._look(form)

    async def _look(self, form: ImportForm) -> None:
        await self._until_done(form, is_preview=True)

    async def _until_done(self, form: ImportForm, *, is_preview: bool) -> ImportReply:
        """Ask until it says how it ended."""
        self._know(failure="", is_busy=True)
        while True:
            said = await self._console.command("dialer.import", **self._wanted, is_preview=is_preview)
            reply = msgspec.convert(said, ImportReply)
            self._know(reply=self._kept(reply))
            if reply.state != "running" or self.form is not form:
                break
            await asyncio.sleep(PAUSE)
        self.reply = reply
        self._know(is_busy=False)
        return reply

    def _kept(self, reply: ImportReply) -> ImportReply:
        """While a file is read anew, what it looked like stays."""
        if reply.state != "running" or self.reply is None or reply.header:
            return reply
        return msgspec.structs.replace(self.reply, state="running", done=reply.done, whole=reply.whole)

    def _read_as(self, name: str, value: str) -> None:
        self._wanted = self._wanted | {name: value, "columns": {}}
        if (form := self.form) is not None:
            self._run(lambda: self._look(form))

    def _mean(self, column: str, code: str) -> None:
        reply = self._moment.reply if self._moment is not None else None  # also of what is being read still
        columns = dict(self._wanted["columns"] or (reply.columns if reply is not None else {}))
        columns.pop(column, None)
        if code:
            columns[column] = code
        self._wanted = self._wanted | {"columns": columns}
        if (form := self.form) is not None:
            self._run(lambda: self._look(form))

    async def _take(self, form: ImportForm) -> None:
        reply = await self._until_done(form, is_preview=False)
        if reply.state != "taken":
            return
        if self.form is form:
            form.succeed()
        language = self._console.ground.language
        self._console.say(language.plural("{number} contact was imported.", "{number} contacts were imported.",
                                          reply.good))  # fmt: skip
        self._done()
