"""VAT of a document by rate, and under which category of EN 16931 a rate falls."""

from __future__ import annotations

from decimal import Decimal

from shared.billing.invoice import Invoice, VatSum

_MEMBERS = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GR", "HR",
    "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip


def vat_category(invoice: Invoice, rate: Decimal) -> str:
    """The code of UNTDID 5305: S where there is a rate; at rate zero one of three.

    O from a supplier who is not registered for VAT, AE (reverse charge) to a registered business of another member
    state, else Z.
    """
    supplier, customer = invoice.supplier, invoice.customer
    if rate:
        return "S"
    if not supplier.vat_id:
        return "O"
    is_abroad = customer.address.country != supplier.address.country and customer.address.country in _MEMBERS
    return "AE" if is_abroad and customer.vat_id else "Z"


def vat_sums(invoice: Invoice) -> tuple[VatSum, ...]:
    """The sums of the document, and nought for a rate whose lines cancel out: formats ask for every rate of a line."""
    known = {one.rate for one in invoice.vat}
    missing = sorted({line.vat_rate for line in invoice.lines} - known)
    return (*invoice.vat, *(VatSum(rate=rate, net=Decimal(0), vat=Decimal(0)) for rate in missing))
