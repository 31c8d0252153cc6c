"""What is wished that the daemon writes, or that becomes a file: asked before, done by a command, read again after."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Awaitable, Callable, Coroutine
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shared.domain.commands import Refused
from shared.errors import SuiteError, one_line
from shared.feed_client.refusals import trouble
from supervisor_console.billing.presenter import questions, words
from supervisor_console.billing.presenter.moment import Around
from supervisor_console.billing.presenter.refusals import refused
from supervisor_console.billing.views.forms import FieldsDialog
from supervisor_console.page import Away, Console
from supervisor_console.reports.billing import Months, Overview, Payer
from supervisor_console.views.asking import confirmed
from supervisor_console.views.files import asked_file


class Mistake(SuiteError):
    """Something in a form that cannot be; its words are the reader's already."""


class Deeds:
    """``dialog``: the form that is open. ``ask_file`` may be replaced: where a file goes. ``done``: read all again."""

    def __init__(
        self, console: Console, around: Callable[[], Around], done: Callable[[], None], parent: QWidget
    ) -> None:
        self._console, self._around, self._done, self._parent = console, around, done, parent
        self.dialog: FieldsDialog | None = None
        self.is_busy = False
        self.ask_file = asked_file

    def close(self) -> None:
        """The console ends."""
        if self.dialog is not None:
            self.dialog.reject()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it beside, with whatever goes wrong said in one line."""
        self.is_busy = True
        self._console.spawn(self._told(work), "billing: deed")

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except (Away, SuiteError) as problem:
            self._console.say(self.said(problem), is_bad=True)
        finally:
            self.is_busy = False
            self._done()

    def said(self, problem: Exception) -> str:
        """In the reader's words."""
        language = self._console.ground.language
        if isinstance(problem, Refused):
            return refused(problem.code, problem.message, language) or trouble(problem, language)
        if isinstance(problem, SuiteError) and not isinstance(problem, Mistake):
            return trouble(problem, language)
        return one_line(problem)

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

    # --- credit and payments

    def top_up(self, payer: Payer) -> None:
        """Ask how much, and put it to the account's credit."""
        around = self._around()
        text = around.language.text
        self.open(
            text("Top up the credit of {account}", account=payer.title),
            text("There are {amount} now. A receipt is issued.",
                 amount=words.money(around, payer.balance, payer.currency)),
            text("Top up"), (("amount", text("Amount in {currency}", currency=payer.currency), ""),
                             ("note", text("Note"), "")),
            lambda said, key: self._top_up(payer, said, key),
        )  # fmt: skip

    async def _top_up(self, payer: Payer, said: dict[str, str], key: str) -> str:
        around = self._around()
        amount = self._amount(said["amount"])
        answer = await self._console.command(
            "billing.top_up", account=payer.account, amount=str(amount), key=key, note=said["note"])
        balance = words.money(around, Decimal(answer["balance"]), payer.currency)
        return around.language.text("{account} has {balance} now, receipt {receipt}.", account=payer.title,
                                    balance=balance, receipt=answer["receipt"])  # fmt: skip

    def new_account(self, known: Overview | None, made: Callable[[str], None]) -> None:
        """Ask who pays, by which price list, and which extensions or lines are his."""
        text, tariffs = self._around().language.text, known.tariffs if known is not None else ()
        taken = [one.account for one in known.payers] if known is not None else []
        self.open(
            text("New account"), text("It owns the extensions from the first day of this month on."), text("Add"),
            (("account", text("Key: small letters and digits"), ""), ("title", text("Name"), ""),
             ("kind", text("Kind: post (by invoice) or pre (from credit)"), "post"),
             ("tariff", text("Key of the price list"), next((key for key, _title in tariffs), "")),
             ("extensions", text("Extensions, with commas"), "")),
            lambda said, _key: self._new_account(said, frozenset(taken), made),
        )  # fmt: skip

    async def _new_account(
        self, said: dict[str, str], taken: frozenset[str], made: Callable[[str], None]
    ) -> str:
        around, account = self._around(), said["account"]
        if not re.fullmatch(r"[0-9a-z][0-9a-z._-]{0,63}", account):
            raise Mistake(around.language.text("A key has small letters, digits, dots and dashes."))
        if account in taken:  # the command would change that one
            raise Mistake(around.language.text("There is an account with this key already."))
        if not said["title"] or said["kind"] not in ("post", "pre"):
            raise Mistake(around.language.text("A name is needed, and a kind: post or pre."))
        await self._console.command("billing.account.put", account=account, title=said["title"], kind=said["kind"],
                                    tariff=said["tariff"] or None)  # fmt: skip
        since = words.month_of(around.today, around.zone).since.isoformat()
        for extension in filter(None, (one.strip() for one in said["extensions"].split(","))):
            await self._console.command("billing.own", account=account, kind="extension", value=extension, since=since)
        made(account)
        return around.language.text("The account {name} is there.", name=said["title"])

    def _amount(self, said: str) -> Decimal:
        found = questions.read_amount(self._around(), said)
        if isinstance(found, str):
            raise Mistake(found)
        return found

    # --- forms

    def open(
        self, title: str, hint: str, accept: str, fields: tuple[tuple[str, str, str], ...],
        deed: Callable[[dict[str, str], str], Awaitable[str]],
    ) -> None:  # fmt: skip
        """Open a form; ``deed`` is told what was written and the form's key, and gives the sentence of what was done.

        The key stays as long as the form is open: pressed again after a lost answer, nothing is done twice.
        """
        self.close()
        dialog, key = FieldsDialog(self._console.ground, self._parent, title, hint, accept, fields), uuid4().hex
        dialog.decided.connect(lambda: self._console.spawn(self._in_form(dialog, deed, key), "billing: form"))
        dialog.finished.connect(lambda _result: self._closed(dialog))
        self.dialog = dialog
        dialog.open()

    def _closed(self, dialog: FieldsDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None

    async def _in_form(
        self, dialog: FieldsDialog, deed: Callable[[dict[str, str], str], Awaitable[str]], key: str
    ) -> None:
        try:
            told = await deed(dialog.said(), key)
        except (Away, SuiteError) as problem:
            if self.dialog is dialog:
                dialog.fail(self.said(problem))
            return
        if self.dialog is dialog:
            dialog.succeed()
        if told:
            self._console.say(told)
        self._done()


def _write(file: Path, content: bytes) -> None:
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
