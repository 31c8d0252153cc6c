"""QR Platba: what a bank's application reads from an invoice, as the standard of the Czech Banking Association says it.

A Short Payment Descriptor 1.0 (https://qr-platba.cz/pro-vyvojare/specifikace-formatu/): keys and values between stars.
Letters are written without accents and in capitals, and what the alphanumeric mode of QR does not know is left out,
so that the code stays small and every application can read it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

import msgspec
import segno

from shared.billing.invoice import Invoice

QUIET_MODULES = 4
"""How many light modules stand around a code; ISO 18004 asks for as many."""

_MOST = Decimal("9999999.99")
_NAME, _MESSAGE, _SYMBOL = 35, 60, 10  # letters, letters, digits
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_UNKNOWN = re.compile(r"[^0-9A-Z $\-./:]+")
"""Also the star, which separates, and % and +, which applications take for escapes."""


class PaymentOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be paid. ``amount`` above zero; ``symbol``: the variable symbol, digits."""

    iban: str
    amount: Decimal
    currency: str
    bic: str = ""
    recipient: str = ""
    message: str = ""
    symbol: str = ""
    due_on: date | None = None


def order_of(invoice: Invoice) -> PaymentOrder | None:
    """How the invoice is paid; None where nothing is, or where nobody could: no account, a total of nothing or less."""
    supplier, payable = invoice.supplier, invoice.kind == "invoice" and Decimal(0) < invoice.total <= _MOST
    if not payable or not is_iban(supplier.iban):
        return None
    bic = _packed(supplier.bic)
    return PaymentOrder(
        iban=supplier.iban, bic=bic if _BIC.fullmatch(bic) else "", amount=invoice.total, currency=invoice.currency,
        recipient=supplier.name, message=f"FAKTURA {invoice.number}", symbol=symbol_of(invoice), due_on=invoice.due_on,
    )  # fmt: skip


def symbol_of(invoice: Invoice) -> str:
    """The variable symbol: the digits of the number, the last ten of them."""
    return re.sub(r"[^0-9]", "", invoice.number)[-_SYMBOL:]


def descriptor(order: PaymentOrder) -> str:
    """The string that is in the code. Raises ValueError with what is wrong."""
    iban, bic, currency = _packed(order.iban), _packed(order.bic), order.currency
    if not is_iban(iban):
        raise ValueError(f"{order.iban}: no IBAN")
    if bic and not _BIC.fullmatch(bic):
        raise ValueError(f"{order.bic}: no BIC")
    if not order.amount.is_finite() or not 0 < order.amount <= _MOST:
        raise ValueError(f"{order.amount}: an amount is above 0 and at most {_MOST}")
    if order.amount != order.amount.quantize(Decimal("0.01")):
        raise ValueError(f"{order.amount}: at most two decimals")
    if not re.fullmatch("[A-Z]{3}", currency):
        raise ValueError(f"{currency}: no currency of three letters")
    if not re.fullmatch(f"[0-9]{{0,{_SYMBOL}}}", order.symbol):
        raise ValueError(f"{order.symbol}: a variable symbol has at most ten digits")
    fields = [
        ("ACC", f"{iban}+{bic}" if bic else iban), ("AM", f"{order.amount:.2f}"), ("CC", currency),
        ("DT", f"{order.due_on:%Y%m%d}" if order.due_on else ""), ("MSG", _plain(order.message, _MESSAGE)),
        ("RN", _plain(order.recipient, _NAME)), ("X-VS", order.symbol),
    ]  # fmt: skip
    return "*".join(("SPD*1.0", *(f"{key}:{value}" for key, value in fields if value)))


def matrix(order: PaymentOrder) -> tuple[tuple[bool, ...], ...]:
    """The code, row by row, dark modules true, its quiet zone around it. Raises ValueError."""
    code = segno.make_qr(descriptor(order), error="m")  # 15 % may be damaged, as the standard asks on paper
    return tuple(tuple(bool(module) for module in row) for row in code.matrix_iter(border=QUIET_MODULES))


def is_iban(text: str) -> bool:
    """Tell whether its form and its check digits are right (ISO 13616: the rest of 97 is 1); spaces do not matter."""
    iban = _packed(text)
    if not _IBAN.fullmatch(iban) or (iban.startswith(("CZ", "SK")) and len(iban) != 24):
        return False
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


def _packed(text: str) -> str:
    return re.sub(r"[\s\u00a0]", "", text).upper()


def _plain(text: str, most: int) -> str:
    """Capitals without accents, of the alphanumeric mode only."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(_UNKNOWN.sub(" ", bare.upper()).split())[:most].strip()
