"""The billing page in the real console: the database filled by the daemon's own functions, by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from shared.clock import SystemClock
from shared.qt.ground import Ground
from supervisor_console.billing.app.page import BillingPage
from supervisor_console.billing.screen import BillingScreen
from supervisor_console.billing.screen.pieces import Wish
from supervisor_console.billing.views.importing import ChangesDialog
from supervisor_console.views.asking import Confirmation
from supervisor_console.views.forms import FieldsForm
from tests.helpers.waiting import wait_until
from tests.ui.supervisor_console.billing_desk import SETTINGS, Billed, filled
from tests.ui.supervisor_console.centre import Centre
from tests.ui.supervisor_console.sitting import Sitting

pytestmark = [pytest.mark.postgres]


@pytest.fixture(scope="module")
def centre(postgres: Any, _template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """At work as long as the module's tests; it knows who sends invoices, and finds its database filled."""
    url, folder = postgres.create(_template), tmp_path_factory.mktemp("invoices")
    try:
        filled(url)
        settings = SETTINGS.replace("[billing]", f"[billing]\nfolder = '{folder}'")
        with Centre(tmp_path_factory.mktemp("centre"), url, settings).running() as made:
            yield made
    finally:
        postgres.drop(url)
        postgres.drop_login_roles()


@pytest.fixture(scope="module")
def billed(centre: Centre) -> Billed:
    """The centre's database; the earlier month is closed."""
    return Billed(centre.url)


async def page_of(it: Sitting) -> BillingPage:
    """The page, with accounts and the chosen one read."""
    await it.both()
    it.console.go("billing")
    page = it.console.turning.page
    assert isinstance(page, BillingPage)
    await seen(page, lambda shown: shown.accounts is not None and shown.accounts.trace.steps, "the trace")
    return page


def press(widget: QWidget) -> None:
    """With the mouse, in its middle."""
    assert widget.isVisible()
    assert widget.isEnabled()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


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
                ("income", lambda one: one.income and one.income.grid.lines),
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
            for which in ("differing", "owed"):
                page.do(Wish("list", which))
                shown = await seen(page, lambda one: one.invoices.grid.empty, f"that nothing is {which}")
                it.shot(f"no-{which}")

    ground.set_language("cs")
    drive(story())


def test_what_the_carrier_gets_what_changed_after_invoicing_and_fees_that_wait(
    drive: Any, ground: Ground, sitting: Any, billed: Billed
) -> None:
    async def story() -> None:
        async with sitting("ucetni") as it:
            page = await page_of(it)
            page.do(Wish("tab", "income"))
            page.do(Wish("income", "accounts"))
            shown = await seen(page, lambda one: one.income and one.income.grid.lines, "accounts")
            assert shown.income is not None
            assert [cell.text for cell in shown.income.grid.lines[0].cells[3:5]] == ["—", "—"]
            billed.write("update rated_call set purchase = coalesce(charged, exact) / 2 where state = 'rated' and "
                         "account = 'novak' and direction = 'outbound' and number not like '%49%'")  # fmt: skip
            page.reload()
            shown = await seen(page, lambda one: one.income.grid.lines[0].cells[4].text != "—", "the profit")
            assert shown.income is not None
            assert shown.income.grid.lines[0].cells[5].icon == "triangle"
            it.shot("profit-accounts")
            page.do(Wish("income", "lines"))
            shown = await seen(page, lambda one: one.income.which.value == "lines", "lines")
            assert shown.income is not None
            assert [line.cells[0].text for line in shown.income.grid.lines] == ["2001", "2002"]
            it.shot("profit-lines")
            _differing_and_owed(billed)
            page.do(Wish("tab", "invoices"))
            page.do(Wish("list", "differing"))
            shown = await seen(page, lambda one: len(one.invoices.grid.lines) == 2, "the changed calls")
            assert shown.invoices is not None
            assert {line.cells[7].icon for line in shown.invoices.grid.lines} == {"triangle"}
            it.shot("differing")
            page.do(Wish("list", "owed"))
            shown = await seen(page, lambda one: one.invoices.grid.lines, "the fee")
            assert shown.invoices is not None
            assert [cell.text for cell in shown.invoices.grid.lines[0].cells[:2]] == [
                "Pizzerie U Mlýna", "Paušál za linku"]  # fmt: skip
            it.shot("owed")
            page.do(Wish("tab", "prepaid"))
            shown = await seen(page, lambda one: one.prepaid and one.prepaid.ledger.foot, "the fee in its purse")
            assert shown.prepaid is not None
            assert shown.prepaid.purses.lines[0].cells[5].icon == "triangle"
            it.shot("purse-owed")
            billed.write("delete from owed_fee")
            billed.write("delete from rating_difference")

    ground.set_language("cs")
    drive(story())


def _differing_and_owed(billed: Billed) -> None:
    """A call that costs less now, one that is another's, and a fee for which credit did not reach."""
    billed.write(
        "insert into rating_difference (pbx, call_id, found_at, account, period, invoiced, exact, why, to_account, "
        "to_exact) select pbx, call_id, now(), account, period, exact, exact / 2, 'rated again', "
        "case when place = 2 then 'lekarna' end, exact / 3 from (select r.*, row_number() over (order by call_id) "
        "as place from rated_call r where account = 'novak' and period is not null) found where place < 3")  # fmt: skip
    billed.write("insert into owed_fee (account, fee, since, month, amount, noticed_at) values "
                 f"('pizzerie', 'line', '{billed.month[0]}', '{billed.month[0]}', 450, now())")  # fmt: skip


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


async def form_of(page: BillingPage) -> FieldsForm:
    """The form that is open."""
    await wait_until(lambda: page.deeds.dialog is not None, 10, "the form")
    assert isinstance(page.deeds.dialog, FieldsForm)
    return page.deeds.dialog


async def question_of(page: BillingPage) -> Confirmation:
    """The question that is open."""
    def found() -> list[Confirmation]:
        return [one for one in page.widget.findChildren(Confirmation) if one.isVisible()]

    await wait_until(found, 10, "the question")
    return found()[0]


def test_a_payment_and_a_top_up_are_entered_and_shown_when_the_database_has_them(
    drive: Any, ground: Ground, sitting: Any, billed: Billed, grab: Any
) -> None:
    async def story() -> None:
        async with sitting("ucetni") as it:
            page = await page_of(it)
            page.do(Wish("tab", "invoices"))
            await seen(page, lambda one: one.invoices and one.invoices.grid.lines, "documents")
            [number] = [row[0] for row in billed.rows("select number from invoice where account = 'lekarna'")]
            page.do(Wish("document", str(number)))
            await seen(page, lambda one: one.invoices.paper.content, "the paper")
            it.shot("document")
            page.do(Wish("pay"))
            form = await form_of(page)
            form.lines["amount"].setText("sto")
            press(form.agree)
            await wait_until(form.error.isVisible, 10, "that it is no amount")
            form.lines["amount"].setText("100,50")
            grab(form, "payment")
            press(form.agree)
            await wait_until(lambda: page.deeds.dialog is None, 10, "that it is entered")
            assert billed.rows("select amount from payment") == [(Decimal("100.50"),)]
            page.do(Wish("list", "payments"))
            await seen(page, lambda one: one.invoices.grid.lines, "the payment")
            page.do(Wish("tab", "prepaid"))
            page.do(Wish("top_up"))
            form = await form_of(page)
            form.lines["amount"].setText("300")
            press(form.agree)
            await seen(page, lambda one: one.prepaid and len(one.prepaid.ledger.lines) == 2, "the movement")
            await seen(page, lambda one: one.prepaid.purses.lines[0].cells[1].text.startswith("484,20"), "the credit")

    ground.set_language("cs")
    drive(story())


def test_a_price_list_is_imported_after_a_look_and_with_a_wrong_line_nothing_of_it(
    drive: Any, ground: Ground, sitting: Any, billed: Billed, grab: Any, tmp_path: Path
) -> None:
    async def asked(_parent: Any, _title: str) -> Path:
        return tmp_path / "list.csv"

    async def look(page: BillingPage, content: str) -> ChangesDialog:
        (tmp_path / "list.csv").write_text(content, encoding="utf-8")
        page.do(Wish("import"))
        form = await form_of(page)
        form.lines["day"].setText("1. 2. 2027")
        press(form.agree)
        await wait_until(lambda: page.wishes.tariff_deeds.changes is not None, 10, "what changes")
        assert page.wishes.tariff_deeds.changes is not None
        await wait_until(page.wishes.tariff_deeds.changes.isVisible, 10, "the window")
        return page.wishes.tariff_deeds.changes

    async def story() -> None:
        async with sitting("ucetni") as it:
            page = await page_of(it)
            page.wishes.tariff_deeds.ask_list = asked  # type: ignore[assignment]  # it looks at nothing
            page.do(Wish("tab", "tariffs"))
            await seen(page, lambda one: one.tariffs and one.tariffs.rates.lines, "rates")
            changes = await look(page, "předvolba;cíl;pásmo;cena\n420;Česko;peak;0,70\n42x;Chyba;;abc\n")
            assert not changes.agree.isVisible()
            grab(changes, "faults")
            changes.reject()
            await wait_until(lambda: page.wishes.tariff_deeds.changes is None, 10, "the end")
            changes = await look(page, "předvolba;cíl;cena\n420;Česko;0,70\n49;Německo;3,10\n")
            assert changes.agree.isVisible()
            grab(changes, "changes")
            assert billed.rows("select count(*) from tariff_version") == [(3,)]
            press(changes.agree)
            await seen(page, lambda one: one.tariffs and len(one.tariffs.versions.lines) == 4, "the fourth version")

    ground.set_language("cs")
    drive(story())


def test_a_period_is_closed_after_a_look_at_what_it_comes_to(
    drive: Any, ground: Ground, sitting: Any, billed: Billed, grab: Any
) -> None:
    async def story() -> None:
        async with sitting("ucetni") as it:
            page = await page_of(it)
            before = billed.rows("select count(*) from invoice")
            press(page.widget.close_period)
            question = await question_of(page)
            grab(question, "closing")
            press(question.leave)
            await wait_until(lambda: page.widget.close_period.isEnabled(), 10, "that it was left")
            assert billed.rows("select count(*) from invoice") == before
            press(page.widget.close_period)
            press((await question_of(page)).agree)
            await seen(page, lambda one: one.accounts and one.accounts.paper.content, "the invoice")
            assert {line.state.icon for line in page.widget.shown.accounts.lines[:2]} == {"receipt"}  # type: ignore[union-attr]
            it.shot("closed")
            page.widget.accounts.paper.enlarge()
            await wait_until(lambda: page.widget.accounts.paper.large is not None, 5, "the large paper")
            page.widget.accounts.paper.large.reject()  # type: ignore[union-attr]  # it is there

    ground.set_language("cs")
    drive(story())


def test_an_account_is_added_with_what_it_owns(
    drive: Any, ground: Ground, sitting: Any, billed: Billed, grab: Any
) -> None:
    async def story() -> None:
        async with sitting("ucetni") as it:
            page = await page_of(it)
            await wait_until(page.widget.accounts.new.isEnabled, 10, "that an account can be made")
            press(page.widget.accounts.new)
            form = await form_of(page)
            form.lines["account"].setText("Květiny Iris")
            press(form.agree)
            await wait_until(form.error.isVisible, 10, "that it is no key")
            form.lines["account"].setText("novak")
            press(form.agree)
            said_so = ground.language.text("There is an account with this key already.")
            await wait_until(lambda: form.error.text == said_so, 10, "that it is there")
            for name, said in (("account", "iris"), ("title", "Květiny Iris"), ("extensions", "2777, 2778")):
                form.lines[name].setText(said)
            grab(form, "new-account")
            press(form.agree)
            await seen(page, lambda one: one.accounts and one.accounts.chosen == "iris", "the account")
            owned = billed.rows("select value from billing_owns where account = 'iris' order by 1")
            assert owned == [("2777",), ("2778",)]
            it.shot("added")

    ground.set_language("cs")
    drive(story())
