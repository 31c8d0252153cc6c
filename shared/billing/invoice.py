"""What an invoice says: who, to whom, when, which lines, which VAT, how much. Pure, and the same for every format.

Amounts are rounded on the line (``money.rounded``), VAT once per rate on the sum of its lines (Act 235/2004 § 37), the
total is the sum of both. An issued invoice is never changed: a credit note answers it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

DocumentKind = Literal["invoice", "credit_note", "receipt"]
Unit = Literal["piece", "minute", "month", "call"]


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody is. ``country``: ISO 3166-1, two letters."""

    street: str = ""
    city: str = ""
    postal_code: str = ""
    country: str = "CZ"


class Business(msgspec.Struct, frozen=True, kw_only=True):
    """A supplier or a customer as on an invoice. ``company_id``: IČO, ``vat_id``: DIČ; empty where there is none.

    ``register``: the line about the commercial register. ``iban``, ``bic``, ``account``: where a supplier is paid.
    """

    name: str
    address: Address = Address()
    company_id: str = ""
    vat_id: str = ""
    register: str = ""
    email: str = ""
    phone: str = ""
    iban: str = ""
    bic: str = ""
    account: str = ""


class InvoiceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line, without VAT. ``amount`` is rounded to the smallest coin; ``exact`` is what it was before, in
    ``money.UNIT`` ths, None for a line that was never reckoned. ``vat_rate`` in percent.
    """

    text: str
    quantity: Decimal
    unit: Unit
    amount: Decimal
    vat_rate: Decimal
    exact: int | None = None


class VatSum(msgspec.Struct, frozen=True, kw_only=True):
    """All lines of one rate: their sum and the VAT on it."""

    rate: Decimal
    net: Decimal
    vat: Decimal


class Invoice(msgspec.Struct, frozen=True, kw_only=True):
    """A document as issued. ``number`` is also the variable symbol (digits, at most ten).

    ``answers``: the number of the invoice that a credit note corrects, ``reason``: why. A credit note's amounts are the
    difference, so below zero where money goes back. ``rounding``: what the total was rounded by; it is in the total.
    """

    kind: DocumentKind
    number: str
    supplier: Business
    customer: Business
    issued_on: date
    taxed_on: date
    due_on: date
    period_from: date
    period_to: date
    currency: str
    lines: tuple[InvoiceLine, ...]
    vat: tuple[VatSum, ...]
    total: Decimal
    rounding: Decimal = Decimal(0)
    answers: str = ""
    reason: str = ""
    note: str = ""
    language: str = "cs"

    @property
    def is_debit_note(self) -> bool:
        """Tell whether it corrects another so that more is to be paid: an invoice that answers one."""
        return self.kind == "invoice" and bool(self.answers)
