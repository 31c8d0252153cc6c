"""What calls cost by all keys equals a plain reading of the rated calls; only who bills sees any of it."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import psycopg
import pytest
from sqlalchemy import Connection

from collector_daemon.store.billing.accounts import Has, put_owned
from collector_daemon.store.billing.tariffs import add_version
from collector_daemon.store.billing.way_in import opened
from shared.billing.money import UNIT
from shared.database.accounts import open_book
from shared.days import Span
from shared.domain.accounts import RIGHTS_OF
from shared.language import Language
from shared.reports.catalogue import READY, ReportName, not_for
from shared.reports.changed import with_changes
from shared.reports.csv_out import write_csv
from shared.reports.queries.costs import priced_calls
from shared.reports.queries.scope import Scope
from shared.reports.selection import Selection
from shared.reports.table import Report
from shared.reports.written import Written
from shared.reports.xlsx_out import write_xlsx
from tests.helpers.postgres import Server
from tests.integration.billing.ground import SINCE, Ground, act, payer, prices
from tests.integration.reporting.test_making import made
from tests.integration.reports.conftest import PASSWORD, connected
from tests.unit.shared.reports.test_files import sheets, table

pytestmark = pytest.mark.postgres
PRAGUE = ZoneInfo("Europe/Prague")
MARCH = Span(datetime(2026, 3, 1, tzinfo=PRAGUE).astimezone(UTC), datetime(2026, 4, 1, tzinfo=PRAGUE).astimezone(UTC))
NOW = datetime(2026, 5, 1, tzinfo=UTC)
BY: dict[ReportName, str] = {
    "costs_accounts": "account", "costs_destinations": "destination", "costs_queues": "queue", "costs_lines": "line",
    "costs_agents": "agent", "costs_campaigns": "campaign",
}  # fmt: skip
Plain = list[dict[str, Any]]


@pytest.fixture(scope="module")
def ground(postgres: Server, _template: str) -> Iterator[Ground]:
    """Calls of three accounts in two currencies, some without a price, some of nobody; rated."""
    made = Ground(postgres.create(_template))
    made.tariff(prices(price="1.234567"))
    with opened(made.url) as connection:
        euros = msgspec.structs.replace(prices("euros", "0.037"), currency="EUR")
        add_version(connection, euros, "tester", act())
    made.account(payer("acme"), "2001", "2002")
    made.account(payer("beta"), "2003")
    made.account(payer("euro", tariff="euros", currency="EUR"), "2004")
    with opened(made.url) as connection:
        put_owned(connection, Has(kind="line", value="800123456", since=SINCE, account="acme"), act())
    random = Random(7)
    out = [
        (random.choice(("2001", "2002", "2003", "2004", "2999")), random.uniform(0, 400), _at(random),
         random.choice(("777123001", "602111222", "0048221234567")))
        for _ in range(240)
    ]  # fmt: skip
    made.calls(out, outcome="answered")
    inbound = [("777000111", random.uniform(5, 900), _at(random), "800123456") for _ in range(90)]
    answered = made.calls(inbound[:60], direction="inbound", line="800123456", outcome="answered")
    made.calls(inbound[60:], direction="inbound", line="800123456", outcome="abandoned")
    _visits(made, answered, random)
    made.write("update call set campaign = 'jaro' where call_id like '%3'")
    made.rate()
    made.write("update rated_call set charged = exact / 3, free_ms = 1000 where state = 'rated' and call_id like '%5'")
    with open_book(made.url, "tester") as book:
        book.add("cashier", ["billing"], PASSWORD)
        book.add("eva", ["billing"], PASSWORD)
        book.add("chief", ["supervisor"], PASSWORD)
    yield made
    made.rater.close()
    postgres.drop(made.url)
    postgres.drop_login_roles()


def _at(random: Random) -> datetime:
    """From February to April, so that both ends of March cut."""
    return datetime(2026, 2, 25, tzinfo=UTC) + timedelta(seconds=random.uniform(0, 40 * 86400))


def _visits(ground: Ground, calls: list[str], random: Random) -> None:
    """Each gave up one queue and was answered in another; some were then passed on to a third."""
    rows: list[tuple[object, ...]] = []
    for number, call_id in enumerate(calls):
        at = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=number)
        rows.append((call_id, "first", at, None, "timeout", None))
        rows.append((call_id, random.choice(("sales", "support")), at + timedelta(seconds=30),
                     at + timedelta(seconds=40), "answered", random.choice(("101", "102"))))  # fmt: skip
        if number % 4 == 0:
            rows.append((call_id, "third", at + timedelta(seconds=60), at + timedelta(seconds=70), "answered", "103"))
    with psycopg.connect(ground.url) as connection:
        connection.cursor().executemany(
            "insert into queue_visit (pbx, call_id, uniqueid, queue, nth, entered_at, answered_at, outcome, agent) "
            "values ('main', %s, %s, %s, 1, %s, %s, %s, %s)", [(row[0], *row) for row in rows])  # fmt: skip


@pytest.fixture(scope="module")
def plain(ground: Ground) -> Plain:
    """The rated calls of March as they lie there, with the first visit that answered each."""
    names = ("call_id", "state", "account", "currency", "destination", "line", "extension", "direction", "ended_at",
             "billed_ms", "exact", "outcome", "campaign")  # fmt: skip
    found = [dict(zip(names, row, strict=True)) for row in ground.rows(
        "select r.call_id, r.state, r.account, a.currency, r.destination, r.line, r.extension, r.direction, "
        "r.ended_at, r.billed_ms, coalesce(r.charged, r.exact), c.outcome, coalesce(r.campaign, '') from rated_call r "
        "join call c using (pbx, call_id) left join billing_account a on a.account = r.account")]  # fmt: skip
    visits: dict[str, tuple[str, str]] = {}
    for call_id, queue, agent in ground.rows(
        "select call_id, queue, agent from queue_visit where outcome = 'answered' order by answered_at"
    ):
        visits.setdefault(call_id, (queue, agent))
    for one in found:
        queue, agent = visits.get(one["call_id"], ("", ""))
        one |= {"queue": queue, "agent": agent or one["extension"] or "", "line": one["line"] or ""}
    return [one for one in found if MARCH.since <= one["ended_at"] < MARCH.until]


@pytest.fixture(scope="module")
def asking(ground: Ground) -> Iterator[Connection]:
    """As who bills."""
    with connected(ground.url, "cashier") as connection:
        yield connection


def run(connection: Connection, name: ReportName, **more: Any) -> Report:
    """A report of March."""
    asked = Selection(since=MARCH.since, until=MARCH.until, zone="Europe/Prague", **more)
    return READY[name].run(connection, asked, NOW)


def told(plain: Plain, *keys: str) -> dict[tuple[Any, ...], list[int]]:
    """Calls, handled, billed, exact by keys and currency."""
    found: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in plain:
        if one["state"] == "rated":
            sums = found[(*(one[key] for key in keys), one["currency"])]
            for place, more in enumerate((1, one["outcome"] == "answered", one["billed_ms"], one["exact"])):
                sums[place] += more
    return found


def cents(exact: int, parts: int = 1) -> float:
    """Rounded once, as by hand."""
    return float((Decimal(exact) / UNIT / parts).quantize(Decimal("0.01"), ROUND_HALF_UP))


def cells(sums: list[int]) -> tuple[Any, ...]:
    """The figures of a row."""
    calls, handled, billed_ms, exact = sums
    return calls, handled, billed_ms / 1000, cents(exact), cents(exact, handled) if handled else None


@pytest.mark.parametrize("name", BY)
def test_every_key_equals_a_plain_reading(asking: Connection, plain: Plain, name: ReportName):
    report, expected = run(asking, name), told(plain, BY[name])
    assert {row.values[:2]: row.values[2:] for row in report.rows} == {
        key: cells(sums) for key, sums in expected.items()
    }
    assert len(expected) > 1
    assert {row.counts.costs.exact[str(row.values[1])] for row in report.rows if row.counts} == {
        sums[3] for sums in expected.values()
    }


def test_over_time_by_days_and_by_interval_and_key(asking: Connection, plain: Plain):
    for one in plain:
        one["day"] = one["ended_at"].astimezone(PRAGUE).date()
    report, expected = run(asking, "costs", interval="day"), told(plain, "day")
    days = {(row.values[0].astimezone(PRAGUE).date(), row.values[1]): row for row in report.rows}  # type: ignore[union-attr]
    assert len(days) == 31 * 2
    for key, row in days.items():
        assert row.values[2:] == cells(expected.get(key, [0, 0, 0, 0]))
    both = run(asking, "costs_accounts", interval="week")
    assert sum(row.counts.costs.exact.get("CZK", 0) for row in both.rows if row.counts) == told(plain)["CZK",][3]


def test_currencies_are_not_added_and_calls_without_a_price_are_told(asking: Connection, plain: Plain):
    report = run(asking, "costs_accounts")
    assert report.total is not None
    assert report.value(report.total, "call_amount") is None
    assert report.value(report.total, "priced_calls") == sum(one["state"] == "rated" for one in plain)
    counted = tuple(sum(one["state"] == state for one in plain) for state in ("unrated", "unowned"))
    assert report.notes.unpriced == counted
    assert min(counted) > 1
    notes = Written(report, Language.of("en")).notes()
    assert f"{counted[0]} calls have no price and are in no amount." in notes
    assert f"{counted[1]} calls are owned by nobody and are in no amount." in notes


def test_narrowed_and_compared(asking: Connection, plain: Plain):
    report = run(asking, "costs_accounts", queues=("sales",), agents=("101",))
    expected = told([one for one in plain if (one["queue"], one["agent"]) == ("sales", "101")], "account")
    assert {row.values[:2]: row.values[2:] for row in report.rows} == {
        key: cells(sums) for key, sums in expected.items()
    }
    assert report.total is not None
    assert report.value(report.total, "call_amount") == cents(expected["acme", "CZK"][3])


def test_compared_with_the_period_before_to_the_cent(asking: Connection):
    before = Span(MARCH.since - timedelta(days=28), MARCH.since)
    report = run(asking, "costs_lines", lines=("800123456",), compare_to=before)
    assert report.compared is not None
    (now,), (then,) = report.rows, report.compared.rows
    changed = with_changes(Written(report, Language.of("en")))
    column = changed.report.columns[changed.report.place("±call_amount")]
    difference = changed.report.value(changed.report.rows[0], "±call_amount")
    amounts = [Decimal(str(one.values[report.place("call_amount")])) for one in (now, then)]
    assert isinstance(difference, float)
    assert Decimal(str(difference)) == amounts[0] - amounts[1] > 0
    assert changed.said(column, difference) == f"+{difference:.2f}"


def test_the_very_calls_behind_a_figure(asking: Connection, plain: Plain):
    scope = Scope(since=MARCH.since, until=MARCH.until, zone="Europe/Prague")
    keys = {"queue": "sales", "currency": "CZK"}
    expected = {one["call_id"] for one in plain if one["state"] == "rated" and one["queue"] == "sales"}
    assert {call for _pbx, call in priced_calls(asking, scope, keys)} == expected
    all_of_line = priced_calls(asking, scope, {"line": "800123456"})
    handled = priced_calls(asking, scope, {"line": "800123456"}, is_handled=True)
    assert {call for _pbx, call in handled} == {
        one["call_id"] for one in plain if one["line"] == "800123456" and one["outcome"] == "answered"}  # fmt: skip
    assert len(handled) < len(all_of_line)


def test_only_who_bills_sees_any_of_it(ground: Ground):
    with connected(ground.url, "chief") as connection:
        for name in ("costs", *BY):
            report = run(connection, name)  # type: ignore[arg-type]
            assert (report.rows, report.notes.unpriced) == ((), (0, 0)), name
    assert not_for(lambda right: right in RIGHTS_OF["supervisor"]) == {"costs", *BY}
    assert not_for(lambda right: right in RIGHTS_OF["billing"]) == frozenset()


def test_it_is_sent_by_schedule_to_who_bills(ground: Ground, plain: Plain):
    period = {"preset": None, "since": MARCH.since.isoformat(), "until": MARCH.until.isoformat()}
    (sheet,) = made(ground.url, {"report": "costs_accounts", "period": period, "language": "en"})
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert {tuple(row[:2]): (int(row[2]), float(row[5])) for row in rows[1:4]} == {
        key: (sums[0], cents(sums[3])) for key, sums in told(plain, "account").items()
    }


@pytest.mark.parametrize("code", ["cs", "en"])
def test_files_have_typed_amounts_and_charts_the_table_s_values(asking: Connection, tmp_path: Path, code: str):
    report, language = run(asking, "costs_destinations"), Language.of(code)
    written = Written(report, language, name="x")
    write_csv(tmp_path / "a.csv", written)
    write_xlsx(tmp_path / "a.xlsx", written)
    rows, place = sheets(tmp_path / "a.xlsx")[0], report.place("call_amount")
    lines = table(tmp_path / "a.csv", ";" if code == "cs" else ",")
    for number, row in enumerate(report.rows, 1):
        assert rows[number][chr(ord("A") + place)] == row.values[place]
        assert float(lines[number][place].replace(",", ".")) == row.values[place]
    (chart,) = READY["costs_destinations"].charts(report, language)
    assert (chart.kind, chart.unit) == ("bars", "money")
    assert {value for one in chart.series for value in one.values if value is not None} == {
        row.values[place] for row in report.rows}  # fmt: skip
    (line,) = READY["costs"].charts(run(asking, "costs", interval="week"), language)
    assert line.kind == "lines"
    assert len(set(line.labels)) == len(line.labels)


