"""The dialplan asks whether a call may be dialled, and for how long.

    AGI(agi://127.0.0.1:4573/main,${EXTEN},${CALLERID(num)},${CHANNEL(linkedid)},${CDR(accountcode)})

The path is the PBX's name in our settings; the arguments are the number as dialled, whose extension, the call, an
account code or nothing. The answer is ``CALLCENTRE_MAY_DIAL`` (``yes`` or ``no``) and ``CALLCENTRE_REASON``; a call on
credit has its end set, ``TIMEOUT(absolute)``. Without an answer (``AGISTATUS`` is not SUCCESS) the dialplan must not
dial.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Literal

import msgspec

from collector_daemon.asterisk.fast_agi import Question
from collector_daemon.billing.billable import dialled
from collector_daemon.billing.pricing import Pricing
from collector_daemon.prepaid.price import Purchase
from collector_daemon.settings import Settings
from shared.billing.rated import BillableCall, Unrated

log = logging.getLogger(__name__)

Reason = Literal[
    "not_on_credit", "granted", "empty", "day_limit", "month_limit", "no_price", "no_tariff", "closed", "unavailable",
    "unknown_pbx", "bad_question",
]  # fmt: skip
MAY_DIAL, REASON, ENDS = "CALLCENTRE_MAY_DIAL", "CALLCENTRE_REASON", "TIMEOUT(absolute)"


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A call that somebody wants to dial. ``call_id``: the PBX's group of legs (Linkedid)."""

    pbx: str
    call_id: str
    leg_id: str
    channel: str
    number: str
    extension: str
    account_code: str = ""


def wish_of(question: Question) -> Wish | None:
    """None for a question that is none of ours."""
    if len(question.arguments) < 2 or not question.arguments[0] or not question.uniqueid:
        return None
    number, extension, call_id, account_code, *_more = *question.arguments, "", ""
    return Wish(
        pbx=question.path.strip("/") or "main", call_id=call_id or question.uniqueid, leg_id=question.uniqueid,
        channel=question.channel, number=number, extension=extension, account_code=account_code,
    )


def purchase(
    wish: Wish, pricing: Pricing, settings: Callable[[], Settings], answered_at: datetime
) -> Purchase | Reason:
    """Who pays for it and by which prices; or why nobody does it on credit."""
    now = settings()
    call = BillableCall(
        direction="outbound", number=dialled(wish.number, now.centre.country, now.desk.outside_prefix),
        answered_at=answered_at, ended_at=answered_at, extension=wish.extension, account_code=wish.account_code,
    )  # fmt: skip
    owner = pricing.owner(call)
    account = pricing.account(owner.account) if owner else None
    if account is None or account.kind != "pre":
        return "not_on_credit"
    if not account.is_open:
        return "closed"
    book = pricing.book(account.tariff)
    prices = book.at(answered_at) if book else None
    if prices is None:
        return "no_tariff"
    if isinstance(prices.rate(call), Unrated):
        return "no_price"
    return Purchase(account=account.account, language=account.language, call=call, prices=prices)
