"""The page of administration in the real console: by mouse, against the real database and the real daemon."""


import asyncio
import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import conninfo
from shared.domain.accounts import RIGHTS_OF
from supervisor_console.administration.app.page import AdministrationPage
from supervisor_console.administration.screen.pieces import Wish, WishKind
from supervisor_console.administration.views.account_forms import AccountDialog
from supervisor_console.administration.views.recording_forms import ReasonDialog, SubjectDialog
from supervisor_console.views.asking import Confirmation
from tests.helpers.waiting import wait_until
from tests.ui.supervisor_console.centre import PASSWORD, Centre
from tests.ui.supervisor_console.sitting import Sitting


@pytest.fixture(scope="module")
def governed(centre: Centre) -> Centre:
    """The centre with two administrators."""
    with open_book(centre.url, "test") as book:
        for name, title in (("kratochvil", "Pavel Kratochvíl"), ("zastupce", "Eva Zástupná")):
            book.add(name, ["administrator"], Secret(PASSWORD), title=title, queues=None, agent=None)
    return centre


def press(widget: QWidget) -> None:
    """With the mouse, in its middle."""
    assert widget.isVisible()
    assert widget.isEnabled()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press_cell(table, row: int, column: str) -> None:
    """With the mouse."""
    place = [spec.name for spec in table.specs].index(column)
    where = table.visualRect(table.rows.index(row, place)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)


def type_in(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text) if text.isascii() else line.insert(text)


async def page_of(it: Sitting) -> AdministrationPage:
    """The page, with accounts read."""
    await it.both()
    it.console.go("administration")
    page = it.console.turning.page
    assert isinstance(page, AdministrationPage)
    await wait_until(lambda: page.widget.accounts.table.rows.rows, 10, "the accounts")
    return page


def names(page: AdministrationPage) -> list[str]:
    """The accounts in the table."""
    return [row.name for row in page.widget.accounts.table.rows.rows]


async def welcomed(centre: Centre, name: str, password: str) -> dict[str, Any]:
    """What the daemon says to this account at its door."""
    reader, writer = await asyncio.open_connection("127.0.0.1", centre.place.port)
    hello = {"type": "hello", "protocol": 1, "client": "test 1", "auth": {"user": name, "password": password}}
    writer.write(json.dumps(hello).encode() + b"\n")
    async with asyncio.timeout(10):
        answer: dict[str, Any] = json.loads(await reader.readline())
        writer.close()
        await writer.wait_closed()
    return answer


def as_account(centre: Centre, name: str, password: str = PASSWORD) -> psycopg.Connection:
    """The account's own connection."""
    return psycopg.connect(conninfo(centre.url), user=name, password=password, autocommit=True)


def test_an_account_made_by_mouse_can_sign_in(drive, ground, governed, sitting):
    async def story():
        async with sitting("kratochvil") as it:
            page = await page_of(it)
            it.shot("administration_first")
            press(page.widget.new)
            dialog = page.account_deeds.dialog
            assert isinstance(dialog, AccountDialog)
            press(dialog.agree)  # without a name: said in the form, which stays
            await wait_until(lambda: not dialog.error.isHidden(), 5, "what is wrong")
            type_in(dialog.name, "holubova")
            type_in(dialog.title, "Simona Holubová")
            press(dialog.roles["operator"])
            press(dialog.roles["quality"])
            type_in(dialog.skills, "prodej 12")
            type_in(dialog.languages, "cs, de")
            password = dialog.password.line.text()
            assert len(password) >= 16
            press(dialog.agree)
            await wait_until(lambda: "prodej 12" in dialog.error.text, 5, "a level that cannot be")
            type_in(dialog.skills, "prodej 8, b2b")
            press(dialog.agree)
            await wait_until(lambda: page.account_deeds.dialog is None, 10, "the account")
            await wait_until(lambda: "holubova" in names(page), 5, "the account in the table")
            with psycopg.connect(governed.url) as owner:
                found = owner.execute("select skills, languages from account where name = 'holubova'").fetchone()
            assert found == ({"prodej": 8, "b2b": 5}, ["cs", "de"])
            welcome = await welcomed(governed, "holubova", password)
            assert (welcome["type"], welcome.get("must_change_password")) == ("welcome", True)

    drive(story())


def test_a_right_taken_away_is_gone_at_once_and_the_audit_shows_it(drive, ground, governed, sitting, tmp_path):
    async def story():
        with as_account(governed, "ucetni") as own:
            assert own.execute("select may('history.all')").fetchone() == (True,)
            async with sitting("kratochvil") as it:
                page = await page_of(it)
                rights = page.widget.rights
                press(rights.edit)
                place = [row.key for row in rights.table.rows.rows].index("history")
                press_cell(rights.table, place, "billing")
                await wait_until(lambda: rights.changes.text(), 5, "the change in the list")
                fixed = [row.key for row in rights.table.rows.rows].index("administration")
                press_cell(rights.table, fixed, "administrator")  # stays: nobody could give it back
                assert rights.changes.text().count("→") == 1
                it.shot("rights_edited")
                press(rights.save)
                await wait_until(lambda: page.accounts.draft is None, 10, "it is saved")
                assert own.execute("select may('history.all')").fetchone() == (False,)
                await it.both()
                await the_audit_shows_it(it, page, tmp_path)

    drive(story())
    with open_book(governed.url, "test") as book:
        book.set_rights("billing", RIGHTS_OF["billing"])


async def the_audit_shows_it(it: Sitting, page: AdministrationPage, folder: Path) -> None:
    """Newest first, in words, the chain whole; found by what it is called; written as CSV."""
    press(page.widget.tabs.tabs["audit"])
    table = page.widget.audit.table
    await wait_until(lambda: any("Billing" in row.subject.text or row.subject.text == "billing"
                                 for row in table.rows.rows), 10, "the entry")  # fmt: skip
    numbers = [row.id for row in table.rows.rows]
    assert numbers == sorted(numbers, reverse=True)
    await wait_until(lambda: page.audit.chain.answer, 10, "the check of the chain")
    await wait_until(lambda: "unbroken" in page.widget.audit.chain.text, 5, "the word of it")
    it.shot("audit")
    type_in(page.widget.audit.search, "rights of a role")
    name = "Rights of a role changed"
    await wait_until(lambda: {row.act.text for row in table.rows.rows} == {name}, 10, "these only")
    page.audit.ask_file = lambda *_asked: asyncio.sleep(0, folder / "audit.csv")
    press(page.widget.audit.export)
    await wait_until((folder / "audit.csv").exists, 10, "the file")
    assert "lost history.all" in (folder / "audit.csv").read_text("utf-8-sig")
    assert not list(folder.glob(".*.part"))


def test_a_refused_sign_in_stands_in_the_audit_and_the_own_account_is_guarded(drive, ground, governed, sitting):
    async def story():
        assert (await welcomed(governed, "ucetni", "spatne heslo"))["type"] == "error"
        async with sitting("kratochvil") as it:
            page = await page_of(it)
            page.do(Wish("account_pick", "kratochvil"))
            switch = page.widget.accounts.deeds["account_switch"]
            assert not switch.isEnabled()
            assert "own account" in switch.toolTip()
            page.do(Wish("tab", "audit"))
            table = page.widget.audit.table
            await wait_until(lambda: any(row.outcome.text == "Refused: wrong password" for row in table.rows.rows), 10,
                             "the refused sign-in")  # fmt: skip

    drive(story())


def test_an_account_is_disabled_after_its_name_was_confirmed(drive, ground, governed, sitting):
    async def story():
        async with sitting("kratochvil") as it:
            page = await page_of(it)
            table = page.widget.accounts.table
            place = [row.name for row in table.rows.rows].index("podpora")
            press_cell(table, place, "title")
            press(page.widget.accounts.deeds["account_switch"])
            asked = await wait_until(confirmation, 5, "the question")
            assert asked is not None
            assert "Petr Podpora" in asked.windowTitle()
            press(asked.agree)
            await wait_until(lambda: state_of(page, "podpora") == "Disabled", 10, "the account is disabled")
            with pytest.raises(psycopg.OperationalError):
                as_account(governed, "podpora")
            press(page.widget.accounts.deeds["account_switch"])
            await wait_until(lambda: state_of(page, "podpora") == "Active", 10, "the account is enabled")
            as_account(governed, "podpora").close()

    drive(story())


CALLS = """
    insert into call (pbx, call_id, direction, started_at, ended_at, caller, called, outcome, is_in_gap)
        select 'main', 'care.' || n, 'inbound', now() - interval '1 hour' * n, now() - interval '59 minutes' * n,
            '+42077712345' || n, '420222111001', 'answered', false from generate_series(1, 3) n;
    insert into recording_file (pbx, file, call_id, linked_by, recorded_at, bytes, length_ms, format, found_at)
        select 'main', '2026/11/23/care-' || n || '.wav', case when n < 4 then 'care.' || n end, 'name',
            now() - interval '1 hour' * n, 480044, 30000, 'wav', now() from generate_series(1, 4) n;
    update recording_file set missing_at = now() where file like '%care-3.wav'
"""


def test_recordings_are_held_and_erased_with_a_reason(drive, ground, governed, sitting):
    with psycopg.connect(governed.url) as connection:
        connection.execute(CALLS)

    async def story():
        async with sitting("kratochvil") as it:
            page = await page_of(it)
            press(page.widget.tabs.tabs["recordings"])
            table = page.widget.recordings.table
            await wait_until(lambda: len(table.rows.rows) == 4, 10, "the files")
            await wait_until(lambda: page.recordings.totals.answer, 10, "the figures")
            it.shot("recordings")
            await decided(page, "hold", 0, "spor o smlouvu")
            await wait_until(lambda: table.rows.rows[0].state.text == "Held", 10, "it is held")
            assert table.rows.rows[0].why.text == "spor o smlouvu"
            assert not page.widget.recordings.deeds["erase"].isEnabled()  # held: release first
            await decided(page, "erase", 1, "na žádost")
            await wait_until(lambda: len(table.rows.rows) == 3, 10, "it is erased")
            await the_number_is_erased(it, page)

    drive(story())


async def decided(page: AdministrationPage, deed: WishKind, row: int, why: str) -> None:
    """The row chosen, the button pressed, the reason written."""
    press_cell(page.widget.recordings.table, row, "what")
    button = page.widget.recordings.deeds[deed]
    await wait_until(button.isEnabled, 5, deed)
    press(button)
    dialog = page.recording_deeds.dialog
    assert isinstance(dialog, ReasonDialog)
    assert not dialog.agree.isEnabled()
    type_in(dialog.why, why)
    press(dialog.agree)
    await wait_until(lambda: page.recording_deeds.dialog is None, 10, f"{deed} is done: {dialog.error.text}")


async def the_number_is_erased(it: Sitting, page: AdministrationPage) -> None:
    """First it is counted; then erased, after one more question; the protocol has it, masked."""
    press(page.widget.recordings.subject)
    dialog = page.recording_deeds.dialog
    assert isinstance(dialog, SubjectDialog)
    type_in(dialog.number, "777 123 452")
    type_in(dialog.why, "GDPR 17")
    assert not dialog.erase.isEnabled()
    press(dialog.agree)
    await wait_until(dialog.erase.isEnabled, 10, "it is counted")
    assert dialog.told.text().startswith("Found: 1 call,")
    it.shot("person")
    press(dialog.erase)
    asked = await wait_until(confirmation, 5, "the question")
    assert asked is not None
    press(asked.agree)
    await wait_until(lambda: dialog.told.text().startswith("Erased: 1 call"), 20, "it is erased")
    dialog.reject()
    page.do(Wish("files_list", "protocol"))
    table = page.widget.recordings.table
    await wait_until(lambda: any(row.what.more == "…452" for row in table.rows.rows), 10, "the protocol")
    assert "GDPR 17" in [row.why.text for row in table.rows.rows]


def test_without_the_daemon_all_is_read_and_nothing_changed(drive, ground, governed, sitting):
    async def story():
        async with sitting("kratochvil") as it:
            page = await page_of(it)
            governed.feed.cut()
            await wait_until(lambda: "nothing can be changed" in page.widget.strip.more.text(), 20, "what is missing")
            assert not page.widget.new.isEnabled()
            assert not page.widget.rights.edit.isEnabled()
            page.do(Wish("tab", "audit"))
            await wait_until(lambda: page.widget.audit.table.rows.rows, 10, "the audit")
            governed.feed.mend()

    drive(story())


def confirmation() -> Confirmation | None:
    """The question that is open."""
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, Confirmation) and one.isVisible()),
                None)  # fmt: skip


def state_of(page: AdministrationPage, name: str) -> str:
    """As the table says."""
    return next(row.state.text for row in page.widget.accounts.table.rows.rows if row.name == name)
