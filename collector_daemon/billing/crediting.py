"""Top-ups: into the ledger, with a receipt, once however often it is said. It waits for the database: in a thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from collector_daemon.billing.closing import Who
from collector_daemon.billing.numbering import numbering
from collector_daemon.settings import Settings
from collector_daemon.store.audit import Act
from collector_daemon.store.billing import closing as documents
from collector_daemon.store.billing import papers
from collector_daemon.store.billing.accounts import BillingAccount, the_account
from collector_daemon.store.billing.topping_up import Moved, TopUp, move, said_before
from collector_daemon.store.billing.way_in import BillingMistake, enter, opened
from shared.billing.invoice import Invoice, InvoiceLine, VatSum
from shared.clock import Clock

TEXTS = {"cs": ("Dobití kreditu", "Vrácení kreditu"), "en": ("Credit paid in advance", "Credit given back")}


class Crediting:
    """``top_up``; ``settings`` are asked each time."""

    def __init__(self, url: str, settings: Callable[[], Settings], clock: Clock) -> None:
        self._url, self._settings, self._clock = url, settings, clock

    def top_up(self, wanted: TopUp, who: Who) -> Moved:
        """Raises BillingMistake: post-paid, nothing, more than can be given back, no supplier for the receipt."""
        if not wanted.amount:
            raise BillingMistake("bad_value", "nothing is no amount")
        if not self._settings().billing.supplier:
            raise BillingMistake("no_supplier", "the settings do not say who sends the receipts: [billing] supplier")
        with opened(self._url) as connection, connection.transaction():
            before = said_before(connection, wanted)
            if before is not None:
                return before
            payer, now = the_account(connection, wanted.account), self._clock.now()
            receipt = self._receipt(connection, payer, wanted.amount, who)
            moved = move(connection, msgspec.structs.replace(wanted, document=receipt), who.name, now)
            enter(connection, Act(
                happened_at=now, account=who.name, act="credit moved", subject=wanted.account, origin=who.origin,
                detail=f"{wanted.amount} {payer.currency}, balance {moved.balance}, receipt {receipt}",
            ))  # fmt: skip
        return moved

    def _receipt(self, connection: Any, payer: BillingAccount, amount: Decimal, who: Who) -> str:
        settings = self._settings()
        today = self._clock.now().astimezone(ZoneInfo(settings.centre.timezone)).date()
        series = numbering(settings.billing, "receipt", today)
        number, serial = documents.next_number(connection, series)
        document = _document(settings, payer, amount, number, today)
        documents.add_document(connection, document, series, serial, payer.account, who.name)
        papers.send(connection, number, papers.ways(payer), self._clock.now())
        return number


def _document(settings: Settings, payer: BillingAccount, amount: Decimal, number: str, today: date) -> Invoice:
    """Credit is no delivery yet: VAT is paid when it is spent, so there is none on the receipt."""
    paid, returned = TEXTS[payer.language]
    line = InvoiceLine(text=paid if amount > 0 else returned, quantity=Decimal(1), unit="piece", amount=amount,
                       vat_rate=Decimal(0))  # fmt: skip
    return Invoice(
        kind="receipt", number=number, supplier=settings.billing.business, customer=payer.business, issued_on=today,
        taxed_on=today, due_on=today, period_from=today, period_to=today, currency=payer.currency, lines=(line,),
        vat=(VatSum(rate=Decimal(0), net=amount, vat=Decimal(0)),), total=amount, language=payer.language,
    )  # fmt: skip
