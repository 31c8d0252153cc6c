"""The page of now on a real daemon, PBX and database, by mouse and keys."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from collector_daemon.simulator.people import End, Reaction, Scripted
from shared.qt import paint_text
from supervisor_console.live.presenter import Choices, present
from supervisor_console.live.screen import Empty
from supervisor_console.live.views import LivePageView, PhoneDialog, RedirectDialog
from supervisor_console.live.views.columns import NUMBER, agent_columns, key_of, missed_columns
from supervisor_console.views.cells import Cell, shared_room
from supervisor_console.views.sizes import BODY
from supervisor_console.views.table import Table
from tests.helpers.waiting import wait_until
from tests.helpers.windows import clipped_texts, speak
from tests.ui.supervisor_console.live_desk import Seat, sitting
from tests.unit.supervisor_console.live.boards import NOW, moment

SETTINGS = """
[[queue]]
name = "vip"
title = "VIP"

[[queue]]
name = "support"
title = "Podpora"
number = "600"

[[pause_reason]]
reason = "lunch"
title = "Oběd"
"""
pytestmark = pytest.mark.usefixtures("own_files")


@pytest.fixture
def own_files(monkeypatch, tmp_path):
    """No test reads or writes what this machine's user has."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


def title_of(empty: Empty | None) -> str:
    return empty.title if empty is not None else ""


def click(table, row: int, column: int = 1) -> None:
    place = table.visualRect(table.rows.index(row, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


async def dialog(seat: Seat, kind):
    await wait_until(lambda: isinstance(seat.page.dialog, kind) and seat.page.dialog.isVisible(), 10, kind.__name__)
    return seat.page.dialog


async def menu() -> QMenu:
    (found,) = await wait_until(
        lambda: [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()],
        10, "a menu",
    )  # fmt: skip
    return found


def test_a_waiting_call_is_seen_and_sent_elsewhere_by_mouse(ground, drive, tmp_path, database_url):
    async def story():
        async with sitting(ground, tmp_path, database_url, SETTINGS) as seat:
            eva = seat.office
            await eva._panels[0].ask("agent.login", agent="1001", queues=["vip"])
            await eva._panels[0].ask("agent.login", agent="1002", queues=["support"])
            reactions = {"1001": [Reaction("ignore")] * 9, "1002": [Reaction("answer", 0.2)]}
            eva.server.world.pbx.people = Scripted(reactions, [(End(30, "caller"),)])
            eva.call()
            await seat.until(lambda shown: shown.waiting, "the waiting call")
            assert seat.shown.waiting[0].queue == "VIP"
            table = seat.page.view.waiting.table
            click(table, 0)
            await seat.until(lambda shown: shown.call_actions[1].is_enabled, "the redirect")
            button = seat.page.view.waiting.buttons[1]
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            question = await dialog(seat, RedirectDialog)
            QTest.keyClicks(question.line, "1002")
            QTest.mouseClick(question.agree, Qt.MouseButton.LeftButton)
            await seat.until_said("redirected")
            await seat.until(lambda shown: not shown.waiting, "nobody waiting")
            assert title_of(seat.shown.waiting_panel.empty) == "Nobody is waiting."

    drive(story())


def test_an_operator_is_paused_by_a_key_with_a_reason_and_only_the_board_says_so(ground, drive, tmp_path, database_url):
    async def story():
        async with sitting(ground, tmp_path, database_url, SETTINGS) as seat:
            await seat.office._panels[0].ask("agent.login", agent="1001", queues=["vip", "support"])
            await seat.until(lambda _shown: seat.state("1001") == "Ready", "1001")
            table = seat.page.view.agents.table
            click(table, 0)
            table.setFocus()
            await seat.until(lambda shown: shown.chosen_agent == ("main", "1001"), "the choice")
            QTest.keyClick(table, Qt.Key.Key_P)
            reasons = await menu()
            assert reasons.actions()[0].text() == "Oběd"
            QTest.keyClick(reasons, Qt.Key.Key_Return)
            assert seat.state("1001") == "Ready"
            await seat.until(lambda _shown: seat.state("1001") == "Paused", "the pause")
            assert seat.office.paused("vip") == {"PJSIP/1001": "lunch"}
            assert seat.shown.agents[0].about_more == "Oběd"
            QTest.keyClick(table, Qt.Key.Key_P)
            await seat.until(lambda _shown: seat.state("1001") == "Ready", "its end")
            assert table.key_now() == ("main", "1001")

    drive(story())


def test_the_way_to_the_first_call_is_shown_until_there_is_one(ground, drive, tmp_path, database_url):
    async def story():
        async with sitting(ground, tmp_path, database_url, SETTINGS, is_led=True) as seat:
            shown = await seat.until(lambda shown: shown.first and shown.first.steps[1].state == "done", "the steps")
            assert shown.first is not None
            assert [one.state for one in shown.first.steps] == ["done", "done", "now", "later"]
            assert shown.first.text == "2 steps left to the first call."
            assert not seat.page.view.agents.isVisible()
            assert clipped_texts(seat.page.view) == []
            await seat.office._panels[0].ask("agent.login", agent="1001", queues=["vip"])
            await seat.until(lambda shown: shown.first and shown.first.steps[2].state == "done", "the operator")
            seat.office.call()
            await seat.until(lambda shown: shown.first is None, "the first call")
            assert seat.page.view.agents.isVisible()
            assert not seat.page.view.first.isVisible()

    drive(story())


def test_listening_asks_once_for_the_own_phone_and_a_refusal_is_told(ground, drive, tmp_path, database_url):
    async def story():
        async with sitting(ground, tmp_path, database_url, SETTINGS) as seat:
            await seat.office._panels[0].ask("agent.login", agent="1001", queues=["vip"])
            reactions = {"1001": [Reaction("answer", 0.1)], "1003": [Reaction("answer", 0.1)]}
            seat.office.server.world.pbx.people = Scripted(reactions, [(End(6, "caller"),)])
            seat.office.call()
            await seat.until(lambda _shown: seat.state("1001") == "On a call", "the talk")
            table = seat.page.view.agents.table
            click(table, 0)
            table.setFocus()
            QTest.keyClick(table, Qt.Key.Key_O)
            question = await dialog(seat, PhoneDialog)
            QTest.keyClicks(question.field.line, "1003")
            QTest.keyClick(question, Qt.Key.Key_Return)
            await seat.until_said("You listen to")
            assert seat.page.memory.of.phone == "1003"
            await seat.until(lambda _shown: seat.state("1001") != "On a call", "its end", 20)
            assert not seat.shown.agent_actions[0].is_enabled
            seat.page.do(seat.shown.agent_actions[0].wish)
            assert (await seat.until_said("Listening failed")).endswith(".")

    drive(story())


def test_database_away_is_said_and_the_page_goes_on(ground, drive, tmp_path, database_url):
    async def story():
        async with sitting(ground, tmp_path, database_url, SETTINGS) as seat:
            nobody = "Nobody gave up"
            await seat.until(lambda shown: title_of(shown.missed_panel.empty).startswith(nobody), "the answer")
            whole, seat.desk.database.url = seat.desk.database.url, "postgresql://127.0.0.1:1/nowhere"
            seat.page.missed.rows = None
            seat.page.reload()
            shown = await seat.until(lambda shown: any(one.kind == "database" for one in shown.strips), "the strip")
            assert shown.missed_panel.empty is not None
            assert shown.missed_panel.empty.icon == "database"
            seat.desk.database.url = whole
            seat.page.view.strips.views[0].buttons[0].click()
            await seat.until(lambda shown: not shown.strips, "the database again")

    drive(story())


@pytest.mark.parametrize("code", ["cs", "stretched"])
def test_page_in_every_format_clips_nothing_and_a_second_moves_nothing(ground, show, code):
    view = LivePageView(ground)
    speak(ground, code)
    known = {"language": ground.language, "choices": Choices(agent=("praha", "1003"))}
    view.render_screen(present(moment(**known)))
    show(view)
    for width, height in ((1200, 664), (1360, 844), (3760, 2104)):
        view.resize(width, height)
        QApplication.processEvents()
        assert clipped_texts(view) == [], width
    assert view.agents.x() + view.agents.width() <= 2560
    table = view.agents.table
    before = table.columnWidth(3), view.agents.geometry(), table.verticalScrollBar().value()
    view.render_screen(present(moment(**known, now=NOW + timedelta(hours=1))))
    QApplication.processEvents()
    assert before == (table.columnWidth(3), view.agents.geometry(), table.verticalScrollBar().value())
    assert table.key_now() == ("praha", "1003")
    view.close_page()


def test_what_was_chosen_is_there_the_next_time(ground, drive, tmp_path, database_url):
    async def story():
        async with sitting(ground, tmp_path, database_url, SETTINGS) as seat:
            await seat.until(lambda shown: shown.cards, "the queues")
            card = seat.page.view.cards.views[0]
            assert card.card is not None
            QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
            assert len(seat.shown.cards) == 1
            seat.page.view.agents.table.show_column("missed", True)
            again = type(seat.page)(seat.desk, type(seat.page.memory)("eva", tmp_path / "live.json"))
            assert again.choices.queues == seat.page.choices.queues == (card.card.queue,)
            assert again.view.agents.table.kept.shown == {"missed": True}
            again.close()
            again.widget.deleteLater()

    drive(story())


def test_a_table_is_as_each_account_left_it(ground, show):
    def made():
        table = Table(ground, "live_agents", agent_columns(ground), key_of, sorted_by=("extension", False))
        show(table)
        return table

    ground.preferences.account = "eva"
    table = made()
    head = table.horizontalHeader()
    head.resizeSection(1, 201)
    head.moveSection(1, 0)
    table._head_pressed(1)
    again = made()
    assert again.columnWidth(1) == 201
    assert again.horizontalHeader().logicalIndex(0) == 1
    assert (again.kept.sorted_by, again.kept.is_descending) == ("name", False)
    ground.preferences.account = "petr"
    assert made().columnWidth(1) == 176
    table.reset_columns()
    ground.preferences.account = "eva"
    assert made().columnWidth(1) == 176


def test_numbers_are_whole_and_the_queue_before_them_gives_way(ground, show):
    number = " · +420 644 056 611"
    wide, tight, none = (
        shared_room(Cell("Objednávky a reklamace", more=number[3:]), room) for room in (300.0, 180.0, 130.0)
    )
    assert [part[:2] for part in (wide, tight)] == [("Objednávky a reklamace", number)] * 2
    assert tight[2] < wide[2]
    assert none[:2] == ("", number[3:])
    table = Table(ground, "live_missed", missed_columns(ground), key_of, sorting="none")
    show(table)
    for width, has_queue in ((452, True), (400, False)):
        table.resize(width, 300)
        assert table.isColumnHidden(2) is not has_queue, width
        assert table.columnWidth(1) >= paint_text.advance(NUMBER, BODY, 400) + 16
