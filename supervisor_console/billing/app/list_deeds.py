"""What is wished of documents: payments, corrections, the file for accounting."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from supervisor_console.billing.app.deeds import Deeds
from supervisor_console.billing.presenter import questions, words
from supervisor_console.billing.presenter.moment import Around
from supervisor_console.open_forms import Mistake
from supervisor_console.page import Console
from supervisor_console.reports.billing import Months
from supervisor_console.reports.billing_lists import DocumentFound
from supervisor_console.views.asking import confirmed
from supervisor_console.views.pieces import Field, Questions


class ListDeeds:
    """Payments, corrections, what goes to accounting."""

    def __init__(self, console: Console, around: Callable[[], Around], deeds: Deeds, parent: QWidget) -> None:
        self._console, self._around, self._deeds, self._parent = console, around, deeds, parent

    def pay(self, one: DocumentFound) -> None:
        """Ask what came and when."""
        around = self._around()
        text = around.language.text
        left = words.amount(around, one.open_amount) if one.open_amount > 0 else ""

        async def done(said: dict[str, str], key: str) -> str:
            return await self._pay(one, said, key)

        self._deeds.forms.ask(Questions(
            title=text("Payment of the invoice {number}", number=one.number),
            hint=text("To be paid: {amount}. What went back is entered with a minus.",
                      amount=words.money(around, one.open_amount, one.currency)),
            accept=text("Enter the payment"), fields=(
                Field(name="amount", label=text("Amount in {currency}", currency=one.currency), said=left, share=6),
                Field(name="day", label=text("Paid on"), said=around.language.calendar_day(around.today), share=6),
                Field(name="note", label=text("Note")))), done)  # fmt: skip

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
