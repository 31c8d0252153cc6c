"""Forms of the billing page against the real daemon: accounts, what they own, price lists, rating again, credit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shared.qt.ground import Ground
from supervisor_console.billing.app.page import BillingPage
from supervisor_console.billing.screen.pieces import Wish
from supervisor_console.billing.views.importing import ChangesDialog
from supervisor_console.billing.views.rates_form import RatesForm
from supervisor_console.billing.views.rows_form import RowsForm
from supervisor_console.views.forms import FieldsForm
from tests.helpers.waiting import wait_until
from tests.ui.supervisor_console.billing_desk import SETTINGS, Billed, filled
from tests.ui.supervisor_console.centre import Centre
from tests.ui.supervisor_console.test_billing import form_of, page_of, press, seen

pytestmark = [pytest.mark.postgres]


@pytest.fixture(scope="module")
def centre(postgres: Any, _template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """At work as long as the module's tests, with its database filled."""
    url = postgres.create(_template)
    try:
        filled(url)
        settings = SETTINGS.replace("[billing]", f"[billing]\nfolder = '{tmp_path_factory.mktemp('invoices')}'")
        with Centre(tmp_path_factory.mktemp("centre"), url, settings).running() as made:
            yield made
    finally:
        postgres.drop(url)
        postgres.drop_login_roles()


@pytest.fixture(scope="module")
def billed(centre: Centre) -> Billed:
    """The centre's database."""
    return Billed(centre.url)


async def refused(form: FieldsForm, because: str) -> None:
    """It is pressed, and stays with a sentence."""
    press(form.agree)
    await wait_until(lambda: because in form.error.text, 10, f"that {because}, not {form.error.text}")


async def done(page: BillingPage, form: FieldsForm) -> None:
    """It is pressed, and ends."""
    press(form.agree)
    await wait_until(lambda: page.deeds.dialog is not form, 10, f"that it is done: {form.error.text}")


async def rows(form: RowsForm, number: int) -> None:
    """Until so many are listed."""
    await wait_until(lambda: form.grid.table.model().rowCount() == number, 10, f"rows: {form.error.text}")


async def look(page: BillingPage) -> ChangesDialog:
    """The window of what would change."""
    deeds = page.wishes.tariff_deeds
    await wait_until(lambda: deeds.changes is not None and deeds.changes.isVisible(), 10, "what changes")
    assert deeds.changes is not None
    return deeds.changes


def test_an_account_is_changed_and_closed(drive: Any, ground: Ground, sitting: Any, billed: Billed, grab: Any) -> None:
    async def story() -> None:
        async with sitting("ucetni") as it:
            page = await page_of(it)
            page.do(Wish("account", "lekarna"))
            await seen(page, lambda one: one.accounts.chosen == "lekarna", "the account")
            press(page.widget.accounts.deeds["account_edit"])
            form = await form_of(page)
            assert not form.lines["account"].isEnabled()
            assert not form.picks["kind"].isEnabled()
            form.fill({"title": "Lékárna U Lva", "city": "Olomouc", "due_days": "dva"})
            await refused(form, "dva")
            form.fill({"due_days": "21", "mail_to": "ucty@lekarna"})
            await refused(form, "ucty@lekarna")
            form.fill({"mail_to": "ucty@lekarna.cz, ridici@lekarna.cz", "is_masked": "yes"})
            grab(form, "account")
            await done(page, form)
            await seen(page, lambda one: any(line.title == "Lékárna U Lva" for line in one.accounts.lines), "the name")
            assert billed.rows(
                "select due_days, mail_to, is_masked, business->>'name', business#>>'{address,city}', "
                "business->>'company_id', is_open from billing_account where account = 'lekarna'"
            ) == [(21, ["ucty@lekarna.cz", "ridici@lekarna.cz"], True, "Lékárna U Lva", "Olomouc", "07654321", True)]
            press(page.widget.accounts.deeds["account_edit"])
            form = await form_of(page)
            form.fill({"is_open": ""})
            await done(page, form)
            assert billed.rows("select is_open from billing_account where account = 'lekarna'") == [(False,)]
            it.shot("closed-account")

    ground.set_language("cs")
    drive(story())


def test_what_an_account_owns_is_added_ended_and_never_anothers(
    drive: Any, ground: Ground, sitting: Any, billed: Billed, grab: Any
) -> None:
    async def story() -> None:
        async with sitting("ucetni") as it:
            page = await page_of(it)
            page.do(Wish("account", "novak"))
            page.do(Wish("account_owns"))
            form = await form_of(page)
            assert isinstance(form, RowsForm)
            form.fill({"value": "2003"})
            await refused(form, "Pizzerie U Mlýna")
            form.fill({"kind": "line", "value": "+420800123456", "since": "1. 12. 2026", "until": "1. 12. 2026"})
            await refused(form, ground.language.text("It would end before it begins."))
            form.fill({"until": "", "cost_centre": "Servis"})
            press(form.agree)
            await rows(form, 2)
            form.row_picked.emit("0")
            assert form.said()["value"]
            form.fill({"until": "1. 1. 2027"})
            grab(form, "owned")
            form.reject()
            assert billed.rows("select value, cost_centre from billing_owns where kind = 'line'") == [
                ("+420800123456", "Servis")]  # fmt: skip
            page.do(Wish("account_fees"))
            form = await form_of(page)
            assert isinstance(form, RowsForm)
            form.fill({"pieces": "žádný"})
            await refused(form, "žádný")
            form.fill({"pieces": "8", "since": "1. 11. 2026"})
            press(form.agree)
            await rows(form, 1)
            grab(form, "fees")
            form.reject()
            assert billed.rows("select fee, pieces from billing_subscription") == [("line", 8)]

    ground.set_language("cs")
    drive(story())


def test_a_price_list_is_made_by_hand_and_from_a_file(
    drive: Any, ground: Ground, sitting: Any, billed: Billed, grab: Any, tmp_path: Path
) -> None:
    async def asked(_parent: Any, _title: str) -> Path:
        return tmp_path / "list.csv"

    async def story() -> None:
        async with sitting("ucetni") as it:
            page = await page_of(it)
            page.do(Wish("tab", "tariffs"))
            await seen(page, lambda one: one.tariffs and one.tariffs.rates.lines, "rates")
            press(page.widget.tariffs.new)
            form = await form_of(page)
            form.fill({"tariff": "standard", "title": "Domácí 2027", "hours": "18–8"})
            await refused(form, ground.language.text("There is a price list with this key already."))
            form.fill({"tariff": "home"})
            await refused(form, "18–8")
            form.fill({"hours": "7:30–19"})
            grab(form, "new-list")
            await done(page, form)
            await wait_until(lambda: isinstance(page.deeds.dialog, RatesForm), 10, "the rates")
            rates = page.deeds.dialog
            assert isinstance(rates, RatesForm)
            written = (("420", "Česko", "0,9", "0,7"), ("42x", "Chyba", "1", "1"))
            for line, cells in zip(rates.cells, written, strict=False):
                for cell, words in zip(line, cells, strict=False):
                    cell.setText(words)
            await refused(rates, "42x")
            grab(rates, "rates")
            for cell in rates.cells[1][:-1]:
                cell.setText("")
            await done(page, rates)
            changes = await look(page)
            grab(changes, "first-version")
            press(changes.agree)
            await seen(page, lambda one: len(one.tariffs.lists.lines) == 2 and one.tariffs.lists.chosen == "home", "it")
            content = billed.rows("select content from tariff_version where tariff = 'home'")[0][0]
            assert content["rates"][0]["prices"] == {"peak": "0.9", "off": "0.7"}
            assert content["bands"][0]["windows"][0]["begins"] == 450
            page.wishes.tariff_deeds.ask_list = asked  # type: ignore[assignment]  # it looks at nothing
            (tmp_path / "list.csv").write_text("předvolba;cíl;cena;dph\n420;Česko;0,70;reduced\n", encoding="utf-8")
            page.do(Wish("tariff_new"))
            form = await form_of(page)
            form.fill({"tariff": "village", "title": "Obec", "span": "", "way": "file"})
            await done(page, form)
            changes = await look(page)
            assert "reduced" in changes.warning.text
            grab(changes, "vat-gap")
            press(changes.agree)
            await seen(page, lambda one: len(one.tariffs.lists.lines) == 3, "the third list")
            await _purchase_list(page, billed, ground, grab)
            it.shot("purchase-list")

    ground.set_language("cs")
    drive(story())


async def _purchase_list(page: BillingPage, billed: Billed, ground: Ground, grab: Any) -> None:
    """What the carrier gets, from a file: marked in the list, no account may have it, and there is one a currency."""
    page.do(Wish("tariff_new"))
    form = await form_of(page)
    form.fill({"tariff": "carrier", "title": "Operátor", "span": "", "way": "file", "is_purchase": "yes"})
    grab(form, "purchase")
    await done(page, form)
    press((await look(page)).agree)
    shown = await seen(page, lambda one: len(one.tariffs.lists.lines) == 4, "the purchase list")
    assert shown.tariffs is not None
    assert [line.key for line in shown.tariffs.lists.lines if line.cells[0].more] == ["carrier"]
    assert billed.rows("select is_purchase from tariff where tariff = 'carrier'") == [(True,)]
    page.do(Wish("tariff_new"))
    form = await form_of(page)
    form.fill({"tariff": "other", "title": "Jiný", "is_purchase": "yes"})
    await refused(form, "Operátor")
    form.reject()
    await wait_until(lambda: page.deeds.dialog is None, 10, "that it is left")
    page.do(Wish("tab", "accounts"))
    page.do(Wish("account_new"))
    form = await form_of(page)
    [lists] = [one.options for one in form.asked.fields if one.name == "tariff"]
    assert [one.value for one in lists] == ["", "home", "village", "standard"]
    form.reject()
    page.do(Wish("tab", "tariffs"))


def test_calls_are_rated_again_after_a_look_and_credit_goes_back(
    drive: Any, ground: Ground, sitting: Any, billed: Billed, grab: Any
) -> None:
    async def story() -> None:
        async with sitting("ucetni") as it:
            page = await page_of(it)
            billed.write("update rated_call set exact = exact + 60000000000 where state = 'rated' and period is null "
                         "and call_id in (select call_id from rated_call where period is null and account = 'novak' "
                         "order by ended_at desc limit 3)")  # fmt: skip
            page.do(Wish("tab", "tariffs"))
            await seen(page, lambda one: one.tariffs and one.tariffs.rates.lines, "rates")
            press(page.widget.tariffs.rerate)
            form = await form_of(page)
            form.fill({"account": "novak", "last": "zítra"})
            await refused(form, "zítra")
            form.fill({"last": ground.language.calendar_day(billed.month[1])})
            grab(form, "rerate")
            await done(page, form)
            changes = await look(page)
            assert changes.grid.table.model().rowCount() == 3
            grab(changes, "differences")
            press(changes.agree)
            await wait_until(lambda: not page.deeds.is_busy, 10, "that it is done")
            assert billed.rows("select count(*) from rating_due") != [(0,)] or billed.rows(
                "select count(*) from rated_call where account = 'novak' and exact > 300000000000 and period is null")
            page.do(Wish("tab", "prepaid"))
            await seen(page, lambda one: one.prepaid and one.prepaid.ledger.lines, "the ledger")
            press(page.widget.prepaid.withdraw)
            form = await form_of(page)
            form.fill({"amount": "9999"})
            none = ground.language.text("So much credit is not there, or calls that run have reserved it.")
            await refused(form, none)
            form.fill({"amount": "84,20", "note": "vrácení"})
            grab(form, "withdraw")
            await done(page, form)
            assert billed.rows("select balance from credit where account = 'pizzerie'") == [(Decimal("100.00"),)]

    ground.set_language("cs")
    drive(story())
