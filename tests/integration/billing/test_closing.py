"""Periods closed on a real database: nothing left out, nothing twice, numbers without gaps, whoever closes at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest
from psycopg import errors

from collector_daemon.billing.closing import Closing, Outcome, Who
from collector_daemon.billing.correcting import Correcting
from collector_daemon.billing.drafting import Days
from collector_daemon.settings import Settings
from collector_daemon.store.billing import closing as book
from collector_daemon.store.billing.way_in import BillingMistake
from shared.billing.tariff import Package
from shared.clock import SystemClock
from tests.integration.billing.ground import FEBRUARY, JANUARY, MIDDAY, Ground, payer, prices

pytestmark = pytest.mark.postgres
EVA = Who("eva", "127.0.0.1")


def close(ground: Ground, account: str | None, days: Days = JANUARY, who: Who | None = EVA) -> list[Outcome]:
    return Closing(ground.url, lambda: ground.settings, SystemClock()).close(account, days, who)


def correct(ground: Ground, number: str, who: Who | None = EVA) -> Outcome:
    return Correcting(ground.url, lambda: ground.settings, SystemClock()).correct(number, "wrong length", who)


def serials(ground: Ground) -> list[int]:
    found = ground.rows("select serial from invoice where series = '20261' order by serial")
    return [int(str(row[0])) for row in found]


def test_a_period_is_previewed_closed_and_stays_closed(ground):
    ground.account(payer("acme"), "3001")
    for seconds in (60, 61.4, 0, 90):
        ground.call("3001", seconds)
    ground.call("3001", 60, at=MIDDAY + timedelta(days=31))  # February's
    ground.rate()
    [told] = close(ground, "acme", who=None)
    assert (told.calls, told.total, told.invoice, told.is_new) == (4, Decimal("5.13"), None, False)  # 4.24 and VAT 0.89
    assert ground.rows("select count(*) from billing_period where account = 'acme'") == [(0,)]
    [done] = close(ground, "acme")
    assert (done.calls, done.total, done.is_new, done.lines) == (4, told.total, True, told.lines)
    [again] = close(ground, "acme")
    assert (again.invoice, again.total, again.is_new) == (done.invoice, done.total, False)
    assert ground.rows("select count(*) from rated_call where account = 'acme' and period is null") == [(1,)]
    [(content, due)] = ground.rows(f"select content, due_on - issued_on from invoice where number = '{done.invoice}'")
    assert (content["total"], content["customer"]["name"], due) == ("5.13", "acme – žluťoučký kůň s.r.o.", 14)  # type: ignore[index]
    with pytest.raises(BillingMistake, match="acme is closed from 2026-01-01 to 2026-01-31"):
        close(ground, "acme", (JANUARY[0], FEBRUARY[1]))
    audited = ground.rows("select account, act, detail from audit where subject = 'acme' and act = 'period closed'")
    assert audited == [("eva", "period closed", f"2026-01-01 to 2026-01-31: 4 calls, invoice {done.invoice}")]


def test_late_calls_and_late_prices_come_in_the_next_period(ground):
    ground.account(payer("late"), "3002")
    ground.call("3002", 60)
    ground.call("3002", 60, called="0048221234567")  # there is no price for Poland yet
    [done] = close(ground, "late")
    assert (done.calls, done.unrated) == (1, 1)
    ground.call("3002", 120)  # stored only now
    midnight = datetime(2026, 1, 31, 23, tzinfo=UTC)  # of Prague
    ground.call("3002", 60, at=midnight - timedelta(seconds=30))  # ends in February
    [after] = close(ground, "late", FEBRUARY)
    assert (after.calls, after.late, after.total) == (2, 1, Decimal("4.36"))
    [empty] = close(ground, "late", (FEBRUARY[1] + timedelta(days=1), FEBRUARY[1] + timedelta(days=31)))
    assert (empty.calls, empty.invoice, empty.is_new) == (0, None, True)


def test_what_cannot_be_closed_is_refused_in_one_line(ground):
    ground.account(payer("refused"))
    now = SystemClock().now().date() + timedelta(days=1)  # over in no zone
    for days, says in (((JANUARY[1], JANUARY[0]), "the last day is before the first"), ((now, now), "is not over yet")):
        with pytest.raises(BillingMistake, match=says):
            close(ground, "refused", days)
    with pytest.raises(BillingMistake, match="there is no account nobody"):
        close(ground, "nobody")
    ground.call("3100", 60)
    ground.account(payer("no-vat"), "3100")
    before, ground.settings = ground.settings, Settings(billing=ground.settings.billing)
    with pytest.raises(BillingMistake, match="no VAT rate standard holds on 2026-01-12"):
        close(ground, "no-vat")
    ground.settings = before
    assert close(ground, "no-vat")[0].calls == 1


def test_two_closers_at_once_close_once_and_leave_no_gap(ground):
    names = [f"many{number}" for number in range(6)]
    for place, name in enumerate(names):
        ground.account(payer(name), f"33{place:02}")
    ground.calls([(f"33{place % 6:02}", 60, MIDDAY, "777123001") for place in range(120)])
    ground.rate()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda name: close(ground, name)[0], names * 3))
    assert sum(one.is_new for one in found) == len(names)
    for name in names:
        assert len({one.invoice for one in found if one.account == name}) == 1
    marked = ground.rows("select count(*), count(distinct period) from rated_call where account like 'many%'")
    assert marked == [(120, 6)]
    assert serials(ground) == list(range(1, len(serials(ground)) + 1))


def test_a_number_of_a_closing_that_died_is_given_again(ground):
    ground.account(payer("dies"), "3003")
    ground.call("3003", 60)
    ground.rate()
    before = serials(ground)
    with psycopg.connect(ground.url) as connection:
        book.mark(connection, "dies", datetime(2027, 1, 1, tzinfo=UTC))
        number, _serial = book.next_number(connection, book.Numbering(series="20261", digits=5))
        pid = connection.info.backend_pid
        with psycopg.connect(ground.url) as other:
            other.execute("select pg_terminate_backend(%s)", [pid])
        with pytest.raises(errors.AdminShutdown):
            connection.execute("select 1")
        connection.close()
    [done] = close(ground, "dies")
    assert (done.calls, done.invoice) == (1, number)
    assert serials(ground) == [*before, len(before) + 1]


def test_what_was_invoiced_never_changes(ground):
    ground.account(payer("stays"), "3004")
    one = ground.call("3004", 60)
    [done] = close(ground, "stays")
    for statement in (
        f"update rated_call set exact = 0 where call_id = '{one}'", f"delete from rated_call where call_id = '{one}'",
        "update invoice set total = 0", "delete from invoice", "truncate invoice cascade", "delete from payment",
        "update tariff_version set content = '{}'", "delete from billing_period", "truncate rated_call",
    ):  # fmt: skip
        with pytest.raises(psycopg.Error, match="only grows|was invoiced|cannot truncate"):
            ground.write(statement)
    ground.write(f"delete from call where call_id = '{one}'")
    ground.call("3004", 30, call_id=one)
    ground.rate()
    [(invoiced, exact, why)] = ground.rows(
        f"select invoiced, exact, why from rating_difference where call_id = '{one}' and settled_by is null")
    assert (invoiced, why) == (2 * int(str(exact)), "stored again")
    assert done.invoice


def test_a_credit_note_makes_an_invoice_right_and_the_next_one_what_is_left(ground):
    ground.tariff(prices("wrong", price="6.00"))
    ground.account(payer("noted", tariff="wrong"), "3005")
    ground.call("3005", 60)
    ground.call("3005", 600)
    [done] = close(ground, "noted")
    assert done.total == Decimal("79.86")  # 11 minutes at 6.00
    assert correct(ground, done.invoice or "", None).lines == ()
    ground.tariff(prices("wrong", price="1.20"))
    told = correct(ground, done.invoice or "", None)
    assert (told.total, told.invoice) == (Decimal("-63.89"), None)
    noted = correct(ground, done.invoice or "")
    assert (noted.total, noted.invoice) == (told.total, "2026200001")
    assert correct(ground, done.invoice or "").lines == ()
    ground.tariff(prices("wrong", price="1.50"))
    assert correct(ground, done.invoice or "").total == Decimal("4.00")  # 19.97 less what was left: 15.97
    [(reason, answers)] = ground.rows("select content->>'reason', answers from invoice where number = '2026200001'")
    assert (reason, answers) == ("wrong length", done.invoice)


def test_free_minutes_are_in_the_rows_too(ground):
    free = Package(package="free", title="Volné minuty", free_ms=100_000)
    ground.tariff(prices("minutes", packages=(free,)))
    ground.account(payer("frees", tariff="minutes"), "3006")
    first, second = ground.call("3006", 60), ground.call("3006", 60, at=MIDDAY + timedelta(hours=1))
    ground.rate()
    [told] = close(ground, "frees", who=None)
    [done] = close(ground, "frees")
    assert told.total == done.total == Decimal("0.48")  # 20 s at 1.20: 0.40
    rows = dict(ground.rows("select call_id, free_ms from rated_call where account = 'frees'"))
    assert rows == {first: 60_000, second: 40_000}
    [(charged,)] = ground.rows("select sum(charged) from rated_call where account = 'frees'")
    assert ground.rows(f"select exact from billing_period where period = {done.period}") == [(charged,)]


def test_all_accounts_at_once(ground):
    found = close(ground, None, FEBRUARY)
    assert {one.account for one in found} >= {"acme", "stays"}
    assert [one.calls for one in found if one.account == "acme"] == [1]
    assert all(one.is_new or one.account == "late" for one in found)
    assert serials(ground) == list(range(1, len(serials(ground)) + 1))
