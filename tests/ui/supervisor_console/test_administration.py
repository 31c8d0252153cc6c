"""The page of administration in the real console: by mouse, against the real database and the real daemon."""


import asyncio
import json
from typing import Any

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import conninfo
from supervisor_console.administration.app.page import AdministrationPage
from supervisor_console.administration.views.account_forms import AccountDialog
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
            password = dialog.password.line.text()
            assert len(password) >= 16
            press(dialog.agree)
            await wait_until(lambda: page.account_deeds.dialog is None, 10, "the account")
            await wait_until(lambda: "holubova" in names(page), 5, "the account in the table")
            welcome = await welcomed(governed, "holubova", password)
            assert (welcome["type"], welcome.get("must_change_password")) == ("welcome", True)

    drive(story())
