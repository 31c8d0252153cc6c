"""What stands on papers in Czech and in English, and how amounts and days are written there.

A document speaks its customer's language, not the reader's, and its headings are terms of Act 235/2004: so both
languages stand here beside each other and not in the catalogues of the programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from shared.billing.invoice import Invoice

NARROW = "\u00a0"
"""What keeps a number and its unit, or its thousands, on one line."""

_WORDS: dict[str, tuple[str, str]] = {
    "invoice": ("Faktura", "Invoice"),
    "credit_note": ("Opravný daňový doklad", "Credit note"),
    "credit": ("Dobropis", "Credit note"),
    "debit_note": ("Opravný daňový doklad", "Debit note"),
    "debit": ("Vrubopis", "Debit note"),
    "receipt": ("Doklad o přijaté platbě", "Payment receipt"),
    "tax_document": ("Daňový doklad", "Tax document"),
    "correction": ("Dobropis", "Corrective tax document"),
    "correction_upwards": ("Vrubopis", "Corrective tax document"),
    "paid_tax_document": ("Daňový doklad k přijaté platbě", "Tax document on a payment received"),
    "no_tax_document": ("Dodavatel není plátcem DPH", "The supplier is not registered for VAT"),
    "period": ("období", "period"),
    "supplier": ("Dodavatel", "Supplier"),
    "customer": ("Odběratel", "Customer"),
    "company_id": ("IČO", "Company ID"),
    "vat_id": ("DIČ", "VAT ID"),
    "issued": ("Vystaveno", "Issued"),
    "taxed": ("Zdan. plnění", "Tax point"),
    "received": ("Platba přijata", "Payment received"),
    "due": ("Splatnost", "Due"),
    "answers": ("Opravuje doklad", "Corrects document"),
    "reason": ("Důvod opravy", "Reason for the correction"),
    "item": ("Položka", "Item"),
    "quantity": ("Množství", "Quantity"),
    "unit_price": ("Cena za jedn.", "Unit price"),
    "vat": ("DPH", "VAT"),
    "without_vat": ("{currency} bez DPH", "{currency} excl. VAT"),
    "rate": ("Sazba", "Rate"),
    "net": ("Základ", "Net"),
    "with_vat": ("Celkem s DPH", "Total incl. VAT"),
    "rounding": ("Zaokrouhlení", "Rounding"),
    "to_pay": ("K úhradě", "Amount due"),
    "to_return": ("K vrácení", "Amount to be refunded"),
    "paid": ("Uhrazeno", "Paid"),
    "total": ("Celkem", "Total"),
    "account": ("Účet", "Account"),
    "symbol": ("Variabilní symbol", "Payment reference"),
    "iban": ("IBAN", "IBAN"),
    "bic": ("BIC", "BIC"),
    "amount": ("Částka", "Amount"),
    "by_transfer": ("Platba převodem", "Bank transfer"),
    "do_not_pay": ("Neplaťte, již uhrazeno.", "Do not pay: already paid."),
    "returned": ("Částku vrátíme na účet, ze kterého jste platili.",
                 "We will refund the amount to the account you paid from."),
    "reverse_charge": ("Daň odvede zákazník.", "Reverse charge: VAT is accounted for by the customer."),
    "page": ("Strana {page} z {pages}", "Page {page} of {pages}"),
    "calls": ("Rozpis hovorů", "Itemised calls"),
    "of_invoice": ("k faktuře {number}", "of invoice {number}"),
    "time": ("Čas", "Time"),
    "number": ("Číslo", "Number"),
    "destination": ("Destinace", "Destination"),
    "length": ("Délka", "Length"),
    "band": ("Pásmo", "Band"),
    "price": ("{currency} bez DPH", "{currency} excl. VAT"),
    "number_of_calls": ("Hovorů", "Calls"),
    "before_rounding": ("Ceny jsou před zaokrouhlením; zaokrouhluje se jednou, na řádku faktury.",
                        "Prices are before rounding; they are rounded once, on the line of the invoice."),
    "piece": ("ks", "pcs"),
    "minute": ("min", "min"),
    "month": ("měs.", "mo."),
    "call": ("hov.", "calls"),
}  # fmt: skip
_MARKS = {"cs": {ord(","): NARROW, ord("."): ",", ord("-"): "−"}, "en": {ord("-"): "−"}}
_CURRENCIES = {"CZK": ("Kč", "CZK"), "EUR": ("€", "EUR")}


class Words:
    """The words and the writing of one language: "cs", else English."""

    def __init__(self, language: str) -> None:
        self.code = "cs" if language[:2].lower() == "cs" else "en"
        self._place = 0 if self.code == "cs" else 1

    def __call__(self, key: str, **values: object) -> str:
        """The words for a key of the table. Raises KeyError."""
        return _WORDS[key][self._place].format_map(values) if values else _WORDS[key][self._place]

    def title(self, invoice: Invoice) -> str:
        """As "Faktura 2026110042"; no tax document comes from who is not registered for VAT."""
        kind: str = "debit_note" if invoice.is_debit_note else invoice.kind
        if not invoice.supplier.vat_id:
            kind = {"debit_note": "debit", "credit_note": "credit"}.get(kind, kind)
        return f"{self(kind)} {invoice.number}"

    def amount(self, value: Decimal, places: int = 2) -> str:
        """As "14 483,70", "14,483.70"; less than nothing with a real minus."""
        text = f"{value:,.{places}f}"
        if not text.strip("-0.,"):
            text = text.lstrip("-")
        return text.translate(_MARKS[self.code])

    def quantity(self, value: Decimal) -> str:
        """As many decimals as are needed, at most three."""
        return self.amount(value, _places(value, 3))

    def unit_price(self, value: Decimal) -> str:
        """At least two decimals, at most four."""
        return self.amount(value, max(2, _places(value, 4)))

    def percent(self, rate: Decimal) -> str:
        """As "21 %", "21%"."""
        return self.amount(rate, _places(rate, 2)) + (f"{NARROW}%" if self.code == "cs" else "%")

    def currency(self, code: str) -> str:
        """As "Kč" in Czech; what we do not know stays a code."""
        return _CURRENCIES.get(code, (code, code))[self._place]

    def money(self, value: Decimal, currency: str) -> str:
        """An amount with its currency: "14 483,70 Kč", "CZK 14,483.70"."""
        said = self.currency(currency)
        return f"{self.amount(value)}{NARROW}{said}" if self.code == "cs" else f"{said}{NARROW}{self.amount(value)}"

    def day(self, day: date) -> str:
        """As "2. 11. 2026", "2 Nov 2026"."""
        if self.code == "cs":
            return f"{day.day}.{NARROW}{day.month}.{NARROW}{day.year}"
        return f"{day.day}{NARROW}{_MONTHS[day.month - 1]}{NARROW}{day.year}"

    def period(self, since: date, until: date) -> str:
        """As "1.–31. 10. 2026" within a month, else both days whole."""
        if (since.year, since.month) == (until.year, until.month) and since != until:
            return f"{since.day}{'.' if self.code == 'cs' else ''}–{self.day(until)}"
        return self.day(until) if since == until else f"{self.day(since)} – {self.day(until)}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
KEYS: Mapping[str, tuple[str, str]] = _WORDS
"""All words, for whoever must know that none is missing."""


def _places(value: Decimal, most: int) -> int:
    exponent = value.quantize(Decimal(1).scaleb(-most)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
