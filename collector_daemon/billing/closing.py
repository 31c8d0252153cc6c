"""Closes periods: previewed with nothing written, or for good, in one transaction an account.

Closing twice is closing once; two who close at once wait for each other. Of an account every rated call that ended
before the period's end and is on no invoice is in it, late ones of earlier periods too. Not here: how lines, VAT and
totals come about (``drafting``), and what corrects an invoice (``correcting``). It waits for the database: in a thread.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from collector_daemon.billing.drafting import Days, Drafting, Drawn, key_of
from collector_daemon.billing.numbering import numbering
from collector_daemon.billing.pricing import Pricing, priced
from collector_daemon.billing.rater import Rater
from collector_daemon.settings import Settings
from collector_daemon.store.audit import Act
from collector_daemon.store.billing import closing as book
from collector_daemon.store.billing import papers
from collector_daemon.store.billing.accounts import BillingAccount, accounts, the_account
from collector_daemon.store.billing.closing import ClosedPeriod, MovedCall
from collector_daemon.store.billing.way_in import BillingMistake, enter, opened
from shared.billing.invoice import InvoiceLine, VatSum
from shared.billing.money import Exact
from shared.billing.period import Draft, invoice_of
from shared.clock import Clock


class Who(msgspec.Struct, frozen=True):
    """Who gives the order, and from where."""

    name: str
    origin: str


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a period comes to. ``is_new``: it was closed now; not, where it was before or this is a preview.

    ``unrated``: calls without a price, which come late. ``invoice`` None: nothing is to be paid, or a preview.
    ``moved``: calls that a correction gives back, as they are another account's now.
    """

    account: str
    first_day: date
    last_day: date
    period: int | None = None
    invoice: str | None = None
    is_new: bool = False
    calls: int = 0
    late: int = 0
    unrated: int = 0
    currency: str = ""
    lines: tuple[InvoiceLine, ...] = ()
    vat: tuple[VatSum, ...] = ()
    total: Decimal = Decimal(0)
    moved: tuple[MovedCall, ...] = ()


class Closing:
    """``close``; ``settings`` are asked each time."""

    def __init__(self, url: str, settings: Callable[[], Settings], clock: Clock) -> None:
        self._url, self._settings, self._clock = url, settings, clock

    def close(self, account: str | None, days: Days, who: Who | None) -> list[Outcome]:
        """Close these days of an account (None: of all post-paid ones); who None: a preview. Raises BillingMistake."""
        if days[1] < days[0]:
            raise BillingMistake("bad_params", "the last day is before the first")
        with opened(self._url) as connection:
            pricing = Pricing(self._settings)
            pricing.look(connection, self._clock.now())
            drafting = Drafting(connection, pricing, self._settings())
            if who is not None:
                self._check(drafting, days)
                self._rate_what_is_due()
            named = [the_account(connection, account)] if account else accounts(connection)
            return [
                self._previewed(connection, drafting, one, days) if who is None
                else self._closed(connection, drafting, one, days, who)
                for one in named if account or one.kind == "post"
            ]  # fmt: skip

    def _check(self, drafting: Drafting, days: Days) -> None:
        if drafting.until(days[1]) > self._clock.now():
            raise BillingMistake("not_over", f"{days[1]} is not over yet: only a preview is possible")
        if not self._settings().billing.supplier:
            raise BillingMistake("no_supplier", "the settings do not say who sends the invoices: [billing] supplier")

    def _rate_what_is_due(self) -> None:
        rater = Rater(self._url, self._settings, self._clock)
        try:
            while rater.rate_some():
                pass
        finally:
            rater.close()

    def _previewed(self, connection: Any, drafting: Drafting, payer: BillingAccount, days: Days) -> Outcome:
        before = book.closed(connection, payer.account, *days)
        if before is not None:
            return _told_before(connection, payer, before)
        if drafting.shares_free_time(payer, days):
            calls = book.open_calls(connection, payer.account, drafting.until(days[1]))
            drawn = drafting.by_calls(payer, days, calls)
        else:
            drawn = drafting.by_sums(payer, days, None)
        return self._told(connection, drafting, payer, days, drawn)

    def _closed(self, connection: Any, drafting: Drafting, payer: BillingAccount, days: Days, who: Who) -> Outcome:
        until = drafting.until(days[1])
        with connection.transaction():
            book.lock(connection, payer.account)
            before = book.closed(connection, payer.account, *days)
            if before is not None:
                return _told_before(connection, payer, before)
            period = book.mark(connection, payer.account, until)
            if drafting.shares_free_time(payer, days):
                drawn = self._shared_out(connection, drafting, payer, days, period)
            else:
                drawn = drafting.by_sums(payer, days, period)
            told = self._told(connection, drafting, payer, days, drawn)
            invoice = self._issue(connection, payer, drawn.draft, period, who, drafting)
            now = self._clock.now()
            book.add_period(connection, period, payer.account, days, until, drawn.draft, now, who.name, drawn.calls,
                            Exact(drawn.exact), invoice)  # fmt: skip
            detail = f"{days[0]} to {days[1]}: {drawn.calls} calls, invoice {invoice or 'none'}"
            enter(connection, Act(happened_at=now, account=who.name, act="period closed", subject=payer.account,
                                  detail=detail, origin=who.origin))  # fmt: skip
        return msgspec.structs.replace(told, period=period, invoice=invoice, is_new=True)

    def _shared_out(
        self, connection: Any, drafting: Drafting, payer: BillingAccount, days: Days, period: int
    ) -> Drawn:
        """Free time given to the calls; their rows say what the invoice says."""
        calls = book.calls_of(connection, period)
        drawn = drafting.by_calls(payer, days, calls)
        by_key, now = {key_of(one): one for one in calls}, self._clock.now()
        changed, charged = [], []
        for billed in drawn.draft.calls:
            row, rated = by_key[billed.call.key], billed.rated
            if rated.free_ms:
                charged.append((row.pbx, row.call_id, rated.exact, rated.free_ms))
            elif rated.exact != row.exact:
                changed.append(priced(row, rated, now))
        book.change(connection, changed, charged)
        unrated = [(by_key[call.key], why.reason) for call, why in drawn.draft.unrated]
        book.leave(connection, [(row.pbx, row.call_id, reason) for row, reason in unrated])
        return drawn

    def _told(
        self, connection: Any, drafting: Drafting, payer: BillingAccount, days: Days, drawn: Drawn
    ) -> Outcome:
        draft = drawn.draft
        return Outcome(
            account=payer.account, first_day=days[0], last_day=days[1], currency=payer.currency, calls=drawn.calls,
            late=drawn.late, lines=draft.lines, vat=draft.vat, total=draft.total,
            unrated=book.unrated_count(connection, payer.account, drafting.until(days[1])),
        )  # fmt: skip

    def _issue(
        self, connection: Any, payer: BillingAccount, draft: Draft, period: int, who: Who, drafting: Drafting
    ) -> str | None:
        """The invoice's number; None: nothing is on it, or it is paid from credit."""
        if not draft.lines or payer.kind == "pre":
            return None
        settings, now = self._settings().billing, self._clock.now()
        issued_on = now.astimezone(drafting.zone).date()
        due_on = issued_on + timedelta(days=settings.due_days if payer.due_days is None else payer.due_days)
        series = numbering(settings, "invoice", issued_on)
        number, serial = book.next_number(connection, series)
        document = invoice_of(draft, number, settings.business, payer.business, issued_on, due_on,
                              language=payer.language)  # fmt: skip
        book.add_document(connection, document, series, serial, payer.account, who.name, period)
        papers.send(connection, number, papers.ways(payer), now)
        return number


def _told_before(connection: Any, payer: BillingAccount, before: ClosedPeriod) -> Outcome:
    _period, draft = book.issued_draft(connection, before.period)
    return Outcome(
        account=payer.account, first_day=before.first_day, last_day=before.last_day, period=before.period,
        invoice=before.invoice, currency=payer.currency, calls=before.calls, lines=draft.lines, vat=draft.vat,
        total=draft.total,
    )  # fmt: skip
