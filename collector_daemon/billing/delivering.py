"""Documents on their way: by mail and into a folder, tried again and written down; and the mail that credit is low.

Laying a document again or after a crash replaces the file of the same name. A mail that was handed over just before a
crash may go twice; never not at all.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from collector_daemon.billing.papers import Paper, papers
from collector_daemon.post import Enclosed, Post, SendFailed, lay
from collector_daemon.settings import Settings, mail_password
from collector_daemon.store.billing import papers as book
from collector_daemon.store.billing.accounts import BillingAccount, the_account
from collector_daemon.store.billing.papers import OnItsWay
from collector_daemon.store.billing.topping_up import LowCredit, low_ones, low_told
from collector_daemon.store.billing.way_in import BillingMistake, opened
from collector_daemon.threads import to_its_end
from shared.billing.invoice import Invoice
from shared.clock import Clock
from shared.errors import SuiteError, one_line

log = logging.getLogger(__name__)

LOOK_SECONDS = 20.0
STOP_SECONDS = 20.0
"""What is not delivered by then is on its way at the next start again."""
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3))
"""Before the second, third … try; after the last one it has failed."""
SUBJECTS = {
    "cs": {"invoice": "Faktura {0}", "credit_note": "Opravný daňový doklad {0}", "receipt": "Doklad o platbě {0}"},
    "en": {"invoice": "Invoice {0}", "credit_note": "Credit note {0}", "receipt": "Receipt {0}"},
}
LOW = {
    "cs": ("Kredit dochází: {0}", "Na účtu {0} zbývá {1} {3} kreditu (upozornění pod {2} {3})."),
    "en": ("Credit is low: {0}", "The account {0} has {1} {3} of credit left (told below {2} {3})."),
}


class Undelivered(Exception):
    """In one line. ``is_final``: trying again would not help."""

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


class Delivering:
    """``run`` is its task; ``look`` one round, in a thread."""

    def __init__(
        self, url: str, settings: Callable[[], Settings], clock: Clock, *, pauses: Sequence[timedelta] = PAUSES
    ) -> None:
        self._url, self._settings, self._clock, self._pauses = url, settings, clock, tuple(pauses)
        self._not_before: dict[tuple[str, str, datetime], datetime] = {}
        self._is_stopping = False
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled; what is on its way stays so while the database is away."""
        while True:
            self._news.clear()
            try:
                await to_its_end(self.look, seconds=STOP_SECONDS, on_stop=self._stop)
            except SuiteError as problem:
                log.info("documents wait: %s", one_line(problem))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._news.wait()

    def _stop(self) -> None:
        self._is_stopping = True  # the document in hand is finished

    def wake(self) -> None:
        """There may be a document more: do not wait for the next look."""
        self._news.set()

    def look(self) -> None:
        """Deliver what is to be delivered now. Raises Unavailable."""
        with opened(self._url) as connection:
            for one in book.on_their_way(connection):
                key, now = (one.invoice, one.way, one.asked_at), self._clock.now()
                if not self._is_stopping and self._not_before.get(key, now) <= now:
                    self._try(connection, one, key)
            for low in () if self._is_stopping else low_ones(connection):
                self._warn(connection, low)

    def _try(self, connection: Any, one: OnItsWay, key: tuple[str, str, datetime]) -> None:
        try:
            detail = self._deliver(connection, one)
        except (Undelivered, BillingMistake) as problem:
            now = self._clock.now()
            is_final = getattr(problem, "is_final", True) or one.tries >= len(self._pauses)
            self._not_before.pop(key, None)
            if is_final:
                log.error("document %s by %s: %s", one.invoice, one.way, one_line(problem))
            else:
                log.info("document %s by %s is tried again: %s", one.invoice, one.way, one_line(problem))
                self._not_before[key] = now + self._pauses[one.tries]
            book.tried(connection, one, now, "failed" if is_final else None, one_line(problem))
            return
        self._not_before.pop(key, None)
        book.tried(connection, one, self._clock.now(), "sent", detail)

    def _deliver(self, connection: Any, one: OnItsWay) -> str:
        invoice, account = book.content(connection, one.invoice)
        payer, made = the_account(connection, account), papers(connection, one.invoice, self._settings())
        if one.way == "folder":
            return self._laid(made, payer)
        if not payer.mail_to:
            raise Undelivered("the account has no mail address any more", is_final=True)
        self._mailed(made, payer, invoice)
        return f"to {', '.join(payer.mail_to)}"

    def _laid(self, made: Sequence[Paper], payer: BillingAccount) -> str:
        """Each file whole or not at all."""
        folder = self._settings().billing.folder
        if folder is None or not payer.folder:
            raise Undelivered("the settings, or the account, name no folder for documents", is_final=True)
        try:
            lay((Enclosed(one.name, one.mime, one.content) for one in made), folder / payer.folder)
        except SendFailed as problem:
            raise Undelivered(str(problem), is_final=problem.is_final) from None
        return ", ".join(one.name for one in made)

    def _mailed(self, made: Sequence[Paper], payer: BillingAccount, invoice: Invoice) -> None:
        subject = SUBJECTS[payer.language][invoice.kind].format(invoice.number)
        self._send(payer.mail_to, subject, f"{subject}\n{invoice.supplier.name}\n", made)

    def _send(self, to: Sequence[str], subject: str, text: str, made: Sequence[Paper] = ()) -> None:
        mail = self._settings().mail
        if not mail.host:
            raise Undelivered("the daemon's settings name no server for mail", is_final=True)
        post = Post(mail, mail_password(mail))
        try:
            files = (Enclosed(one.name, one.mime, one.content) for one in made)
            post.enclose(files, to, subject, text, self._clock.now())
        except SendFailed as problem:
            raise Undelivered(str(problem), is_final=problem.is_final) from None

    def _warn(self, connection: Any, low: LowCredit) -> None:
        """Told once until the next top-up, also where it cannot be sent: nobody is mailed every twenty seconds."""
        subject, text = LOW[low.language]
        told = [text.format(low.title, low.available, low.low, low.currency), ""]
        try:
            self._send(low.mail_to, subject.format(low.title), "\n".join(told))
        except Undelivered as problem:
            if not problem.is_final:
                return
            log.error("that the credit of %s is low cannot be told: %s", low.account, problem)
        low_told(connection, low.account, self._clock.now())
