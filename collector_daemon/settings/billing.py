"""Billing: who sends the invoices and how they are numbered (``[billing]``), and the VAT (``[[vat_rate]]``)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from shared.billing.credit import Terms
from shared.billing.invoice import Address, Business
from shared.billing.tariff import SECOND_MS, VatRate
from shared.settings import Section

Line = Annotated[str, Meta(max_length=200)]
SERIES = r"^[0-9]*(\{year2?\})?[0-9]*$"
LONGEST_NUMBER = 10
"""Digits of a variable symbol."""


class VatRateSettings(Section, frozen=True, kw_only=True):
    """A rate of VAT, from a day on until the next entry of its name."""

    name: Annotated[str, Meta(description="What price lists call it.", min_length=1, max_length=40)] = "standard"
    percent: Annotated[str, Meta(description="Per cent.", pattern=r"^\d{1,2}(\.\d{1,2})?$", examples=["21"])]
    valid_from: Annotated[date, Meta(description="The first day.", examples=["2024-01-01"])]

    @property
    def rate(self) -> VatRate:
        """As billing reckons with it."""
        return VatRate(vat=self.name, percent=Decimal(self.percent), valid_from=self.valid_from)


class BillingSettings(Section, frozen=True, kw_only=True):
    """Who sends invoices, how they are numbered, where they go; how credit is given."""

    supplier: Annotated[Line, Meta(description="Who sends the invoices; without it no period can be closed.")] = ""
    street: Annotated[Line, Meta(description="Street and number of the supplier.")] = ""
    city: Annotated[Line, Meta(description="City.")] = ""
    postal_code: Annotated[Line, Meta(description="Postal code.")] = ""
    country: Annotated[str, Meta(description="Two letters (ISO 3166).", pattern=r"^[A-Z]{2}$")] = "CZ"
    company_id: Annotated[Line, Meta(description="Company number (IČO).")] = ""
    vat_id: Annotated[Line, Meta(description="VAT number (DIČ); empty: no payer of VAT.")] = ""
    register: Annotated[Line, Meta(description="The line about the commercial register.")] = ""
    email: Annotated[Line, Meta(description="Mail address on invoices.")] = ""
    phone: Annotated[Line, Meta(description="Telephone number on invoices.")] = ""
    iban: Annotated[Line, Meta(description="Where customers pay to; without it there is no QR code.")] = ""
    bic: Annotated[Line, Meta(description="The bank's code (BIC).")] = ""
    bank_account: Annotated[Line, Meta(description="The account as people write it.")] = ""
    currency: Annotated[str, Meta(description="Of new accounts and tariffs.", pattern=r"^[A-Z]{3}$")] = "CZK"
    due_days: Annotated[int, Meta(description="Days to pay, unless an account has its own.", ge=0, le=365)] = 14
    rounding: Annotated[
        str, Meta(description="What the total of an invoice is rounded to: 0.01, or 1 for whole crowns.",
                  pattern=r"^(0\.01|0\.05|0\.1|0\.5|1)$"),
    ] = "0.01"
    invoice_series: Annotated[
        str, Meta(description="Digits that invoices' numbers begin with; {year} or {year2} is the year's. A new\n"
                  "beginning counts from 1 again.", pattern=SERIES),
    ] = "{year}1"
    credit_note_series: Annotated[str, Meta(description="The same of credit notes.", pattern=SERIES)] = "{year}2"
    receipt_series: Annotated[str, Meta(description="The same of receipts for credit.", pattern=SERIES)] = "{year}3"
    serial_digits: Annotated[int, Meta(description="Digits that are counted.", ge=3, le=9)] = 5
    folder: Annotated[
        Path | None,
        Meta(description="Folder under which invoices are laid, each account's in one of its own; without it they\n"
             "go by mail only, see [mail].", examples=["/srv/invoices"]),
    ] = None
    quantum_seconds: Annotated[
        int, Meta(description="Pre-paid: so long is granted to a call at once.", ge=1, le=3600)
    ] = 60
    slack_seconds: Annotated[
        int, Meta(description="Pre-paid: so much later a call may end than was granted and still be paid for.",
                    ge=0, le=60),
    ] = 2
    warn_seconds: Annotated[
        int, Meta(description="Pre-paid: so long before the end of the credit the caller is warned.", ge=0, le=600)
    ] = 20

    def __post_init__(self) -> None:
        every = (self.invoice_series, self.credit_note_series, self.receipt_series)
        if len(set(every)) < len(every):
            raise ValueError("the series of invoices, credit notes and receipts must begin differently")
        for one in every:
            if len(one.format(year=2026, year2=26)) + self.serial_digits > LONGEST_NUMBER:
                raise ValueError(f"numbers that begin with {one} are longer than {LONGEST_NUMBER} digits")

    @property
    def business(self) -> Business:
        """The supplier as on an invoice."""
        address = Address(street=self.street, city=self.city, postal_code=self.postal_code, country=self.country)
        return Business(
            name=self.supplier, address=address, company_id=self.company_id, vat_id=self.vat_id,
            register=self.register, email=self.email, phone=self.phone, iban=self.iban, bic=self.bic,
            account=self.bank_account,
        )  # fmt: skip

    @property
    def terms(self) -> Terms:
        """How credit is given; limits are the accounts' own."""
        return Terms(quantum_ms=self.quantum_seconds * SECOND_MS, slack_ms=self.slack_seconds * SECOND_MS,
                     warn_ms=self.warn_seconds * SECOND_MS)  # fmt: skip

    @property
    def coin(self) -> Decimal:
        """``rounding`` as an amount."""
        return Decimal(self.rounding)
