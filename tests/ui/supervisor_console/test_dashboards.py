"""Dashboards on the statistics page, by mouse and keyboard, on a real database under an account's own role."""

from __future__ import annotations

import asyncio
from random import Random

import psycopg
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from shared.database.accounts import open_book
from shared.domain.search.query import Period
from supervisor_console.statistics.screen import Wish
from tests.helpers.waiting import wait_until
from tests.helpers.windows import clipped_texts, nameless_controls, settle, speak
from tests.integration.search.conftest import PASSWORD, _store
from tests.integration.search.made import call_of, written_of
from tests.ui.supervisor_console.statistics_desk import answered, desk_of, figures, sitting

CALLS = 160
ENTER, RIGHT, LEFT = Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Left


@pytest.fixture(scope="module")
def filled(postgres, _template):
    url, random = postgres.create(_template), Random(11)
    asyncio.run(_store(url, [(call_of(random, number), written_of(random)) for number in range(CALLS)]))
    with open_book(url, "tests") as book:
        for name in ("anna", "vera"):
            book.add(name, ["supervisor"], PASSWORD)
    yield url
    postgres.drop(url)
    postgres.drop_login_roles()


@pytest.fixture
def stored(filled):
    yield filled
    with psycopg.connect(filled) as connection:
        connection.execute("delete from own_report")
        connection.execute("delete from dashboard_panel")


async def menu_of(page):
    QTest.keyClick(page.widget.boards, ENTER)
    await wait_until(lambda: page.boards.menus.menu is not None, 10, "the menu")
    return page.boards.menus.menu


async def said(page, line):
    desk = desk_of(page)
    await wait_until(lambda: any(line == one for one, _bad in desk.said), 10, f"{line!r}, not {desk.said}")


async def put(page, name, shape=0):
    """What is shown, by keyboard; ``shape``: which of the offered."""
    menu = await menu_of(page)
    QTest.keyClick(menu.put, ENTER)
    dialog = page.boards.menus.dialog
    dialog.shape.picked.emit(dialog.shown.shapes[shape].value)
    dialog.board.picked.emit(next((one.value for one in dialog.shown.boards if one.value == name), ""))
    if not dialog._board:
        dialog.name.setText(name)
    QTest.keyClick(dialog.agree, ENTER)
    await said(page, f"It stands on {name} now.")
    desk_of(page).said.clear()
    assert page.boards.menus.dialog is None


async def open_board(page, name):
    menu = await menu_of(page)
    QTest.keyClick(next(row for row in menu.rows.rows if row.text() == name), ENTER)
    assert page.boards.is_shown
    await quiet(page)


async def quiet(page):
    await wait_until(
        lambda: page.boards.boards.answered_at is not None and not page.boards.boards.is_asking, 20, "the panels"
    )


def views(page):
    return page.boards.view.grid.views


def titles(page):
    return [view.shown.title for view in views(page)]


async def report(page, name):
    page.widget.wished.emit(Wish("report", name))
    await answered(page)


def test_reports_are_put_on_a_dashboard_which_opens_them_over_its_period(drive, ground, qtbot, stored):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            offered = figures(page)["offered"]
            await put(page, "Ráno")
            await report(page, "queues")
            await put(page, "Ráno", -1)
            await report(page, "lines")
            await put(page, "Ráno", -2)
            await open_board(page, "Ráno")
            assert titles(page) == ["Overview", "Queues", "Inbound lines"]
            shown = [view.shown for view in views(page)]
            assert shown[0].chart is not None
            assert sum(shown[0].chart.totals) > 0
            assert shown[1].table is not None
            assert shown[1].table.lines[-1].figures[1].text == offered
            assert shown[2].tiles[0].key == "calls"
            page.boards.view.choices.buttons[1].picked.emit("today")
            await wait_until(lambda: page.boards.boards.period == Period(preset="today"), 10, "the period")
            await quiet(page)
            assert views(page)[1].shown.table.lines[-1].figures[1].text != offered
            QTest.mouseClick(views(page)[1].head, Qt.MouseButton.LeftButton)
            await answered(page)
            assert not page.boards.is_shown
            assert (page.moment.report, page.moment.period.preset) == ("queues", "today")

    drive(story())


def test_panels_are_arranged_by_keyboard_and_mouse_and_taken_off(drive, ground, qtbot, stored):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            for name in ("queues", "agents", "lines"):
                await report(page, name)
                await put(page, "Ráno", -1)
            await open_board(page, "Ráno")
            first = views(page)[0]
            first.grip.setFocus()
            QTest.keyClick(first.grip, RIGHT)
            await wait_until(lambda: titles(page) == ["Operators", "Queues", "Inbound lines"], 10, "the move")
            assert page.widget.window().focusWidget() is first.grip
            QTest.keyClick(first.grip, ENTER)
            await wait_until(lambda: first.shown.width == "whole", 10, "the width")
            assert first.width() > 1.9 * views(page)[2].width()
            drag(views(page)[2].grip, views(page)[0])
            await wait_until(lambda: titles(page) == ["Inbound lines", "Operators", "Queues"], 10, "the drag")
            act(views(page)[0], "Take off the dashboard")
            await wait_until(lambda: titles(page) == ["Operators", "Queues"], 10, "that it is off")
            act(views(page)[0], "Headline figures")
            await wait_until(lambda: views(page)[0].shown.tiles, 10, "figures")

    drive(story())


def drag(grip, target):
    QTest.mousePress(grip, Qt.MouseButton.LeftButton)
    for at in (target.mapToGlobal(QPoint(20, 20)), target.mapToGlobal(QPoint(40, 40))):
        QTest.mouseMove(grip, grip.mapFromGlobal(at))
    assert target.is_target
    QTest.mouseRelease(grip, Qt.MouseButton.LeftButton, pos=grip.mapFromGlobal(target.mapToGlobal(QPoint(40, 40))))
    assert not target.is_target


def act(view, words):
    menu = view.menu_of()
    next(one for one in menu.actions() if one.text() == words).trigger()
    menu.deleteLater()


def test_it_looks_as_it_should(drive, ground, qtbot, stored, grab):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            window = page.widget.window()
            await put(page, "Ranní porada")
            for name, shape in (("queues", -2), ("intervals", 0), ("queues", -1), ("agents", -2)):
                await report(page, name)
                await put(page, "Ranní porada", shape)
            page.boards.know(opened="anna/Ranní porada")
            await open_board(page, "Ranní porada")
            for theme in ("light", "dark"):
                ground.set_theme(theme)
                for language in ("en", "cs"):
                    speak(ground, language)
                    for width, height in ((1204, 740), (1844, 1020)):
                        window.resize(width, height)
                        await asyncio.sleep(0)
                        settle()
                        grab(window, f"dashboard-{theme}-{language}-{width}")
                        assert clipped_texts(window) == []
                        assert nameless_controls(window) == []

    drive(story())
