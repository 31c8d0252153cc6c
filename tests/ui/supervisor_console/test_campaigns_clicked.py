"""Everything on the campaigns page clicked through: each thing done by the daemon's own command, and seen again."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PySide6.QtWidgets import QAbstractButton

from shared.qt.ground import Ground
from supervisor_console.campaigns.app.page import CampaignsPage
from supervisor_console.campaigns.views.campaign_form import CampaignForm
from supervisor_console.campaigns.views.importing import ImportForm
from supervisor_console.views.asking import Confirmation
from supervisor_console.views.forms import FieldsForm
from tests.helpers.waiting import wait_until
from tests.ui.supervisor_console.centre import Centre
from tests.ui.supervisor_console.sitting import Sitting
from tests.ui.supervisor_console.test_campaigns import seen

pytestmark = [pytest.mark.postgres]
LIST = (
    "Zákazník;Volat na;Město\n"
    "Šimková Marie;602 218 940;Brno\n"
    "Beneš Karel;731 550 762;Praha\n"
    "Bez Čísla;12-x;Praha\n"
    "Pospíšilová Hana;777 904 118;Žďár\n"
)


@pytest.fixture(scope="module")
def centre(postgres: Any, _template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """At work as long as the module's tests, without any campaign at first."""
    url = postgres.create(_template)
    try:
        with Centre(tmp_path_factory.mktemp("centre"), url).running() as made:
            yield made
    finally:
        postgres.drop(url)
        postgres.drop_login_roles()


def press(button: QAbstractButton) -> None:
    """As the mouse does: only what is seen and can be pressed."""
    assert button.isVisible()
    assert button.isEnabled(), button.toolTip()
    button.click()


async def page_of(it: Sitting) -> Any:
    """The page, with what there is of campaigns read."""
    await it.both()
    it.console.go("campaigns")
    page = it.console.turning.page
    assert isinstance(page, CampaignsPage)
    await wait_until(lambda: page.campaigns.all.answer is not None, 10, "the campaigns")
    return page


def choose(page: Any, text: str) -> None:
    """Of the menu."""
    menu = page.widget.menu()
    [action] = [one for one in menu.actions() if text in one.text()]
    assert action.isEnabled(), action.toolTip()
    action.trigger()


async def form_of(page: Any, kind: type[Any] = FieldsForm) -> Any:
    """The form that is open."""
    await wait_until(lambda: isinstance(page.deeds.forms.dialog, kind), 10, "the form")
    return page.deeds.forms.dialog


async def done(page: Any, form: Any) -> None:
    """It is pressed, and ends."""
    press(form.agree)
    await wait_until(lambda: page.deeds.forms.dialog is not form, 10, f"that it is done: {form.error.text}")


def state_of(centre: Centre, key: str) -> str:
    """As the database has it."""
    return str(centre.ask(f"select state from campaign where campaign = '{key}'")[0][0])


def test_a_campaign_from_the_form_to_its_end(
    drive: Any, ground: Ground, sitting: Any, centre: Centre, tmp_path: Path, grab: Any
) -> None:
    file, results = tmp_path / "seznam.csv", tmp_path / "vysledky.xlsx"
    file.write_bytes(LIST.encode("cp1250"))

    async def asked(*_said: Any) -> Path:
        return file

    async def where(*_said: Any) -> Path:
        return results

    async def story() -> None:
        async with sitting("kralova") as it:
            page = await page_of(it)
            view = page.widget
            it.shot("nothing-yet")
            await seen(page, lambda one: one.empty is not None, "that there is none yet")
            press(view.empty.button)
            form = await form_of(page, CampaignForm)
            form.fill({"title": "Zimní nabídka", "campaign": "zima", "queue": "support"})
            form.go("how")
            form.fill({"channel": "Local/1001"})
            press(form.agree)
            await wait_until(lambda: form.error.isVisible(), 10, "what is wrong with the channel")
            grab(form, "refused")
            form.fill({"channel": "Local/{number}@dialer-out", "abandoned_sound": "nobody"})
            form.go("results")
            form.texts["dispositions"].setPlainText("ok; Objednal; goal\nne; Nechce; refusal")
            await done(page, form)
            await seen(page, lambda one: one.campaign.said == "Zimní nabídka", "the campaign")
            assert state_of(centre, "zima") == "draft"
            await _import(page, view)
            assert centre.ask("select name from contact order by name") == [
                ("Beneš Karel",), ("Pospíšilová Hana",), ("Šimková Marie",)]  # fmt: skip
            page.deeds.exporting.ask_file = where
            choose(page, "Export")
            await wait_until(results.exists, 10, "the file")
            with ZipFile(results) as book:
                assert "Pospíšilová Hana" in book.read("xl/worksheets/sheet1.xml").decode()
            for kind, state in (("start", "running"), ("stop", "paused")):
                await _press(view.deeds[kind], kind)
                await wait_until(partial(_is, centre, state), 10, state)
            await wait_until(lambda: _can(view.deeds["start"]) and _can(view.deeds["finish"]), 10, "that it is paused")
            press(view.deeds["finish"])
            await wait_until(lambda: _question(page), 10, "the question")
            press(_question(page)[0].agree)
            await wait_until(lambda: state_of(centre, "zima") == "finished", 10, "its end")

    async def _import(page: Any, view: Any) -> None:
        page.deeds.taking.ask_file = asked
        press(view.deeds["import"])
        form = await form_of(page, ImportForm)
        await wait_until(lambda: len(form.columns) == 3, 20, "the columns")
        form.columns[1].meaning.picked.emit("number")  # names are guessed
        await wait_until(lambda: _meant(page, "Volat na") and page.deeds.taking.reply.faulty == 1, 20, "the bad line")
        grab(form, "mapped")
        assert not form.agree.isEnabled()
        file.write_bytes(LIST.replace("Bez Čísla;12-x;Praha\n", "").encode("cp1250"))
        page.deeds.forms.close()
        press(view.deeds["import"])
        form = await form_of(page, ImportForm)
        await wait_until(lambda: len(form.columns) == 3, 20, "the columns")
        form.columns[1].meaning.picked.emit("number")
        await wait_until(form.agree.isEnabled, 20, "that it can be taken")
        await done(page, form)
        await seen(page, lambda one: len(one.overview.contacts.grid.lines) == 3, "the contacts")

    drive(story())


def _meant(page: Any, column: str) -> bool:
    reply = page.deeds.taking.reply
    return reply is not None and reply.state == "looked_at" and column in reply.columns


def _is(centre: Centre, state: str) -> bool:
    return state_of(centre, "zima") == state


async def _press(button: QAbstractButton, what: str) -> None:
    await wait_until(partial(_can, button), 10, what)
    press(button)


def _can(button: QAbstractButton) -> bool:
    return button.isVisible() and button.isEnabled()


def _question(page: Any) -> list[Confirmation]:
    return [one for one in page.widget.findChildren(Confirmation) if one.isVisible()]


def test_contacts_appointments_and_numbers(drive: Any, ground: Ground, sitting: Any, centre: Centre) -> None:
    """After the first: its campaign is over, so another one with two contacts is made by the page's own commands."""

    async def story() -> None:
        async with sitting("kralova") as it:
            page = await page_of(it)
            await _made(it, page)
            view, contacts = page.widget, page.widget.overview.contacts
            contacts.search.setText("731 550")
            contacts.search.textEdited.emit("731 550")
            await seen(page, lambda one: len(one.overview.contacts.grid.lines) == 1, "the one with this number")
            contacts.picked.emit(page.widget.shown.overview.contacts.grid.lines[0].key)
            await _ask(page, contacts.menu(), "Appointment", {"time": "23:59"})
            await wait_until(lambda: centre.ask("select 1 from contact where is_appointment"), 10, "the appointment")
            press(view.tabs.tabs["appointments"])
            await seen(page, lambda one: one.appointments and one.appointments.grid.lines, "it among them")
            view.appointments.picked.emit(page.widget.shown.appointments.grid.lines[0].key)
            press(view.appointments.deeds["exclude"])
            form = await form_of(page)
            form.fill({"why": "odstěhoval se"})
            await done(page, form)
            gone = "select 1 from contact where why = 'odstěhoval se'"
            await wait_until(lambda: centre.ask(gone), 10, "that it is out")
            await _number(page)

    async def _number(page: Any) -> None:
        view = page.widget
        press(view.tabs.tabs["numbers"])
        view.numbers.search.setText("602218940")
        press(view.numbers.look)
        await seen(page, lambda one: one.numbers and one.numbers.verdicts.lines, "what is known of it")
        for kind, said in (("consent", {"how": "formulář", "text": "Souhlasím", "source": "smlouva"}),
                           ("list_put", {"list": "robinson", "why": "přání"}), ("list_remove", {"why": "omyl"}),
                           ("consent_withdrawn", {"how": "hovor"})):  # fmt: skip
            await _press(view.numbers.deeds[kind], kind)
            form = await form_of(page)
            form.fill(said)
            await done(page, form)
        await seen(page, lambda one: len(one.numbers.consents.lines) == 2, "both entries of the ledger")
        assert centre.ask("select is_on from do_not_call order by entered_at") == [(True,), (False,)]

    drive(story())


async def _made(it: Sitting, page: Any) -> None:
    await it.console.command("dialer.campaign.put", campaign={
        "campaign": "jaro", "title": "Jarní nabídka", "pbx": "main", "queue": "support"})  # fmt: skip
    content = base64.b64encode("Jméno;Telefon\nŠimková Marie;602 218 940\nBeneš Karel;731 550 762\n".encode())
    await it.console.command("dialer.upload", upload="jaro", part=0, content=content.decode())
    said = {"campaign": "jaro", "upload": "jaro", "name": "jaro.csv", "is_preview": False}
    while (await it.console.command("dialer.import", **said))["state"] == "running":
        pass  # it answers when it is done, or after two seconds
    page.reload()
    await seen(page, lambda one: any(each.text == "Jarní nabídka" for each in one.campaign.options), "it among them")
    page.widget.campaign.picked.emit("main\njaro")
    await seen(page, lambda one: one.overview and len(one.overview.contacts.grid.lines) == 2, "its contacts")


async def _ask(page: Any, menu: Any, text: str, said: dict[str, str]) -> None:
    [action] = [one for one in menu.actions() if text in one.text()]
    action.trigger()
    form = await form_of(page)
    form.fill(said)
    await done(page, form)
