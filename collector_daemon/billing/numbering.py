"""What the numbers of documents begin with: by their kind, and the year in which they are issued."""

from __future__ import annotations

from datetime import date

from collector_daemon.settings.billing import BillingSettings
from collector_daemon.store.billing.closing import Numbering
from shared.billing.invoice import DocumentKind


def numbering(settings: BillingSettings, kind: DocumentKind, issued_on: date) -> Numbering:
    """The series that a document of today belongs to."""
    pattern = {
        "invoice": settings.invoice_series, "credit_note": settings.credit_note_series,
        "receipt": settings.receipt_series,
    }[kind]  # fmt: skip
    series = pattern.format(year=issued_on.year, year2=f"{issued_on.year % 100:02}")
    return Numbering(series=series, digits=settings.serial_digits)
