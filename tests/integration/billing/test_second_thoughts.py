"""Calls that become another's after they were invoiced, or cost something else after their credit was taken; fees."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from collector_daemon.billing.closing import Closing, Outcome, Who
from collector_daemon.billing.correcting import Correcting
from collector_daemon.billing.credit_book import CreditBook
from collector_daemon.prepaid.settling import Settling
from collector_daemon.store.billing.accounts import put_account, put_subscription
from collector_daemon.store.billing.credit import CreditStore
from collector_daemon.store.billing.credit_due import CreditDue, key_of
from collector_daemon.store.billing.topping_up import differing
from collector_daemon.store.billing.way_in import opened
from collector_daemon.store.erasing import Erasure
from collector_daemon.store.lending import Lender
from collector_daemon.store.person_rows import PersonRows
from shared.billing.lines import Subscription
from shared.billing.tariff import Fee, TariffVersion
from shared.clock import HandClock, SystemClock
from tests.integration.billing.ground import FEBRUARY, JANUARY, MIDDAY, Ground, act, payer, prices
from tests.integration.billing.test_credit import topped_up

pytestmark = pytest.mark.postgres
EVA = Who("eva", "127.0.0.1")


def close(ground: Ground, account: str, days: tuple[date, date] = JANUARY) -> Outcome:
    return Closing(ground.url, lambda: ground.settings, SystemClock()).close(account, days, EVA)[0]


def correct(ground: Ground, number: str | None, who: Who | None = EVA) -> Outcome:
    return Correcting(ground.url, lambda: ground.settings, SystemClock()).correct(number or "", "not his", who)


def move(ground: Ground, extension: str, account: str) -> None:
    """The extension was always that account's."""
    ground.write(f"update billing_owns set account = '{account}' where kind = 'extension' and value = '{extension}'")


def test_a_call_invoiced_to_one_and_now_anothers_is_given_back_and_charged_once(ground: Ground) -> None:
    ground.account(payer("before"), "2201", "2202")
    ground.account(payer("after"))
    kept, moved = ground.call("2201", 60), ground.call("2202", 120)
    ground.rate()
    first = close(ground, "before")
    assert first.total == Decimal("4.36")  # 1.20 and 2.40, VAT 0.76
    move(ground, "2202", "after")
    preview = correct(ground, first.invoice, None)
    assert [(one.call_id, one.account) for one in preview.moved] == [(moved, "after")]
    assert ground.rows(f"select nth, returned_by from rated_call where call_id = '{moved}'") == [(0, None)]
    noted = correct(ground, first.invoice)
    assert (noted.total, noted.invoice is not None) == (Decimal("-2.91"), True)
    assert ground.rows(f"select account, to_account, settled_by from rating_difference where call_id = '{moved}'") == [
        ("before", "after", noted.invoice)]
    ground.rate()
    asked = f"select nth, account, returned_by, period is null from rated_call where call_id = '{moved}' order by nth"
    assert ground.rows(asked) == [(0, "before", noted.invoice, False), (1, "after", None, True)]
    assert correct(ground, first.invoice).invoice is None, "once"
    second = close(ground, "after", FEBRUARY)
    assert (second.calls, second.late, second.total) == (1, 1, Decimal("2.90"))  # 2.40 and VAT 0.50
    ground.write(f"insert into rating_due (pbx, call_id) values ('main', '{moved}')")
    ground.rate()
    assert len(ground.rows(asked)) == 2
    assert ground.rows(f"select count(*) from rated_call where call_id = '{kept}'") == [(1,)]
    move(ground, "2202", "before")  # it was the first one's after all
    back = correct(ground, second.invoice)
    assert (back.total, [one.account for one in back.moved]) == (Decimal("-2.90"), ["before"])
    ground.rate()
    assert close(ground, "before", FEBRUARY).total == Decimal("2.90")
    assert ground.rows(f"select count(*) from rated_call where call_id = '{moved}' and returned_by is null") == [(1,)]


def book(ground: Ground, clock: HandClock) -> CreditBook:
    return CreditBook(ground.url, lambda: ground.settings, clock)


def balance(ground: Ground, name: str) -> Decimal:
    return Decimal(str(ground.rows(f"select balance from credit where account = '{name}'")[0][0]))


async def settled(ground: Ground, clock: HandClock) -> None:
    lender = Lender(ground.url)
    settling = Settling(
        CreditStore(lender), CreditDue(lender), lambda: ground.settings, clock, lambda _pbx, _call: False)
    try:
        await settling.settle_some()
    finally:
        await lender.close()


async def test_a_call_on_credit_rated_again_is_corrected_in_the_ledger_once(ground: Ground) -> None:
    clock = HandClock(MIDDAY + timedelta(hours=1))
    ground.tariff(prices("mended"))
    for name, extension in (("again", "2211"), ("other", "2212")):
        topped_up(ground, name, "10")
        ground.account(payer(name, kind="pre", tariff="mended"), extension)
    call = ground.call("2211", 60)
    ground.rate()
    await settled(ground, clock)
    assert balance(ground, "again") == Decimal("8.80")
    assert book(ground, clock).settle_again() == 0
    ground.tariff(prices("mended", price="0.90"))
    ground.rate()
    assert book(ground, clock).settle_again() == 1
    assert book(ground, clock).settle_again() == 0
    ground.write(f"insert into settling_due values ('main', '{call}')")
    assert book(ground, clock).settle_again() == 0, "said twice"
    assert balance(ground, "again") == Decimal("9.10")
    entries = "select kind, key from ledger_entry where call_id = '{}' order by entry"
    assert ground.rows(entries.format(call)) == [
        ("call", f"call {key_of('main', call)}"), ("correction", f"again 1 main {call} again")]
    close(ground, "again")  # a statement; a price of then that was wrong is still made right
    ground.tariff(prices("mended", price="0.60"))
    ground.write(f"insert into rating_due (pbx, call_id) values ('main', '{call}')")
    ground.rate()
    book(ground, clock).settle_again()
    ground.rate()
    book(ground, clock).settle_again()
    assert balance(ground, "again") == Decimal("9.40")
    move(ground, "2211", "other")
    ground.write(f"insert into rating_due (pbx, call_id) values ('main', '{call}')")
    ground.rate()
    assert book(ground, clock).settle_again() == 2
    await settled(ground, clock)
    assert (balance(ground, "again"), balance(ground, "other")) == (Decimal("10.00"), Decimal("9.40"))
    with opened(ground.url) as connection:
        assert differing(connection) == []


def fees(ground: Ground, name: str, *has: Subscription, amount: str = "30") -> None:
    version = prices(f"fees-{name}")
    fee = Fee(fee="line", title="Linka", amount=Decimal(amount))
    ground.tariff(TariffVersion(**{field: getattr(version, field) for field in version.__struct_fields__}
                                | {"fees": (fee,)}))  # fmt: skip
    ground.account(payer(name, kind="pre", tariff=f"fees-{name}"))
    with opened(ground.url) as connection:
        for one in has:
            put_subscription(connection, name, one, act())


def test_a_monthly_fee_is_taken_at_the_beginning_of_a_month_once(ground: Ground) -> None:
    topped_up(ground, "monthly", "100")
    fees(ground, "monthly", Subscription(fee="line", since=date(2026, 1, 1)))
    clock = HandClock(datetime(2026, 1, 31, 22, 59, tzinfo=UTC))  # 23:59 in Prague
    assert [book(ground, clock).take_fees() for _ in range(2)] == [1, 0]
    clock.advance(timedelta(minutes=2))
    assert [book(ground, clock).take_fees() for _ in range(2)] == [1, 0]
    assert balance(ground, "monthly") == Decimal("40.00")
    assert ground.rows("select key from ledger_entry where account = 'monthly' and kind = 'fee' order by entry") == [
        ("fee monthly line 2026-01-01 2026-01",), ("fee monthly line 2026-01-01 2026-02",)]


def test_a_fee_that_credit_does_not_reach_for_is_owed_and_taken_later(ground: Ground) -> None:
    topped_up(ground, "short", "50")
    fees(ground, "short", Subscription(fee="line", since=date(2026, 1, 1)))
    ground.write("update credit set reserved = 21 * 60000000000 where account = 'short'")  # calls that go on
    clock = HandClock(MIDDAY)
    assert book(ground, clock).take_fees() == 0
    clock.advance(timedelta(days=31))
    assert [book(ground, clock).take_fees() for _ in range(2)] == [0, 0]
    asked = "select month::text, amount from owed_fee where account = 'short' order by 1"
    assert ground.rows(asked) == [("2026-01-01", Decimal(30)), ("2026-02-01", Decimal(30))]
    audited = ground.rows("select detail from audit where act = 'fee owed' and subject = 'short' order by id")
    assert audited == [("line 2026-01: 30.00",), ("line 2026-02: 30.00",)]
    assert balance(ground, "short") == Decimal("50.00"), "nothing of it"
    ground.write("update credit set reserved = 0 where account = 'short'")
    assert book(ground, clock).take_fees() == 1
    assert (balance(ground, "short"), ground.rows(asked)) == (Decimal("20.00"), [("2026-02-01", Decimal(30))])
    with opened(ground.url) as connection:
        put_subscription(connection, "short", Subscription(fee="line", since=date(2026, 1, 1),
                                                           until=date(2026, 2, 1)), act())  # fmt: skip
    assert (book(ground, clock).take_fees(), ground.rows(asked)) == (0, []), "it had ended before"


def test_a_fee_without_a_price_is_told_once(ground: Ground, caplog: pytest.LogCaptureFixture) -> None:
    topped_up(ground, "unpriced", "50")
    fees(ground, "unpriced", Subscription(fee="nothing", since=date(2026, 1, 1)))
    kept = book(ground, HandClock(MIDDAY))
    assert [kept.take_fees() for _ in range(2)] == [0, 0]
    [told] = [record.getMessage() for record in caplog.records if record.name.endswith("credit_book")]
    why = "there is no fee nothing in version 1, which holds on 2026-01-01"
    assert told == f"unpriced: a monthly fee cannot be taken: {why}"
    caplog.clear()


def test_a_closed_account_owns_no_new_calls(ground: Ground) -> None:
    one = ground.account(payer("closing"), "2231")
    before = ground.call("2231", 60)
    with opened(ground.url) as connection:
        shut = payer("closing", is_open=False)
        put_account(connection, shut, act())
        put_account(connection, shut, act())
    ground.write("update billing_account set closed_at = '2026-01-12 12:00Z' where account = 'closing'")
    after = ground.call("2231", 60, at=MIDDAY + timedelta(hours=2))
    ground.rate()
    asked = "select call_id, state, account from rated_call where call_id = any('{{{},{}}}') order by answered_at"
    assert ground.rows(asked.format(before, after)) == [(before, "rated", "closing"), (after, "unowned", None)]
    ground.account(one)
    assert ground.rows("select closed_at from billing_account where account = 'closing'") == [(None,)]
    ground.write(f"insert into rating_due (pbx, call_id) values ('main', '{after}')")
    ground.rate()
    assert ground.rows(asked.format(before, after))[1] == (after, "rated", "closing")


async def test_an_erased_number_stays_on_invoices_and_nowhere_else(ground: Ground) -> None:
    ground.account(payer("keeper"), "2241")
    number, dialled = "+420777123987", "777123987"
    invoiced = ground.call("2241", 60, called=dialled)
    ground.rate()
    done = close(ground, "keeper")
    at = MIDDAY + timedelta(days=31)
    leg = json.dumps([{"leg_id": "y.1", "number": dialled, "answered_at": at.isoformat(), "by": "2241",
                       "ended_at": (at + timedelta(seconds=60)).isoformat()}])  # fmt: skip
    free = ground.call("2241", 60, at=at, called=dialled)
    around = ground.call("420600000001", 90, at=at, direction="inbound", line="222", called="222", outside_legs=leg)
    ground.rate()
    ground.write("insert into credit (account) values ('keeper') on conflict do nothing")
    ground.write("insert into reservation (key, account, exact, granted_ms, opened_at, renewed_at, number) values "
                 f"('main r.1', 'keeper', 0, 0, now(), now(), '{number}')")  # fmt: skip
    lender = Lender(ground.url)
    persons = PersonRows(lender, lambda: "CZ")
    entry = Erasure(erased_at=SystemClock().now(), account="eva", kind="subject", subject="…987", why="asked for")

    async def erase() -> Counter[str]:
        return await persons.erase(number, await persons.calls(number), [], entry)

    assert {name: count for name, count in (await erase()).items() if count} == {
        "reservation": 1, "call": 3, "rated_call": 2}  # fmt: skip
    assert ground.rows("select number from reservation where key = 'main r.1'") == [(None,)]
    asked = (
        "select number, trace->>'number', exact from rated_call "
        f"where call_id in ('{invoiced}', '{free}', 'y.1') order by answered_at, call_id"
    )
    cost = 72_000_000_000
    told = [(number, number, cost), ("+420…", "+420…", cost), ("+420…", "+420…", cost)]
    assert ground.rows(asked) == told
    for call in (invoiced, free, around, "y.1"):
        ground.write(f"insert into rating_due (pbx, call_id) values ('main', '{call}')")
    ground.rate()
    assert ground.rows(asked) == told, "they keep their prices"
    ground.write("alter table billing_period disable trigger only_grows")
    ground.write(f"update billing_period set closed_at = closed_at - interval '11 years' where period = {done.period}")
    ground.write("alter table billing_period enable trigger only_grows")
    assert (await erase())["rated_call"] == 1
    assert ground.rows(asked) == [("+420…", "+420…", cost)] * 3
    await lender.close()
