"""An invoice as ISDOC 6.0.2, the Czech standard of the Ministry of the Interior, and as .isdocx with its PDF inside.

Types 1 (invoice), 2 (credit note, whose amounts are above zero), 3 (debit note: a correction by which more is paid) and
5 (tax document on a payment received). All is in one currency: the local one is the invoice's. The UUID comes from the
supplier and the number, so that writing an invoice again never makes a second one. What a receipt says to have been
paid is a paid deposit.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import uuid
import zipfile
from collections.abc import Iterator
from decimal import Decimal

from shared.billing.invoice import Address, Business, Invoice, InvoiceLine, VatSum
from shared.billing.money import CENT
from shared.invoicing.elements import Element, branch, document, filled, leaf, written
from shared.invoicing.qr_payment import symbol_of
from shared.invoicing.rates import vat_sums
from shared.invoicing.words import Words
from shared.language import Language
from shared.version import VERSION

NAMESPACE = "http://isdoc.cz/namespace/2013"

_TYPES = {"invoice": "1", "credit_note": "2", "receipt": "5"}
_TRANSFER = "42"  # to an account
_NUMBER = re.compile(r"(.*\D)\s+(\d\S*)")  # of a house, at the end of a street
_UNIT_PRICE = Decimal("0.000001")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say: the same invoice is always the same file


def isdoc(invoice: Invoice, paper: bytes = b"") -> bytes:
    """The document; ``paper``: the PDF that stands beside it in an .isdocx. Raises ValueError where it has no line."""
    if not invoice.lines:
        raise ValueError(f"{invoice.number}: an invoice has at least one line")
    sign = -1 if invoice.kind == "credit_note" else 1
    parts = (*_head(invoice), *_parties(invoice), *_sums(invoice, sign), *_payment(invoice, sign))
    attached = _attached(paper, paper_name(invoice)) if paper else None
    return document("Invoice", {"xmlns": NAMESPACE, "version": "6.0.2"}, (*parts, attached))


def isdocx(invoice: Invoice, paper: bytes) -> bytes:
    """The document and its PDF in one zip, with the manifest that says which is which."""
    name = f"{_file_name(invoice)}.isdoc"
    manifest = document("manifest", {"xmlns": f"{NAMESPACE}/manifest"}, [filled("maindocument", "", filename=name)])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for file, content in (
            ("manifest.xml", manifest),
            (name, isdoc(invoice, paper)),
            (paper_name(invoice), paper),
        ):
            packed.writestr(zipfile.ZipInfo(file, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def paper_name(invoice: Invoice) -> str:
    """The name of the PDF within an .isdocx: the number, without what file names cannot hold."""
    return f"{_file_name(invoice)}.pdf"


def _file_name(invoice: Invoice) -> str:
    return re.sub(r"[^0-9A-Za-z-]+", "-", invoice.number).strip("-") or "invoice"


def _head(invoice: Invoice) -> Iterator[Element | None]:
    supplier = invoice.supplier
    known = f"{supplier.address.country}/{supplier.company_id or supplier.vat_id or supplier.name}/{invoice.number}"
    note = " ".join(part for part in (written(invoice.reason), written(invoice.note)) if part)
    yield filled("DocumentType", "3" if invoice.is_debit_note else _TYPES[invoice.kind])
    yield filled("ID", invoice.number)
    yield filled("UUID", str(uuid.uuid5(uuid.NAMESPACE_URL, f"{NAMESPACE}/{written(known)}")).upper())
    yield filled("IssuingSystem", f"callcentre-suite {VERSION}")
    yield filled("IssueDate", invoice.issued_on)
    yield leaf("TaxPointDate", invoice.taxed_on) if supplier.vat_id and not invoice.answers else None
    yield filled("VATApplicable", _truth(bool(supplier.vat_id)))
    yield filled("ElectronicPossibilityAgreementReference", "")
    yield leaf("Note", note, languageID=Words(invoice.language).code)
    yield filled("LocalCurrencyCode", invoice.currency)
    yield filled("CurrRate", "1")
    yield filled("RefCurrRate", "1")


def _parties(invoice: Invoice) -> Iterator[Element | None]:
    yield branch("AccountingSupplierParty", _party(invoice.supplier, invoice.language))
    yield branch("AccountingCustomerParty", _party(invoice.customer, invoice.language))
    if invoice.answers:
        original = branch("OriginalDocumentReference", filled("ID", invoice.answers), id="original")
        yield branch("OriginalDocumentReferences", original)


def _party(business: Business, language: str) -> Element | None:
    scheme = branch("PartyTaxScheme", filled("CompanyID", business.vat_id), filled("TaxScheme", "VAT"))
    return branch(
        "Party",
        branch("PartyIdentification", filled("ID", business.company_id)),
        branch("PartyName", filled("Name", business.name)),
        _address(business.address, language),
        scheme if business.vat_id else None,
        branch("RegisterIdentification", leaf("Preformatted", business.register)),
        branch("Contact", leaf("Telephone", business.phone), leaf("ElectronicMail", business.email)),
    )


def _address(address: Address, language: str) -> Element | None:
    found = _NUMBER.fullmatch(written(address.street))
    street, number = (found[1], found[2]) if found else (address.street, "")
    country = Language.of(Words(language).code).country(address.country)
    return branch(
        "PostalAddress",
        filled("StreetName", street),
        filled("BuildingNumber", number),
        filled("CityName", address.city),
        filled("PostalZone", address.postal_code),
        branch("Country", filled("IdentificationCode", address.country), filled("Name", country)),
    )


def _sums(invoice: Invoice, sign: int) -> Iterator[Element | None]:
    yield branch("InvoiceLines", *(_line(invoice, line, place, sign) for place, line in enumerate(invoice.lines, 1)))
    net = sum((one.net for one in invoice.vat), Decimal(0)) * sign
    vat = sum((one.vat for one in invoice.vat), Decimal(0)) * sign
    yield branch("TaxTotal", *(_subtotal(invoice, one, sign) for one in vat_sums(invoice)), _coins("TaxAmount", vat))
    total, rounding = invoice.total * sign, invoice.rounding * sign
    paid = total if invoice.kind == "receipt" else Decimal(0)
    yield branch(
        "LegalMonetaryTotal",
        *_three("TaxExclusiveAmount", net, "TaxInclusiveAmount", net + vat),
        _coins("PayableRoundingAmount", rounding) if rounding else None,
        _coins("PaidDepositsAmount", paid),
        _coins("PayableAmount", total - paid),
    )


def _line(invoice: Invoice, line: InvoiceLine, place: int, sign: int) -> Element | None:
    net, factor = line.amount * sign, line.vat_rate / 100
    vat = (net * factor).quantize(CENT)
    price = (net / line.quantity).quantize(_UNIT_PRICE) if line.quantity else Decimal(0)
    reference = filled("OriginalDocumentReference", None, ref="original") if invoice.answers else None
    return branch(
        "InvoiceLine",
        filled("ID", str(place)),
        reference,
        filled("InvoicedQuantity", line.quantity, unitCode=Words(invoice.language)(line.unit)),
        _coins("LineExtensionAmount", net),
        _coins("LineExtensionAmountTaxInclusive", net + vat),
        _coins("LineExtensionTaxAmount", vat),
        filled("UnitPrice", price),
        filled("UnitPriceTaxInclusive", (price * (1 + factor)).quantize(_UNIT_PRICE)),
        branch(
            "ClassifiedTaxCategory",
            filled("Percent", line.vat_rate),
            filled("VATCalculationMethod", "0"),  # upwards, from the price without VAT
            filled("VATApplicable", _truth(bool(invoice.supplier.vat_id))),
        ),
        branch("Item", filled("Description", line.text)),
    )


def _subtotal(invoice: Invoice, one: VatSum, sign: int) -> Element | None:
    net, vat = one.net * sign, one.vat * sign
    amounts = (("TaxableAmount", net), ("TaxAmount", vat), ("TaxInclusiveAmount", net + vat))
    return branch(
        "TaxSubTotal",
        *(_coins(tag, amount) for tag, amount in amounts),
        *(_coins(f"AlreadyClaimed{tag}", Decimal(0)) for tag, _ in amounts),
        *(_coins(f"Difference{tag}", amount) for tag, amount in amounts),
        branch(
            "TaxCategory",
            filled("Percent", one.rate),
            filled("VATApplicable", _truth(bool(invoice.supplier.vat_id))),
        ),
    )


def _three(net_tag: str, net: Decimal, whole_tag: str, whole: Decimal) -> Iterator[Element]:
    """Both amounts, what of them was claimed before (nothing), and what is left."""
    for before, factor in (("", 1), ("AlreadyClaimed", 0), ("Difference", 1)):
        yield _coins(f"{before}{net_tag}", net * factor)
        yield _coins(f"{before}{whole_tag}", whole * factor)


def _payment(invoice: Invoice, sign: int) -> Iterator[Element | None]:
    supplier = invoice.supplier
    if invoice.kind != "invoice" or not (supplier.iban or supplier.account):
        return
    account, _, bank = supplier.account.partition("/")
    yield branch(
        "PaymentMeans",
        branch(
            "Payment",
            _coins("PaidAmount", invoice.total * sign),
            filled("PaymentMeansCode", _TRANSFER),
            branch(
                "Details",
                filled("PaymentDueDate", invoice.due_on),
                *(filled(tag, text) for tag, text in (("ID", account), ("BankCode", bank), ("Name", ""))),
                filled("IBAN", supplier.iban.replace(" ", "")),
                filled("BIC", supplier.bic),
                leaf("VariableSymbol", symbol_of(invoice)),
            ),
        ),
    )


def _attached(paper: bytes, name: str) -> Element | None:
    digest = base64.b64encode(hashlib.sha256(paper).digest()).decode()
    method = filled("DigestMethod", None, Algorithm="http://www.w3.org/2001/04/xmlenc#sha256")
    file = branch("Supplement", filled("Filename", name), method, filled("DigestValue", digest), preview="true")
    return branch("SupplementsList", file)


def _coins(tag: str, amount: Decimal) -> Element:
    return filled(tag, amount.quantize(CENT))


def _truth(is_so: bool) -> str:
    return "true" if is_so else "false"
