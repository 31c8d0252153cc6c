"""Corrects invoices: a period is rated again, and what is different is told, or issued as a credit note.

An issued invoice is never changed. A call that is another account's now is given back by the same document that leaves
it out, and from then on it is an open call of whoever has it: in its next period, late. So it is charged once, whatever
happens between, and a preview moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import msgspec

from collector_daemon.billing.closing import Outcome, Who
from collector_daemon.billing.drafting import Drafting, billable_again
from collector_daemon.billing.numbering import numbering
from collector_daemon.billing.pricing import Pricing
from collector_daemon.settings import Settings
from collector_daemon.store.audit import Act
from collector_daemon.store.billing import closing as book
from collector_daemon.store.billing import papers
from collector_daemon.store.billing.accounts import BillingAccount, the_account
from collector_daemon.store.billing.closing import MarkedCall, MovedCall
from collector_daemon.store.billing.way_in import BillingMistake, enter, opened
from shared.billing.period import Draft, invoice_of
from shared.billing.rated import Rated
from shared.billing.rerating import correction
from shared.clock import Clock


class Correcting:
    """``correct``; ``settings`` are asked each time."""

    def __init__(self, url: str, settings: Callable[[], Settings], clock: Clock) -> None:
        self._url, self._settings, self._clock = url, settings, clock

    def correct(self, number: str, reason: str, who: Who | None) -> Outcome:
        """What an invoice's period comes to now less what was issued; who None: a preview. Raises BillingMistake."""
        with opened(self._url) as connection:
            pricing = Pricing(self._settings)
            pricing.look(connection, self._clock.now())
            drafting = Drafting(connection, pricing, self._settings())
            with connection.transaction():
                return self._corrected(connection, drafting, pricing, number, reason, who)

    def _corrected(
        self, connection: Any, drafting: Drafting, pricing: Pricing, number: str, reason: str, who: Who | None
    ) -> Outcome:
        first = papers.the_document(connection, number)
        if first.kind != "invoice" or first.period is None or first.answers:
            raise BillingMistake("bad_value", f"{number} is no invoice of a period")
        book.lock(connection, first.account)
        payer = the_account(connection, first.account)
        period, issued = book.issued_draft(connection, first.period)
        calls, moved = _parted(pricing, book.calls_of(connection, period.period), payer.account)
        days = (period.first_day, period.last_day)
        again = drafting.by_calls(payer, days, calls).draft
        outcome = Outcome(account=payer.account, first_day=days[0], last_day=days[1], period=period.period,
                          currency=payer.currency, calls=len(calls), moved=tuple(moved))  # fmt: skip
        draft = correction(issued, again)
        if draft is None:
            if who is not None:  # they cost nothing there, or others as much more
                book.give_back(connection, moved, first.number, self._clock.now())
            return outcome
        outcome = msgspec.structs.replace(outcome, lines=draft.lines, vat=draft.vat, total=draft.total)
        if who is None:
            return outcome
        noted = self._issue(connection, drafting, payer, draft, again, first, reason, who, moved)
        return msgspec.structs.replace(outcome, invoice=noted, is_new=True)

    def _issue(
        self, connection: Any, drafting: Drafting, payer: BillingAccount, draft: Draft, again: Draft,
        first: papers.Document, reason: str, who: Who, moved: Sequence[MovedCall],
    ) -> str:  # fmt: skip
        settings, now = self._settings().billing, self._clock.now()
        issued_on = now.astimezone(drafting.zone).date()
        series = numbering(settings, "credit_note" if draft.total < 0 else "invoice", issued_on)
        number, serial = book.next_number(connection, series)
        document = invoice_of(
            draft, number, settings.business, payer.business, issued_on, issued_on + timedelta(days=settings.due_days),
            answers=first.number, language=payer.language,
        )  # fmt: skip
        document = msgspec.structs.replace(document, reason=reason)
        assert first.period is not None, "asked before"
        book.add_document(connection, document, series, serial, payer.account, who.name, first.period, again)
        book.give_back(connection, moved, number, now)
        book.settle_differences(connection, first.period, number)
        papers.send(connection, number, papers.ways(payer), now)
        enter(connection, Act(
            happened_at=now, account=who.name, act="invoice corrected", subject=first.number,
            detail=f"{number}: {draft.total} {payer.currency}; {reason}", origin=who.origin,
        ))  # fmt: skip
        return number


def _parted(
    pricing: Pricing, calls: Sequence[MarkedCall], account: str
) -> tuple[list[MarkedCall], list[MovedCall]]:
    """Calls that are still the account's, and those that are not, with what they cost whoever has them."""
    ours, moved = [], []
    for one in calls:
        asked = billable_again(one)
        owner = pricing.owner(asked)
        if owner is not None and owner.account == account:
            ours.append(one)
            continue
        rated = pricing.rate(asked, owner.account) if owner is not None else None
        moved.append(MovedCall(
            pbx=one.pbx, call_id=one.call_id, account=owner.account if owner is not None else None, was=one.exact,
            exact=rated.exact if isinstance(rated, Rated) else 0,
        ))  # fmt: skip
    return ours, moved
