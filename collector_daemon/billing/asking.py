"""What a call would cost, and what calls would cost if they were rated now. It waits for the database: in a thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from collector_daemon.billing.billable import asked, dialled
from collector_daemon.billing.pricing import Pricing
from collector_daemon.settings import Settings
from collector_daemon.store.billing import rating as book
from collector_daemon.store.billing.accounts import the_account
from collector_daemon.store.billing.way_in import BillingMistake, opened
from shared.billing.money import shown
from shared.billing.rated import BillableCall, Unrated
from shared.clock import Clock
from shared.database.escapes import unescape
from shared.domain import numbers
from shared.domain.commands.billing import BillingPrice, BillingRerate

AT_ONCE = 2000
SHOWN = 1000
"""Differing calls that are told."""
Answer = dict[str, Any]


class Asking:
    """``price`` and ``rerate``; ``settings`` are asked each time."""

    def __init__(self, url: str, settings: Callable[[], Settings], clock: Clock) -> None:
        self._url, self._settings, self._clock = url, settings, clock

    def price(self, wanted: BillingPrice) -> Answer:
        """The price with its trace, or the reason why there is none. Raises BillingMistake."""
        with opened(self._url) as connection:
            pricing = self._pricing(connection)
            tariff = wanted.tariff
            if wanted.account is not None:
                tariff = the_account(connection, wanted.account).tariff
        found = pricing.book(tariff)
        if found is None:
            raise BillingMistake("unknown_tariff", "name a tariff, or an account that has one")
        rated = found.rate(self._call(wanted))
        if isinstance(rated, Unrated):
            return {"state": "unrated", "reason": rated.reason, "number": rated.number}
        return {
            "state": "rated", "amount": str(shown(rated.exact)), "exact": rated.exact, "vat": rated.vat,
            "billed_seconds": rated.billed_ms / 1000, "trace": msgspec.to_builtins(rated.trace),
        }  # fmt: skip

    def rerate(self, wanted: BillingRerate) -> Answer:
        """What differs; not only looked at: what is on no invoice is due to be rated again. Raises BillingMistake."""
        told: Answer = {"calls": 0, "differing": 0, "invoiced_differing": 0, "was": 0, "now": 0, "rows": [], "due": 0}
        with opened(self._url) as connection:
            if wanted.account is not None:
                the_account(connection, wanted.account)
            pricing, after = self._pricing(connection), None
            while True:
                rows = book.rated_between(connection, wanted.account, wanted.from_at, wanted.to_at, after, AT_ONCE)
                for row in rows:
                    self._compare(pricing, row, told)
                if len(rows) < AT_ONCE:
                    break
                after = (rows[-1].ended_at, rows[-1].pbx, rows[-1].call_id)
            if not wanted.is_preview:
                told["due"] = book.make_due_between(connection, wanted.account, wanted.from_at, wanted.to_at)
        return told | {"was": str(shown(told["was"])), "now": str(shown(told["now"]))}

    def _compare(self, pricing: Pricing, row: book.RatedCall, told: Answer) -> None:
        call = row.billable
        owner = pricing.owner(call)
        rated = None if owner is None else pricing.rate(call, owner.account)
        now = 0 if rated is None or isinstance(rated, Unrated) else int(rated.exact)
        told["calls"] += 1
        told["was"] += row.exact
        told["now"] += now
        if now == row.exact and (owner.account if owner else None) == row.account:
            return
        told["differing"] += 1
        told["invoiced_differing"] += row.period is not None
        if len(told["rows"]) < SHOWN:
            told["rows"].append({
                "pbx": unescape(row.pbx), "call": unescape(row.call_id), "was": str(shown(row.exact)),
                "now": str(shown(now)), "is_invoiced": row.period is not None, "account": owner and owner.account,
                "reason": rated.reason if isinstance(rated, Unrated) else "",
            })  # fmt: skip

    def _pricing(self, connection: Any) -> Pricing:
        pricing = Pricing(self._settings)
        pricing.look(connection, self._clock.now())
        return pricing

    def _call(self, wanted: BillingPrice) -> BillableCall:
        settings = self._settings()
        country, number = settings.centre.country, wanted.number
        if wanted.direction == "outbound":
            number = dialled(number, country, settings.desk.outside_prefix)
        elif wanted.direction == "inbound":
            number = numbers.e164(number, country) or number
        ends_at: datetime = wanted.at + timedelta(milliseconds=round(wanted.seconds * 1000))
        return asked(wanted.direction, number, wanted.at, ends_at)
