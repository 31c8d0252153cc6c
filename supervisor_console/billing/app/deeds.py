"""What is wished that the daemon writes, or that becomes a file: asked before, done by a command, read again after."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Coroutine
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from shared.errors import SuiteError
from supervisor_console.billing.presenter import questions, words
from supervisor_console.billing.presenter.moment import Around
from supervisor_console.billing.presenter.refusals import refused
from supervisor_console.open_forms import Forms, Mistake
from supervisor_console.page import Away, Console
from supervisor_console.reports.billing import Months, Payer
from supervisor_console.views.asking import confirmed
from supervisor_console.views.files import asked_file
from supervisor_console.views.forms import Form
from supervisor_console.views.pieces import Field, Questions


class Deeds:
    """``forms``: those that are open. ``ask_file`` may be replaced: where a file goes. ``done``: read all again."""

    def __init__(
        self, console: Console, around: Callable[[], Around], done: Callable[[], None], parent: QWidget
    ) -> None:
        self._console, self._around, self._done, self._parent = console, around, done, parent
        self.forms = Forms(console, parent, done, "billing: form", refused)
        self.is_busy = False
        self.ask_file = asked_file

    def close(self) -> None:
        """The console ends."""
        self.forms.close()

    @property
    def dialog(self) -> Form | None:
        """The form that is open."""
        return self.forms.dialog

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it beside, with whatever goes wrong said in one line."""
        self.is_busy = True
        self._console.spawn(self._told(work), "billing: deed")

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except (Away, SuiteError) as problem:
            self._console.say(self.forms.said(problem), is_bad=True)
        finally:
            self.is_busy = False
            self._done()

    # --- periods

    async def close_period(self, period: Months) -> None:
        """Show what it comes to, and close it where somebody agrees."""
        around, console = self._around(), self._console
        text, month = around.language.text, around.language.month(period.first)
        days = {"account": None, "from": period.first.isoformat(), "to": period.last.isoformat()}
        preview = await console.command("billing.close", **days, is_preview=True)
        told = questions.closing_told(around, period, preview["rows"])
        if not told:
            console.say(text("{month} is closed already.", month=month))
            return
        title = text("Close {month}?", month=month)
        if not await confirmed(console.ground, self._parent, title, told, text("Close the period"), is_dangerous=False):
            return
        done = await console.command("billing.close", **days, is_preview=False)
        issued = sum(1 for row in done["rows"] if row["is_new"] and row["invoice"])
        console.say(around.language.plural("{number} invoice issued.", "{number} invoices issued.", issued))

    # --- documents

    async def send(self, number: str) -> None:
        """Deliver a document (once more)."""
        text = self._around().language.text
        answer = await self._console.command("billing.invoice.send", invoice=number)
        named = {"mail": text("by mail"), "folder": text("to the folder")}
        ways = ", ".join(named.get(way, way) for way in answer["ways"])
        self._console.say(text("{invoice} is on its way {ways}.", invoice=number, ways=ways))

    async def save_paper(self, number: str, content: bytes) -> None:
        """The PDF as it is seen, into a file."""
        text = self._around().language.text
        file = await self.ask_file(self._parent, "pdf", text("Save the document"), f"{number}.pdf")
        if file is not None:
            await self.write(file, content)

    async def write(self, file: Path, content: bytes) -> None:
        """Write a file whole or not at all."""
        try:
            await asyncio.to_thread(_write, file, content)
        except OSError as problem:
            raise Mistake(f"{file}: {problem.strerror or problem}") from problem
        self._console.say(self._around().language.text("{file} is written.", file=file.name))

    async def save_answer(self, command: str, kind: str, title: str, /, **params: Any) -> None:
        """A file that the daemon makes."""
        answer = await self._console.command(command, **params)
        file = await self.ask_file(self._parent, kind, title, str(answer["file"]))
        if file is not None:
            await self.write(file, base64.b64decode(answer["data"]))

    # --- credit

    def top_up(self, payer: Payer) -> None:
        """Ask how much, and put it to the account's credit."""
        text = self._around().language.text
        self._ask_amount(payer, text("Top up the credit of {account}", account=payer.title),
                         text("There are {amount} now. A receipt is issued.", amount=self._balance(payer)),
                         text("Top up"), 1)  # fmt: skip

    def withdraw(self, payer: Payer) -> None:
        """Ask how much of the credit goes back."""
        text = self._around().language.text
        self._ask_amount(payer, text("Give credit of {account} back", account=payer.title),
                         text("There are {amount} now. What running calls have reserved cannot be given back.",
                              amount=self._balance(payer)), text("Give back"), -1)  # fmt: skip

    def _balance(self, payer: Payer) -> str:
        return words.money(self._around(), payer.balance, payer.currency)

    def _ask_amount(self, payer: Payer, title: str, hint: str, accept: str, sign: int) -> None:
        text = self._around().language.text

        async def done(said: dict[str, str], key: str) -> str:
            return await self._move(payer, said, key, sign)

        self.forms.ask(Questions(title=title, hint=hint, accept=accept, fields=(
            Field(name="amount", label=text("Amount in {currency}", currency=payer.currency)),
            Field(name="note", label=text("Note")))), done)  # fmt: skip

    async def _move(self, payer: Payer, said: dict[str, str], key: str, sign: int) -> str:
        around = self._around()
        amount = questions.read_amount(around, said["amount"], can_be_negative=False)
        if isinstance(amount, str):
            raise Mistake(amount)
        answer = await self._console.command(
            "billing.top_up", account=payer.account, amount=str(sign * amount), key=key, note=said["note"])
        balance = words.money(around, Decimal(answer["balance"]), payer.currency)
        if not answer["receipt"]:
            return around.language.text("{account} has {balance} now.", account=payer.title, balance=balance)
        return around.language.text("{account} has {balance} now, receipt {receipt}.", account=payer.title,
                                    balance=balance, receipt=answer["receipt"])  # fmt: skip


def _write(file: Path, content: bytes) -> None:
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
