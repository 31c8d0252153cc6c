"""Own reports on the statistics page, and what is sent regularly: by keyboard, on a real database."""

from __future__ import annotations

import asyncio
import contextlib
import json
from datetime import UTC, datetime
from functools import partial

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from shared.clock import HandClock
from shared.database.accounts import open_book
from shared.errors import Refused
from shared.reports.definition import Arrangement, Definition
from supervisor_console.reports import own_reports
from supervisor_console.statistics.app.page import StatisticsPage
from supervisor_console.statistics.screen import Wish
from supervisor_console.views.asking import Confirmation
from tests.helpers.waiting import wait_until
from tests.helpers.windows import clipped_texts, nameless_controls, settle, speak
from tests.integration.search.conftest import PASSWORD
from tests.ui.supervisor_console.calls_desk import Desk

NOW = datetime(2026, 4, 2, 12, tzinfo=UTC)
ENTER = Qt.Key.Key_Return


@pytest.fixture(scope="module")
def empty(postgres, _template):
    url = postgres.create(_template)
    with open_book(url, "tests") as book:
        for name in ("anna", "vera"):
            book.add(name, ["supervisor"], PASSWORD)
    yield url
    postgres.drop(url)
    postgres.drop_login_roles()


@pytest.fixture
def stored(empty):
    yield empty
    with psycopg.connect(empty) as connection:
        connection.execute("delete from own_report")
        connection.execute("delete from report_schedule")


@contextlib.asynccontextmanager
async def sitting(ground, qtbot, url, account="anna", width=1360):
    ground.clock = HandClock(NOW)
    desk = Desk(ground, url, account)
    desk.spawn(desk.database.watch())
    await wait_until(lambda: desk.database.away_since is None, 20, "the database")
    window, page = QMainWindow(), StatisticsPage(desk)
    qtbot.addWidget(window)
    window.setCentralWidget(page.widget)
    window.resize(width, 844)
    window.show()
    page.shown()
    await answered(page)
    try:
        yield page, desk
    finally:
        page.close()
        window.close()
        await ground.end_tasks()
        await desk.database.close()


async def answered(page):
    await wait_until(lambda: page.moment.answered_at is not None and not page.moment.is_asking, 20, "figures")


async def menu_of(page):
    QTest.keyClick(page.widget.own, ENTER)
    await wait_until(lambda: page.own.menu is not None, 10, "the menu")
    return page.own.menu


async def said(desk, line):
    await wait_until(lambda: any(line == one for one, _bad in desk.said), 10, f"{line!r}, not {desk.said}")


async def agree(parent):
    await wait_until(lambda: parent.findChildren(Confirmation), 10, "the question")
    settle()
    QTest.keyClick(parent.findChildren(Confirmation)[-1].agree, ENTER)


def type_in(line, text):
    QTest.keyClicks(line, text)
    QTest.keyClick(line, ENTER)


def is_wrong(form, line):
    return form.error.text == line


def names(menu):
    return [row.text() for row in menu.rows.rows]


def test_a_report_is_kept_opened_renamed_shared_and_deleted(drive, ground, qtbot, stored):
    async def story():
        async with sitting(ground, qtbot, stored) as (page, desk):
            page.widget.wished.emit(Wish("period", "last_month"))
            page.widget.wished.emit(Wish("compare", "year"))
            await answered(page)
            menu = await menu_of(page)
            assert QApplication.focusWidget() is menu.naming.name
            type_in(menu.naming.name, "Month")
            await said(desk, "Saved as Month.")
            page.widget.wished.emit(Wish("period", "today"))
            menu = await menu_of(page)
            assert names(menu) == ["Month"]
            QTest.keyClick(menu.rows.rows[0], ENTER)
            await answered(page)
            assert (page.moment.period.preset, page.moment.compared) == ("last_month", "year")
            menu = await menu_of(page)
            assert menu.naming.name.text() == "Month"
            menu.naming.name.setText("Every month")
            QTest.keyClick(menu.rename, Qt.Key.Key_Space)
            await said(desk, "It is called Every month now.")
            menu = await menu_of(page)
            QTest.keyClick(menu.naming.shared, Qt.Key.Key_Space)
            QTest.keyClick(menu.naming.roles["quality"], Qt.Key.Key_Space)
            QTest.keyClick(menu.save, ENTER)
            await said(desk, "Saved as Every month.")
            menu = await menu_of(page)
            assert menu.shown.lines[0].note == "Quality"
            QTest.keyClick(menu.rows.rows[0], Qt.Key.Key_Delete)
            await agree(page.widget)
            await said(desk, "Every month is deleted.")
            assert names(await menu_of(page)) == []

    drive(story())


def test_how_a_report_is_shown_is_kept_with_it(drive, ground, qtbot, stored):
    how = Arrangement(columns=("asa", "offered"), sorted_by="asa", most=10, chart="lines", charted=("asa",))

    async def story():
        async with sitting(ground, qtbot, stored) as (page, desk):
            page.widget.wished.emit(Wish("report", "queues"))
            page.know(arrangement=how)
            menu = await menu_of(page)
            type_in(menu.naming.name, "By wait")
            await said(desk, "Saved as By wait.")
            page.widget.wished.emit(Wish("report", "lines"))
            assert page.moment.arrangement == Arrangement()
            menu = await menu_of(page)
            QTest.keyClick(menu.rows.rows[0], ENTER)
            await answered(page)
            assert (page.moment.report, page.moment.arrangement) == ("queues", how)

    drive(story())


def test_what_a_newer_version_made_is_listed_not_opened_and_not_lost(drive, ground, qtbot, stored):
    newer = {"report": "queues", "period": {"preset": "last_week"}, "mood": "good"}
    with psycopg.connect(stored) as connection:
        connection.execute("insert into own_report (account, name, definition, is_shared) values "
                           "('anna', 'Mood', %s, false)", [json.dumps(newer)])  # fmt: skip

    async def story():
        async with sitting(ground, qtbot, stored) as (page, desk):
            before = page.moment.period
            menu = await menu_of(page)
            assert [(one.name, one.note) for one in menu.shown.lines] == [("Mood", "made by a newer version")]
            QTest.keyClick(menu.rows.rows[0], Qt.Key.Key_Delete)
            QTest.keyClick(menu.rows.rows[0], ENTER)
            line = "“Mood” was made by a newer version of this program and is opened only by that."
            await said(desk, line)
            assert page.moment.period == before
            desk.said.clear()
            menu = await menu_of(page)
            type_in(menu.naming.name, "Mood")
            await said(desk, line)
            with pytest.raises(Refused, match="made by a newer version"):
                await desk.database.ask(lambda connection: own_reports.save(connection, "Mood", Definition()))

    drive(story())
    with psycopg.connect(stored) as connection:
        assert connection.execute("select definition from own_report").fetchall() == [(newer,)]


def test_a_name_that_there_is_is_not_taken_unasked(drive, ground, qtbot, stored):
    async def story():
        async with sitting(ground, qtbot, stored) as (page, desk):
            for name in ("First", "Second"):
                menu = await menu_of(page)
                menu.naming.name.setText(name)
                QTest.keyClick(menu.save, ENTER)
                await said(desk, f"Saved as {name}.")
            menu = await menu_of(page)
            menu.naming.name.setText("First")
            QTest.keyClick(menu.rename, ENTER)
            await said(desk, "There is a report of the name First already.")
            desk.said.clear()
            menu = await menu_of(page)
            menu.naming.name.setText("First")
            QTest.keyClick(menu.save, ENTER)
            await agree(page.widget)
            await said(desk, "Saved as First.")

    drive(story())


def test_anothers_shared_report_is_opened_and_not_changed(drive, ground, qtbot, stored):
    async def story():
        async with sitting(ground, qtbot, stored, "vera") as (page, desk):
            page.widget.wished.emit(Wish("period", "this_year"))
            menu = await menu_of(page)
            menu.naming.name.setText("For all")
            menu.naming.shared.click()
            QTest.keyClick(menu.save, ENTER)
            await said(desk, "Saved as For all.")
        async with sitting(ground, qtbot, stored) as (page, desk):
            menu = await menu_of(page)
            assert [(one.name, one.note, one.is_own) for one in menu.shown.lines] == [("For all", "from vera", False)]
            QTest.keyClick(menu.rows.rows[0], ENTER)
            await answered(page)
            assert page.moment.period.preset == "this_year"
            menu = await menu_of(page)
            assert (menu.naming.name.text(), menu.rename.isVisible()) == ("", False)

    drive(story())


async def dialog_of(page):
    menu = await menu_of(page)
    QTest.keyClick(menu.send, ENTER)
    await wait_until(lambda: page.own.sending.dialog is not None, 10, "the dialog")
    return page.own.sending.dialog


def test_a_report_is_sent_regularly_changed_switched_off_and_ended(drive, ground, qtbot, stored):
    async def story():
        async with sitting(ground, qtbot, stored) as (page, _desk):
            page.widget.wished.emit(Wish("period", "yesterday"))
            dialog = await dialog_of(page)
            form = dialog.form
            type_in(form.name, "Morning")
            await wait_until(lambda: form.error.isVisible(), 5, "what is missing")
            assert form.error.text == "Say to whom it goes, or into which folder."
            for address, line in (("nobody", "This is not an address for mail: nobody"), ("a@example.com", "")):
                form.to.setText(address)
                form.time.setText("7.30")
                QTest.keyClick(form.to, ENTER)
                if line:
                    await wait_until(partial(is_wrong, form, line), 5, "what is wrong")
                    assert form.name.text() == "Morning"
            await wait_until(lambda: len(dialog.rows) == 1, 10, "that it is kept")
            row = dialog.rows[0]
            assert row.chip.text == "Not sent yet"
            assert "Every day, 7:30 · PDF · a@example.com · next" in row.told.text()
            QTest.keyClick(row.change, ENTER)
            form.every.picked.emit("week")
            form.day.picked.emit(5)
            QTest.keyClick(form.save, ENTER)
            await wait_until(lambda: "Every week, Fri, 7:30" in dialog.rows[0].told.text(), 10, "the change")
            QTest.keyClick(dialog.rows[0].switch, ENTER)
            await wait_until(lambda: dialog.rows[0].chip.text == "Switched off", 10, "that it is off")
            QTest.keyClick(dialog.rows[0].drop, ENTER)
            await agree(dialog)
            await wait_until(lambda: not dialog.rows, 10, "that it is gone")
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
            assert page.own.sending.dialog is None

    drive(story())


def _runs(url: str) -> None:
    with psycopg.connect(url) as connection:
        report = '{"report": "queues", "period": {"preset": "last_week"}}'
        for name, outcome in (("Porada vedení", "sent"), ("Ráno", "failed"), ("Týden", None), ("Zítra", "none")):
            connection.execute(
                "insert into report_schedule (schedule, account, name, report, every, day, minute, formats, mail_to, "
                "folder) values (%s, 'anna', %s, %s, 'week', 1, 360, '{pdf,xlsx}', '{vedouci@example.com}', 'porady')",
                [name, name, report])  # fmt: skip
            if outcome != "none":
                connection.execute("insert into report_run values (%s, %s, 2, %s, %s, %s)",
                    [name, NOW, NOW if outcome else None, outcome, "reports may not be sent to vedouci@example.com"
                     if outcome == "failed" else ""])  # fmt: skip


def test_nothing_is_cut_and_everything_has_a_name(drive, ground, qtbot, stored, grab):
    async def story():
        async with sitting(ground, qtbot, stored) as (page, desk):
            for name in ("Týdenní porada", "Zmeškané na Podpoře"):
                menu = await menu_of(page)
                menu.naming.name.setText(name)
                menu.save.click()
                await said(desk, f"Saved as {name}.")
            _runs(stored)
            for theme in ("light", "dark"):
                ground.set_theme(theme)
                for language in ("en", "cs"):
                    speak(ground, language)
                    await asyncio.sleep(0)
                    menu = await menu_of(page)
                    menu.naming.shared.click()
                    grab(page.widget.window(), f"own-{theme}-{language}")
                    assert clipped_texts(page.widget.window()) == []
                    assert nameless_controls(page.widget.window()) == []
                    menu.shut()
                    dialog = await dialog_of(page)
                    dialog.form.fail("Something is wrong with it.")
                    grab(dialog, f"sending-{theme}-{language}")
                    assert clipped_texts(dialog) == []
                    assert nameless_controls(dialog) == []
                    dialog.reject()

    drive(story())
