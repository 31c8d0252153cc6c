"""What an account's period comes to: by sums that the database makes, or call by call where free time is shared out.

Both give the same lines, as rounding is done on them and nowhere before. Not here: writing anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

import msgspec

from collector_daemon.billing.pricing import Pricing
from collector_daemon.settings import Settings
from collector_daemon.store.billing import closing as book
from collector_daemon.store.billing.accounts import BillingAccount, subscriptions
from collector_daemon.store.billing.closing import MarkedCall, VatSpan
from collector_daemon.store.billing.way_in import BillingMistake
from shared.billing import period as rules
from shared.billing.lines import lines_of, total_of, version_on
from shared.billing.period import Draft, Period
from shared.billing.rated import BillableCall
from shared.billing.tariff import VatRate
from shared.billing.vat import VatDays
from shared.database.escapes import unescape
from shared.domain.search.spans import beginning

DAY = timedelta(days=1)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
Days = tuple[date, date]
"""The first and the last day."""


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A draft, how many calls are in it, how many of them are late, and what they cost together."""

    draft: Draft
    calls: int
    late: int
    exact: int


class Drafting:
    """Drafts of one round of closing; ``pricing`` has looked at the database."""

    def __init__(self, connection: Any, pricing: Pricing, settings: Settings) -> None:
        self._connection, self._pricing, self._settings = connection, pricing, settings
        self.zone = ZoneInfo(settings.centre.timezone)

    def until(self, last: date) -> datetime:
        """When that day ends."""
        return beginning(last + DAY, self.zone)

    def shares_free_time(self, payer: BillingAccount, days: Days) -> bool:
        """Has the tariff packages, so that the price of a call depends on those before it?"""
        version = version_on(self._pricing.versions(payer.tariff), days[1])
        return bool(version and version.packages)

    def by_sums(self, payer: BillingAccount, days: Days, period: int | None) -> Drawn:
        """Of a period that is just being closed, or (None) of the account's open calls. Raises BillingMistake."""
        since, until = beginning(days[0], self.zone), self.until(days[1])
        rates = [one.rate for one in self._settings.vat_rate]
        found, late = book.sums(self._connection, payer.account, since, until, period, _spans(rates, self.zone))
        held = subscriptions(self._connection, payer.account)
        try:
            lines = lines_of(
                (days[0], days[1] + DAY), self._pricing.versions(payer.tariff), found, held, VatDays(rates, self.zone)
            )
        except ValueError as problem:
            raise BillingMistake("bad_value", f"{payer.account}: {problem}") from None
        vat, total, rounding = total_of(lines, self._settings.billing.coin)
        draft = Draft(
            period=self._period(days), currency=payer.currency, calls=(), unrated=(), lines=lines, vat=vat, total=total,
            rounding=rounding,
        )  # fmt: skip
        return Drawn(draft=draft, calls=sum(one.calls for one in found), late=late,
                     exact=sum(one.exact for one in found))  # fmt: skip

    def by_calls(self, payer: BillingAccount, days: Days, calls: Sequence[MarkedCall]) -> Drawn:
        """Of these calls, each rated anew. Raises BillingMistake."""
        settings, pricing = self._settings, self._pricing
        try:
            draft = rules.close(
                self._period(days), pricing.versions(payer.tariff), [billable_again(one) for one in calls],
                [one.rate for one in settings.vat_rate], subscriptions(self._connection, payer.account),
                pricing.holidays, settings.billing.coin, pricing.book(payer.tariff),
            )  # fmt: skip
        except ValueError as problem:
            raise BillingMistake("bad_value", f"{payer.account}: {problem}") from None
        return Drawn(draft=draft, calls=len(draft.calls), late=sum(one.is_late for one in draft.calls),
                     exact=sum(one.rated.exact for one in draft.calls))  # fmt: skip

    def _period(self, days: Days) -> Period:
        return Period(begins=days[0], ends=days[1] + DAY, zone=self._settings.centre.timezone)


def key_of(call: MarkedCall) -> str:
    """What tells a call from all others."""
    return f"{call.pbx} {call.call_id}"


def billable_again(call: MarkedCall) -> BillableCall:
    """The call as it was rated."""
    direction = cast("Literal['inbound', 'outbound', 'internal']", call.direction)
    return BillableCall(
        key=key_of(call), direction=direction, number=unescape(call.number), answered_at=call.answered_at,
        ended_at=call.ended_at, line=unescape(call.line or ""), extension=unescape(call.extension or ""),
        account_code=unescape(call.account_code or ""), campaign=unescape(call.campaign or ""),
    )  # fmt: skip


def _spans(rates: Sequence[VatRate], zone: ZoneInfo) -> list[VatSpan]:
    spans = []
    for name in sorted({one.vat for one in rates}):
        own = sorted((one for one in rates if one.vat == name), key=lambda one: one.valid_from)
        edges = [*(beginning(one.valid_from, zone) for one in own), NEVER]
        spans += [VatSpan(vat=name, begins_at=begins, ends_at=ends, percent=one.percent)
                  for one, (begins, ends) in zip(own, pairwise(edges), strict=True)]  # fmt: skip
    return spans
