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
from supervisor_console.views.asking import Confirmation
from tests.helpers.waiting import wait_until
from tests.helpers.windows import clipped_texts, nameless_controls, settle, speak
from tests.integration.search.conftest import PASSWORD, _store
from tests.integration.search.made import call_of, written_of
from tests.ui.supervisor_console.statistics_desk import always, answered, desk_of, figures, sitting

CALLS = 80
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


def period_of(page):
    return page.boards.view.choices.buttons[1]


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
            assert titles(page) == ["Calls by hour of the day", "Queues", "Inbound lines"]
            shown = [view.shown for view in views(page)]
            assert shown[0].chart is not None
            assert sum(shown[0].chart.totals) > 0
            assert shown[1].table is not None
            assert shown[1].table.lines[-1].figures[1].text == offered
            assert shown[2].tiles[0].key == "calls"
            period_of(page).picked.emit("today")
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
            for key in (RIGHT, LEFT, RIGHT, LEFT, ENTER):  # faster than they are done
                QTest.keyClick(first.grip, key)
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


LOOKS = (("light", "en", 1204, 740), ("light", "cs", 1844, 1020), ("dark", "cs", 1204, 740), ("dark", "en", 1844, 1020))
SHOWN = (
    '{"period": {"preset": "last_30_days"}}',
    '{"panel": "a", "definition": {"report": "overview"}}',
    '{"panel": "b", "shows": "figures", "definition": {"report": "queues"}}',
    '{"panel": "c", "chart": 2, "definition": {"report": "overview"}}',
    '{"panel": "d", "shows": "table", "definition": {"report": "queues", "queues": ["support", "sales", "vip"]}}',
    '{"panel": "e", "shows": "figures", "width": "whole", "definition": {"report": "agents"}}',
    '{"panel": "f", "definition": {"report": "intervals", "compare": "before"}}',
)


def write(url, name, panels, account="anna", *, is_shared=False):
    with psycopg.connect(url) as connection:
        for place, panel in enumerate(panels):
            connection.execute("insert into dashboard_panel values (%s, %s, %s, %s, %s, '{}')",
                               [account, name, place, panel, is_shared])  # fmt: skip


def test_nothing_is_cut_and_everything_has_a_name(drive, ground, qtbot, stored, grab):
    async def story():
        write(stored, "Ranní porada", SHOWN)
        async with sitting(ground, qtbot, stored) as page:
            window = page.widget.window()
            await open_board(page, "Ranní porada")
            for theme, language, width, height in LOOKS:
                ground.set_theme(theme)
                speak(ground, language)
                window.resize(width, height)
                await asyncio.sleep(0)
                settle()
                grab(window, f"dashboard-{theme}-{language}-{width}")
                assert clipped_texts(window) == []
                assert nameless_controls(window) == []

    drive(story())


async def card_of(page, button):
    QTest.keyClick(button, ENTER)
    await wait_until(lambda: page.boards.menus.card is not None, 5, "the card")
    return page.boards.menus.card


async def agree(page):
    await wait_until(lambda: page.widget.findChildren(Confirmation), 10, "the question")
    settle()
    QTest.keyClick(page.widget.findChildren(Confirmation)[-1].agree, ENTER)


def test_a_dashboard_is_made_empty_renamed_shared_and_deleted(drive, ground, qtbot, stored, grab):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            menu = await menu_of(page)
            grab(page.widget.window(), "dashboards-none")
            card, view = await card_of(page, menu.make), page.boards.view
            QTest.keyClicks(card.naming.name, "Morning")
            QTest.keyClick(card.naming.name, ENTER)
            await wait_until(lambda: view.shown.empty[0].startswith("There is nothing on"), 10, "that it is empty")
            grab(page.widget.window(), "dashboards-empty")
            assert "Open a report" in view.shown.empty[1]
            card = await card_of(page, view.change)
            card.naming.name.setText("Evening")
            QTest.keyClick(card.naming.shared, Qt.Key.Key_Space)
            QTest.keyClick(card.naming.roles["quality"], Qt.Key.Key_Space)
            grab(page.widget.window(), "dashboards-card")
            QTest.keyClick(card.save, ENTER)
            await wait_until(lambda: view.shown.key == "anna/Evening", 10, "its new name")
            assert view.shown.told == "shared with: Quality"
            card = await card_of(page, view.make)
            card.naming.name.setText("Evening")
            QTest.keyClick(card.save, ENTER)
            await said(page, "There is a dashboard of the name Evening already.")
            card = await card_of(page, view.change)
            QTest.keyClick(card.drop, ENTER)
            await agree(page)
            await said(page, "Evening is deleted.")
            await wait_until(lambda: view.shown.empty[0] == "There is no dashboard yet.", 10, "none")
            QTest.mouseClick(view.leave, Qt.MouseButton.LeftButton)
            assert page.widget.faces.currentWidget() is page.widget.reports

    drive(story())


def test_anothers_dashboard_is_read_with_a_period_of_ones_own_and_says_what_may_not_be_seen(
    drive, ground, qtbot, stored, grab
):
    async def story():
        write(stored, "For all", (
            "{}", '{"panel": "a", "definition": {"report": "queues"}}',
            '{"panel": "b", "own": {"account": "vera", "name": "Secret"}}', '{"panel": "c", "shows": "hologram"}',
        ), "vera", is_shared=True)  # fmt: skip
        async with sitting(ground, qtbot, stored) as page:
            await open_board(page, "For all")
            view = page.boards.view
            grab(page.widget.window(), "dashboards-of-another")
            assert [one.shown.trouble for one in views(page)] == [
                "", "The report “Secret” is not there any more, or you may not see it.",
                "This panel was made by a newer program.",
            ]  # fmt: skip
            assert (view.shown.told, view.shown.is_own) == ("from vera", False)
            assert not any(one.isVisible() for one in (view.change, views(page)[0].grip, views(page)[0].more))
            period = period_of(page)
            period.days_picked.emit("2026-03-02", "2026-03-08")
            await wait_until(lambda: page.boards.boards.period is not None, 5, "the period")
            await quiet(page)
            assert period.value.replace("\xa0", " ") == "2 Mar – 8 Mar 2026"
            with psycopg.connect(stored) as connection:
                row = connection.execute("select panel from dashboard_panel where place = 0").fetchone()
            assert row == ({},)

    drive(story())


def test_it_refreshes_itself_while_it_is_shown_one_round_at_a_time_and_can_be_given_up(drive, ground, qtbot, stored):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            await put(page, "Ráno")
            asking, database = page.boards.asking, desk_of(page).database
            asking.every_seconds = 0.05
            await open_board(page, "Ráno")
            rounds = asking.rounds
            await wait_until(lambda: asking.rounds >= rounds + 3, 20, "three rounds more")
            place = views(page)[0].geometry()
            database.gate.clear()
            await wait_until(lambda: database.held == 1, 10, "a question that lasts")
            page.boards.know(is_slow=True)
            assert page.boards.view.shown.strip_button == "Cancel"
            page.boards.view.strip.button.click()
            await wait_until(lambda: database.given_up == 1, 10, "that it is given up")
            database.gate.set()
            assert views(page)[0].geometry() == place
            database.is_lost = True
            page.reload()
            await wait_until(lambda: "unreachable" in page.boards.view.shown.strip, 10, "that it is away")
            assert views(page)[0].shown.chart is not None
            database.is_lost = False
            await wait_until(lambda: not page.boards.view.shown.strip, 10, "that it is back")
            page.hidden()
            rounds = asking.rounds
            await asyncio.sleep(0)
            assert asking._task is None
            assert asking.rounds <= rounds + 1

    drive(story())


def test_a_dashboard_goes_to_a_file(drive, ground, qtbot, stored, tmp_path):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            await put(page, "Ráno")
            for shape in (-2, -1):
                await report(page, "queues")
                await put(page, "Ráno", shape)
            await open_board(page, "Ráno")
            file = tmp_path / "board.pdf"
            page.boards.printing.ask_file = always(file)
            QTest.mouseClick(page.boards.view.pdf, Qt.MouseButton.LeftButton)
            await said(page, f"The dashboard was written to {file}")
            assert file.read_bytes().startswith(b"%PDF")
            with psycopg.connect(stored) as connection:
                row = connection.execute("select subject, detail from audit order by id desc limit 1").fetchone()
            assert row == ("board.pdf", "pdf dashboard: overview, queues, queues")
            page.boards.printing.ask_file = always(tmp_path / "missing" / "board.pdf")
            QTest.mouseClick(page.boards.view.pdf, Qt.MouseButton.LeftButton)
            await wait_until(lambda: any(bad for _line, bad in desk_of(page).said), 10, "why not")

    drive(story())


async def own_menu(page):
    page.widget.wished.emit(Wish("save"))
    await wait_until(lambda: page.own.menu is not None, 10, "the menu")
    return page.own.menu


def test_an_own_report_stays_itself_on_a_dashboard_and_its_figures_explain_themselves(drive, ground, qtbot, stored):
    async def story():
        async with sitting(ground, qtbot, stored) as page:
            await report(page, "queues")
            menu = await own_menu(page)
            menu.naming.name.setText("Weekly")
            QTest.keyClick(menu.save, ENTER)
            await said(page, "Saved as Weekly.")
            (await own_menu(page)).shut()
            await put(page, "Ráno", -2)
            await open_board(page, "Ráno")
            assert titles(page) == ["Weekly"]
            tile = views(page)[0].figures.tiles[0]
            QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
            assert page.explanation is not None
            assert page.explanation.shown.figure == tile.tile.figure
            page.explanation.shut()
            QTest.keyClick(views(page)[0].open_report, ENTER)
            await answered(page)
            assert (page.own.opened, page.moment.report) == ("anna/Weekly", "queues")

    drive(story())
