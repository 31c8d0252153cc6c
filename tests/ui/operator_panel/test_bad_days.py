"""What goes wrong in a shift is said, and nothing is lost or doubled: servers away, phones taken, clocks wrong."""

import functools
import socket
from datetime import timedelta

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from operator_panel.app.memory import Memory
from shared.clock import SystemClock
from tests.helpers.waiting import wait_until
from tests.helpers.windows import make_ground
from tests.integration.seats.office import office
from tests.ui.operator_panel.work import DESK, at_work, working

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(120)]


def notes(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("select text from call_note order by text").fetchall()]


def test_a_taken_phone_is_said_under_its_field_and_another_can_be_chosen(drive, ground, tmp_path, database_url):
    async def story():
        async with at_work(ground, tmp_path, database_url) as (centre, it):
            jana = await centre.panel("jana")
            await jana.ask("seat.take", extension="1001")
            shown = await it.sign_in("petr", "1001")
            await it.until_error(shown, "Extension 1001 is used by Jana Nováková.")
            assert shown.question is not None
            assert shown.question.error
            assert (shown.account.line.text(), shown.password.line.text()) == ("petr", "rtep")
            await it.sign_in("petr", "1003")
            await it.until(lambda one: one.state.state.token == "ready", "ready")
            assert Memory(tmp_path / "operator_panel.json").of.extensions == ("1003",)

    drive(story())


def test_who_may_not_be_an_agent_is_told_so(drive, ground, tmp_path, database_url):
    async def story():
        async with at_work(ground, tmp_path, database_url) as (centre, it):
            centre.accounts.change("petr", roles=frozenset({"billing"}))
            shown = await it.sign_in("petr", "1001")
            await it.until_error(shown, "This account may not use this program.")

    drive(story())


def test_while_the_server_is_away_notes_are_kept_and_sent_once(drive, ground, tmp_path, database_url, unused_port):
    async def story():
        async with office(tmp_path, database_url, DESK) as centre:
            centre.feed_port = unused_port
            async with centre.open() as daemon, working(ground, centre, tmp_path) as it:
                assert daemon.feed is not None
                await it.sign_in("petr", "1001")
                await it.until(lambda one: one.state.state.token == "ready", "ready")
                centre.script(600.0, "1001")
                centre.call()
                screen = await it.until(lambda one: one.mode == "call", "the call")
                call = screen.call.call
                it.wish("note", call=call, text="před výpadkem")
                await wait_until(lambda: notes(database_url) == ["před výpadkem"], 20, "the note is stored")

                await daemon.feed.stop()
                screen = await it.until(lambda one: one.mode == "offline", "offline", 20)
                assert screen.call is not None, "the phone's call goes on, and so does its card"
                it.wish("note", call=call, text="během výpadku")
                it.wish("disposition", call=call, choice="sold")
                screen = await it.until(lambda one: one.call.note.text == "během výpadku", "the note as it is typed")
                assert screen.offline.outbox, "what waits to be sent"
                it.wish("pause", choice="lunch")
                screen = await it.until(lambda one: one.notice, "why nothing was done")
                assert "Nothing was done" in screen.notice.text

                await daemon.feed.start()
                await it.until(lambda one: one.mode == "call", "the board again", 30)
                await wait_until(lambda: notes(database_url) == ["během výpadku"], 20, "sent once")
                await wait_until(lambda: not it.panel.box.entries, 20, "nothing waits")
                assert it.screen.header.phone == "extension 1001"

    drive(story())


@pytest.fixture
def unused_port():
    """A port at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def test_a_panel_that_was_killed_finds_the_state_as_it_is(drive, ground, tmp_path, database_url, qapp):
    async def story():
        async with office(tmp_path, database_url, DESK) as centre, centre.open():
            async with working(ground, centre, tmp_path) as it:
                await it.sign_in("petr", "1001")
                await it.until(lambda one: one.state.state.token == "ready", "ready")
                it.wish("pause", choice="lunch")
                await it.until(lambda one: one.state.state.token == "paused", "the pause")
            before = centre.members("vip"), centre.paused("vip")
            second = make_ground(qapp, tmp_path / "preferences.json")
            async with working(second, centre, tmp_path) as it:
                shown = await it.until_dialog()
                assert shown.account.line.text() == "petr"
                await it.sign_in("petr", "1001")
                await it.until(lambda one: one.state.state.token == "paused", "the pause as it was")
                assert (centre.members("vip"), centre.paused("vip")) == before

    drive(story())


def test_a_second_panel_of_the_account_is_refused(drive, ground, tmp_path, database_url):
    async def story():
        async with at_work(ground, tmp_path, database_url) as (centre, it):
            petr = await centre.panel("petr")
            await petr.ask("seat.take", extension="1001")
            shown = await it.sign_in("petr", "1001")
            await it.until_error(shown, "You are signed in at another computer.")
            await petr.leave()
            await it.sign_in("petr", "1001")
            await it.until(lambda one: one.state.state.token == "ready", "ready")

    drive(story())


def test_where_it_is_set_so_a_second_panel_takes_over_and_the_first_says_so(drive, ground, tmp_path, database_url):
    async def story():
        desk = DESK.replace("[[disposition]]", '[desk]\nsecond_panel = "take_over"\n\n[[disposition]]', 1)
        async with at_work(ground, tmp_path, database_url, desk) as (centre, it):
            await it.sign_in("petr", "1001")
            await it.until(lambda one: one.state.state.token == "ready", "ready")
            petr = await centre.panel("petr")
            await petr.ask("seat.take", extension="1001", is_takeover=True)
            shown = await it.until_dialog()
            await it.until_error(shown, "You were signed in elsewhere.")
            assert centre.members("vip"), "the shift goes on over there"

    drive(story())


def test_a_clock_that_is_an_hour_wrong_shows_the_right_times(drive, qapp, tmp_path, database_url):
    class Wrong(SystemClock):
        def now(self):
            return super().now() + timedelta(hours=1)

    async def story():
        ground = make_ground(qapp, tmp_path / "preferences.json", clock=Wrong())
        async with at_work(ground, tmp_path, database_url) as (centre, it):
            await it.sign_in("petr", "1001")
            await it.until(lambda one: one.state.state.token == "ready", "ready")
            assert it.screen.state.time.startswith("00:0")
            centre.script(600.0, "1001")
            centre.call()
            screen = await it.until(lambda one: one.mode == "call" and one.call.time != "", "the call")
            assert screen.call.time.startswith("00:0")
            it.wish("note", call=screen.call.call, text="čas")
            await wait_until(lambda: notes(database_url) == ["čas"], 20, "stored")
            with psycopg.connect(database_url) as connection:
                row = connection.execute("select abs(extract(epoch from written_at - now())) from call_note").fetchone()
            assert row is not None
            assert row[0] < 60

    drive(story())


def is_answered(lock, said):
    return lock.password.error == said if said else not lock.isVisible()


def test_locked_it_opens_with_the_password_alone(drive, ground, tmp_path, database_url):
    async def story():
        async with at_work(ground, tmp_path, database_url) as (_, it):
            await it.sign_in("petr", "1001")
            panel = await it.seated()
            await it.until(lambda one: one.state.state.token == "ready", "ready")
            panel.front.idle.lock()
            lock = panel.front.window.view.lock
            assert lock.isVisible()
            for password, said in (("wrong", "Name or password is wrong."), ("rtep", "")):
                QTest.keyClicks(lock.password.line, password)
                QTest.keyClick(lock.password.line, Qt.Key.Key_Return)
                await wait_until(functools.partial(is_answered, lock, said), 20)
            assert not panel.front.idle.is_locked
            assert it.screen.state.state.token == "ready", "the shift went on"

    drive(story())
