"""Closes periods: previewed with nothing written, or for good in one transaction an account; and corrects closed ones.

Closing twice is closing once; two who close at once wait for each other. Of an account every rated call that ended
before the period's end and is on no invoice is in it, late ones of earlier periods too. Not here: how lines, VAT and
totals come about (``shared.billing.period``). All of it waits for the database: in a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

import msgspec

from collector_daemon.billing.numbering import numbering
from collector_daemon.billing.pricing import Pricing, priced
from collector_daemon.settings import Settings
from collector_daemon.store import billing_closing as book
from collector_daemon.store import billing_papers as papers
from collector_daemon.store.audit import Act
from collector_daemon.store.billing import BillingMistake, enter, opened
from collector_daemon.store.billing_accounts import BillingAccount, accounts, subscriptions, the_account
from collector_daemon.store.billing_closing import ClosedPeriod, MarkedCall
from shared.billing import period as rules
from shared.billing.invoice import InvoiceLine, VatSum
from shared.billing.money import Exact
from shared.billing.period import Draft, Period
from shared.billing.rated import BillableCall
from shared.clock import Clock
from shared.database.escapes import unescape
from shared.domain.search.spans import beginning

DAY = timedelta(days=1)
Days = tuple[date, date]
"""The first and the last day."""


class Who(msgspec.Struct, frozen=True):
    """Who gives the order, and from where."""

    name: str
    origin: str


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a period comes to. ``is_new``: it was closed now; not, where it was before or this is a preview.

    ``unrated``: calls without a price, which come late. ``invoice`` None: nothing is to be paid, or a preview.
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


class Closing:
    """``close`` and ``correct``; ``settings`` are asked each time."""

    def __init__(self, url: str, settings: Callable[[], Settings], clock: Clock) -> None:
        self._url, self._settings, self._clock = url, settings, clock

    def close(self, account: str | None, days: Days, who: Who, *, is_preview: bool) -> list[Outcome]:
        """Close these days of an account (None: of all post-paid ones). Raises BillingMistake, Unavailable."""
        with opened(self._url) as connection:
            self._check(days, is_preview=is_preview)
            pricing = Pricing(self._settings)
            pricing.look(connection, self._clock.now())
            named = [the_account(connection, account)] if account else accounts(connection)
            return [
                self._close(connection, pricing, one, days, None if is_preview else who)
                for one in named if account or one.kind == "post"
            ]  # fmt: skip

    def correct(self, number: str, reason: str, who: Who, *, is_preview: bool) -> Outcome:
        """Rate an invoice's period again: what is different, and (no preview) the credit note that says so."""
        with opened(self._url) as connection:
            pricing = Pricing(self._settings)
            pricing.look(connection, self._clock.now())
            with connection.transaction():
                return self._correct(connection, pricing, number, reason, None if is_preview else who)

    # --- closing

    def _check(self, days: Days, *, is_preview: bool) -> None:
        first, last = days
        if last < first:
            raise BillingMistake("bad_params", "the last day is before the first")
        if not is_preview and self._until(last) > self._clock.now():
            raise BillingMistake("not_over", f"{last} is not over yet: only a preview is possible")
        if not is_preview and not self._settings().billing.supplier:
            raise BillingMistake("no_supplier", "the settings do not say who sends the invoices: [billing] supplier")

    def _until(self, last: date) -> datetime:
        return beginning(last + DAY, self._zone)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._settings().centre.timezone)

    def _close(
        self, connection: Any, pricing: Pricing, payer: BillingAccount, days: Days, who: Who | None
    ) -> Outcome:
        until = self._until(days[1])
        outcome = Outcome(account=payer.account, first_day=days[0], last_day=days[1], currency=payer.currency)
        with connection.transaction():
            if who is not None:
                book.lock(connection, payer.account)
            before = book.closed(connection, payer.account, *days)
            if before is not None:
                return self._closed_before(connection, outcome, before)
            if who is None:
                calls = book.open_calls(connection, payer.account, until)
                return self._told(connection, outcome, self._draft(connection, pricing, payer, days, calls), until)
            number, calls = book.mark(connection, payer.account, until)
            draft = self._draft(connection, pricing, payer, days, calls)
            self._settle_calls(connection, calls, draft)
            invoice = self._issue(connection, payer, draft, number, who)
            total = Exact(sum(one.rated.exact for one in draft.calls))
            now = self._clock.now()
            book.add_period(connection, number, payer.account, days, until, draft, now, who.name, total, invoice)
            told = self._told(connection, outcome, draft, until)
            detail = f"{days[0]} to {days[1]}: {len(draft.calls)} calls, invoice {invoice or 'none'}"
            enter(connection, Act(happened_at=now, account=who.name, act="period closed", subject=payer.account,
                                  detail=detail, origin=who.origin))  # fmt: skip
        return msgspec.structs.replace(told, period=number, invoice=invoice, is_new=True)

    def _closed_before(self, connection: Any, outcome: Outcome, before: ClosedPeriod) -> Outcome:
        _period, draft = book.issued_draft(connection, before.period)
        return msgspec.structs.replace(
            outcome, period=before.period, invoice=before.invoice, calls=before.calls, lines=draft.lines,
            vat=draft.vat, total=draft.total,
        )  # fmt: skip

    def _told(self, connection: Any, outcome: Outcome, draft: Draft, until: datetime) -> Outcome:
        return msgspec.structs.replace(
            outcome, calls=len(draft.calls), late=sum(one.is_late for one in draft.calls), lines=draft.lines,
            unrated=book.unrated_count(connection, outcome.account, until), vat=draft.vat, total=draft.total,
        )  # fmt: skip

    def _draft(
        self, connection: Any, pricing: Pricing, payer: BillingAccount, days: Days, calls: Sequence[MarkedCall]
    ) -> Draft:
        settings = self._settings()
        period = Period(begins=days[0], ends=days[1] + DAY, zone=settings.centre.timezone)
        try:
            return rules.close(
                period, pricing.versions(payer.tariff), [_billable(one) for one in calls],
                [one.rate for one in settings.vat_rate], subscriptions(connection, payer.account), pricing.holidays,
                settings.billing.coin,
            )  # fmt: skip
        except ValueError as problem:
            raise BillingMistake("bad_value", f"{payer.account}: {problem}") from None

    def _settle_calls(self, connection: Any, calls: Sequence[MarkedCall], draft: Draft) -> None:
        """The rows say what the invoice says: where free time paid, or a price came meanwhile."""
        by_key = {_key(one): one for one in calls}
        now, changed, charged = self._clock.now(), [], []
        for billed in draft.calls:
            row, rated = by_key[billed.call.key], billed.rated
            if rated.free_ms:
                charged.append((row.pbx, row.call_id, rated.exact, rated.free_ms))
            elif rated.exact != row.exact:
                changed.append(priced(row, rated, now))
        book.change(connection, changed, charged)
        unrated = [(by_key[call.key], why.reason) for call, why in draft.unrated]
        book.leave(connection, [(row.pbx, row.call_id, reason) for row, reason in unrated])

    def _issue(self, connection: Any, payer: BillingAccount, draft: Draft, period: int, who: Who) -> str | None:
        """The invoice's number; None: nothing is on it."""
        if not draft.lines or payer.kind == "pre":
            return None
        settings = self._settings()
        issued_on = self._clock.now().astimezone(self._zone).date()
        due_on = issued_on + timedelta(days=settings.billing.due_days if payer.due_days is None else payer.due_days)
        series = numbering(settings.billing, "invoice", issued_on)
        number, serial = book.next_number(connection, series)
        document = rules.invoice_of(draft, number, settings.billing.business, payer.business, issued_on, due_on)
        document = msgspec.structs.replace(document, language=payer.language)
        book.add_document(connection, document, series, serial, payer.account, who.name, period)
        papers.send(connection, number, papers.ways(payer), self._clock.now())
        return number

    # --- correcting

    def _correct(
        self, connection: Any, pricing: Pricing, number: str, reason: str, who: Who | None
    ) -> Outcome:
        first = papers.the_document(connection, number)
        if first.kind != "invoice" or first.period is None:
            raise BillingMistake("bad_value", f"{number} is no invoice of a period")
        book.lock(connection, first.account)
        payer = the_account(connection, first.account)
        period, issued = book.issued_draft(connection, first.period)
        calls = [one for one in book.calls_of(connection, period.period) if _is_still(pricing, one, payer.account)]
        days = (period.first_day, period.last_day)
        again = self._draft(connection, pricing, payer, days, calls)
        outcome = Outcome(account=payer.account, first_day=days[0], last_day=days[1], period=period.period,
                          currency=payer.currency, calls=len(calls))  # fmt: skip
        draft = rules.correction(issued, again)
        if draft is None:
            return outcome
        outcome = msgspec.structs.replace(outcome, lines=draft.lines, vat=draft.vat, total=draft.total)
        if who is None:
            return outcome
        noted = self._credit_note(connection, payer, draft, again, first, reason, who)
        return msgspec.structs.replace(outcome, invoice=noted, is_new=True)

    def _credit_note(
        self, connection: Any, payer: BillingAccount, draft: Draft, again: Draft, first: papers.Document, reason: str,
        who: Who,
    ) -> str:  # fmt: skip
        settings, now = self._settings(), self._clock.now()
        issued_on = now.astimezone(self._zone).date()
        series = numbering(settings.billing, "credit_note", issued_on)
        number, serial = book.next_number(connection, series)
        document = rules.invoice_of(
            draft, number, settings.billing.business, payer.business, issued_on,
            issued_on + timedelta(days=settings.billing.due_days), answers=first.number,
        )  # fmt: skip
        document = msgspec.structs.replace(document, language=payer.language, reason=reason)
        assert first.period is not None
        book.add_document(connection, document, series, serial, payer.account, who.name, first.period, again)
        book.settle_differences(connection, first.period, number)
        papers.send(connection, number, papers.ways(payer), now)
        enter(connection, Act(
            happened_at=now, account=who.name, act="invoice corrected", subject=first.number,
            detail=f"{number}: {draft.total} {payer.currency}; {reason}", origin=who.origin,
        ))  # fmt: skip
        return number


def _key(call: MarkedCall) -> str:
    return f"{call.pbx} {call.call_id}"


def _billable(call: MarkedCall) -> BillableCall:
    direction = cast("Literal['inbound', 'outbound', 'internal']", call.direction)
    return BillableCall(
        key=_key(call), direction=direction, number=unescape(call.number), answered_at=call.answered_at,
        ended_at=call.ended_at, line=call.line or "", extension=call.extension or "",
    )  # fmt: skip


def _is_still(pricing: Pricing, call: MarkedCall, account: str) -> bool:
    owner = pricing.owner(_billable(call))
    return owner is not None and owner.account == account
