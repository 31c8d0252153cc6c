"""A period rated again: which calls cost something else now and why, and the document that evens it out.

An issued invoice is never changed. What it said and its correction together are, line by line, VAT rate by VAT rate and
to the cent, what the period comes to when it is rated again.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

import msgspec

from shared.billing.invoice import InvoiceLine, VatSum
from shared.billing.money import Exact
from shared.billing.period import Billed, Draft
from shared.billing.rated import Rated, Trace

Why = Literal["added", "gone", "version", "prefix", "time", "bands", "free", "price"]
"""The first thing that differs: the call itself, or a step of its trace from the top."""


class Difference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A call that costs something else. None: it was not there."""

    key: str
    was: Exact | None
    now: Exact | None
    why: Why


def differences(issued: Iterable[Billed], again: Iterable[Billed]) -> list[Difference]:
    """Calls of another price, in the order of the calls as issued, then those added."""
    now = {one.call.key: one.rated for one in again}
    found: list[Difference] = []
    for one in issued:
        rated = now.pop(one.call.key, None)
        if rated is None:
            found.append(Difference(key=one.call.key, was=one.rated.exact, now=None, why="gone"))
        elif rated.exact != one.rated.exact:
            found.append(Difference(key=one.call.key, was=one.rated.exact, now=rated.exact, why=why(one.rated, rated)))
    found += [Difference(key=key, was=None, now=rated.exact, why="added") for key, rated in now.items()]
    return found


def why(was: Rated, now: Rated) -> Why:
    """The first step of the trace that differs."""
    steps: tuple[tuple[Why, tuple[str, ...]], ...] = (
        ("time", ("time_ms",)),
        ("prefix", ("number", "prefix", "direction")),
        ("version", ("tariff", "version")),
        ("bands", ("split", "stretches")),
    )
    for step, fields in steps:
        if _of(was.trace, fields) != _of(now.trace, fields):
            return step
    if [part.band for part in was.trace.parts] != [part.band for part in now.trace.parts]:
        return "bands"
    return "free" if was.free_ms != now.free_ms else "price"


def correction(issued: Draft, again: Draft) -> Draft | None:
    """What is to be given back (negative) or paid on top, line by line; None: nothing.

    Of a line that says another quantity now the difference is one piece: its price is not one of a minute.
    """
    lines = tuple(_lines(issued.lines, again.lines))
    total = again.total - issued.total
    if not lines and not total:
        return None
    before = {one.rate: one for one in issued.vat}
    after = {one.rate: one for one in again.vat}
    sums = (_less(before.get(rate), after.get(rate), rate) for rate in sorted(before | after))
    return Draft(
        period=issued.period,
        currency=issued.currency,
        calls=(),
        unrated=again.unrated,
        lines=lines,
        vat=tuple(one for one in sums if one.net or one.vat),
        total=total,
        rounding=again.rounding - issued.rounding,
    )


def _lines(issued: Iterable[InvoiceLine], again: Iterable[InvoiceLine]) -> Iterable[InvoiceLine]:
    before, after = _by_text(issued), _by_text(again)
    for key in before | after:
        text, rate = key
        was, exact_was = before.get(key, (Decimal(0), 0))
        now, exact_now = after.get(key, (Decimal(0), 0))
        if now != was:
            yield InvoiceLine(
                text=text,
                quantity=Decimal(1),
                unit="piece",
                amount=now - was,
                vat_rate=rate,
                exact=exact_now - exact_was,
            )


def _by_text(lines: Iterable[InvoiceLine]) -> dict[tuple[str, Decimal], tuple[Decimal, int]]:
    found: dict[tuple[str, Decimal], tuple[Decimal, int]] = {}
    for one in lines:
        amount, exact = found.get((one.text, one.vat_rate), (Decimal(0), 0))
        found[one.text, one.vat_rate] = amount + one.amount, exact + (one.exact or 0)
    return found


def _less(was: VatSum | None, now: VatSum | None, rate: Decimal) -> VatSum:
    nothing = VatSum(rate=rate, net=Decimal(0), vat=Decimal(0))
    was, now = was or nothing, now or nothing
    return VatSum(rate=rate, net=now.net - was.net, vat=now.vat - was.vat)


def _of(trace: Trace, fields: tuple[str, ...]) -> list[object]:
    return [getattr(trace, field) for field in fields]
