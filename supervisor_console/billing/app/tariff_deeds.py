"""What is wished of price lists: a new one, a version from a file, calls rated again. Looked at, then done."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec

from shared.billing.tariff import TariffVersion
from supervisor_console.billing.app.deeds import Deeds
from supervisor_console.billing.presenter import faults, questions, rerating, tariff_forms
from supervisor_console.billing.presenter.moment import Around
from supervisor_console.billing.presenter.tariffs import changes, changes_told
from supervisor_console.billing.views.importing import (
    ChangesDialog,
    change_headings,
    difference_headings,
    fault_headings,
)
from supervisor_console.billing.views.opening import asked_list, told
from supervisor_console.billing.views.rates_form import RatesForm
from supervisor_console.open_forms import Mistake
from supervisor_console.reports.billing import Months, Overview
from supervisor_console.views.pieces import Field, Questions

PIECE = 45_000
"""Bytes of a file that go in one command."""
MOST_BYTES = 16 * 2**20
Said = dict[str, str]


class TariffDeeds:
    """``ask_list`` may be replaced: which file is read; ``changes``: the window that shows what would change."""

    def __init__(self, deeds: Deeds, around: Callable[[], Around], made: Callable[[str], None]) -> None:
        """``made``: told which price list was made."""
        self._deeds, self._forms, self._around, self._made = deeds, deeds.forms, around, made
        self._console, self._parent = deeds.forms.console, deeds.forms.parent
        self.ask_list = asked_list
        self.changes: ChangesDialog | None = None

    def close(self) -> None:
        """The console ends."""
        if self.changes is not None:
            self.changes.reject()

    # --- a new price list

    def new(self, known: Overview | None) -> None:
        """Ask what it is called and when it costs how much; its rates come after that."""

        async def done(said: Said, _key: str) -> str:
            head = tariff_forms.read_new(self._around(), said, known)
            if isinstance(head, str):
                raise Mistake(head)
            if said["way"] == "file":
                self._deeds.spawn(self._first_of_file(head))
            else:
                self._deeds.spawn(self._by_hand(head))
            return ""

        self._forms.ask(tariff_forms.new_form(self._around()), done)

    async def _by_hand(self, head: TariffVersion) -> None:
        around = self._around()
        text = around.language.text
        asked = Questions(
            title=text("Rates of {name}", name=head.title), accept=text("Show changes"), width=860, fields=(),
            hint=text("A line a prefix, without VAT. The longest prefix that fits holds."))  # fmt: skip
        form = RatesForm(self._console.ground, self._parent, asked, tariff_forms.rate_heads(around, head))

        async def done(_said: Said, _key: str) -> str:
            version = tariff_forms.read_rates(self._around(), head, form.rows())
            if isinstance(version, str):
                raise Mistake(version)
            content = msgspec.to_builtins(version)
            answer = await self._console.command("billing.tariff.add", content=content, is_preview=True)
            if answer["wrong"]:
                raise Mistake(self._all_wrong(answer))
            self._deeds.spawn(self._shown("billing.tariff.add", {"content": content}, answer, version.tariff))
            return ""

        self._forms.open(form, done)

    def _all_wrong(self, answer: dict[str, Any]) -> str:
        around = self._around()
        found = zip(answer["wrong"], answer["faults"], strict=True)
        said = [faults.told(around, fault, plain) for fault, plain in found]
        return " ".join(said[:3]) + (" …" if len(said) > 3 else "")

    async def _first_of_file(self, head: TariffVersion) -> None:
        content = await self._content()
        if content is not None:
            day = head.valid_from.isoformat()
            asked = {"tariff": head.tariff, "valid_from": day, "head": msgspec.to_builtins(head)}
            await self._preview(asked, content[1])

    # --- a new version

    async def take(self, tariff: str) -> None:
        """Ask which file and from which day, show what changes, take it where somebody agrees."""
        around, content = self._around(), await self._content()
        if content is None:
            return
        text, day = around.language.text, around.language.calendar_day(around.today + timedelta(days=1))

        async def done(said: Said, _key: str) -> str:
            begins = questions.read_day(self._around(), said["day"])
            if isinstance(begins, str):
                raise Mistake(begins)
            await self._preview({"tariff": tariff, "valid_from": begins.isoformat()}, content[1])
            return ""

        self._forms.ask(Questions(
            title=text("Import {file}", file=content[0]), accept=text("Show changes"),
            hint=text("What changes is shown before anything is taken."),
            fields=(Field(name="day", label=text("Valid from"), said=day),)), done)  # fmt: skip

    async def _content(self) -> tuple[str, bytes] | None:
        """Name and content of a file that somebody chooses."""
        text = self._around().language.text
        file = await self.ask_list(self._parent, text("Import a price list"))
        if file is None:
            return None
        try:
            content = await asyncio.to_thread(_read, file)
        except OSError as problem:
            raise Mistake(f"{file}: {problem.strerror or problem}") from problem
        if content is None:
            raise Mistake(text("The file is larger than 16 MB."))
        return file.name, content

    async def _preview(self, asked: dict[str, Any], content: bytes) -> None:
        upload = uuid4().hex
        for offset in range(0, max(1, len(content)), PIECE):
            piece = base64.b64encode(content[offset : offset + PIECE]).decode()
            await self._console.command("billing.upload", upload=upload, offset=offset, piece=piece)
        asked = asked | {"upload": upload}
        answer = await self._console.command("billing.tariff.import", **asked, is_preview=True)
        self._deeds.spawn(self._shown("billing.tariff.import", asked, answer, asked["tariff"]))

    async def _shown(self, command: str, asked: dict[str, Any], answer: dict[str, Any], tariff: str) -> None:
        """What it comes to in a window, and done where somebody agrees."""
        text = self._around().language.text
        if not await self._agreed(self._dialog(answer)):
            return
        done = await self._console.command(command, **asked, is_preview=False)
        if done["faults"]:
            raise Mistake(text("The price list has changed meanwhile; import it again."))
        self._made(tariff)
        self._console.say(text("Version {version} is there.", version=done["version"]))

    def _dialog(self, answer: dict[str, Any]) -> ChangesDialog:
        around, ground, wrong = self._around(), self._console.ground, answer["faults"]
        text = around.language.text
        if wrong:
            said = around.language.plural("{number} line is wrong, so nothing is taken.",
                                          "{number} lines are wrong, so nothing is taken.", len(wrong))  # fmt: skip
            return ChangesDialog(ground, self._parent, text("The price list cannot be taken"), said,
                                 changes(around, answer), "", fault_headings(ground), is_bad=True)  # fmt: skip
        warning = " ".join(faults.told(around, one) for one in answer["vat"])
        return ChangesDialog(ground, self._parent, text("What the new version changes"), changes_told(around, answer),
                             changes(around, answer), text("Take it as a new version") if answer["changed"] else "",
                             change_headings(ground), warning=warning)  # fmt: skip

    async def _agreed(self, dialog: ChangesDialog) -> bool:
        self.changes = dialog
        try:
            return await told(dialog)
        finally:
            self.changes = None

    # --- rating again

    def rerate(self, known: Overview | None, account: str, period: Months) -> None:
        """Ask which calls, show what differs, have them rated again where somebody agrees."""

        async def done(said: Said, _key: str) -> str:
            asked = tariff_forms.read_rerate(self._around(), said)
            if isinstance(asked, str):
                raise Mistake(asked)
            answer = await self._console.command("billing.rerate", **asked, is_preview=True)
            self._deeds.spawn(self._differences(known, asked, answer))
            return ""

        self._forms.ask(tariff_forms.rerate_form(self._around(), known, account, period), done)

    async def _differences(self, known: Overview | None, asked: dict[str, Any], answer: dict[str, Any]) -> None:
        around, ground = self._around(), self._console.ground
        text, can_change = around.language.text, answer["differing"] > answer["invoiced_differing"]
        dialog = ChangesDialog(
            ground, self._parent, text("What rating again changes"), rerating.told(around, answer),
            rerating.differences(around, answer, known), text("Rate again") if can_change else "",
            difference_headings(ground))  # fmt: skip
        if await self._agreed(dialog):
            done = await self._console.command("billing.rerate", **asked, is_preview=False)
            self._console.say(around.language.plural(
                "{number} call is rated again in a moment.", "{number} calls are rated again in a moment.",
                done["due"]))  # fmt: skip


def _read(file: Path) -> bytes | None:
    """The content; None: it is too large."""
    return file.read_bytes() if file.stat().st_size <= MOST_BYTES else None
