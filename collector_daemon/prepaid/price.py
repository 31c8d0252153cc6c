"""What a running call costs when it lasts so long, and how long an amount lasts: the price list bound to that call."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from shared.billing.money import Exact
from shared.billing.rated import BillableCall, Rated
from shared.billing.rating import LONGEST_MS
from shared.billing.ready import ReadyVersion


class Purchase(msgspec.Struct, frozen=True, kw_only=True):
    """A call of an account, at the prices that hold for it. ``language``: the account's."""

    account: str
    language: str
    call: BillableCall
    prices: ReadyVersion

    def answered(self, at: datetime) -> Purchase:
        """The same call, answered then."""
        return msgspec.structs.replace(self, call=msgspec.structs.replace(self.call, answered_at=at, ended_at=at))

    def price(self, milliseconds: int) -> Exact:
        """What it costs when it lasts so long."""
        ended_at = self.call.answered_at + timedelta(milliseconds=milliseconds)
        rated = self.prices.rate(msgspec.structs.replace(self.call, ended_at=ended_at))
        assert isinstance(rated, Rated)  # it was asked before: see ``asking.purchase``
        return rated.exact

    def afford(self, amount: Exact) -> int:
        """How many ms the amount lasts."""
        lasts = self.prices.affordable(self.call, amount, LONGEST_MS)
        assert isinstance(lasts, int)
        return lasts
