"""Documents by mail and into a folder: tried again, given up with a reason, low credit told once."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from collector_daemon.billing.closing import Closing, Who
from collector_daemon.billing.crediting import Crediting
from collector_daemon.billing.delivering import Delivering
from collector_daemon.store.billing.topping_up import TopUp
from shared.clock import SystemClock
from tests.helpers.smtp import SmtpServer, smtp_server
from tests.integration.billing.ground import JANUARY, Ground, parsed, payer

pytestmark = pytest.mark.postgres
EVA = Who("eva", "here")
MAIL = '[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nsender = "billing@example.com"\n'


class Later:
    """A clock that somebody turns forward."""

    def __init__(self) -> None:
        self.more = timedelta()

    def now(self) -> datetime:
        return SystemClock().now() + self.more

    def monotonic(self) -> float:
        return SystemClock().monotonic() + self.more.total_seconds()


def issue(ground: Ground, name: str, extension: str, **more: Any) -> str:
    ground.account(payer(name, **more), extension)
    ground.call(extension, 60)
    [done] = Closing(ground.url, lambda: ground.settings, SystemClock()).close(name, JANUARY, EVA)
    assert done.invoice
    return done.invoice


def outcome(ground: Ground, number: str) -> tuple[object, ...]:
    return ground.rows(f"select way, tries, outcome, detail from invoice_delivery where invoice = '{number}'")[0]


def delivering(ground: Ground, server: SmtpServer, clock: Later) -> Delivering:
    settings = parsed(MAIL.format(port=server.port))
    return Delivering(ground.url, lambda: settings, clock)


async def test_a_mail_carries_all_files_and_is_tried_again(ground):
    number, clock = issue(ground, "mailed", "6001", mail_to=("ucetni@example.com",)), Later()
    async with smtp_server() as server:
        sender = delivering(ground, server, clock)
        server.refusals["MAIL"] = b"451 later"
        await asyncio.to_thread(sender.look)
        assert outcome(ground, number) == ("mail", 1, None, "127.0.0.1 answered 451")
        server.refusals.clear()
        await asyncio.to_thread(sender.look)
        assert not server.mails, "a minute has not passed"
        clock.more = timedelta(minutes=2)
        await asyncio.to_thread(sender.look)
        [mail] = server.mails
    assert (mail.to, mail.message["Subject"]) == (["ucetni@example.com"], f"Faktura {number}")
    names = [part.get_filename() for part in mail.message.iter_attachments()]
    assert names == [f"{number}{end}" for end in (".pdf", ".isdoc", "-ubl.xml", "-calls.csv")]
    assert outcome(ground, number) == ("mail", 2, "sent", "to ucetni@example.com")


@pytest.mark.expects_log("document .* by folder: the settings, or the account, name no folder")
async def test_what_can_never_go_is_given_up_with_its_reason(ground):
    number = issue(ground, "folder", "6002", folder="folder")
    async with smtp_server() as server:
        await asyncio.to_thread(delivering(ground, server, Later()).look)
    assert outcome(ground, number)[1:] == (1, "failed", "the settings, or the account, name no folder for documents")


async def test_low_credit_is_told_once_until_the_next_top_up(ground):
    ground.account(payer("low", kind="pre", low_credit=Decimal(100), mail_to=("low@example.com",), language="en"))
    crediting = Crediting(ground.url, lambda: ground.settings, SystemClock())
    async with smtp_server() as server:
        sender = delivering(ground, server, Later())
        for amount in ("50", "20"):
            crediting.top_up(TopUp(account="low", amount=Decimal(amount), key=f"low {amount}"), EVA)
            await asyncio.to_thread(sender.look)
            await asyncio.to_thread(sender.look)
        subjects = sorted(mail.message["Subject"] for mail in server.mails)
    assert [one for one in subjects if "Receipt" not in one] == ["Credit is low: low"] * 2
    assert len(subjects) == 4
