"""Lists of what does not agree any more: invoiced calls that cost something else now, and fees that wait
for credit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from shared.billing.money import rounded
from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.moment import Around
from supervisor_console.reports.billing_lists import DifferenceFound, OwedFee
from supervisor_console.views.pieces import Empty, Grid, Line, Mark


def differing(around: Around, found: Sequence[DifferenceFound]) -> Grid:
    """Calls that were invoiced and are somebody else's now, or cost something else."""
    text = around.language.text
    hint = text("Calls that are rated again after their invoice was issued come here.")
    empty = None if found else Empty(text("Every invoiced call costs what its invoice says."), hint, "circle_tick")
    return Grid(
        title=text("Changed after invoicing"), count=around.language.number(len(found)), empty=empty,
        lines=tuple(_difference(around, one) for one in found),
        foot=text("Invoices stay as they are. Choose the invoice among the documents to correct it.") if found else "",
    )  # fmt: skip


def _difference(around: Around, one: DifferenceFound) -> Line:
    text = around.language.text
    if one.settled_by == "ledger":
        state = Mark(text("given back to the credit"), "good", "circle_tick", is_state=True)
    elif one.settled_by is not None:
        state = Mark(text("corrected by {document}", document=one.settled_by), "good", "circle_tick", is_state=True)
    else:
        state = Mark(text("not corrected"), "warn", "triangle", is_state=True)
    whose, price = Mark(text("the same account"), "muted"), one.exact
    if one.to_title is not None:
        whose, price = Mark(one.to_title), one.to_exact
    return Line(f"{one.pbx} {one.call_id} {one.found_at.isoformat()}", (
        Mark(one.invoice or "—", "text" if one.invoice else "muted"), Mark(one.title), Mark(one.call_id, "muted"),
        Mark(around.language.calendar_day(one.found_at.astimezone(around.zone).date()), "muted"),
        Mark(words.money(around, rounded(one.invoiced), one.currency), "muted"),
        Mark(words.money(around, rounded(price), one.currency), weight=600), whose, state,
    ))  # fmt: skip


def waiting_fees(around: Around, found: Sequence[OwedFee]) -> Grid:
    """Monthly fees that wait for credit."""
    text = around.language.text
    hint = text("A fee for which the credit of its account does not reach waits here.")
    empty = None if found else Empty(text("Every fee was taken."), hint, "circle_tick")
    return Grid(
        title=text("Fees not taken yet"), count=around.language.number(len(found)), empty=empty,
        lines=tuple(_owed(around, one) for one in found),
        foot=text("To be taken in all: {amount}. Each is taken whole as soon as there is credit for it.",
                  amount=owed_in_all(around, found)) if found else "",
    )  # fmt: skip


def _owed(around: Around, one: OwedFee) -> Line:
    return Line(f"{one.account} {one.fee} {one.month}", (
        Mark(one.title), Mark(one.fee_title), Mark(around.language.month(one.month)),
        Mark(words.money(around, one.amount, one.currency), weight=600),
        Mark(words.instant(around, one.noticed_at), "muted"),
    ))  # fmt: skip


def owed_in_all(around: Around, found: Iterable[OwedFee]) -> str:
    """What they come to, by currency."""
    sums: dict[str, Decimal] = {}
    for one in found:
        sums[one.currency] = sums.get(one.currency, Decimal(0)) + one.amount
    return " + ".join(words.money(around, amount, currency) for currency, amount in sums.items())
