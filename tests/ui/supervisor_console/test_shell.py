"""The shell of the real console: sign-in, what stands around the pages, keys, rights, passwords."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shared.domain.board import AgentRow
from shared.domain.search.query import Term
from shared.qt import paint_text
from supervisor_console.app.finding import found_by, terms_of
from supervisor_console.shell.views.rail import WORD
from supervisor_console.views.sizes import CAPTION
from tests.helpers.waiting import wait_until

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(120)]

CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_supervisor_signs_in_at_both_halves(drive, sitting):
    async def story():
        async with sitting() as it:
            screen = await it.both()
            assert (screen.name, screen.role, screen.initials) == ("Ivana Králová", "Supervisor", "IK")
            assert [item.name for item in screen.rail][:2] == ["live", "calls"]
            assert screen.halves[0].text == "PBX and database connected"
            assert it.window.minimumSize().width() == 1280

    drive(story())


def test_a_wrong_password_is_told_and_nothing_is_lost(drive, sitting):
    async def story():
        async with sitting(is_asked=True) as it:
            shown = await it.sign_in("kralova", "wrong")
            await wait_until(lambda: shown.password.error, 20, "what was wrong")
            assert shown.account.line.text() == "kralova"
            await it.sign_in("kralova")
            await it.both()

    drive(story())


def test_who_may_only_look_has_one_page(drive, sitting):
    async def story():
        async with sitting(is_asked=True) as it:
            await it.sign_in("stena")
            await it.seated()
            assert [item.name for item in it.screen.rail] == ["live"], "rights leave pages out"

    drive(story())


def test_keys_lead_to_search_pages_and_regions(drive, sitting):
    async def story():
        async with sitting() as it:
            await it.both()
            it.window.activateWindow()
            await wait_until(lambda: QApplication.activeWindow() is it.window, 10, "the window in front")
            it.key(Qt.Key.Key_2, CTRL)
            assert it.console.turning.chosen == "calls"
            it.key(Qt.Key.Key_1, CTRL)
            assert it.console.turning.chosen == "live"
            it.key(Qt.Key.Key_K, CTRL)
            assert it.window.bar.search.hasFocus()
            it.key(Qt.Key.Key_F6)
            assert it.window.rail.isAncestorOf(QApplication.focusWidget())
            assert it.window.ring.isVisible()
            it.key(Qt.Key.Key_Down)
            it.key(Qt.Key.Key_Return)
            assert it.console.turning.chosen == "calls"
            it.window.bar.bell.setFocus()
            QTest.keyClick(it.window.bar.bell, Qt.Key.Key_Space)
            it.key(Qt.Key.Key_Escape)
            await wait_until(it.window.bar.bell.hasFocus, 5, "the focus back at the bell")

    drive(story())


def test_who_must_change_the_password_does_so_first(drive, sitting):
    async def story():
        async with sitting("nova") as it:
            await wait_until(lambda: it.console.things.dialog is not None, 20, "the dialog")
            dialog = it.console.things.dialog
            assert dialog is not None
            for field, text in ((dialog.present, "x"), (dialog.new, "úplně nové 1"), (dialog.again, "úplně jiné 1")):
                field.line.setText(text)
            dialog.button.click()
            assert dialog.again.error == "The two passwords differ."
            dialog.again.line.setText("úplně nové 1")
            dialog.button.click()
            await wait_until(lambda: dialog.present.error or dialog.new.error, 20, "what was wrong")
            dialog.present.line.setText("tajné heslo 1")
            dialog.button.click()
            await wait_until(lambda: it.console.things.dialog is None, 20, "the password changed")
            await it.both()

    drive(story())


AGENT = Term(field="agent", values=("1003",))
ANY_1003 = Term(field="number", values=("*1003*",))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("+420 602 118", (Term(field="number", values=("*420602118*",)),)),
        ("1003", (AGENT, ANY_1003)),
        ("1004", (Term(field="number", values=("*1004*",)),)),
        ("Novák", (Term(field="name", values=("Novák",)),)),
    ],
)
def test_what_is_typed_at_the_top_is_a_number_an_operator_or_a_name(text, terms):
    operators = [AgentRow(pbx="main", agent="1003", name="Jana", interface="PJSIP/1003", state="ready", since=None)]
    assert terms_of(text, operators) == terms
    assert found_by(terms[0]).terms == terms[:1]
    assert terms_of("1003") == (AGENT, ANY_1003), "while nobody knows which operators there are"


def test_digits_are_an_operator_or_a_part_of_a_number_as_one_chooses(drive, sitting):
    async def story():
        async with sitting() as it:
            await it.both()
            it.window.activateWindow()
            await wait_until(lambda: QApplication.activeWindow() is it.window, 10, "the window in front")
            known = it.console.feed.board.agents
            digits = known[0].agent if known else "1003"
            for downs, field in ((0, "agent"), (1, "number")):
                it.key(Qt.Key.Key_K, CTRL)
                QTest.keyClicks(it.window.bar.search, digits)
                it.key(Qt.Key.Key_Return)
                for _ in range(downs):
                    it.key(Qt.Key.Key_Down)
                it.shot(f"shell_reading_{field}")
                it.key(Qt.Key.Key_Return)
                assert it.console.turning.page.query.terms[0].field == field
                it.window.bar.search.setFocus()
                it.key(Qt.Key.Key_F, CTRL)
                entry = it.console.turning.page.widget.query.entry
                assert entry.isAncestorOf(QApplication.focusWidget()) or entry.hasFocus(), "from the top bar too"

    drive(story())


def test_the_shell_in_both_languages_and_all_themes(drive, sitting):
    async def story():
        async with sitting() as it:
            await it.both()
            for code in ("cs", "en"):
                it.ground.set_language(code)
                words = [item.word for item in it.screen.rail]
                assert [one for one in words if paint_text.advance(one, CAPTION, 600) > WORD] == []
                for theme in ("light", "dark", "contrast"):
                    it.ground.set_theme(theme)
                    it.shot(f"shell_{code}_{theme}")
            it.window.resize(1280, 720)
            it.console.say("Odposlech se nepodařil: hovor už skončil.", is_bad=True)
            it.console.show_alerts()
            it.shot("shell_1280x720")

    drive(story())
