"""The document of the chosen account and period, as it was issued."""

from __future__ import annotations

from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.moment import Around, Moment
from supervisor_console.billing.screen.accounts import PaperShown
from supervisor_console.reports.billing import Payer
from supervisor_console.reports.billing_detail import Document
from supervisor_console.views.pieces import Deed, Empty


def paper(moment: Moment, payer: Payer | None) -> PaperShown:
    """The account's document of the period, or why there is none."""
    around, detail = moment.around, moment.detail
    found = detail.document if detail is not None and detail.account == moment.account else None
    if found is not None:
        return document(around, found, around.language.text("Invoice preview"))
    return none(around, _why(moment, payer))


def document(around: Around, found: Document, title: str) -> PaperShown:
    """A document with its deeds."""
    text, refusal = around.language.text, ""
    if not found.ways:
        refusal = text("The account has neither mail nor a folder for documents.")
    notes = {"sent": text("sent"), "failed": text("not delivered"), "waits": text("on its way")}
    return PaperShown(
        title=title, number=found.invoice.number, content=found.paper, empty=None,
        pdf=Deed(text("PDF"), "download"), send=words.deed(around, text("Send"), "mail", refusal),
        note=notes.get(found.delivered, ""),
    )  # fmt: skip


def none(around: Around, why: Empty | None) -> PaperShown:
    """Nothing to be printed."""
    text = around.language.text
    refusal = text("There is no document.")
    return PaperShown(title=text("Invoice preview"), number="", content=b"", empty=why,
                      pdf=Deed(text("PDF"), "download", refusal), send=Deed(text("Send"), "mail", refusal))  # fmt: skip


def _why(moment: Moment, payer: Payer | None) -> Empty | None:
    text, month = moment.around.language.text, moment.around.language.month(moment.period.first)
    if payer is None or moment.detail is None or moment.detail.account != moment.account:
        return None
    if payer.kind == "pre":
        return Empty(text("This account pays in advance."), text("Receipts for its credit are among the invoices."),
                     "receipt")  # fmt: skip
    if payer.is_closed:
        return Empty(text("Nothing was to be paid for {month}.", month=month), icon="receipt")
    if moment.period.last >= moment.around.today:
        return Empty(text("{month} is not over yet.", month=_capital(month)),
                     text("Its invoice is issued when the period is closed."), "receipt")  # fmt: skip
    return Empty(text("No invoice for {month} yet.", month=month),
                 text("Close the period: what it comes to is shown first."), "receipt")  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
