"""An invoice as EN 16931 in UBL 2.1 (OASIS): Invoice, or CreditNote where money goes back.

A credit note of UBL has amounts above zero, so all signs are turned. A line has a price of at least nothing (BR-27): a
discount is a quantity below zero. Not checked here: whether the sums hold (the invoice brings them).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from shared.billing.invoice import Business, Invoice, InvoiceLine, VatSum
from shared.billing.money import CENT
from shared.invoicing.elements import Element, branch, document, filled, leaf, written
from shared.invoicing.qr_payment import is_iban, symbol_of
from shared.invoicing.rates import vat_category, vat_sums

CUSTOMIZATION = "urn:cen.eu:en16931:2017"

_NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:"
_UNITS = {"piece": "C62", "minute": "MIN", "month": "MON", "call": "C62"}  # UN/ECE Recommendation 20
_TYPES = {"invoice": "380", "receipt": "386", "credit_note": "381"}  # UNTDID 1001
_DEBIT = "383"  # a debit note: a correction by which more is paid
_REASONS = {"AE": "Reverse charge", "O": "Not subject to VAT"}
_TRANSFER = "30"  # UNTDID 4461
_PRICE = Decimal("1e-10")


def ubl(invoice: Invoice) -> bytes:
    """The document. Raises ValueError where it has no line."""
    if not invoice.lines:
        raise ValueError(f"{invoice.number}: an invoice has at least one line")
    kind = "CreditNote" if invoice.kind == "credit_note" else "Invoice"
    spaces = {
        "xmlns": f"{_NAMESPACE}{kind}-2",
        "xmlns:cac": f"{_NAMESPACE}CommonAggregateComponents-2",
        "xmlns:cbc": f"{_NAMESPACE}CommonBasicComponents-2",
    }
    return document(kind, spaces, (*_head(invoice), *_parties(invoice), *_payment(invoice), *_sums(invoice)))


def _head(invoice: Invoice) -> Iterator[Element | None]:
    yield leaf("cbc:CustomizationID", CUSTOMIZATION)
    yield leaf("cbc:ID", invoice.number)
    yield leaf("cbc:IssueDate", invoice.issued_on)
    note = leaf("cbc:Note", " ".join(part for part in (written(invoice.reason), written(invoice.note)) if part))
    if invoice.kind == "credit_note":
        yield leaf("cbc:TaxPointDate", invoice.taxed_on)
        yield leaf("cbc:CreditNoteTypeCode", _TYPES[invoice.kind])
        yield note
    else:
        yield leaf("cbc:DueDate", invoice.due_on)
        yield leaf("cbc:InvoiceTypeCode", _DEBIT if invoice.is_debit_note else _TYPES[invoice.kind])
        yield note
        yield leaf("cbc:TaxPointDate", invoice.taxed_on)
    yield leaf("cbc:DocumentCurrencyCode", invoice.currency)
    yield branch(
        "cac:InvoicePeriod", leaf("cbc:StartDate", invoice.period_from), leaf("cbc:EndDate", invoice.period_to)
    )
    yield branch("cac:BillingReference", branch("cac:InvoiceDocumentReference", leaf("cbc:ID", invoice.answers)))


def _parties(invoice: Invoice) -> Iterator[Element | None]:
    has_vat = bool(invoice.supplier.vat_id)  # category O forbids the VAT ids of both
    yield branch("cac:AccountingSupplierParty", _party(invoice.supplier, has_vat=has_vat))
    yield branch("cac:AccountingCustomerParty", _party(invoice.customer, has_vat=has_vat))


def _party(business: Business, *, has_vat: bool) -> Element | None:
    address, scheme = business.address, branch("cac:TaxScheme", leaf("cbc:ID", "VAT"))
    return branch(
        "cac:Party",
        branch(
            "cac:PostalAddress",
            leaf("cbc:StreetName", address.street),
            leaf("cbc:CityName", address.city),
            leaf("cbc:PostalZone", address.postal_code),
            branch("cac:Country", leaf("cbc:IdentificationCode", address.country)),
        ),
        branch("cac:PartyTaxScheme", leaf("cbc:CompanyID", business.vat_id), scheme)
        if has_vat and business.vat_id
        else None,
        branch(
            "cac:PartyLegalEntity",
            filled("cbc:RegistrationName", written(business.name) or "–"),
            leaf("cbc:CompanyID", business.company_id),
            leaf("cbc:CompanyLegalForm", business.register),
        ),
        branch("cac:Contact", leaf("cbc:Telephone", business.phone), leaf("cbc:ElectronicMail", business.email)),
    )


def _payment(invoice: Invoice) -> Iterator[Element | None]:
    supplier = invoice.supplier
    if invoice.kind == "invoice" and (supplier.iban or supplier.account):
        account = supplier.iban.replace(" ", "") if is_iban(supplier.iban) else supplier.account
        yield branch(
            "cac:PaymentMeans",
            leaf("cbc:PaymentMeansCode", _TRANSFER),
            leaf("cbc:PaymentID", symbol_of(invoice)),
            branch(
                "cac:PayeeFinancialAccount",
                leaf("cbc:ID", account),
                leaf("cbc:Name", supplier.name),
                branch("cac:FinancialInstitutionBranch", leaf("cbc:ID", supplier.bic)),
            ),
        )
    if invoice.kind == "credit_note":  # it has no element for a day by which it is due (BR-CO-25)
        yield branch("cac:PaymentTerms", leaf("cbc:Note", invoice.due_on.isoformat()))


def _sums(invoice: Invoice) -> Iterator[Element | None]:
    sign = -1 if invoice.kind == "credit_note" else 1
    net, vat = sum(one.net for one in invoice.vat) * sign, sum(one.vat for one in invoice.vat) * sign
    total = invoice.total * sign
    paid = total if invoice.kind == "receipt" else Decimal(0)

    def amount(tag: str, value: Decimal | int) -> Element:
        return filled(f"cbc:{tag}", Decimal(value).quantize(CENT), currencyID=invoice.currency)

    yield branch(
        "cac:TaxTotal", amount("TaxAmount", vat), *(_subtotal(invoice, one, sign) for one in vat_sums(invoice))
    )
    yield branch(
        "cac:LegalMonetaryTotal",
        amount("LineExtensionAmount", sum(line.amount for line in invoice.lines) * sign),
        amount("TaxExclusiveAmount", net),
        amount("TaxInclusiveAmount", net + vat),
        amount("PrepaidAmount", paid) if paid else None,
        amount("PayableRoundingAmount", invoice.rounding * sign) if invoice.rounding else None,
        amount("PayableAmount", total - paid),
    )
    for place, line in enumerate(invoice.lines, 1):
        yield _line(invoice, line, place, sign)


def _subtotal(invoice: Invoice, one: VatSum, sign: int) -> Element | None:
    currency = invoice.currency
    return branch(
        "cac:TaxSubtotal",
        filled("cbc:TaxableAmount", (one.net * sign).quantize(CENT), currencyID=currency),
        filled("cbc:TaxAmount", (one.vat * sign).quantize(CENT), currencyID=currency),
        _category(invoice, one.rate, "cac:TaxCategory", has_reason=True),
    )


def _category(invoice: Invoice, rate: Decimal, tag: str, *, has_reason: bool = False) -> Element | None:
    code = vat_category(invoice, rate)
    return branch(
        tag,
        leaf("cbc:ID", code),
        leaf("cbc:Percent", rate) if code != "O" else None,
        leaf("cbc:TaxExemptionReason", _REASONS.get(code)) if has_reason else None,
        branch("cac:TaxScheme", leaf("cbc:ID", "VAT")),
    )


def _line(invoice: Invoice, line: InvoiceLine, place: int, sign: int) -> Element | None:
    is_credit = invoice.kind == "credit_note"
    quantity, price = priced(line.quantity, line.amount * sign)
    return branch(
        "cac:CreditNoteLine" if is_credit else "cac:InvoiceLine",
        leaf("cbc:ID", str(place)),
        filled("cbc:CreditedQuantity" if is_credit else "cbc:InvoicedQuantity", quantity, unitCode=_UNITS[line.unit]),
        filled("cbc:LineExtensionAmount", (line.amount * sign).quantize(CENT), currencyID=invoice.currency),
        branch(
            "cac:Item",
            filled("cbc:Name", written(line.text) or "–"),
            _category(invoice, line.vat_rate, "cac:ClassifiedTaxCategory"),
        ),
        branch("cac:Price", filled("cbc:PriceAmount", price, currencyID=invoice.currency)),
    )


def priced(quantity: Decimal, amount: Decimal) -> tuple[Decimal, Decimal]:
    """A quantity and a price of at least nothing whose product is the amount to the coin; one piece for nothing."""
    if not quantity:
        quantity = Decimal(1) if amount else quantity
    price = (amount / quantity).quantize(_PRICE, ROUND_HALF_UP).normalize() if quantity else Decimal(0)
    return (-quantity, -price) if price < 0 else (quantity, abs(price))
