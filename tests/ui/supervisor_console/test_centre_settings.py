"""The centre's settings changed in the real console, by the real daemon, and seen where they matter."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.domain.accounts import Account
from shared.domain.commands.administration import SettingsChange
from supervisor_console.administration.app.page import AdministrationPage
from supervisor_console.administration.screen.pieces import Wish
from supervisor_console.administration.views.sections.field import FieldView
from supervisor_console.administration.views.sections.tab import SettingsView
from tests.helpers.waiting import wait_until
from tests.ui.supervisor_console.centre import PASSWORD, Centre
from tests.ui.supervisor_console.sitting import Sitting
from tests.ui.supervisor_console.test_administration import confirmation, page_of, press, press_cell


@pytest.fixture(scope="module")
def governed(centre: Centre) -> Centre:
    """The centre with an administrator."""
    with open_book(centre.url, "test") as book:
        book.add("kratochvil", ["administrator"], Secret(PASSWORD), title="Pavel Kratochvíl", queues=None, agent=None)
    return centre


async def section_of(it: Sitting, tab: str, section: str) -> tuple[AdministrationPage, SettingsView]:
    """The page with this section, read."""
    page = await page_of(it)
    press(page.widget.tabs.tabs[tab])
    view = page.widget.settings
    if section != page.sections.section:
        press(view.middle.sections.tabs[section])
    await wait_until(lambda: section in page.sections.told, 10, "the section")
    await wait_until(view.middle.edit.isEnabled, 5, "that it may be edited")
    return page, view


def write(view: SettingsView, path: str, text: str) -> None:
    """By keys, in the form in the middle or at the side."""
    editor: QWidget = (view.side.form.editors() | view.middle.form.editors())[path]
    assert isinstance(editor, QLineEdit | QPlainTextEdit)
    editor.setFocus()
    editor.selectAll()
    if text.isascii() and text:
        QTest.keyClicks(editor, text)
    else:
        QTest.keyClick(editor, Qt.Key.Key_Delete)
        editor.insert(text) if isinstance(editor, QLineEdit) else editor.insertPlainText(text)
        editor.textEdited.emit(text) if isinstance(editor, QLineEdit) else None


def field(view: SettingsView, name: str) -> FieldView:
    """At the side."""
    found = view.side.form.fields[name]
    assert isinstance(found, FieldView)
    return found


def somebody_else_says(centre: Centre, section: Any, value: Any) -> None:
    """In another console, as it were."""
    daemon, account = centre.daemon, Account(name="eva", roles=frozenset({"administrator"}))
    assert daemon is not None

    async def say() -> None:
        await daemon.book.deeds["settings.change"](account, SettingsChange(section=section, value=value))

    centre.do(say())


def test_a_queues_new_title_is_seen_on_the_live_page(drive, ground, governed, sitting):
    async def story():
        async with sitting("kratochvil") as it:
            page, view = await section_of(it, "centre", "queue")
            assert [row.cells[1].text for row in view.middle.tables["queue"].rows.rows] == ["Podpora", "VIP"]
            assert "file" in view.side.origin.text()
            it.shot("settings_queues")
            press(view.middle.edit)
            press_cell(view.middle.tables["queue"], 0, "title")
            write(view, "title", "Hotline")
            assert view.middle.saving.changes.text() == "Podpora, Shown as: Podpora → Hotline"
            it.shot("settings_queues_edited")
            press(view.middle.save)
            await wait_until(lambda: "queue" not in page.sections.drafts, 10, "it is saved")
            await wait_until(lambda: "Pavel Kratochvíl" in view.side.origin.text(), 5, "who has changed it")
            await wait_until(lambda: it.console.centre.queue_title("support") == "Hotline", 10, "the console is told")
            it.console.go("live")
            live = it.console.turning.page.view
            await wait_until(lambda: "Hotline" in [one.card.title for one in live.cards.views], 10, "the card")

    drive(story())


def test_a_bad_value_is_said_at_its_field_and_nothing_is_lost(drive, ground, governed, sitting):
    async def story():
        async with sitting("kratochvil") as it:
            page, view = await section_of(it, "links", "crm_link")
            await wait_until(view.middle.empty.isVisible, 5, "that there are none")
            press(view.middle.edit)
            press(view.middle.deeds["entry_add"])
            write(view, "name", "crm")
            assert not view.middle.save.isEnabled()  # the address is missing: told here
            write(view, "template", "javascript:alert(1)")
            press(view.middle.save)
            await wait_until(lambda: field(view, "template").mistake.text, 10, "what the daemon says")
            assert field(view, "template").mistake.text == "template is no address like https://host/path"
            it.shot("settings_refused")
            write(view, "template", "https://crm.example.com/{callerid_e164}")
            assert "%2B420777123456" in field(view, "template").example.text()
            press(view.middle.save)
            await wait_until(lambda: not page.sections.drafts, 10, "it is saved")
            assert page.sections.told["crm_link"].value[0]["template"] == "https://crm.example.com/{callerid_e164}"

    drive(story())


def test_a_change_is_planned_and_taken_back(drive, ground, governed, sitting):
    async def story():
        async with sitting("kratochvil") as it:
            page, view = await section_of(it, "centre", "centre")
            press(view.middle.edit)
            write(view, "service_level_seconds", "30")
            page.do(Wish("since_kind", "date"))
            saving = view.middle.saving
            tomorrow = saving.date.text()
            saving.date.selectAll()
            QTest.keyClicks(saving.date, "soon")
            assert "written like" in saving.problem.text
            assert not view.middle.save.isEnabled()
            saving.date.selectAll()
            QTest.keyClicks(saving.date, tomorrow)
            it.shot("settings_planned")
            press(view.middle.save)
            await wait_until(lambda: page.sections.told["centre"].planned, 10, "the plan")
            assert page.sections.told["centre"].value["service_level_seconds"] == 20.0
            table = view.side.values.table
            await wait_until(lambda: table.rows.rows, 5, "the plan in the table")
            assert [row.state.text for row in table.rows.rows] == ["Planned"]
            press_cell(table, 0, "who")
            assert "20\u00a0s → 30\u00a0s" in view.side.values.changes.text()
            it.shot("settings_history")
            press(view.side.values.forget)
            asked = await wait_until(confirmation, 5, "the question")
            assert asked is not None
            press(asked.agree)
            await wait_until(lambda: not page.sections.told["centre"].planned, 10, "it is taken back")

    drive(story())


def test_who_was_overtaken_compares_first(drive, ground, governed, sitting):
    async def story():
        async with sitting("kratochvil") as it:
            page, view = await section_of(it, "desks", "pause_reason")
            press(view.middle.edit)
            press(view.middle.deeds["entry_add"])
            write(view, "reason", "lunch")
            await asyncio.to_thread(somebody_else_says, governed, "pause_reason", [{"reason": "break"}])
            press(view.middle.save)
            await wait_until(lambda: view.middle.saving.compare.isVisible(), 10, "that somebody was quicker")
            assert not view.middle.save.isEnabled()
            press(view.middle.saving.compare)
            assert view.middle.saving.changes.text() == "Removed: break\nAdded: lunch"
            press(view.middle.save)
            await wait_until(lambda: not page.sections.drafts, 10, "it is saved")
            assert [one["reason"] for one in page.sections.told["pause_reason"].value] == ["lunch"]

    drive(story())


def test_figures_of_the_past_may_be_counted_otherwise(drive, ground, governed, sitting):
    async def story():
        async with sitting("kratochvil") as it:
            page, view = await section_of(it, "centre", "centre")
            press(view.middle.edit)
            write(view, "short_abandon_seconds", "8")
            page.do(Wish("since_kind", "date"))
            past = ground.clock.now() - timedelta(days=30)
            saving = view.middle.saving
            saving.date.selectAll()
            QTest.keyClicks(saving.date, f"{past:%Y-%m-%d}")
            assert "figures" in saving.hint.text()
            press(view.middle.save)
            await wait_until(lambda: "centre" not in page.sections.drafts, 10, "it is saved")
            assert page.sections.told["centre"].value["short_abandon_seconds"] == 8.0

    drive(story())
