"""Reports of costs in the console: for who bills with figures, explanation and calls; not offered to others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from shared.database.accounts import open_book
from supervisor_console.reports.search import SearchScope
from supervisor_console.reports.search import page as found_page
from supervisor_console.statistics.screen import Wish
from tests.helpers.waiting import wait_until
from tests.helpers.windows import clipped_texts, speak
from tests.integration.billing.ground import Ground, payer
from tests.integration.search.conftest import PASSWORD
from tests.ui.supervisor_console.statistics_desk import NOW, PRAGUE, answered, desk_of, figures, sitting
from tests.ui.supervisor_console.test_statistics import explain, rows_of

COSTS = ("costs", "costs_accounts", "costs_destinations", "costs_queues", "costs_lines", "costs_agents",
         "costs_campaigns")  # fmt: skip


@pytest.fixture(scope="module")
def billed(postgres, _template: str):
    """Twenty calls of a minute at 1.20 and one without a price, in the middle of March."""
    ground = Ground(postgres.create(_template))
    ground.tariff()
    ground.account(payer("acme"), "2001")
    at = datetime(2026, 3, 10, 9, tzinfo=UTC)
    made = [("2001", 60.0, at + timedelta(hours=7 * number), "777123001") for number in range(20)]
    ids = ground.calls([*made, ("2001", 60.0, at, "0048221234567")], outcome="answered")
    ground.rate()
    with open_book(ground.url, "tests") as book:
        book.add("cashier", ["billing"], PASSWORD)
        book.add("anna", ["supervisor"], PASSWORD)
    yield ground.url, ids[:20]
    ground.rater.close()
    postgres.drop(ground.url)
    postgres.drop_login_roles()


def offered(page) -> set[str]:
    """The reports that can be chosen."""
    assert page.widget.shown is not None
    return {pick.value for picks in page.widget.shown.filters if picks.kind == "report" for pick in picks.picks}


def test_who_bills_sees_what_calls_cost_and_which_they_are(drive, ground, qtbot, billed, grab):
    url, ids = billed

    async def story():
        async with sitting(ground, qtbot, url, "cashier") as page:
            desk_of(page).rights = {"history.all", "billing"}
            page.refresh()
            assert set(COSTS) <= offered(page)
            for code in ("en", "cs"):
                speak(ground, code)
                for name in COSTS:
                    page.widget.wished.emit(Wish("report", name))
                    await answered(page)
                    assert clipped_texts(page.widget) == [], name
                    assert figures(page)["call_amount"] == {"en": "24.00", "cs": "24,00"}[code]
                    grab(page.widget.window(), f"statistics-{name}-{code}")
            speak(ground, "en")
            page.widget.wished.emit(Wish("report", "costs_accounts"))
            await answered(page)
            assert {name: rows_of(page)["acme"][name] for name in ("priced_calls", "billed_time", "amount_per_handled")
                    } == {"priced_calls": "20", "billed_time": "20:00", "amount_per_handled": "1.20"}  # fmt: skip
            assert page.widget.shown is not None
            assert page.widget.shown.rows[-1][-1].note == "1 call has no price and is in no amount. 1 row"
            shown = explain(page, 0, "amount_per_handled")
            assert [(one.words, one.value) for one in shown.shown.parts] == [
                ("Prices, together", "24.00"), ("Handled with a price", "20")]  # fmt: skip
            grab(page.widget.window(), "statistics-costs-explained")
            QTest.mouseClick(shown.calls, Qt.MouseButton.LeftButton)
            desk = desk_of(page)
            await wait_until(lambda: desk.searched, 10, "the search")
            scope = SearchScope(zone=PRAGUE, now=NOW, country="CZ")
            found = await desk.database.ask(partial(found_page, query=desk.searched.pop(), scope=scope, limit=99))
            assert {one.call for one in found.rows} == set(ids)

    drive(story())


def test_who_does_not_bill_is_not_offered_it(drive, ground, qtbot, billed):
    async def story():
        async with sitting(ground, qtbot, billed[0], "anna") as page:
            assert not set(COSTS) & offered(page)
            assert "queues" in offered(page)
            page.widget.wished.emit(Wish("report", "costs_accounts"))
            await answered(page)
            assert page.moment.answer is not None
            assert page.moment.answer.rows == ()

    drive(story())
