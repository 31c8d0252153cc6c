"""Invoices for accounting as CSV: a row for each rate of VAT of each document, amounts that may be summed.

What belongs to the whole document (its rounding and its total) stands in its first row only. Headings and codes are
words of the program and the same in both languages, because programs read them; separators are the reader's.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from shared.billing.invoice import Invoice
from shared.invoicing.qr_payment import symbol_of
from shared.invoicing.rates import vat_sums
from shared.invoicing.spreadsheet import MARK, safe, separator

COLUMNS = (
    "kind", "number", "answers", "variable_symbol", "issued_on", "taxed_on", "due_on", "period_from", "period_to",
    "customer", "company_id", "vat_id", "country", "currency", "vat_rate", "net", "vat", "gross", "rounding", "total",
)  # fmt: skip


def accounting_csv(invoices: Iterable[Invoice], language: str) -> bytes:
    """All documents in the order given, UTF-8 with the mark by which Excel knows it."""
    made = io.StringIO(newline="")
    pen = csv.writer(made, delimiter=separator(language))
    pen.writerow(COLUMNS)
    for invoice in invoices:
        for place, one in enumerate(vat_sums(invoice)):
            amounts = [one.rate, one.net, one.vat, one.net + one.vat]
            amounts += [invoice.rounding, invoice.total] if place == 0 else []
            pen.writerow([*_texts(invoice), *(_amount(amount, language) for amount in amounts)])
    return (MARK + made.getvalue()).encode("utf-8", errors="replace")


def _texts(invoice: Invoice) -> list[str]:
    customer = invoice.customer
    days = (invoice.issued_on, invoice.taxed_on, invoice.due_on, invoice.period_from, invoice.period_to)
    return [
        invoice.kind, safe(invoice.number), safe(invoice.answers), symbol_of(invoice),
        *(day.isoformat() for day in days), safe(customer.name), safe(customer.company_id), safe(customer.vat_id),
        safe(customer.address.country), safe(invoice.currency),
    ]  # fmt: skip


def _amount(amount: Decimal, language: str) -> str:
    text = f"{amount:f}"
    return text.replace(".", ",") if language == "cs" else text
