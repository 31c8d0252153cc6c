"""ISDOC 6.0.2: its grammar and rules as the standard words them, and the amounts of the invoice.

The grammar of what we write is said again here; where the folder of the official schema is named by the environment
variable ISDOC_SCHEMA (isdoc-invoice-6.0.2.xsd and its neighbours from https://isdoc.cz), that is asked as well.
"""

import io
import os
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree

from shared.billing.invoice import Invoice
from shared.invoicing.isdoc import NAMESPACE, isdoc, isdocx
from tests.unit.shared.invoicing.sample import HOSTILE, KINDS, RATES, credit_note, invoice, receipt

SPACE = {"": NAMESPACE}
PARTY = "Party"
AMOUNT = re.compile(r"-?\d+(\.\d+)?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
TRUTH = re.compile("true|false")

# Children in their order: + once or more, ? at most once, else exactly once.
GRAMMAR = {
    "Invoice": "DocumentType ID UUID IssuingSystem? IssueDate TaxPointDate? VATApplicable"
    " ElectronicPossibilityAgreementReference Note? LocalCurrencyCode CurrRate RefCurrRate AccountingSupplierParty"
    " AccountingCustomerParty OriginalDocumentReferences? InvoiceLines TaxTotal LegalMonetaryTotal PaymentMeans?"
    " SupplementsList?",
    "AccountingSupplierParty": PARTY,
    "AccountingCustomerParty": PARTY,
    "Party": "PartyIdentification PartyName PostalAddress PartyTaxScheme? RegisterIdentification? Contact?",
    "PartyIdentification": "ID",
    "PartyName": "Name",
    "PostalAddress": "StreetName BuildingNumber CityName PostalZone Country",
    "Country": "IdentificationCode Name",
    "PartyTaxScheme": "CompanyID TaxScheme",
    "RegisterIdentification": "Preformatted",
    "Contact": "Telephone? ElectronicMail?",
    "OriginalDocumentReferences": "OriginalDocumentReference+",
    "OriginalDocumentReference": "ID?",
    "InvoiceLines": "InvoiceLine+",
    "InvoiceLine": "ID OriginalDocumentReference? InvoicedQuantity LineExtensionAmount LineExtensionAmountTaxInclusive"
    " LineExtensionTaxAmount UnitPrice UnitPriceTaxInclusive ClassifiedTaxCategory Item",
    "ClassifiedTaxCategory": "Percent VATCalculationMethod VATApplicable",
    "Item": "Description",
    "TaxTotal": "TaxSubTotal+ TaxAmount",
    "TaxSubTotal": "TaxableAmount TaxAmount TaxInclusiveAmount AlreadyClaimedTaxableAmount AlreadyClaimedTaxAmount"
    " AlreadyClaimedTaxInclusiveAmount DifferenceTaxableAmount DifferenceTaxAmount DifferenceTaxInclusiveAmount"
    " TaxCategory",
    "TaxCategory": "Percent VATApplicable",
    "LegalMonetaryTotal": "TaxExclusiveAmount TaxInclusiveAmount AlreadyClaimedTaxExclusiveAmount"
    " AlreadyClaimedTaxInclusiveAmount DifferenceTaxExclusiveAmount DifferenceTaxInclusiveAmount"
    " PayableRoundingAmount? PaidDepositsAmount PayableAmount",
    "PaymentMeans": "Payment+",
    "Payment": "PaidAmount PaymentMeansCode Details?",
    "Details": "PaymentDueDate ID BankCode Name IBAN BIC VariableSymbol?",
    "SupplementsList": "Supplement+",
    "Supplement": "Filename DigestMethod DigestValue",
}
TYPES = {
    "DocumentType": re.compile("[1-7]"),
    "UUID": re.compile("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}"),
    "VATApplicable": TRUTH,
    "VATCalculationMethod": re.compile("[01]"),
    "PaymentMeansCode": re.compile("10|20|31|42|48|49|50|97"),
    "LocalCurrencyCode": re.compile("[A-Z]{3}"),
    "InvoicedQuantity": AMOUNT,
    "Percent": AMOUNT,
    "UnitPrice": AMOUNT,
    "UnitPriceTaxInclusive": AMOUNT,
}


def faults(element: ElementTree.Element) -> list[str]:
    """What the grammar forbids, in this element and below."""
    name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    children = " ".join(child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element)
    if name in GRAMMAR:
        wanted = "".join(
            f"(?:{child.rstrip('+?')} ){child[-1] if child[-1] in '+?' else ''}" for child in GRAMMAR[name].split(" ")
        )
        found = [] if re.fullmatch(wanted, f"{children} " if children else "") else [f"{name}: {children}"]
        return found + [fault for child in element for fault in faults(child)]
    text = element.text or ""
    form = TYPES.get(name) or (AMOUNT if name.endswith("Amount") else DAY if name.endswith("Date") else None)
    return [f"{name}: {text}"] if children or (form and not form.fullmatch(text)) else []


def broken_rules(root: ElementTree.Element) -> list[str]:
    """The rules that stand beside the schema ("obchodní pravidla")."""
    kind, is_taxed = root.findtext("DocumentType", "", SPACE), root.findtext("VATApplicable", "", SPACE)
    original = root.findtext("OriginalDocumentReferences/OriginalDocumentReference/ID", "", SPACE)
    rates = {root.findtext(tag, "", SPACE) for tag in ("CurrRate", "RefCurrRate")}
    lines = {one.text for one in root.findall(".//ClassifiedTaxCategory/VATApplicable", SPACE)}
    broken = {
        "a credit note names its original": kind in "236" and not original,
        "one currency has the rate 1": rates != {"1"},
        "and no amount in another": any(one.tag.endswith("Curr") for one in root.iter()),
        "no line is taxed on what is no tax document": is_taxed == "false" and "true" in lines,
        "lines are numbered": len({one.text for one in root.findall("InvoiceLines/InvoiceLine/ID", SPACE)})
        != len(root.findall("InvoiceLines/InvoiceLine", SPACE)),
    }
    return [rule for rule, is_broken in broken.items() if is_broken]


@pytest.fixture(scope="module")
def official() -> etree.XMLSchema | None:
    folder = os.environ.get("ISDOC_SCHEMA")
    return etree.XMLSchema(file=str(Path(folder) / "isdoc-invoice-6.0.2.xsd")) if folder else None


def said(document: bytes, path: str) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(document).findall(path, SPACE)]


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_valid(name, official):
    document = isdoc(KINDS[name], b"%PDF")
    root = ElementTree.fromstring(document)
    assert faults(root) == []
    assert broken_rules(root) == []
    if official is not None:
        assert official.validate(etree.fromstring(document)), official.error_log


def test_the_grammar_does_find_what_is_wrong():
    root = ElementTree.fromstring(isdoc(invoice()))
    root.remove(root[3])  # the issuing system, which may be missing
    assert faults(root) == []
    root.remove(root[1])
    root.find("TaxTotal/TaxAmount", SPACE).text = "12,5"  # type: ignore[union-attr]
    assert [fault.split(":")[0] for fault in faults(root)] == ["Invoice", "TaxAmount"]


@pytest.mark.parametrize("of", [invoice(), invoice(RATES, rounding="0.43")])
def test_amounts_are_those_of_the_invoice(of: Invoice):
    document = isdoc(of)
    assert [Decimal(one) for one in said(document, "LegalMonetaryTotal/PayableAmount")] == [of.total]
    assert [Decimal(one) for one in said(document, "TaxTotal/TaxSubTotal/TaxableAmount")] == [one.net for one in of.vat]
    assert [Decimal(one) for one in said(document, "TaxTotal/TaxSubTotal/TaxAmount")] == [one.vat for one in of.vat]
    lines = [Decimal(one) for one in said(document, "InvoiceLines/InvoiceLine/LineExtensionAmount")]
    assert lines == [one.amount for one in of.lines]
    assert said(document, "LegalMonetaryTotal/PayableRoundingAmount") == (["0.43"] if of.rounding else [])
    assert said(document, "PaymentMeans/Payment/Details/VariableSymbol") == ["2026110042"]


def test_a_credit_note_is_above_zero_and_a_receipt_is_paid():
    document = isdoc(credit_note())
    assert said(document, "LegalMonetaryTotal/PayableAmount") == ["145.20"]
    assert said(document, "OriginalDocumentReferences/OriginalDocumentReference/ID") == ["2026110042"]
    assert said(document, "TaxPointDate") == []
    assert said(isdoc(KINDS["debit note"]), "DocumentType") == ["3"]
    document = isdoc(receipt())
    assert said(document, "LegalMonetaryTotal/PaidDepositsAmount") == ["1000.00"]
    assert said(document, "LegalMonetaryTotal/PayableAmount") == ["0.00"]


def test_hostile_texts_come_back_as_they_were_without_what_xml_forbids():
    (name,) = said(isdoc(KINDS["hostile"]), "AccountingCustomerParty/Party/PartyName/Name")
    assert name == re.sub("[\x00-\x1f\ud800]", "", HOSTILE)


def test_the_same_invoice_has_the_same_id_and_another_another():
    (first,), (again,), (other,) = (said(isdoc(one), "UUID") for one in (invoice(), invoice(), invoice(number="1")))
    assert first == again != other


def test_isdocx_holds_the_document_and_its_paper():
    packed = isdocx(invoice(number="FV/2026-1"), b"%PDF-1.4")
    assert packed == isdocx(invoice(number="FV/2026-1"), b"%PDF-1.4")
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        assert files.namelist() == ["manifest.xml", "FV-2026-1.isdoc", "FV-2026-1.pdf"]
        assert b'<maindocument filename="FV-2026-1.isdoc"' in files.read("manifest.xml")
        assert said(files.read("FV-2026-1.isdoc"), "SupplementsList/Supplement/Filename") == ["FV-2026-1.pdf"]
        assert files.read("FV-2026-1.pdf") == b"%PDF-1.4"
