"""Credit of an account: what is left at this second, and until when it lasts while calls run."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from shared.billing.money import UNIT, rounded
from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.moment import Around, Moment
from supervisor_console.billing.screen.accounts import CreditShown, RunningCall
from supervisor_console.reports.billing import Payer
from supervisor_console.reports.billing_detail import Running
from supervisor_console.views.pieces import Mark

SOON = timedelta(minutes=10)


def credit(moment: Moment, payer: Payer) -> CreditShown:
    """The card of an account that pays in advance."""
    around, text = moment.around, moment.around.language.text
    calls = moment.detail.running if moment.detail is not None and moment.detail.account == payer.account else ()
    left = _left(payer, calls, around.now)
    return CreditShown(
        title=payer.title, kind=text("pre-paid"), state=state(around, payer), label=text("Remaining"),
        left=words.money(around, left, payer.currency), lasts=_lasts(around, left, calls),
        calls=tuple(running_call(moment, one, payer.currency) for one in calls),
        none_running=text("No call is running."), top_up=words.deed(around, text("Top up"), "plus"),
    )  # fmt: skip


def state(around: Around, payer: Payer) -> Mark:
    """How the credit stands, in a word."""
    text = around.language.text
    if payer.balance <= 0:
        return Mark(text("Credit used up"), "bad", "triangle", is_state=True)
    if payer.low_credit is not None and payer.balance < payer.low_credit:
        return Mark(text("Credit running low"), "warn", "triangle", is_state=True)
    return running_state(around, payer) or Mark(text("In order"), "good", "circle_tick", is_state=True)


def running_state(around: Around, payer: Payer) -> Mark | None:
    """How many calls use it now; None: none does."""
    if not payer.running:
        return None
    said = around.language.plural("{number} running call", "{number} running calls", payer.running)
    return Mark(said, "warn", "clock", is_state=True)


def running_call(moment: Moment, call: Running, currency: str) -> RunningCall:
    """One that goes on."""
    around, spoken = moment.around, moment.spoken.get((call.pbx, call.call_id))
    known = call.number or (spoken.number if spoken is not None else None)
    number = around.language.phone(known, around.country, call.is_masked) if known else call.call_id
    since = spoken.since if spoken is not None and spoken.since is not None else call.opened_at
    gone = max(timedelta(), around.now - since)
    price = words.per_minute(around, per_minute(call), currency) if call.granted_ms else "—"
    return RunningCall(key=f"{call.pbx} {call.call_id}", number=number, price=price,
                       time=words.length(int(gone.total_seconds()) * 1000))  # fmt: skip


def per_minute(call: Running) -> Decimal:
    """What was reserved, by the time that it was reserved for."""
    price = Decimal(call.exact) * 60_000 / call.granted_ms / UNIT if call.granted_ms else Decimal(0)
    return price.quantize(Decimal("0.01"))


def _left(payer: Payer, calls: tuple[Running, ...], now: datetime) -> Decimal:
    """The balance less what the running calls have come to by now (never more than is reserved for them)."""
    spent = 0
    for call in calls:
        gone_ms = max(0, int((now - call.opened_at).total_seconds() * 1000))
        spent += call.exact * min(gone_ms, call.granted_ms) // call.granted_ms if call.granted_ms else 0
    return payer.balance - rounded(spent)


def _lasts(around: Around, left: Decimal, calls: tuple[Running, ...]) -> str:
    price = sum((per_minute(one) for one in calls), Decimal(0))
    if not calls or price <= 0 or left <= 0:
        return ""
    ends = around.now + timedelta(seconds=float(left / price * 60))
    if ends - around.now > timedelta(days=1):
        return around.language.text("lasts for more than a day")
    said = around.language.clock(ends, around.zone, seconds=False)
    return around.language.text("used up at about {time}", time=said)
