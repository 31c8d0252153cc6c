"""Documents as files: what an invoice says as PDF, ISDOC, UBL, and the list of its calls. Made when asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from collector_daemon.settings import Settings
from collector_daemon.store.billing import papers as book
from collector_daemon.store.billing.accounts import the_account
from collector_daemon.store.billing.way_in import BillingMistake
from shared.billing.invoice import Invoice
from shared.database.escapes import unescape
from shared.invoicing.call_list import CallList, ListedCall, call_list_csv, call_list_pdf
from shared.invoicing.isdoc import isdoc, isdocx
from shared.invoicing.pdf import pdf
from shared.invoicing.ubl import ubl

Format = Literal["pdf", "isdoc", "isdocx", "ubl", "calls_csv", "calls_pdf"]
MIME: dict[Format, str] = {
    "pdf": "application/pdf", "isdoc": "application/xml", "isdocx": "application/zip", "ubl": "application/xml",
    "calls_csv": "text/csv", "calls_pdf": "application/pdf",
}  # fmt: skip
ENDS: dict[Format, str] = {
    "pdf": ".pdf", "isdoc": ".isdoc", "isdocx": ".isdocx", "ubl": "-ubl.xml", "calls_csv": "-calls.csv",
    "calls_pdf": "-calls.pdf",
}  # fmt: skip
DELIVERED: tuple[Format, ...] = ("pdf", "isdoc", "ubl", "calls_csv")


class Paper(msgspec.Struct, frozen=True):
    """A file."""

    name: str
    mime: str
    content: bytes


def paper(connection: Any, number: str, wanted: Format, settings: Settings) -> Paper:
    """One file of a document. Raises BillingMistake."""
    invoice, account = book.content(connection, number)
    if wanted in ("calls_csv", "calls_pdf"):
        listed = _listed(connection, invoice, account, settings)
        content = call_list_csv(listed) if wanted == "calls_csv" else call_list_pdf(listed)
    else:
        content = _document(invoice, wanted)
    return Paper(f"{number}{ENDS[wanted]}", MIME[wanted], content)


def papers(connection: Any, number: str, settings: Settings) -> list[Paper]:
    """All files that are delivered. Raises BillingMistake."""
    has_calls = book.the_document(connection, number).period is not None
    return [paper(connection, number, one, settings) for one in DELIVERED if has_calls or one != "calls_csv"]


def _document(invoice: Invoice, wanted: Format) -> bytes:
    try:
        match wanted:
            case "isdoc":
                return isdoc(invoice)
            case "isdocx":
                return isdocx(invoice, pdf(invoice))
            case "ubl":
                return ubl(invoice)
            case _:
                return pdf(invoice)
    except ValueError as problem:
        raise BillingMistake("bad_value", str(problem)) from None


def _listed(connection: Any, invoice: Invoice, account: str, settings: Settings) -> CallList:
    period = book.the_document(connection, invoice.number).period
    if period is None:
        raise BillingMistake("bad_value", f"{invoice.number} has no calls")
    calls = tuple(
        ListedCall(
            answered_at=answered_at, number=unescape(number), destination=group, band=band, exact=exact,
            length=timedelta(milliseconds=billed_ms),
        )
        for answered_at, number, group, billed_ms, band, exact in book.listed_calls(connection, period)
    )  # fmt: skip
    return CallList(
        invoice=invoice, calls=calls, zone=ZoneInfo(settings.centre.timezone), country=settings.centre.country,
        is_masked=the_account(connection, account).is_masked,
    )  # fmt: skip
