"""A call that comes while somebody types in the panel."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from operator_panel.screen import Wish
from operator_panel.views.popup_pile import PopupPile
from operator_panel.views.window import PanelWindow
from tests.ui.operator_panel import call_screens as screens
from tests.ui.operator_panel import screens as between_calls
from tests.ui.operator_panel.call_views.test_every_language import settle

SAY = screens.saying("en")


@pytest.fixture
def panel(ground, show):
    made = PanelWindow(ground)
    made.resize(420, 760)
    show(made)
    made.activateWindow()
    made.render_screen(between_calls.idle())
    settle()
    return made


def focused() -> QWidget:
    """Where keys go."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_who_dials_goes_on_typing(panel):
    panel.view.go_to_dial()
    field = panel.view.dial.field
    QTest.keyClicks(focused(), "777 ")
    for second in ("04:18", "04:19"):
        panel.render_screen(screens.in_call(SAY, time=second))
        settle()
        assert field.isVisible()
        assert focused() is field
        QTest.keyClicks(focused(), "1 ")
    assert field.text() == "777 1 1 "
    panel.view.middle.call_area.note.field.setFocus()
    panel.render_screen(screens.in_call(SAY, time="04:20"))
    settle()
    assert not field.isVisible()  # the call has all the room


def test_a_popup_is_answered_by_keys_of_the_panel(panel, ground):
    pile, wishes = PopupPile(ground), list[Wish]()
    pile.wished.connect(wishes.append)
    pile.listen_in(panel)
    panel.view.go_to_dial()
    for key in (Qt.Key.Key_O, Qt.Key.Key_H):
        QTest.keyClick(focused(), key, Qt.KeyboardModifier.ControlModifier)
    assert not wishes  # nobody rings
    pile.render_popups((screens.popup(SAY),))
    for key in (Qt.Key.Key_O, Qt.Key.Key_H):
        QTest.keyClick(focused(), key, Qt.KeyboardModifier.ControlModifier)
    assert [wish.kind for wish in wishes] == ["open_link", "hide_popup"]
    assert panel.view.dial.field.hasFocus()
    pile.render_popups(())


def test_who_searches_goes_on_in_the_note_and_presses_nothing(panel):
    panel.view.lists.open_search()
    settle()
    search = focused()
    QTest.keyClicks(search, "no")
    wishes: list[Wish] = []
    panel.view.wished.connect(wishes.append)
    panel.render_screen(screens.in_call(SAY, note=screens.note(SAY, text="")))
    settle()
    assert not search.isVisible()
    QTest.keyClicks(focused(), "v ak")
    assert panel.view.middle.call_area.note.field.toPlainText() == "v ak"
    assert {wish.kind for wish in wishes} == {"note"}
