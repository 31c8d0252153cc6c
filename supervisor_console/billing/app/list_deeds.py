"""What is wished of price lists and documents: importing with a look at what changes, payments, corrections, files."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from supervisor_console.billing.app.deeds import Deeds, Mistake
from supervisor_console.billing.presenter import questions, words
from supervisor_console.billing.presenter.moment import Around
from supervisor_console.billing.presenter.tariffs import changes, changes_told
from supervisor_console.billing.views.importing import ChangesDialog
from supervisor_console.billing.views.opening import asked_list, told
from supervisor_console.page import Console
from supervisor_console.reports.billing import Months
from supervisor_console.reports.billing_lists import DocumentFound
from supervisor_console.views.asking import confirmed

PIECE = 45_000
"""Bytes of a file that go in one command."""
MOST_BYTES = 16 * 2**20


class ListDeeds:
    """``ask_list`` may be replaced: which file is read; ``changes``: the window that shows what would change."""

    def __init__(self, console: Console, around: Callable[[], Around], deeds: Deeds, parent: QWidget) -> None:
        self._console, self._around, self._deeds, self._parent = console, around, deeds, parent
        self.ask_list = asked_list
        self.changes: ChangesDialog | None = None

    def close(self) -> None:
        """The console ends."""
        if self.changes is not None:
            self.changes.reject()

    # --- price lists

    def take(self, tariff: str) -> None:
        """Ask which file and from which day, show what changes, take it where somebody agrees."""
        self._deeds.spawn(self._take(tariff))

    async def _take(self, tariff: str) -> None:
        around = self._around()
        text = around.language.text
        file = await self.ask_list(self._parent, text("Import a price list"))
        if file is None:
            return
        content = await self._read(file)
        day = around.language.calendar_day(around.today + timedelta(days=1))
        self._deeds.open(
            text("Import {file}", file=file.name), text("What changes is shown before anything is taken."),
            text("Show changes"), (("day", text("Valid from"), day),),
            lambda said, _key: self._preview(tariff, content, said["day"]),
        )  # fmt: skip

    async def _read(self, file: Path) -> bytes:
        try:
            content = await asyncio.to_thread(file.read_bytes)
        except OSError as problem:
            raise Mistake(f"{file}: {problem.strerror or problem}") from problem
        if len(content) > MOST_BYTES:
            raise Mistake(self._around().language.text("The file is larger than 16 MB."))
        return content

    async def _preview(self, tariff: str, content: bytes, said: str) -> str:
        day = questions.read_day(self._around(), said)
        if isinstance(day, str):
            raise Mistake(day)
        upload = uuid4().hex
        for offset in range(0, max(1, len(content)), PIECE):
            piece = base64.b64encode(content[offset : offset + PIECE]).decode()
            await self._console.command("billing.upload", upload=upload, offset=offset, piece=piece)
        asked = {"tariff": tariff, "upload": upload, "valid_from": day.isoformat()}
        answer = await self._console.command("billing.tariff.import", **asked, is_preview=True)
        self._deeds.spawn(self._shown(asked, answer))
        return ""

    async def _shown(self, asked: dict[str, str], answer: dict[str, Any]) -> None:
        around = self._around()
        text, faults = around.language.text, answer["faults"]
        if faults:
            title = text("The price list cannot be taken")
            said = around.language.plural("{number} line is wrong, so nothing is taken.",
                                          "{number} lines are wrong, so nothing is taken.", len(faults))  # fmt: skip
        else:
            title, said = text("What the new version changes"), changes_told(around, answer)
        can_take = not faults and answer["changed"]
        dialog = self.changes = ChangesDialog(self._console.ground, self._parent, title, said,
                                              changes(around, answer),
                                              text("Take it as a new version") if can_take else "")  # fmt: skip
        try:
            if not await told(dialog):
                return
        finally:
            self.changes = None
        done = await self._console.command("billing.tariff.import", **asked, is_preview=False)
        if done["faults"]:
            raise Mistake(text("The price list has changed meanwhile; import it again."))
        self._console.say(text("Version {version} is there.", version=done["version"]))

    # --- documents

    def pay(self, one: DocumentFound) -> None:
        """Ask what came and when."""
        around = self._around()
        text = around.language.text
        left = words.amount(around, one.open_amount) if one.open_amount > 0 else ""
        self._deeds.open(
            text("Payment of the invoice {number}", number=one.number),
            text("To be paid: {amount}. What went back is entered with a minus.",
                 amount=words.money(around, one.open_amount, one.currency)),
            text("Enter the payment"),
            (("amount", text("Amount in {currency}", currency=one.currency), left),
             ("day", text("Paid on"), around.language.calendar_day(around.today)), ("note", text("Note"), "")),
            lambda said, key: self._pay(one, said, key),
        )  # fmt: skip

    async def _pay(self, one: DocumentFound, said: dict[str, str], key: str) -> str:
        around = self._around()
        amount, day = questions.read_amount(around, said["amount"]), questions.read_day(around, said["day"])
        for wrong in (amount, day):
            if isinstance(wrong, str):
                raise Mistake(wrong)
        assert not isinstance(day, str)
        answer = await self._console.command(
            "billing.pay", account=one.account, invoice=one.number, amount=str(amount), paid_on=day.isoformat(),
            key=key, note=said["note"],
        )  # fmt: skip
        left = words.money(around, Decimal(answer["open_amount"]), one.currency)
        return around.language.text("Entered. Of {number} {amount} is left to be paid.", number=one.number, amount=left)

    async def correct(self, one: DocumentFound) -> None:
        """Show what rating the invoice's period again comes to, and issue the document where somebody agrees."""
        console, around = self._console, self._around()
        text = around.language.text
        preview = await console.command("billing.correct", invoice=one.number, is_preview=True)
        if not preview["lines"]:
            console.say(text("By the prices of now {number} is right: nothing to correct.", number=one.number))
            return
        total = words.money(around, Decimal(str(preview["total"])), one.currency)
        said = text("Its calls are rated again by the prices of now. A document for {total} with VAT is issued that "
                    "answers it; the invoice itself stays as it is.", total=total)  # fmt: skip
        title = text("Correct the invoice {number}?", number=one.number)
        if await confirmed(console.ground, self._parent, title, said, text("Issue the correction"), is_dangerous=False):
            done = await console.command("billing.correct", invoice=one.number, is_preview=False)
            console.say(text("{number} is issued.", number=done["invoice"]))

    async def accounting(self, period: Months) -> None:
        """All documents that were issued in the period, as a file."""
        language = self._around().language
        await self._deeds.save_answer("billing.export", "csv", language.text("Export for accounting"), **{
            "from": period.first.isoformat(), "to": period.last.isoformat(),
            "language": "en" if language.code == "en" else "cs"})  # fmt: skip
