"""Stored calls get their owner, version, price and trace; again when stored again, unless they were invoiced."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from collector_daemon.store.billing.accounts import Has, put_owned
from collector_daemon.store.billing.way_in import opened
from shared.billing.money import UNIT
from shared.billing.rated import Trace, retold
from tests.integration.billing.ground import MIDDAY, SINCE, Ground, act, payer, prices

pytestmark = pytest.mark.postgres


def price(ground: Ground, call_id: str) -> tuple[object, ...]:
    """State, account, tariff's version, prefix, billed ms, exact of a call."""
    return ground.rows(
        f"select state, account, version, prefix, billed_ms, exact from rated_call where call_id = '{call_id}'")[0]


def test_a_call_gets_its_owner_version_price_and_trace(ground):
    ground.account(payer("acme"), "2001")
    one, zero, long = ground.call("2001", 61.4), ground.call("2001", 0), ground.call("2001", 30 * 3600)
    unanswered = ground.call("2001", None)
    assert ground.rate() == 4
    assert price(ground, one) == ("rated", "acme", 1, "420", 62_000, int(1.2 * UNIT * 62 / 60))
    assert price(ground, zero)[4:] == (0, 0)
    assert price(ground, long)[4:] == (30 * 3_600_000, UNIT * 6 * 1800 // 5)
    assert ground.rows(f"select count(*) from rated_call where call_id = '{unanswered}'") == [(0,)]
    [(trace, owned_by, destination)] = ground.rows(
        f"select trace::text, owned_by, destination from rated_call where call_id = '{one}'")
    told = msgspec.json.decode(str(trace), type=Trace)
    assert (told.number, told.version, retold(told)) == ("+420777123001", 1, price(ground, one)[5])
    assert (owned_by, destination) == ("extension 2001", "Česko")
    assert ground.rate() == 0


def test_stored_again_is_rated_again(ground):
    ground.account(payer("again"), "2002")
    one = ground.call("2002", 60)
    ground.rate()
    ground.write(f"delete from call where call_id = '{one}'")
    ground.call("2002", 30, call_id=one)
    assert ground.rate() == 1
    assert price(ground, one)[4:] == (30_000, UNIT * 6 // 10)
    assert ground.rows("select count(*) from rating_difference where account = 'again'") == [(0,)]


def test_what_has_no_price_is_listed_with_the_reason(ground):
    ground.account(payer("listed"), "2003")
    ground.account(payer("free", tariff=None), "2004")
    unknown, nobodys, without = (
        ground.call("2003", 60, called="0048221234567"), ground.call("2999", 60), ground.call("2004", 60)
    )  # fmt: skip
    early = ground.call("2003", 60, at=SINCE - timedelta(hours=3))
    ground.rate()
    found = dict(ground.rows(
        "select call_id, state || ': ' || reason from rated_call where state <> 'rated'"))
    assert found[unknown] == "unrated: no_prefix"
    assert found[nobodys].startswith("unowned: nobody owns")
    assert found[without] == "unrated: its account has no tariff"
    assert found[early].startswith("unowned")
    with opened(ground.url) as connection:
        put_owned(connection, Has(kind="extension", value="2999", since=SINCE, account="listed"), act())
    ground.rate()
    assert price(ground, nobodys)[:2] == ("rated", "listed")


def test_an_inbound_line_and_what_is_dialled_for_a_line_outside(ground):
    ground.account(payer("inbound"))
    with opened(ground.url) as connection:
        put_owned(connection, Has(kind="line", value="800123456", since=SINCE, account="inbound"), act())
    one = ground.call("777000111", 60, direction="inbound", line="800123456")
    ground.rate()
    assert price(ground, one) == ("rated", "inbound", 1, "420800", 60_000, UNIT // 2)


def test_a_later_version_holds_from_its_day_on_and_rates_again_what_is_not_invoiced(ground):
    ground.tariff(prices("rising"))
    ground.account(payer("later", tariff="rising"), "2005")
    before, after = ground.call("2005", 60), ground.call("2005", 60, at=MIDDAY + timedelta(days=5))
    ground.rate()
    dearer = prices("rising", price="2.40")
    ground.tariff(msgspec.structs.replace(dearer, valid_from=(MIDDAY + timedelta(days=3)).date()))
    ground.rate()
    assert [price(ground, one)[2:5:2] for one in (before, after)] == [(1, 60_000), (2, 60_000)]
    assert price(ground, after)[5] == 2 * price(ground, before)[5]  # type: ignore[operator]


def test_a_break_loses_nothing(ground):
    ground.account(payer("broken"), "2006")
    one = ground.call("2006", 60)
    ground.rater.close()
    ground.write(f"delete from call where call_id = '{one}'")  # retention was quicker
    ground.rate()
    assert ground.rows(f"select count(*) from rated_call where call_id = '{one}'") == [(0,)]
    two = ground.call("2006", 60)
    ground.rate()
    ground.write(f"delete from call where call_id = '{two}'")
    ground.write("insert into rating_due (pbx, call_id) select pbx, call_id from rated_call")
    ground.rate()
    assert price(ground, two)[:2] == ("rated", "broken")


def test_a_call_that_belongs_to_another_is_not_billed_twice(ground):
    ground.account(payer("merged"), "2007")
    whole, part = ground.call("2007", 60), ground.call("2007", 30)
    ground.rate()
    ground.write(f"delete from call where call_id = '{part}'")
    ground.write("insert into absorbed_call (pbx, absorbed_id, call_id, call_started_at) "
                 f"values ('main', '{part}', '{whole}', '{MIDDAY}')")
    assert ground.rate() == 1
    assert ground.rows("select call_id from rated_call where account = 'merged'") == [(whole,)]
