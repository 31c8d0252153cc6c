"""QR Platba: the string of the standard, what it forbids, and the code read back by a reader."""

from datetime import date
from decimal import Decimal

import msgspec
import numpy as np
import pytest
import zxingcpp

from shared.invoicing.qr_payment import QUIET_MODULES, PaymentOrder, descriptor, is_iban, matrix, order_of, symbol_of
from tests.unit.shared.invoicing.sample import SUPPLIER, credit_note, invoice, receipt

IBAN = "CZ6508000000192000145399"
ORDER = PaymentOrder(iban=IBAN, amount=Decimal("14483.7"), currency="CZK")


def read(rows: tuple[tuple[bool, ...], ...], module: int = 4) -> str:
    picture = np.where(np.kron(np.array(rows), np.ones((module, module))) > 0, 0, 255).astype(np.uint8)
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text


def test_an_invoice_is_paid_by_its_code():
    order = order_of(invoice())
    assert order is not None
    said = (f"SPD*1.0*ACC:{IBAN}+GIBACZPX*AM:14483.70*CC:CZK*DT:20261116*MSG:FAKTURA 2026110042"
            "*RN:HOVORNA S.R.O.*X-VS:2026110042")  # fmt: skip
    assert descriptor(order) == said
    assert read(matrix(order)) == said


def test_a_quiet_zone_stands_around_the_code():
    rows = np.array(matrix(ORDER))
    edges = [rows[:QUIET_MODULES], rows[-QUIET_MODULES:], rows[:, :QUIET_MODULES], rows[:, -QUIET_MODULES:]]
    assert not any(edge.any() for edge in edges)
    assert rows[QUIET_MODULES, QUIET_MODULES]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Příliš žluťoučký kůň", "PRILIS ZLUTOUCKY KUN"),
        ("a*b*X-VS:1", "A B X-VS:1"),
        ("100 % + 5", "100 5"),
        ("Łódź <&>\n☎", "ODZ"),
        ("x" * 80, "X" * 60),
        ("***", ""),
    ],
)
def test_texts_are_capitals_without_accents(message, said):
    text = descriptor(msgspec.structs.replace(ORDER, message=message))
    assert text == f"SPD*1.0*ACC:{IBAN}*AM:14483.70*CC:CZK" + (f"*MSG:{said}" if said else "")


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ({"iban": IBAN[:-1] + "8"}, "no IBAN"),
        ({"iban": ""}, "no IBAN"),
        ({"bic": "GIBA"}, "no BIC"),
        ({"amount": Decimal(0)}, "above 0"),
        ({"amount": Decimal(-1)}, "above 0"),
        ({"amount": Decimal(10000000)}, "at most"),
        ({"amount": Decimal("NaN")}, "above 0"),
        ({"amount": Decimal("1.005")}, "two decimals"),
        ({"currency": "Kč"}, "three letters"),
        ({"symbol": "12345678901"}, "ten digits"),
        ({"symbol": "12A"}, "ten digits"),
    ],
)
def test_what_no_bank_would_take_is_refused(wrong, because):
    with pytest.raises(ValueError, match=because):
        descriptor(msgspec.structs.replace(ORDER, **wrong))


@pytest.mark.parametrize(
    ("iban", "is_right"),
    [
        ("CZ65 0800 0000 1920 0014 5399", True),
        ("cz6508000000192000145399", True),
        ("GB29 NWBK 6016 1331 9268 19", True),
        ("DE89370400440532013000", True),
        ("CZ6508000000192000145398", False),
        ("CZ650800000019200014539", False),
        ("CZ65", False),
        ("١٢٣", False),
        ("", False),
    ],
)
def test_an_iban_has_its_check_digits(iban, is_right):
    assert is_iban(iban) is is_right


@pytest.mark.parametrize(
    "unpayable",
    [
        credit_note(),
        receipt(),
        invoice(total=Decimal(0)),
        invoice(total=Decimal(-5)),
        invoice(supplier=msgspec.structs.replace(SUPPLIER, iban="CZ00 0800")),
    ],
)
def test_what_is_not_paid_has_no_code(unpayable):
    assert order_of(unpayable) is None


def test_the_symbol_is_the_digits_of_the_number():
    assert symbol_of(invoice(number="FV-2026/110042")) == "2026110042"
    order = order_of(invoice(number="FV-2026/110042", due_on=date(2027, 1, 5)))
    assert order is not None
    assert "X-VS:2026110042" in descriptor(order)
