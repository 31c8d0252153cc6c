"""Words of the billing page: what was written and read back, bands, credit that runs out, what closing would do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args
from zoneinfo import ZoneInfo

import msgspec
import pytest

from shared.billing.faults import FaultKind
from shared.billing.money import UNIT, Exact
from shared.billing.rated import Trace
from shared.billing.tariff import Band, TariffVersion, Window
from shared.language import Language
from supervisor_console.billing.presenter import faults, words
from supervisor_console.billing.presenter.accounts import account_line, state
from supervisor_console.billing.presenter.calculator import read_length
from supervisor_console.billing.presenter.credit import credit, running_call
from supervisor_console.billing.presenter.income import income
from supervisor_console.billing.presenter.moment import Around, IncomeMoment, Moment
from supervisor_console.billing.presenter.questions import closing_told, read_amount, read_day
from supervisor_console.billing.presenter.refusals import refused
from supervisor_console.billing.presenter.trace import Traced
from supervisor_console.knowing import Knowing
from supervisor_console.reports.billing import Payer
from supervisor_console.reports.billing_detail import Detail, Running
from supervisor_console.reports.billing_lists import Income, Profit

PRAGUE = ZoneInfo("Europe/Prague")
NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
AROUND = Around(language=Language.of("en"), zone=PRAGUE, country="CZ", now=NOW)
PAYER = Payer(
    account="novak", title="Novák", kind="post", tariff="basic", tariff_title="Basic", currency="CZK", is_open=True,
    is_masked=False, low_credit=None, day_limit=None, month_limit=None, calls=3, exact=0, is_closed=True,
    invoice="2026100001", due_on=date(2026, 11, 16), total=Decimal("14483.70"), open_amount=Decimal("14483.70"),
    balance=Decimal(0), reserved=0, day_spent=Decimal(0), month_spent=Decimal(0), running=0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "amount"),
    [("500", "500"), ("1250,50", "1250.50"), ("1 250,5", "1250.5"), ("-20", "-20"), ("−20,10", "-20.10")],
)
def test_amounts_are_read_as_people_write_them(said: str, amount: str) -> None:
    assert read_amount(AROUND, said) == Decimal(amount)


@pytest.mark.parametrize("said", ["", "sto", "1,2,3", "0", "1.234", "NaN", "Infinity", "9999999999", "1e99"])
def test_what_is_no_amount_gets_a_sentence(said: str) -> None:
    told = read_amount(AROUND, said)
    assert isinstance(told, str)
    assert told.endswith(".")


@pytest.mark.parametrize("said", ["24. 11. 2026", "24.11.2026", "2026-11-24", "24/11/2026", "24.\u00a011.\u00a02026"])
def test_days_are_read_as_people_write_them(said: str) -> None:
    assert read_day(AROUND, said) == date(2026, 11, 24)


def test_what_is_no_day_and_no_length_is_said() -> None:
    assert isinstance(read_day(AROUND, "31. 2. 2026"), str)
    assert read_length("4:38") == timedelta(seconds=278)
    assert read_length("1:04:38") == timedelta(seconds=3878)
    assert read_length("90") == timedelta(seconds=90)
    assert [read_length(said) for said in ("", "4:60", "1:60:00", "4.38", "-3", "a")] == [None] * 6


def test_days_of_a_month_begin_and_end_at_the_centre() -> None:
    october = words.month_of(date(2026, 10, 25), PRAGUE)
    assert (october.first, october.last) == (date(2026, 10, 1), date(2026, 10, 31))
    assert october.since == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert october.until == datetime(2026, 10, 31, 23, tzinfo=UTC)


def test_bands_are_told_in_a_line() -> None:
    workdays = Window(days=("monday", "tuesday", "wednesday", "thursday", "friday"), begins=480, ends=1080)
    free = Window(days=("sunday", "holiday"))
    version = TariffVersion(
        tariff="t", version=1, title="T", valid_from=date(2026, 1, 1), otherwise="off", otherwise_title="Off",
        bands=(Band(band="peak", title="Peak", windows=(workdays,)), Band(band="free", title="Free", windows=(free,))),
    )  # fmt: skip
    assert words.bands_told(AROUND, version) == "Mon–Fri 8–18 Peak, Sun, holidays Free, otherwise Off"


def test_an_invoice_is_issued_then_overdue_then_paid() -> None:
    assert state(AROUND, PAYER).text == "6 days overdue"
    assert state(AROUND, msgspec.structs.replace(PAYER, due_on=date(2026, 11, 22))).text == "Issued"
    assert state(AROUND, msgspec.structs.replace(PAYER, open_amount=Decimal(0))).text == "Paid"
    draft = msgspec.structs.replace(PAYER, invoice=None, is_closed=False, total=None, exact=15 * 10**10)
    assert state(AROUND, draft).text == "Draft"
    assert account_line(AROUND, draft).amount.replace("\u00a0", " ").replace("\u202f", " ") == "CZK 2.50"


def test_credit_is_told_until_when_it_lasts_and_never_by_more_than_is_reserved() -> None:
    purse = msgspec.structs.replace(PAYER, kind="pre", balance=Decimal("10.00"), running=1)
    call = Running(account="novak", pbx="main", call_id="1", exact=2 * 60 * 10**9, granted_ms=60_000,
                   opened_at=NOW - timedelta(seconds=30), tariff="t", version=1)  # fmt: skip
    detail = Detail(account="novak", running=(call,))
    period = words.month_of(date(2026, 11, 1), PRAGUE)
    moment = Moment(around=AROUND, tab="accounts", period=period, knowing=Knowing(), account="novak", detail=detail)
    shown = credit(moment, purse)
    assert (shown.left.endswith("9.00"), shown.lasts) == (True, "used up at about 15:04")
    later = msgspec.structs.replace(moment, around=msgspec.structs.replace(AROUND, now=NOW + timedelta(hours=1)))
    assert credit(later, purse).left.endswith("8.00")


def test_a_running_call_tells_its_number_as_far_as_it_may_be_seen() -> None:
    call = Running(account="novak", pbx="main", call_id="17.1", exact=60 * 10**9, granted_ms=60_000, opened_at=NOW,
                   tariff="t", version=1, number="+420777123001")  # fmt: skip
    moment = Moment(around=AROUND, tab="prepaid", period=words.month_of(date(2026, 11, 1), PRAGUE), knowing=Knowing())

    def told(**changes: Any) -> str:
        return running_call(moment, msgspec.structs.replace(call, **changes), "CZK").number

    assert told() == "+420 777 123 001"
    assert told(is_masked=True) == "+420 777 ••• 001"
    assert told(number=None) == "17.1", "erased, or of an older daemon"


def test_profit_is_that_of_calls_whose_cost_is_known_and_the_columns_come_to_what_was_charged() -> None:
    found = [
        Profit(account=name, title=name, line="222", currency="CZK", calls=calls, exact=charged * UNIT,
               purchase=cost * UNIT, unpurchased=unknown, uncosted=uncosted * UNIT)
        for name, calls, charged, cost, unknown, uncosted in (
            ("part", 8, 100, 40, 2, 25), ("known", 3, 50, 60, 0, 0), ("none", 4, 20, 0, 4, 20))
    ]  # fmt: skip
    each = Income(direction="outbound", line="222", destination="Česko", currency="CZK", calls=15, billed_ms=60_000,
                  exact=170 * UNIT)  # fmt: skip
    moment = Moment(
        around=AROUND, tab="income", period=words.month_of(date(2026, 10, 1), PRAGUE), knowing=Knowing(),
        income=IncomeMoment(which="accounts", found=(each,), profits=tuple(found)))  # fmt: skip
    part, known, none = income(moment).grid.lines
    assert [cell.text.replace("CZK\xa0", "") for cell in part.cells[1:]] == ["8", "100.00", "40.00", "35.00", "25.00"]
    assert (part.cells[5].token, part.cells[5].more, part.cells[5].hint) == ("warn", "25.0%", "2 calls")
    assert [(cell.text.replace("\xa0", " "), cell.token) for cell in known.cells[4:]] == [
        ("CZK −10.00", "bad"), ("—", "muted")]  # fmt: skip
    assert [cell.text for cell in none.cells[3:5]] == ["—", "—"], "neither profit nor loss"
    told = income(moment).grid.foot.replace("\xa0", " ")
    assert told.endswith("CZK 25.00 of profit · 6 calls for CZK 45.00 have no purchase price and are not in the profit")


def test_closing_is_told_before_it_is_done() -> None:
    row: dict[str, Any] = {"period": None, "calls": 5, "late": 1, "unrated": 2, "currency": "CZK", "lines": [{}]}
    row |= {"total": "121.00"}
    told = closing_told(AROUND, words.month_of(date(2026, 10, 1), PRAGUE), [row, row | {"total": "0", "lines": []}])
    assert "1 invoice for" in told
    assert "10 calls" in told
    assert "4 calls without a price" in told
    assert closing_told(AROUND, words.month_of(date(2026, 10, 1), PRAGUE), [row | {"period": 7}]) == ""


def test_refusals_of_billing_have_words_and_others_are_left() -> None:
    assert refused("no_credit", "x", AROUND.language).startswith("So much credit")
    assert "why" in refused("bad_value", "why", AROUND.language)
    assert refused("timeout", "x", AROUND.language) == ""


def test_a_call_without_time_by_a_version_that_is_not_here_has_a_trace() -> None:
    trace = Trace("+420608134572", "outbound", "420", "Česko", "Česko", "t", "T", 1, date(2026, 1, 1), "split",
                  60_000, 1_000, 0, 0, Exact(0))  # fmt: skip
    shown = Traced(AROUND, trace, None, "CZK").shown("Price")
    assert [run.text for run in shown.steps[3].runs] == ["—"]
    assert shown.sum == "0.00"


def test_every_fault_of_a_price_list_has_words() -> None:
    assert set(faults.FAULTS) == set(get_args(FaultKind))
    fault = {"kind": "bands_overlap", "where": "peak, night", "what": "monday 17:00–18:00", "line": 0}
    assert faults.told(AROUND, fault) == "The time bands peak, night overlap: monday 17:00–18:00."
    assert faults.told(AROUND, {"kind": "newer", "where": "", "what": ""}, "as the server says") == "as the server says"
    assert faults.place(AROUND, {"line": 3}) == "3"


@pytest.mark.parametrize("said", ["24 Nov 2026", "24. 11. 2026", "2026-11-24"])
def test_days_are_read_as_the_page_writes_them(said: str) -> None:
    assert read_day(AROUND, said) == date(2026, 11, 24)
    assert read_day(AROUND, AROUND.language.calendar_day(date(2026, 11, 24))) == date(2026, 11, 24)


def test_calls_that_run_are_counted_in_the_list_also_where_the_credit_is_low() -> None:
    purse = msgspec.structs.replace(PAYER, kind="pre", balance=Decimal(10), low_credit=Decimal(250), running=2)
    assert account_line(AROUND, purse).state.text == "2 running calls"
    assert account_line(AROUND, msgspec.structs.replace(purse, running=0)).state.text == "Credit running low"
    assert account_line(AROUND, msgspec.structs.replace(purse, is_open=False)).state.icon == "minus"
