"""The commands ``billing.…``: checked, carried out in a thread, answered as JSON; refused in one line.

Who may give them is decided before (``shared.domain.commands.authorised``). Everything that is written has its entry in
the audit, in the transaction that writes it.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

import msgspec

from collector_daemon.billing.asking import Asking
from collector_daemon.billing.closing import Closing, Outcome, Who
from collector_daemon.billing.correcting import Correcting
from collector_daemon.billing.crediting import Crediting
from collector_daemon.billing.papers import Paper, paper
from collector_daemon.billing.price_lists import PriceLists, Uploads
from collector_daemon.feed.origin import origin
from collector_daemon.settings import Settings
from collector_daemon.store.audit import Act
from collector_daemon.store.billing import accounts as payers
from collector_daemon.store.billing import papers as book
from collector_daemon.store.billing.topping_up import TopUp
from collector_daemon.store.billing.way_in import BillingMistake, enter, opened
from shared.billing.invoice import Business
from shared.billing.lines import Subscription
from shared.billing.money import Exact, shown
from shared.clock import Clock
from shared.database.escapes import unescape
from shared.domain.accounts import Account
from shared.domain.commands import COMMANDS, Refused
from shared.domain.commands import billing as said
from shared.errors import SuiteError, Unavailable, one_line
from shared.invoicing.accounting import accounting_csv

Answer = dict[str, Any]
Deed = Callable[[Any, Who], Answer]


class BillingOrders:
    """Carries them out on the database at ``url``; ``deeds`` by the commands' names, for whoever dispatches."""

    def __init__(
        self, url: str, settings: Callable[[], Settings], clock: Clock, done: Callable[[], None] = lambda: None
    ) -> None:
        """``done`` is told after each that was carried out: there may be documents to deliver."""
        self._url, self._settings, self._clock, self._done = url, settings, clock, done
        self._lists = PriceLists(url, clock, lambda: [one.rate for one in settings().vat_rate])
        self._uploads = Uploads(clock)
        self._closing, self._correcting = Closing(url, settings, clock), Correcting(url, settings, clock)
        self._crediting, self._asking = Crediting(url, settings, clock), Asking(url, settings, clock)
        works: dict[str, Deed] = {
            "billing.account.put": self._put, "billing.own": self._own, "billing.subscribe": self._subscribe,
            "billing.tariff.add": lambda one, who: self._lists.add(one.content, who, is_preview=one.is_preview),
            "billing.upload": self._upload, "billing.tariff.import": self._import,
            "billing.tariff.export": lambda one, _who: _file(self._lists.write(one.tariff, one.version, one.format)),
            "billing.price": lambda one, _who: self._asking.price(one),
            "billing.rerate": lambda one, _who: self._asking.rerate(one),
            "billing.close": self._close, "billing.correct": self._correct,
            "billing.invoice.file": self._paper, "billing.invoice.send": self._send, "billing.pay": self._pay,
            "billing.top_up": self._top_up, "billing.export": self._export, "billing.overdue": self._overdue,
        }  # fmt: skip
        self.deeds: dict[str, Callable[[Account, Mapping[str, object]], Awaitable[Answer]]] = {
            name: self._ordered(name, work) for name, work in works.items()
        }

    def _ordered(
        self, name: str, work: Deed
    ) -> Callable[[Account, Mapping[str, object]], Awaitable[Answer]]:
        async def execute(account: Account, params: Mapping[str, object]) -> Answer:
            asked = COMMANDS[name].parameters(**cast("dict[str, Any]", dict(params)))
            try:
                answer = await asyncio.to_thread(work, asked, Who(account.name, origin()))
            except BillingMistake as problem:
                raise Refused(problem.code, _sentence(problem)) from None
            except SuiteError as problem:
                code = "unavailable" if isinstance(problem, Unavailable) else "failed"
                raise Refused(code, _sentence(problem)) from None
            self._done()
            return answer

        return execute

    def _act(self, who: Who, act: str, subject: str, detail: str = "") -> Act:
        return Act(happened_at=self._clock.now(), account=who.name, act=act, subject=subject, detail=detail,
                   origin=who.origin)  # fmt: skip

    # --- who pays

    def _put(self, one: said.BillingAccountPut, who: Who) -> Answer:
        try:
            business = msgspec.convert({"name": one.title, **one.business}, Business)
        except ValueError as problem:
            raise BillingMistake("bad_value", f"business: {problem}") from None
        limits = {name: None if (text := getattr(one, name)) is None else Decimal(text)
                  for name in ("low_credit", "day_limit", "month_limit")}  # fmt: skip
        if any(limit is not None and limit < 0 for limit in limits.values()):
            raise BillingMistake("bad_value", "a limit cannot be less than nothing")
        wanted = payers.BillingAccount(
            account=one.account, title=one.title, kind=one.kind, tariff=one.tariff, currency=one.currency,
            business=business, language=one.language, is_masked=one.is_masked, mail_to=one.mail_to, folder=one.folder,
            due_days=one.due_days, is_open=one.is_open, **limits,
        )  # fmt: skip
        with opened(self._url) as connection:
            detail = f"{one.kind}-paid, tariff {one.tariff or 'none'}"
            payers.put_account(connection, wanted, self._act(who, "billing account set", one.account, detail))
        return {"account": one.account}

    def _own(self, one: said.BillingOwn, who: Who) -> Answer:
        if one.until is not None and one.until <= one.since:
            raise BillingMistake("bad_value", "it would end before it begins")
        has = payers.Has(kind=one.kind, value=one.value, since=one.since, until=one.until, account=one.account,
                         cost_centre=one.cost_centre)  # fmt: skip
        until = f" until {one.until:%Y-%m-%d}" if one.until else ""
        detail = f"{one.kind} {one.value} from {one.since:%Y-%m-%d}{until}"
        with opened(self._url) as connection:
            payers.put_owned(connection, has, self._act(who, "billing owner set", one.account, detail))
        return {"account": one.account}

    def _subscribe(self, one: said.BillingSubscribe, who: Who) -> Answer:
        if one.until is not None and one.until <= one.since:
            raise BillingMistake("bad_value", "it would end before it begins")
        has = Subscription(fee=one.fee, pieces=one.pieces, since=one.since, until=one.until)
        detail = f"{one.pieces} × {one.fee} from {one.since}" + (f" until {one.until}" if one.until else "")
        with opened(self._url) as connection:
            payers.put_subscription(connection, one.account, has, self._act(who, "fee set", one.account, detail))
        return {"account": one.account}

    # --- price lists

    def _upload(self, one: said.BillingUpload, who: Who) -> Answer:
        try:
            piece = base64.b64decode(one.piece, validate=True)
        except (binascii.Error, ValueError):
            raise BillingMistake("bad_value", "the piece is no base64") from None
        return {"bytes": self._uploads.add(who.name, one.upload, one.offset, piece)}

    def _import(self, one: said.BillingTariffImport, who: Who) -> Answer:
        file = self._uploads.get(who.name, one.upload)
        return self._lists.take(one.tariff, file, one.valid_from, who, head=one.head, is_preview=one.is_preview)

    # --- periods and documents

    def _close(self, one: said.BillingClose, who: Who) -> Answer:
        days = (one.from_day, one.to_day)
        return {"rows": [_told(row) for row in self._closing.close(one.account, days, None if one.is_preview else who)]}

    def _correct(self, one: said.BillingCorrect, who: Who) -> Answer:
        return _told(self._correcting.correct(one.invoice, one.why, None if one.is_preview else who))

    def _paper(self, one: said.BillingInvoiceFile, _who: Who) -> Answer:
        with opened(self._url) as connection:
            return _file(paper(connection, one.invoice, one.format, self._settings()))

    def _send(self, one: said.BillingInvoiceSend, who: Who) -> Answer:
        with opened(self._url) as connection, connection.transaction():
            document = book.the_document(connection, one.invoice)
            ways = book.ways(payers.the_account(connection, document.account))
            if not ways:
                raise BillingMistake("bad_value", f"{document.account} has neither mail nor a folder for documents")
            book.send(connection, one.invoice, ways, self._clock.now())
            enter(connection, self._act(who, "invoice sent again", one.invoice, ", ".join(ways)))
        return {"ways": ways}

    def _pay(self, one: said.BillingPay, who: Who) -> Answer:
        if not Decimal(one.amount):
            raise BillingMistake("bad_value", "nothing is no amount")
        paid = book.Payment(key=one.key, account=one.account, invoice=one.invoice, paid_on=one.paid_on,
                            amount=Decimal(one.amount), note=one.note)  # fmt: skip
        with opened(self._url) as connection:
            payers.the_account(connection, one.account)
            act = self._act(who, "payment noted", one.account, f"{one.amount} for {one.invoice or 'no invoice'}")
            is_new = book.add_payment(connection, paid, act)
            left = None if one.invoice is None else book.the_document(connection, one.invoice).open_amount
        return {"is_new": is_new, "open_amount": None if left is None else str(left)}

    def _top_up(self, one: said.BillingTopUp, who: Who) -> Answer:
        wanted = TopUp(account=one.account, amount=Decimal(one.amount), key=one.key, note=one.note)
        moved = self._crediting.top_up(wanted, who)
        return {"balance": str(moved.balance), "receipt": moved.document, "is_new": moved.is_new}

    def _export(self, one: said.BillingExport, _who: Who) -> Answer:
        with opened(self._url) as connection:
            documents = book.contents(connection, one.from_day, one.to_day)
        name = f"invoices-{one.from_day}-{one.to_day}.csv"
        return _file(Paper(name, "text/csv", accounting_csv(documents, one.language)))

    def _overdue(self, _one: said.BillingOverdue, _who: Who) -> Answer:
        today = self._clock.now().astimezone(ZoneInfo(self._settings().centre.timezone)).date()
        with opened(self._url) as connection:
            return {"rows": [msgspec.to_builtins(row) for row in book.overdue(connection, today)]}


def _file(made: Paper) -> Answer:
    return {"file": made.name, "mime": made.mime, "data": base64.b64encode(made.content).decode()}


def _told(row: Outcome) -> Answer:
    told: Answer = msgspec.to_builtins(row)
    told["moved"] = [
        {"pbx": unescape(one.pbx), "call": unescape(one.call_id), "account": one.account,
         "was": str(shown(Exact(one.was))), "now": str(shown(Exact(one.exact)))}
        for one in row.moved
    ]  # fmt: skip
    return {"from": told.pop("first_day"), "to": told.pop("last_day"), **told}


def _sentence(problem: SuiteError) -> str:
    text = one_line(problem)
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."
