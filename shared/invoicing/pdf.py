"""An invoice, credit note or receipt on A4: parties, days, lines, VAT by rate, the total and how to pay it (QR Platba).

In the customer's language. As many pages as the lines need; the head of the table stands on each of them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shared.billing.invoice import Business, Invoice, InvoiceLine
from shared.invoicing.paper import BOLD, LEFT, MUTED, PLAIN, RIGHT, TEXT, WIDTH, Paper, clean, wide, wrapped
from shared.invoicing.qr_payment import is_iban, matrix, order_of, symbol_of
from shared.invoicing.rates import vat_category
from shared.invoicing.words import Words
from shared.language import Language

_COLUMN = WIDTH / 2 - 14  # of a party
_QUANTITY, _PRICE, _VAT = RIGHT - 212, RIGHT - 132, RIGHT - 88  # where columns end
_ITEM = _QUANTITY - 78 - LEFT
_LEADING = 11.5
_QR, _CAPTION = 128.0, 18.0
_MOST = 320  # letters of a name or a street: two parties and the days have room on one page
_PAYMENT = _QR + _CAPTION + 14


def pdf(invoice: Invoice) -> bytes:
    """The document."""
    return _Drawn(invoice).drawn()


class _Drawn:
    """One document being drawn, from its title to how it is paid."""

    def __init__(self, invoice: Invoice) -> None:
        self.invoice, self.words = invoice, Words(invoice.language)
        supplier = invoice.supplier
        self.has_vat = bool(supplier.vat_id)
        self.foot = " · ".join(part for part in (supplier.name, supplier.email, supplier.phone) if part)
        self.paper = Paper(self.words, title=self.words.title(invoice), author=supplier.name, foot=self.foot)

    def drawn(self) -> bytes:
        """Every part from above."""
        self.title()
        self.parties()
        self.days()
        self.table()
        self.sums()
        self.payment()
        return self.paper.finished()

    def title(self) -> None:
        """What it is, its number and its period."""
        invoice, words, paper = self.invoice, self.words, self.paper
        paper.y -= 8
        paper.lines(LEFT, wrapped(words.title(invoice), WIDTH, BOLD, 19), size=19, font=BOLD, leading=24)
        kind = {"invoice": "tax_document", "credit_note": "correction", "receipt": "paid_tax_document"}[invoice.kind]
        kind = "correction_upwards" if invoice.is_debit_note else kind
        said = words(kind if self.has_vat else "no_tax_document")
        period = f"{words('period')} {words.period(invoice.period_from, invoice.period_to)}"
        paper.y += 4
        paper.lines(LEFT, [f"{said} · {period}" if invoice.kind != "receipt" else said], colour=MUTED)
        paper.y -= 20

    def parties(self) -> None:
        """Supplier and customer beside each other."""
        top, lowest = self.paper.y, self.paper.y
        for x, label, business in (
            (LEFT, "supplier", self.invoice.supplier),
            (LEFT + WIDTH / 2 + 14, "customer", self.invoice.customer),
        ):
            self.paper.y = top
            self.paper.lines(x, [self.words(label)], size=8, colour=MUTED, leading=14)
            self.party(x, business)
            lowest = min(lowest, self.paper.y)
        self.paper.y = lowest - 12

    def party(self, x: float, business: Business) -> None:
        """A name, an address, the ids that there are."""
        paper, words, address = self.paper, self.words, business.address
        paper.lines(x, wrapped(business.name[:_MOST], _COLUMN, BOLD, 10), size=10, font=BOLD, leading=14)
        for text in (address.street, f"{address.postal_code} {address.city}".strip(), self.country(business)):
            if text:
                paper.lines(x, wrapped(text[:_MOST], _COLUMN))
        for label, text in (("company_id", business.company_id), ("vat_id", business.vat_id)):
            if text:
                paper.lines(x, wrapped(f"{words(label)} {text[:_MOST]}", _COLUMN))
        if business.register:
            paper.y -= 2
            paper.lines(x, wrapped(business.register[:_MOST], _COLUMN, PLAIN, 7.5), size=7.5, colour=MUTED, leading=10)

    def country(self, business: Business) -> str:
        """Its name where the two are not of one country."""
        code = business.address.country
        if self.invoice.supplier.address.country == self.invoice.customer.address.country:
            return ""
        return Language.of(self.words.code).country(code)

    def days(self) -> None:
        """When it was issued, taxed, is due; what it corrects and why."""
        invoice, words, paper = self.invoice, self.words, self.paper
        taxed = "received" if invoice.kind == "receipt" else "taxed"
        cells = [("issued", words.day(invoice.issued_on), PLAIN)]
        cells += [(taxed, words.day(invoice.taxed_on), PLAIN)] if self.has_vat or invoice.kind == "receipt" else []
        if invoice.kind == "invoice":
            cells += [("due", words.day(invoice.due_on), BOLD), ("symbol", symbol_of(invoice), PLAIN)]
        top = paper.y
        for place, (label, text, font) in enumerate(cells):
            paper.y = top
            self.labelled(LEFT + place * WIDTH / 4, label, (clean(text),), font)
        if invoice.answers:
            paper.y -= 6
            self.corrected()
        paper.y -= 16

    def corrected(self) -> None:
        """Which document it corrects and why."""
        top, invoice, quarter = self.paper.y, self.invoice, WIDTH / 4
        self.labelled(LEFT, "answers", wrapped(invoice.answers, quarter - 12, BOLD, 9.5), BOLD)
        lowest, self.paper.y = self.paper.y, top
        if clean(invoice.reason):
            self.labelled(LEFT + quarter, "reason", wrapped(invoice.reason, WIDTH - quarter, PLAIN, 9.5), PLAIN)
        self.paper.y = min(lowest, self.paper.y)

    def labelled(self, x: float, label: str, texts: tuple[str, ...], font: str) -> None:
        """A label and below it what it stands for."""
        self.paper.lines(x, [self.words(label)], size=8, colour=MUTED, leading=13)
        self.paper.lines(x, texts, size=9.5, font=font, leading=14)

    def flowing(self, text: str) -> None:
        """A text as wide as the page, and over to the next one where it must."""
        for line in wrapped(text, WIDTH):
            if not self.paper.has(13):
                self.paper.new_page(self.running())
            self.paper.lines(LEFT, [line])

    def table(self) -> None:
        """All lines, on as many pages as they need."""
        self.head()
        for line in self.invoice.lines:
            texts = wrapped(line.text, _ITEM, PLAIN, 8.5)
            if not self.paper.has(len(texts) * _LEADING + 8):
                self.paper.new_page(self.running())
                self.head()
            self.row(line, texts)
        self.paper.y -= 8

    def running(self) -> str:
        """What stands at the top of the following pages."""
        return f"{self.words.title(self.invoice)} · {self.invoice.customer.name}"

    def head(self) -> None:
        """The head of the table."""
        words, paper = self.words, self.paper
        style: dict[str, Any] = {"size": 8, "colour": MUTED}
        currency = words.currency(self.invoice.currency)
        paper.text(LEFT, words("item"), **style)
        paper.text(_QUANTITY, words("quantity"), side="right", **style)
        paper.text(_PRICE, words("unit_price"), side="right", **style)
        if self.has_vat:
            paper.text(_VAT, words("vat"), side="right", **style)
        paper.text(RIGHT, words("without_vat", currency=currency) if self.has_vat else currency, side="right", **style)
        paper.y -= 6
        paper.rule(colour=TEXT, width=0.9)
        paper.y -= 13

    def row(self, line: InvoiceLine, texts: tuple[str, ...]) -> None:
        """A line: its text wrapped, its figures on the first line of it."""
        words, paper, top = self.words, self.paper, self.paper.y
        style: dict[str, Any] = {"size": 8.5, "side": "right"}
        quantity = f"{words.quantity(line.quantity)}\u00a0{words(line.unit)}"
        paper.text(_QUANTITY, quantity, colour=MUTED, **style)
        if line.quantity:
            paper.text(_PRICE, words.unit_price(line.amount / line.quantity), colour=MUTED, **style)
        if self.has_vat:
            paper.text(_VAT, words.percent(line.vat_rate), colour=MUTED, **style)
        paper.text(RIGHT, words.amount(line.amount), **style)
        paper.lines(LEFT, texts, size=8.5, leading=_LEADING)
        paper.y = top - (len(texts) - 1) * _LEADING - 6
        paper.rule()
        paper.y -= 13

    def sums(self) -> None:
        """Net and VAT by rate, what was rounded, and the total."""
        invoice, words, paper = self.invoice, self.words, self.paper
        if not paper.has(60 + 16 * (len(invoice.vat) + 1) + (_PAYMENT if invoice.kind == "invoice" else 30)):
            paper.new_page(self.running())
        if self.has_vat and len(invoice.vat) > 1:
            self.recapitulation()
        elif self.has_vat:
            for one in invoice.vat:
                self.sum_row(words("net"), one.net)
                self.sum_row(f"{words('vat')} {words.percent(one.rate)}", one.vat)
        if invoice.rounding:
            paper.y -= 3
            self.sum_row(words("rounding"), invoice.rounding)
        paper.y -= 10
        is_returned = invoice.kind == "credit_note" and invoice.total <= 0
        key = "paid" if invoice.kind == "receipt" else "to_return" if is_returned else "to_pay"
        total = -invoice.total if is_returned else invoice.total
        paper.text(LEFT, words(key), size=14, font=BOLD)
        paper.text(RIGHT, words.money(total, invoice.currency), size=14, font=BOLD, side="right")
        paper.y -= 24

    def sum_row(self, label: str, amount: Decimal) -> None:
        """A label and an amount across the page."""
        self.paper.text(LEFT, label, colour=MUTED)
        self.paper.text(RIGHT, self.words.amount(amount), side="right")
        self.paper.y -= 16

    def recapitulation(self) -> None:
        """Rates below one another, and their sum."""
        words, paper, vat = self.words, self.paper, self.invoice.vat
        ends = (RIGHT - 270, RIGHT - 180, RIGHT - 90, RIGHT)
        for end, key in zip(ends, ("rate", "net", "vat", "with_vat"), strict=True):
            paper.text(end, words(key), size=8, colour=MUTED, side="right")
        paper.y -= 15
        rows = [(words.percent(one.rate), one.net, one.vat, PLAIN) for one in vat]
        rows.append((words("total"), sum((one.net for one in vat), Decimal(0)),
                     sum((one.vat for one in vat), Decimal(0)), BOLD))  # fmt: skip
        for title, net, tax, font in rows:
            if font == BOLD:
                paper.y += 10
                paper.rule(ends[0] - 45)
                paper.y -= 12
            for end, text in zip(ends, (title, *(words.amount(one) for one in (net, tax, net + tax))), strict=True):
                paper.text(end, text, font=font, side="right")
            paper.y -= 15

    def payment(self) -> None:
        """How it is paid, with the code that a telephone reads; what else is to be said."""
        invoice, words = self.invoice, self.words
        notes = [words("returned")] if invoice.kind == "credit_note" and invoice.total < 0 else []
        notes += [words("do_not_pay")] if invoice.kind == "receipt" else []
        if any(vat_category(invoice, one.rate) == "AE" for one in invoice.vat):
            notes.append(words("reverse_charge"))
        for note in (*notes, *([invoice.note] if clean(invoice.note) else [])):
            self.flowing(note)
        supplier = invoice.supplier
        if invoice.kind == "invoice" and invoice.total > 0 and (supplier.account or is_iban(supplier.iban)):
            self.account()

    def account(self) -> None:
        """The account and, where it has an IBAN, the code."""
        invoice, words, paper = self.invoice, self.words, self.paper
        if not paper.has(_PAYMENT):
            paper.new_page(self.running())
        paper.y -= 4
        order, x, top = order_of(invoice), LEFT, paper.y
        if order is not None:
            x += _QR + 22
            paper.frame(LEFT, top - _QR - _CAPTION, _QR, _QR + _CAPTION)
            paper.modules(LEFT + 2, top - _QR + 1, _QR - 4, matrix(order))
            paper.y = top - _QR - _CAPTION + 8
            paper.text(LEFT + _QR / 2, "QR Platba", font=BOLD, side="middle")
        supplier, iban = invoice.supplier, invoice.supplier.iban.replace(" ", "")
        spaced = " ".join(iban[place : place + 4] for place in range(0, len(iban), 4)) if is_iban(iban) else ""
        fields = [("account", supplier.account), ("iban", spaced), ("bic", supplier.bic if spaced else "")]
        fields += [("symbol", symbol_of(invoice)), ("amount", words.money(invoice.total, invoice.currency)),
                   ("due", words.day(invoice.due_on))]  # fmt: skip
        paper.y = top - 9
        paper.lines(x, [words("by_transfer")], size=9.5, font=BOLD, leading=19)
        for label, text in fields:
            if text:
                paper.text(x, words(label), size=8.5, colour=MUTED)
                paper.lines(x + 14 + wide(words("symbol"), PLAIN, 8.5), [clean(text)], size=9.5, leading=18)
