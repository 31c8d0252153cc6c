"""Whatever people call themselves and their services, every format can be written and read back."""

import string
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.billing.invoice import Address, Business, Invoice
from shared.invoicing.accounting import accounting_csv
from shared.invoicing.elements import written
from shared.invoicing.isdoc import NAMESPACE, isdoc
from shared.invoicing.pdf import pdf
from shared.invoicing.qr_payment import descriptor, order_of
from shared.invoicing.ubl import ubl
from tests.unit.shared.invoicing.paper_read import pages_of
from tests.unit.shared.invoicing.sample import invoice, line

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC, CBC = f"{{{UBL}CommonAggregateComponents-2}}", f"{{{UBL}CommonBasicComponents-2}}"
ANY = st.text(max_size=80) | st.text("<>&]'\"\x00\ud800\r\n* =+-@", max_size=20)


def called(text: str) -> Invoice:
    customer = Business(name=text, address=Address(street=text, city=text, postal_code=text), company_id=text)
    return invoice((line(text, "1", "piece", "1.00"),), customer=customer, note=text, reason=text)


@settings(max_examples=20, deadline=None)
@given(ANY)
def test_every_format_takes_any_text(text):
    one, expected = called(text), written(text).replace("\r\n", "\n").replace("\r", "\n")
    name = ElementTree.fromstring(ubl(one)).findtext(f".//{CAC}AccountingCustomerParty//{CBC}RegistrationName")
    assert name == (expected or "–")
    name = ElementTree.fromstring(isdoc(one)).findtext(f".//{{{NAMESPACE}}}Item/{{{NAMESPACE}}}Description")
    assert (name or "") == expected
    assert len(accounting_csv([one], "cs").decode().splitlines()) == 2
    assert pages_of(pdf(one))


@settings(max_examples=40, deadline=None)
@given(ANY)
def test_a_code_never_has_a_field_that_nobody_wrote(text):
    order = order_of(invoice(supplier=Business(name=text, iban="CZ6508000000192000145399"), number=f"1{text}"))
    assert order is not None
    fields = descriptor(order).split("*")
    assert fields[:2] == ["SPD", "1.0"]
    assert [field.partition(":")[0] for field in fields[2:]] in (
        ["ACC", "AM", "CC", "DT", "MSG", "RN", "X-VS"],
        ["ACC", "AM", "CC", "DT", "MSG", "X-VS"],
    )
    assert set("*".join(fields)) <= set(string.ascii_uppercase + string.digits + " $*+-./:")
