"""Who comes in, who is turned away and told why, and that going never waits for anything."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import text

from shared.clock import SystemClock
from shared.database.accounts import open_book
from shared.domain.accounts import RIGHTS_OF
from tests.helpers.waiting import wait_until
from tests.helpers.windows import clipped_texts, nameless_controls, speak, untranslated_texts

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(120)]

SLOW = "select pg_sleep(40)"
RUNNING = f"select count(*) from pg_stat_activity where query = '{SLOW}' and state = 'active'"


def test_an_account_that_may_do_nothing_is_told_so_at_the_sign_in(drive, sitting, centre):
    with open_book(centre.url, "test") as book:
        book.set_rights("billing", ["callers.see"])

    async def story():
        async with sitting(is_asked=True) as it:
            shown = await it.sign_in("ucetni")
            await wait_until(lambda: shown.account.error, 20, "the refusal")
            assert shown.account.error == "This account may do nothing in the console."
            assert it.sign_ins.console is None
            await it.sign_in("kralova")
            await it.both()

    try:
        drive(story())
    finally:
        with open_book(centre.url, "test") as book:
            book.set_rights("billing", RIGHTS_OF["billing"])


def test_accounting_has_the_calls_but_not_the_board(drive, sitting):
    async def story():
        async with sitting(is_asked=True) as it:
            await it.sign_in("ucetni")
            await wait_until(lambda: it.sign_ins.console is not None, 20, "the console")
            screen = await it.both()
            assert screen.name == "Účetní"
            assert "live" not in it.console.turning.names
            assert "calls" in it.console.turning.names
            assert it.console.feed.board.queues == []

    drive(story())


def test_one_signs_out_and_another_signs_in(drive, sitting):
    async def story():
        async with sitting() as it:
            await it.both()
            first = it.console
            first.things.do("sign_out", "")
            await wait_until(lambda: it.sign_ins.console is None, 20, "the first is gone")
            await it.sign_in("podpora")
            await wait_until(lambda: it.sign_ins.console not in (None, first), 20, "the second")
            screen = await it.both()
            assert screen.name == "Petr Podpora"
            asked = await it.console.database.ask(
                lambda connection: connection.execute(text("select current_user")).scalar()
            )
            assert asked == "podpora", "nothing is left of the first at the database"

    drive(story())


def test_quitting_waits_for_no_question(drive, sitting, centre):
    async def story():
        clock = SystemClock()
        async with sitting() as it:
            await it.both()
            it.console.spawn(it.console.database.ask(lambda connection: connection.execute(text(SLOW))), "slow")
            await wait_until(lambda: centre.ask(RUNNING)[0][0] == 1, 10, "the question runs")
            begun = clock.now()
            it.window.activateWindow()
            await wait_until(lambda: QApplication.activeWindow() is it.window, 10, "the window in front")
            it.key(Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
            await wait_until(lambda: it.sign_ins.console is None, 10, "the end")
            assert (clock.now() - begun).total_seconds() < 8
            await wait_until(lambda: centre.ask(RUNNING)[0][0] == 0, 5, "the question ended in the database")

    drive(story())


def test_a_database_that_was_not_asked_yet_is_not_away(drive, sitting, centre):
    async def story():
        async with sitting(is_asked=True) as it:
            await it.sign_in("kralova")
            await wait_until(lambda: it.sign_ins.console is not None, 20, "the console")
            console = it.console
            assert (console.database.trouble, console.database.away_since) in (("connecting", None), ("", None))
            await it.both()

    drive(story())


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900)])
def test_the_shell_can_be_read_heard_and_reached(drive, sitting, size):
    async def story():
        async with sitting() as it:
            await it.both()
            it.window.resize(*size)
            speak(it.ground, "stretched")
            for region in (it.window.bar, it.window.rail):
                assert clipped_texts(region) == []
                assert untranslated_texts(region) == []
                assert nameless_controls(region) == []
            assert it.window.pages.geometry().left() == it.window.rail.width()
            assert it.window.pages.geometry().right() == it.window.width() - 1, "as much room at the right"
            speak(it.ground, "en")

    drive(story())
