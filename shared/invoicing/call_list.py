"""The calls behind an invoice, one a line, as a PDF of their own and as CSV; masked where the account asks for it.

Prices are what the calls cost before rounding: their sum is the exact amount of the invoice's lines, which are rounded
once. Drawn line by line and not as tables, because a month may have tens of thousands of calls.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec

from shared.billing.invoice import Invoice
from shared.billing.money import shown
from shared.domain import numbers
from shared.invoicing.paper import BOLD, LEFT, MUTED, PLAIN, RIGHT, TEXT, Paper, fitting, wrapped
from shared.invoicing.spreadsheet import MARK, safe, separator
from shared.invoicing.words import Words

PLACES = 6
"""Decimals of a price before rounding in the CSV; what is finer is rounded for the eye only."""

_SHOWN = 4  # on paper
_NUMBER, _DESTINATION, _LENGTH, _BAND, _PRICE = LEFT + 94, LEFT + 188, RIGHT - 154, RIGHT - 146, RIGHT
_ROW, _LEADING, _SIZE = 13.0, 9.5, 7.5
_SHORTEST = 6  # digits; what is shorter is an extension, which nobody masks
_STARRED = 3


class ListedCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call as a customer sees it. ``length`` as billed; ``exact``: what it cost without VAT, 1/UNIT of ``money``."""

    answered_at: datetime
    number: str
    destination: str
    length: timedelta
    band: str
    exact: int


class CallList(msgspec.Struct, frozen=True, kw_only=True):
    """The calls of an invoice. ``zone`` of the tariff; ``country`` (ISO 3166-1) in which numbers are read."""

    invoice: Invoice
    calls: tuple[ListedCall, ...]
    zone: ZoneInfo
    country: str = "CZ"
    is_masked: bool = False


def starred(number: str, country: str) -> str:
    """The number as people write it, its last three digits as stars; an extension and a hidden one stay."""
    written = numbers.display(number, country)
    places = [place for place, sign in enumerate(written) if sign.isdecimal()]
    if len(places) < _SHORTEST:
        return written
    hidden = set(places[-_STARRED:])
    return "".join("*" if place in hidden else sign for place, sign in enumerate(written))


def call_list_csv(listed: CallList) -> bytes:
    """All calls and no sums, UTF-8 with the mark by which Excel knows it; lengths in seconds."""
    words = Words(listed.invoice.language)
    made = io.StringIO(newline="")
    pen = csv.writer(made, delimiter=separator(words.code))
    currency = listed.invoice.currency
    pen.writerow([*(words(key) for key in ("time", "number", "destination", "length", "band")),
                  words("price", currency=currency)])  # fmt: skip
    for call in listed.calls:
        seconds = _decimal(Decimal(call.length // timedelta(milliseconds=1)) / 1000, words.code)
        texts = (_number(call, listed), call.destination)
        price = _decimal(shown(call.exact, PLACES), words.code)
        at = f"{call.answered_at.astimezone(listed.zone):%Y-%m-%d %H:%M:%S}"
        pen.writerow([at, *(safe(text) for text in texts), seconds, safe(call.band), price])
    return (MARK + made.getvalue()).encode("utf-8", errors="replace")


def call_list_pdf(listed: CallList) -> bytes:
    """The document: a head on every page, the sum at the end."""
    invoice, words = listed.invoice, Words(listed.invoice.language)
    title = f"{words('calls')} {words('of_invoice', number=invoice.number)}"
    paper = Paper(words, title=title, author=invoice.supplier.name, foot=f"{invoice.supplier.name} · {title}")
    period = f"{words('period')} {words.period(invoice.period_from, invoice.period_to)}"
    paper.y -= 4
    paper.lines(LEFT, [words("calls")], size=16, font=BOLD, leading=18)
    paper.lines(LEFT, [fitting(f"{words.title(invoice)} · {invoice.customer.name} · {period}", RIGHT - LEFT)],
                colour=MUTED, leading=26)  # fmt: skip
    _head(paper, words, invoice.currency)
    for given in listed.calls:
        call = msgspec.structs.replace(given, answered_at=given.answered_at.astimezone(listed.zone))
        texts = _texts(call, listed)
        height = _ROW + _LEADING * (max(len(lines) for _, lines in texts) - 1)
        if not paper.has(height):
            paper.new_page(f"{title} · {invoice.customer.name}")
            _head(paper, words, invoice.currency)
        _row(paper, words, call, texts)
        paper.y -= height - _ROW + 4
        paper.rule(width=0.3)
        paper.y -= _ROW - 4
    if not paper.has(60):
        paper.new_page(f"{title} · {invoice.customer.name}")
    _sum(paper, words, listed)
    return paper.finished()


def _head(paper: Paper, words: Words, currency: str) -> None:
    for x, key in ((LEFT, "time"), (_NUMBER, "number"), (_DESTINATION, "destination"), (_BAND, "band")):
        paper.text(x, words(key), size=8, colour=MUTED)
    paper.text(_LENGTH, words("length"), size=8, colour=MUTED, side="right")
    paper.text(_PRICE, words("price", currency=words.currency(currency)), size=8, colour=MUTED, side="right")
    paper.y -= 6
    paper.rule(colour=TEXT, width=0.9)
    paper.y -= _ROW


def _texts(call: ListedCall, listed: CallList) -> tuple[tuple[float, tuple[str, ...]], ...]:
    """Where the texts of a row begin, and their lines."""
    columns = (
        (_NUMBER, _number(call, listed), _DESTINATION),
        (_DESTINATION, call.destination, _LENGTH - 36),
        (_BAND, call.band, _PRICE - 52),
    )
    return tuple((x, wrapped(text, until - x - 4, PLAIN, _SIZE)) for x, text, until in columns)


def _row(paper: Paper, words: Words, call: ListedCall, texts: tuple[tuple[float, tuple[str, ...]], ...]) -> None:
    top = paper.y
    paper.text(LEFT, f"{words.day(call.answered_at.date())} {call.answered_at:%H:%M:%S}", size=_SIZE)
    paper.text(_LENGTH, _length(call.length), size=_SIZE, side="right")
    paper.text(_PRICE, words.amount(shown(call.exact, _SHOWN), _SHOWN), size=_SIZE, side="right")
    for x, lines in texts:
        paper.y = top
        paper.lines(x, lines, size=_SIZE, leading=_LEADING)
    paper.y = top


def _sum(paper: Paper, words: Words, listed: CallList) -> None:
    lengths = sum((call.length for call in listed.calls), timedelta())
    exact = sum(call.exact for call in listed.calls)
    paper.y -= 6
    paper.text(LEFT, words("total"), font=BOLD)
    calls = f"{words('number_of_calls')} {words.amount(Decimal(len(listed.calls)), 0)}"
    paper.text(_NUMBER, calls, font=BOLD)
    paper.text(_LENGTH, _length(lengths), font=BOLD, side="right")
    paper.text(_PRICE, words.amount(shown(exact, _SHOWN), _SHOWN), font=BOLD, side="right")
    paper.y -= 20
    paper.lines(LEFT, [words("before_rounding")], size=7.5, colour=MUTED)


def _number(call: ListedCall, listed: CallList) -> str:
    if listed.is_masked:
        return starred(call.number, listed.country)
    return numbers.display(call.number, listed.country)


def _length(length: timedelta) -> str:
    """As 4:38, 30:00:12; what is left of a second counts as one, as on the bill."""
    seconds = -(-length // timedelta(seconds=1))
    minutes, hours = seconds // 60, seconds // 3600
    return f"{hours}:{minutes % 60:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def _decimal(value: Decimal, code: str) -> str:
    text = f"{value:f}"
    return text.replace(".", ",") if code == "cs" else text
