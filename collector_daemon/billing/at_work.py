"""What the daemon does for billing, put together: rating what was stored, delivering documents, fees and
corrections of credit, the commands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from collector_daemon.billing.credit_book import CreditBook
from collector_daemon.billing.delivering import Delivering
from collector_daemon.billing.orders import BillingOrders
from collector_daemon.billing.rater import Rater
from collector_daemon.settings.standing import Standing
from shared.clock import Clock


class BillingAtWork:
    """``works`` are its tasks by name, ``deeds`` its commands."""

    def __init__(self, standing: Standing, url: str, clock: Clock) -> None:
        self.rater = Rater(url, lambda: standing.now, clock)
        self.credit_book = CreditBook(url, lambda: standing.now, clock)
        self.delivering = Delivering(url, lambda: standing.now, clock)
        self.deeds = BillingOrders(url, lambda: standing.now, clock, self.delivering.wake).deeds

    def works(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """Each until it is cancelled."""
        return {
            "rating": self.rater.run, "documents": self.delivering.run, "credit book": self.credit_book.run,
        }  # fmt: skip
