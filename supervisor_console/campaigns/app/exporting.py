"""A campaign's results into a file: asked of the daemon in parts, written whole or not at all."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import IO, Any

from PySide6.QtWidgets import QWidget

from supervisor_console.campaigns.presenter import questions
from supervisor_console.campaigns.presenter.moment import Moment
from supervisor_console.open_forms import Mistake
from supervisor_console.page import Console
from supervisor_console.views.files import asked_file

PAUSE = 0.4
"""Seconds between two looks at how far the daemon is."""


class Exporting:
    """``ask_file`` may be replaced: where a file goes."""

    def __init__(self, console: Console, parent: QWidget) -> None:
        self._console, self._parent = console, parent
        self.ask_file = asked_file

    async def results(self, moment: Moment) -> None:
        """All contacts with what came of them, as a workbook."""
        language, campaign = moment.around.language, moment.chosen[1]
        title = language.text("Results of {campaign}", campaign=questions.title_of(moment))
        file = await self.ask_file(self._parent, "xlsx", title, f"{campaign}.xlsx")
        if file is None:
            return
        try:
            await self._write(file, campaign)
        except OSError as problem:
            raise Mistake(f"{file}: {problem.strerror or problem}") from problem
        self._console.say(language.text("{file} is written.", file=file.name))

    async def save(self, file: Path, content: bytes) -> None:
        """Write a file whole or not at all. Raises Mistake."""
        part = file.with_name(f".{file.name}.part")
        try:
            await asyncio.to_thread(part.write_bytes, content)
            await asyncio.to_thread(part.replace, file)
        except OSError as problem:
            raise Mistake(f"{file}: {problem.strerror or problem}") from problem
        finally:
            await asyncio.to_thread(part.unlink, missing_ok=True)

    async def _write(self, file: Path, campaign: str) -> None:
        unfinished = file.with_name(f".{file.name}.part")
        try:
            opened: IO[bytes] = await asyncio.to_thread(unfinished.open, "wb")
            with opened:
                await self._parts(opened, campaign)
            await asyncio.to_thread(unfinished.replace, file)
        finally:
            await asyncio.to_thread(unfinished.unlink, missing_ok=True)

    async def _parts(self, opened: IO[bytes], campaign: str) -> None:
        nth, count = 0, 1
        while nth < count:
            said: dict[str, Any] = await self._console.command(
                "dialer.export", campaign=campaign, form="xlsx", part=nth)
            if not said.get("parts", 1):  # it is being made still
                await asyncio.sleep(PAUSE)
                continue
            await asyncio.to_thread(opened.write, base64.b64decode(said["data"]))
            nth, count = nth + 1, int(said.get("parts", 1))
