"""Invoices as the house of the design issues them, and worse ones."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from shared.billing.invoice import Address, Business, Invoice, InvoiceLine, VatSum
from shared.billing.money import CENT

SUPPLIER = Business(
    name="Hovorna s.r.o.", address=Address(street="Dlouhá 12", city="Praha 1", postal_code="110 00"),
    company_id="01234567", vat_id="CZ01234567", register="Městský soud v Praze, oddíl C, vložka 123456",
    email="fakturace@hovorna.example", phone="+420 222 111 000", iban="CZ65 0800 0000 1920 0014 5399",
    bic="GIBACZPX", account="19-2000145399/0800",
)  # fmt: skip
CUSTOMER = Business(
    name="Autoservis Novák s.r.o.", address=Address(street="Brněnská 48", city="Brno", postal_code="639 00"),
    company_id="07654321", vat_id="CZ07654321",
)  # fmt: skip
ABROAD = Business(
    name="Müller & Söhne GmbH", address=Address(street="Hauptstraße 5", city="Dresden", postal_code="01067",
                                                country="DE"),
    vat_id="DE123456788",
)  # fmt: skip
HOSTILE = "<b>&\"'\x00\x08\x1b]]>Žluťoučký\ud800 kůň" + " velmi dlouhé jméno" * 16


def line(text: str, quantity: str, unit: Any, amount: str, rate: str = "21") -> InvoiceLine:
    return InvoiceLine(text=text, quantity=Decimal(quantity), unit=unit, amount=Decimal(amount), vat_rate=Decimal(rate))


LINES = (
    line("Paušál, 8 linek", "8", "piece", "3600.00"),
    line("Mobilní ČR", "4218", "minute", "4724.16"),
    line("Pevná ČR", "5130", "minute", "2975.40"),
    line("Zahraničí", "84", "minute", "670.44"),
)
RATES = (
    line("Volání", "1234.567", "minute", "1481.48"),
    line("Tištěný výpis", "3", "piece", "90.01", "12"),
    line("Sleva za objem", "1", "piece", "-120.35"),
    line("Osvobozená služba", "1", "month", "10.00", "0"),
)


def sums(lines: tuple[InvoiceLine, ...]) -> tuple[VatSum, ...]:
    nets: dict[Decimal, Decimal] = {}
    for one in lines:
        nets[one.vat_rate] = nets.get(one.vat_rate, Decimal(0)) + one.amount
    return tuple(
        VatSum(rate=rate, net=net, vat=(net * rate / 100).quantize(CENT)) for rate, net in sorted(nets.items())[::-1]
    )


def invoice(lines: tuple[InvoiceLine, ...] = LINES, rounding: str = "0", **changes: Any) -> Invoice:
    vat = sums(lines)
    whole = Invoice(
        kind="invoice", number="2026110042", supplier=SUPPLIER, customer=CUSTOMER, issued_on=date(2026, 11, 2),
        taxed_on=date(2026, 10, 31), due_on=date(2026, 11, 16), period_from=date(2026, 10, 1),
        period_to=date(2026, 10, 31), currency="CZK", lines=lines, vat=vat, rounding=Decimal(rounding),
        total=sum((one.net + one.vat for one in vat), Decimal(rounding)),
    )  # fmt: skip
    return msgspec.structs.replace(whole, **changes)


def credit_note(**changes: Any) -> Invoice:
    lines = (line("Mobilní ČR, přecenění", "118", "minute", "-132.16"), line("Sleva zrušena", "1", "piece", "12.16"))
    return invoice(lines, kind="credit_note", number="2026110077", answers="2026110042",
                   reason="Chybná sazba v říjnu 2026", **changes)  # fmt: skip


def receipt(**changes: Any) -> Invoice:
    lines = (line("Dobití kreditu", "1", "piece", "826.45"),)
    return invoice(lines, kind="receipt", number="2026900003", **changes)


UNKIND = msgspec.structs.replace(SUPPLIER, name=HOSTILE)
NOT_REGISTERED = msgspec.structs.replace(SUPPLIER, vat_id="")
KINDS: dict[str, Invoice] = {
    "invoice": invoice(),
    "several rates": invoice(RATES, rounding="0.43"),
    "zero rate": invoice((line("Osvobozená služba", "1", "piece", "500.00", "0"),)),
    "abroad": invoice((line("Calls", "100", "minute", "120.00", "0"),), customer=ABROAD, currency="EUR", language="en"),
    "no ids": invoice(customer=Business(name="Jan Novotný")),
    "no VAT": invoice((line("Volání", "10", "minute", "12.50", "0"),), supplier=NOT_REGISTERED, customer=CUSTOMER),
    "no account": invoice(supplier=msgspec.structs.replace(SUPPLIER, iban="", bic="", account="")),
    "nothing": invoice((line("Volání", "0", "minute", "0.00"),)),
    "credit note": credit_note(),
    "debit note": invoice(LINES[1:2], number="2026110078", answers="2026110042", reason="Hovory bez ceny"),
    "cancelled out": invoice((line("Volání", "1", "piece", "5.00"), line("Fax", "1", "piece", "-5.00")), vat=(),
                             answers="2026110042"),
    "receipt": receipt(),
    "hostile": invoice((line(HOSTILE, "1", "piece", "10.00"),), supplier=UNKIND, note=HOSTILE,
                       customer=Business(name=HOSTILE, address=Address(street=HOSTILE, city=HOSTILE))),
}  # fmt: skip
"""Every kind of document that must hold in every format."""
