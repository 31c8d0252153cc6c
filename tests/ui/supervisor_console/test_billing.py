"""The billing page in the real console: the database filled by the daemon's own functions, by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shared.clock import SystemClock
from shared.qt.ground import Ground
from supervisor_console.billing.app.page import BillingPage
from supervisor_console.billing.screen import BillingScreen
from supervisor_console.billing.screen.pieces import Wish
from tests.helpers.waiting import wait_until
from tests.ui.supervisor_console.billing_desk import SETTINGS, Billed, filled
from tests.ui.supervisor_console.centre import Centre
from tests.ui.supervisor_console.sitting import Sitting

pytestmark = [pytest.mark.postgres]


@pytest.fixture(scope="module")
def billed(centre: Centre) -> Iterator[Billed]:
    """The centre's database, filled; the earlier month is closed."""
    made = filled(centre.url)
    yield made
    made.rater.close()


@pytest.fixture(scope="module")
def centre(postgres: Any, _template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """At work as long as the module's tests; it knows who sends invoices."""
    url = postgres.create(_template)
    try:
        with Centre(tmp_path_factory.mktemp("centre"), url, SETTINGS).running() as made:
            yield made
    finally:
        postgres.drop(url)
        postgres.drop_login_roles()


async def page_of(it: Sitting) -> BillingPage:
    """The page, with accounts and the chosen one read."""
    await it.both()
    it.console.go("billing")
    page = it.console.turning.page
    assert isinstance(page, BillingPage)
    await seen(page, lambda shown: shown.accounts is not None and shown.accounts.trace.steps, "the trace")
    return page


async def seen(page: BillingPage, condition: Any, what: str) -> BillingScreen:
    """Until the page shows that."""
    await wait_until(lambda: page.widget.shown is not None and condition(page.widget.shown), 15, what)
    assert page.widget.shown is not None
    return page.widget.shown


def test_accounts_with_their_sums_the_price_of_a_call_and_the_invoice(
    drive: Any, ground: Ground, sitting: Any, billed: Billed
) -> None:
    async def story() -> None:
        async with sitting("ucetni") as it:
            assert [item.name for item in it.screen.rail] == ["calls", "statistics", "billing"]
            page = await page_of(it)
            shown = await seen(page, lambda one: one.accounts.paper.empty is not None, "that there is no invoice")
            assert shown.accounts is not None
            assert {line.title for line in shown.accounts.lines} == {
                "Autoservis Novák s.r.o.", "Lékárna Na Růžku", "Pizzerie U Mlýna"}  # fmt: skip
            detail = page.accounts.one.answer
            assert detail is not None
            split = next(one for one in detail.calls if one.trace is not None and one.trace.time_ms == 278_000)
            page.do(Wish("call", f"{split.pbx} {split.call_id}"))
            trace = page.widget.shown.accounts.trace  # type: ignore[union-attr]  # it was just shown
            assert [one.title for one in trace.steps[3].bands] == ["Špička 2:20", "Mimo špičku 2:18"]
            assert trace.sum == "4,87"
            it.shot("accounts")
            billed.run_calls(SystemClock().now())
            page.do(Wish("account", "pizzerie"))
            page.reload()
            await seen(page, lambda one: one.accounts.credit and len(one.accounts.credit.calls) == 2, "running calls")
            it.shot("prepaid")
            page.do(Wish("period", billed.earlier[0].isoformat()))
            page.do(Wish("account", "novak"))
            await seen(page, lambda one: one.accounts.paper.content, "the invoice")
            it.shot("overdue")

    ground.set_language("cs")
    drive(story())


def test_each_tab_shows_what_the_database_has(drive: Any, ground: Ground, sitting: Any, billed: Billed) -> None:
    async def story() -> None:
        async with sitting("ucetni") as it:
            page = await page_of(it)
            for tab, is_there in (
                ("tariffs", lambda one: one.tariffs and one.tariffs.rates.lines and one.tariffs.versions.count == ''),
                ("invoices", lambda one: one.invoices and len(one.invoices.grid.lines) == 3),
                ("prepaid", lambda one: one.prepaid and one.prepaid.ledger.lines),
                ("calculator", lambda one: one.calculator and one.calculator.trace.empty),
                ("income", lambda one: one.income and one.income.lines),
            ):
                page.do(Wish("tab", tab))
                await seen(page, is_there, tab)
                it.shot(tab)
            page.do(Wish("tab", "invoices"))
            page.do(Wish("list", "unpriced"))
            shown = await seen(page, lambda one: one.invoices.grid.lines, "calls without a price")
            assert shown.invoices is not None
            assert sorted(line.cells[6].text for line in shown.invoices.grid.lines) == sorted([
                ground.language.text("No account owns its line or extension."),
                ground.language.text("The price list has no price for this number."),
            ])  # fmt: skip
            it.shot("unpriced")

    ground.set_language("cs")
    drive(story())


def test_the_calculator_says_what_is_wrong_and_what_a_call_would_cost(
    drive: Any, ground: Ground, sitting: Any, billed: Billed
) -> None:
    async def story() -> None:
        async with sitting("ucetni") as it:
            page = await page_of(it)
            page.do(Wish("tab", "calculator"))
            for field, text in (("number", "608 134 572"), ("day", "30. 10. 2026"), ("clock", "17:57:40")):
                page.do(Wish("field", field, text))
            page.do(Wish("field", "length", "4.38"))
            shown = await seen(page, lambda one: one.calculator and one.calculator.trace.empty, "that it is wrong")
            assert shown.calculator is not None
            assert [bool(wrong) for *_, wrong in shown.calculator.labels] == [False, False, False, True]
            page.do(Wish("field", "length", "4:38"))
            shown = await seen(page, lambda one: one.calculator and one.calculator.trace.sum, "the price")
            assert shown.calculator is not None
            assert shown.calculator.trace.sum == "4,87"
            it.shot("calculated")

    ground.set_language("cs")
    drive(story())
