"""What is clicked and typed becomes a wish, and nothing is shown as done before a screen says so."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from operator_panel.screen import Wish, Words
from operator_panel.views.row_painting import TEXT_AT, Heading, fitting, row_of
from operator_panel.views.window import PanelWindow
from shared.qt.icons import icon_pixmap
from shared.qt.theme import on_accent
from tests.ui.operator_panel import call_screens as calls
from tests.ui.operator_panel import screens
from tests.ui.operator_panel.views.conftest import Seat, make_seat

CONTROL = Qt.KeyboardModifier.ControlModifier


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def key(seat, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or seat.window, key, modifier)


# --- state and queues


def test_a_pause_is_chosen_from_the_menu_with_limits(seat):
    click(seat.view.action_row.buttons[0])
    menu = seat.view.action_row.buttons[0].menu
    assert [action.text() for action in menu.actions()][:3] == ["Lunch\tmax. 30 min", "Break\tmax. 15 min", "Training"]
    menu.actions()[1].trigger()
    assert seat.wishes == [Wish("pause", choice="break")]
    assert seat.view.state.word.text() == "Ready"


def test_the_icon_of_a_marked_item_is_seen_on_the_accent(seat):
    seat.view.header.open_menu()
    menu = seat.view.header.menu
    for item in menu.actions():
        if not item.icon().isNull():
            marked = item.icon().pixmap(18, QIcon.Mode.Active).toImage()
            inks = {marked.pixelColor(x, y).name() for x in range(18) for y in range(18)
                    if marked.pixelColor(x, y).alpha() == 255}  # fmt: skip
            assert inks <= {on_accent(seat.view.theme).name()}
    menu.close()


def test_one_reason_is_a_plain_button(seat):
    action = replace(screens.pause_action(screens.ENGLISH, choices=()), wish=Wish("pause", choice="break"))
    seat.show(screens.idle(screens.ENGLISH, actions=(action, screens.logout_action(screens.ENGLISH))))
    click(seat.view.action_row.buttons[0])
    assert seat.wishes == [Wish("pause", choice="break")]


def test_what_is_asked_for_is_not_asked_for_twice(seat):
    seat.show(screens.pending(screens.ENGLISH))
    button = seat.view.action_row.buttons[0]
    click(button)
    assert (button.text(), button.isEnabled(), seat.wishes) == ("Pause …", False, [])
    click(seat.view.middle.queues.chips[3])
    assert seat.wishes == []


def test_ctrl_p_pauses_and_comes_back(seat):
    key(seat, Qt.Key.Key_P, CONTROL)
    assert seat.view.action_row.buttons[0].menu.isVisible()
    seat.view.action_row.buttons[0].menu.close()
    seat.window.activateWindow()
    seat.show(screens.paused(screens.ENGLISH))
    key(seat, Qt.Key.Key_P, CONTROL)
    assert seat.wishes == [Wish("ready")]


@pytest.mark.parametrize("pressed", ["mouse", Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_queues_are_joined_and_left_when_the_pbx_says_so(seat, pressed):
    joined, other = seat.view.middle.queues.chips[0], seat.view.middle.queues.chips[3]
    for chip in (joined, other):
        if pressed == "mouse":
            click(chip)
        else:
            chip.setFocus()
            QTest.keyClick(chip, pressed)
    assert seat.wishes == [Wish("logout", choice="support"), Wish("login", choice="complaints")]
    assert (joined.isChecked(), other.isChecked()) == (True, False)


# --- tabs, filters, search


def test_tabs_by_mouse_and_arrows_and_numbers(seat):
    calls, colleagues = seat.view.lists.tabs.items
    click(colleagues)
    calls.setFocus()
    QTest.keyClick(calls, Qt.Key.Key_Right)
    key(seat, Qt.Key.Key_2, CONTROL)
    assert seat.wishes == [Wish("tab", choice="colleagues")] * 3
    assert calls.is_chosen, "until a screen says else"
    assert seat.view.lists.tabs.items[1].hasFocus()


def test_filters(seat):
    click(seat.view.lists.page.pills.items[2])
    assert seat.wishes == [Wish("filter", choice="missed")]


def test_search_from_the_keyboard(seat):
    key(seat, Qt.Key.Key_F, CONTROL)
    page = seat.view.lists.page
    assert page.search.hasFocus()
    QTest.keyClicks(page.search, "no")
    assert seat.wishes == [Wish("search", text="n"), Wish("search", text="no")]
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert page.list.hasFocus()
    page.search.setFocus()
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    assert seat.wishes[-1] == Wish("search", text="")
    assert page.search.isHidden()
    assert page.pills.isVisible()


# --- lists


def test_of_a_detail_no_part_is_cut_down_to_nothing(qapp):
    text = "Objednávky · zvonilo 00:14 · vzal kolega"
    for room, wanted in ((400, text), (185, "Objednávky · zvonilo 00:14"), (20, "Objednávky")):
        assert fitting(text, room) == wanted


def test_enter_dials_the_line(seat):
    seat.list.setFocus(Qt.FocusReason.TabFocusReason)
    key(seat, Qt.Key.Key_Down)
    key(seat, Qt.Key.Key_Return)
    assert seat.wishes == [Wish("dial", text="+420602331402")]


def test_arrows_go_over_headings(seat):
    rows = seat.list
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(5):
        key(seat, Qt.Key.Key_Down)
    assert rows.line_at(rows.currentIndex()).key == "call 6"
    key(seat, Qt.Key.Key_Up)
    assert rows.line_at(rows.currentIndex()).key == "call 5"
    assert isinstance(rows.line_at(rows.lines_model.index(5, 0)), Heading)


def test_a_click_on_the_icon_or_two_anywhere(seat):
    rows = seat.list
    place = rows.visualRect(rows.lines_model.index(0, 0))
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(24, place.center().y()))
    assert seat.wishes == [Wish("dial", text="+420602331401")]
    beside = QPoint(TEXT_AT + 30, place.center().y())
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert len(seat.wishes) == 1, "once only chooses"
    QTest.mouseDClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert seat.wishes[1:] == [Wish("open_call", call="call 1")], "twice: what is known of it"


def test_the_menu_of_a_line(seat):
    rows = seat.list
    rows.setCurrentIndex(rows.lines_model.index(0, 0))
    rows.open_menu(rows.currentIndex(), QPoint(10, 10))
    assert [action.text().split("\t")[0] for action in rows.menu.actions()] == [
        "Call back", "Copy the number", "Play the recording", "Note and outcome …",
    ]  # fmt: skip
    rows.menu.actions()[2].trigger()
    rows.menu.actions()[3].trigger()
    assert seat.kinds() == ["play", "open_call"]


def test_ctrl_c_copies_the_number(seat):
    seat.list.setFocus(Qt.FocusReason.TabFocusReason)
    key(seat, Qt.Key.Key_C, CONTROL)
    assert seat.wishes == [Wish("copy", text="+420602331401")]


def test_what_became_of_a_missed_call_is_said_and_names_are_no_html(seat):
    line = replace(screens.calls(screens.ENGLISH).lines[1], name=screens.HTML, note="taken by Jana Nováková",
                   back=Words("not called back", "warn", "history"))  # fmt: skip
    row = row_of(line)
    assert row.detail == "Prodej · rang 00:20 · taken by Jana Nováková"
    assert (row.bottom, row.bottom_token) == ("Missed · not called back", "warn")
    seat.show(screens.idle(calls=replace(screens.calls(), lines=(line,))))
    shown = seat.list.lines_model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;Novák" in shown
    assert "<b>" not in shown


def test_colleagues_are_called_and_transferred_to(seat):
    seat.show(screens.on_colleagues(screens.ENGLISH))
    rows = seat.list
    rows.open_menu(rows.lines_model.index(1, 0), QPoint(10, 10))
    rows.menu.actions()[1].trigger()
    assert seat.wishes == [Wish("transfer", text="1001", choice="blind")]


def test_a_waiting_call_is_picked_up(seat):
    seat.show(screens.on_waiting(screens.ENGLISH))
    seat.list.setFocus(Qt.FocusReason.TabFocusReason)
    key(seat, Qt.Key.Key_Return)
    assert seat.wishes == [Wish("pickup", call="w1")]
    assert seat.list.lines_model.index(0, 0).data() == "Marie Svobodová, 1, Podpora · +420 777 123 001, 02:47"


# --- dialling


def test_dialling_by_hand(seat):
    key(seat, Qt.Key.Key_K, CONTROL)
    field = seat.view.dial.field
    assert field.hasFocus()
    QTest.keyClicks(field, "602")
    seat.show(screens.idle(screens.ENGLISH, dial=screens.dial(screens.ENGLISH, "602")))
    key(seat, Qt.Key.Key_Return)
    key(seat, Qt.Key.Key_F9)
    click(seat.view.dial.button)
    assert seat.wishes[3:] == [Wish("dial", text="602")] * 3


def test_who_types_faster_than_the_screen_dials_what_was_typed(seat):
    key(seat, Qt.Key.Key_K, CONTROL)
    QTest.keyClicks(seat.view.dial.field, "602")
    seat.show(screens.idle(screens.ENGLISH, dial=screens.dial(screens.ENGLISH, "602")))
    QTest.keyClicks(seat.view.dial.field, "331")
    key(seat, Qt.Key.Key_Return)
    assert [wish for wish in seat.wishes if wish.kind == "dial"] == []
    seat.show(screens.idle(screens.ENGLISH, dial=screens.dial(screens.ENGLISH, "60233")))
    assert [wish for wish in seat.wishes if wish.kind == "dial"] == []
    seat.show(screens.idle(screens.ENGLISH, dial=screens.dial(screens.ENGLISH, "602331")))
    assert [wish for wish in seat.wishes if wish.kind == "dial"] == [Wish("dial", text="602331")]
    QTest.keyClicks(seat.view.dial.field, "4")
    key(seat, Qt.Key.Key_Return)
    QTest.keyClicks(seat.view.dial.field, "5")
    seat.show(screens.idle(screens.ENGLISH, dial=screens.dial(screens.ENGLISH, "6023314")))
    seat.show(screens.idle(screens.ENGLISH, dial=screens.dial(screens.ENGLISH, "60233145")))
    assert seat.wishes[-1].kind == "dial_text"  # who typed on does not want it dialled yet


def test_f9_with_nothing_typed_goes_to_the_field(seat):
    key(seat, Qt.Key.Key_F9)
    assert seat.wishes == []
    assert seat.view.dial.field.hasFocus()


def test_suggestions_by_arrows_and_mouse(seat):
    key(seat, Qt.Key.Key_K, CONTROL)
    field, shown = seat.view.dial.field, seat.view.dial.suggestions
    QTest.keyClicks(field, "6")
    seat.show(screens.idle(screens.ENGLISH, dial=screens.dial(screens.ENGLISH, "6")))
    assert shown.isVisible()
    key(seat, Qt.Key.Key_Down)
    key(seat, Qt.Key.Key_Down)
    assert "Stavby" in field.accessibleDescription()
    key(seat, Qt.Key.Key_Return)
    assert seat.wishes[-1] == Wish("dial", text="+420602331403")
    assert shown.isHidden()
    QTest.keyClicks(field, "0")
    seat.show(screens.idle(screens.ENGLISH, dial=screens.dial(screens.ENGLISH, "60")))
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    assert seat.wishes[-1] == Wish("dial", text="1001")
    seat.show(screens.idle(screens.ENGLISH, dial=screens.dial(screens.ENGLISH, "601")))
    key(seat, Qt.Key.Key_Escape)
    key(seat, Qt.Key.Key_Escape)
    assert seat.wishes[-1] == Wish("dial_text", text="")


def test_a_number_is_dropped_onto_the_field(seat):
    load = QMimeData()
    load.setText("  +420 602\n331 418 ")
    dial = seat.view.dial
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    dial.dragEnterEvent(QDragEnterEvent(QPoint(5, 5), copy, load, left, none))
    dial.dropEvent(QDropEvent(QPointF(5, 5), copy, load, left, none))
    assert seat.wishes == [Wish("dial_text", text="+420 602 331 418")]
    assert dial.field.text() == "+420 602 331 418"


def test_without_a_connection_nothing_is_dialled(seat):
    seat.show(screens.offline(screens.ENGLISH))
    key(seat, Qt.Key.Key_F9)
    click(seat.view.dial.button)
    seat.view.dial.take_text("602")
    assert seat.wishes == []
    click(seat.view.lost.button)
    assert seat.wishes == [Wish("try_now")]


# --- the program


def test_the_menu_of_the_program(seat):
    click(seat.view.header.button)
    menu = seat.view.header.menu
    found = {}
    for action in menu.actions():
        inner = action.menu()
        for one in inner.actions() if inner else [action]:
            if not one.isSeparator():
                seat.wishes.clear()
                one.trigger()
                found[one.text().split("\t")[0]] = seat.wishes[0]
    assert found["Lunch"] == Wish("pause", choice="lunch")
    assert found["Compact view"] == Wish("compact", is_on=True)
    assert found["Quiet mode"] == Wish("quiet", is_on=True)
    assert found["To the left edge"] == Wish("dock", choice="left")
    assert found["High contrast"] == Wish("theme", choice="contrast")
    assert found["Čeština"] == Wish("language", choice="cs")
    assert {found[name].kind for name in ("Settings …", "About …", "Quit", "Sign in as someone else …")} == {
        "settings", "about", "quit", "sign_out",
    }  # fmt: skip


def test_who_turned_quiet_on_sees_it_and_ends_it_in_one_press(seat):
    assert not seat.view.header.quiet.isVisible()
    screen = screens.idle(screens.ENGLISH)
    seat.show(replace(screen, header=replace(screen.header, is_quiet=True), menu=replace(screen.menu, is_quiet=True)))
    seat.view.header.open_menu()
    items = {action.text(): action for action in seat.view.header.menu.actions()}
    tick = icon_pixmap("tick", seat.view.theme.colour("accent"), 18, 1.0).toImage()
    assert items["Quiet mode"].icon().pixmap(18).toImage() == tick
    seat.view.header.menu.close()
    click(seat.view.header.quiet)
    assert seat.wishes == [Wish("quiet", is_on=False)]


def test_a_notice_that_cannot_be_closed_has_its_room_too(seat):
    shown = screens.noticed(screens.ENGLISH).notice
    assert shown is not None
    for can_close in (True, False):
        notice = replace(shown, text="Short.", actions=(), can_close=can_close)
        seat.show(screens.idle(screens.ENGLISH, notice=notice))
        assert seat.view.notice.height() >= 28 + 24


def test_a_notice_is_read_and_closed(seat):
    seat.show(screens.noticed(screens.ENGLISH))
    assert seat.view.notice.isVisible()
    assert "Jana Nováková" in seat.view.notice.words.text()
    click(seat.view.notice.shut)
    assert seat.wishes == [Wish("close_notice")]
    seat.show(screens.idle(screens.ENGLISH))
    assert seat.view.notice.isHidden()


def test_a_message_is_plain_text_and_closed_by_its_key(seat):
    shown = screens.told(screens.ENGLISH)
    assert shown.notice is not None
    seat.show(shown)
    assert seat.view.notice.words.text() == shown.notice.text
    assert screens.HTML in seat.view.notice.words.text()
    assert seat.view.notice.title.isVisible()
    click(seat.view.notice.shut)
    assert seat.wishes == [Wish("close_notice", choice="k" * 16)]
    seat.show(screens.noticed(screens.ENGLISH))
    assert seat.view.notice.title.isHidden()


def test_compact_and_back(seat):
    key(seat, Qt.Key.Key_M, CONTROL)
    assert seat.wishes == [Wish("compact", is_on=True)]
    seat.show(screens.idle(screens.ENGLISH, is_compact=True))
    assert seat.window.height() == 48
    assert seat.view.compact.middle.text() == "Podpora 4 · Prodej 1 · VIP 0"
    seat.show(screens.in_call(screens.ENGLISH, is_compact=True))
    assert seat.view.compact.middle.text() == "Marie Svobodová"  # no number rather than one that is cut
    seat.window.resize(700, 48)
    seat.show(screens.in_call(screens.ENGLISH, is_compact=True))
    assert seat.view.compact.middle.text() == "Marie Svobodová · +420 777 123 001"
    seat.window.resize(420, 48)
    click(seat.view.compact.widen)
    assert seat.wishes[-1] == Wish("compact", is_on=False)
    seat.show(screens.idle(screens.ENGLISH))
    assert (seat.window.width(), seat.window.height()) == (420, 760)


def test_a_panel_that_ended_compact_is_as_high_as_before_when_it_is_widened(ground, show):
    for kept, wanted in ((720, 720), (0, 760), (48, 640)):
        window = PanelWindow(ground)
        window.resize(420, 48)  # its place, as it is remembered
        window.begin_compact(kept)
        show(window)
        seat = Seat(window, ground).show(screens.idle(screens.ENGLISH, is_compact=True))
        assert window.height() == 48
        seat.show(screens.idle(screens.ENGLISH))
        assert (window.width(), window.height()) == (420, wanted)
        window.resize(420, 700)
        seat.show(screens.idle(screens.ENGLISH, is_compact=True))
        seat.show(screens.idle(screens.ENGLISH))
        assert window.height() == 700


def test_closing_is_the_apps_to_decide(seat, qtbot):
    with qtbot.waitSignal(seat.window.closed):
        seat.window.close()
    assert seat.window.isVisible()


# --- locked


def middle_of(widget):
    return widget.mapTo(widget.window(), widget.rect().center()).x()


def test_locked_nothing_is_read_or_pressed(seat, qtbot):
    lock = seat.view.lock
    lock.lock("Petr Dvořák")
    assert lock.geometry() == seat.view.rect()
    assert lock.password.line.hasFocus()
    key(seat, Qt.Key.Key_P, CONTROL)
    key(seat, Qt.Key.Key_K, CONTROL)
    key(seat, Qt.Key.Key_F9)
    for _ in range(4):
        key(seat, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() in (lock.password.line, lock.button)
    assert seat.wishes == []
    lock.password.line.setText("secret")
    with qtbot.waitSignal(lock.unlock_wished) as said:
        click(lock.button)
    assert said.args == ["secret"]
    lock.show_problem("Name or password is wrong.")
    assert (lock.password.error, lock.password.line.text()) == ("Name or password is wrong.", "")
    seat.window.resize(500, 700)
    assert lock.geometry() == seat.view.rect()
    qtbot.waitUntil(lambda: abs(middle_of(lock.button) - lock.width() / 2) <= 1)
    lock.unlock()
    assert lock.isHidden()


def test_a_line_without_a_number_is_opened_by_enter(seat):
    line = replace(screens.calls(screens.ENGLISH).lines[0], actions=(), number="")
    seat.show(screens.idle(calls=replace(screens.calls(), lines=(line,))))
    first = row_of(line).first
    assert first is not None
    assert first.icon == "pencil"
    seat.list.setFocus(Qt.FocusReason.TabFocusReason)
    key(seat, Qt.Key.Key_Return)
    key(seat, Qt.Key.Key_C, CONTROL)
    assert seat.wishes == [Wish("open_call", call="call 1")]


def test_a_wide_window_suggests_beside_the_state(ground, show):
    seat = make_seat(ground, show, size=(900, 700))
    key(seat, Qt.Key.Key_K, CONTROL)
    QTest.keyClicks(seat.view.dial.field, "6")
    seat.show(screens.idle(screens.ENGLISH, dial=screens.dial(screens.ENGLISH, "6")))
    shown, field = seat.view.dial.suggestions, seat.view.dial.field
    assert shown.isVisible()
    corner = field.mapTo(seat.view.full, QPoint(0, 0))
    assert shown.x() == corner.x() >= 420
    assert shown.geometry().bottom() < corner.y()
    seat.window.resize(420, 760)
    seat.show(seat.view.shown)
    assert (shown.x(), shown.geometry().bottom() < seat.view.dial.y()) == (16, True)
    assert field.hasFocus(), "it has moved to another column and is still typed into"


def test_the_lists_stay_beside_a_call_and_are_gone_in_a_narrow_window(ground, show):
    seat = make_seat(ground, show, size=(900, 700), screen=screens.in_call(screens.ENGLISH))
    assert seat.view.lists.isVisible()
    assert seat.view.dial.isVisible()
    seat.window.resize(420, 760)
    seat.show(screens.in_call(screens.ENGLISH))
    assert seat.view.lists.isHidden()
    assert seat.view.dial.isHidden()
    seat.show(screens.idle(screens.ENGLISH))
    assert seat.view.lists.isVisible()
    assert seat.view.dial.isVisible()


def test_a_pause_can_be_asked_for_in_a_call(seat):
    seat.show(screens.in_call(screens.ENGLISH))
    seat.view.setFocus()
    key(seat, Qt.Key.Key_P, CONTROL)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.y() >= seat.view.header.mapToGlobal(QPoint(0, seat.view.header.height())).y()
    menu.actions()[0].trigger()
    assert seat.wishes[-1] == Wish("pause", choice="lunch")
    menu.close()


def test_a_pause_in_the_wrap_up_saves_too(seat):
    seat.show(calls.wrapping(screens.ENGLISH, is_complete=True))
    key(seat, Qt.Key.Key_P, CONTROL)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.actions()[0].trigger()
    assert seat.wishes[-1].kind == "save_pause"
    menu.close()


def test_in_a_call_the_dial_field_comes_when_it_is_asked_for_and_goes_with_the_keyboard(seat):
    seat.show(screens.in_call(screens.ENGLISH))
    for code, modifier in ((Qt.Key.Key_K, CONTROL), (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)):
        assert not seat.view.dial.isVisible()
        key(seat, code, modifier)
        assert seat.view.dial.isVisible()
        assert seat.view.dial.field.hasFocus()
        seat.view.middle.call_area.note.field.setFocus()
        seat.show(screens.in_call(screens.ENGLISH, tray=Words(code.name)))


def test_when_what_had_the_focus_is_gone_no_neighbour_is_under_the_space_bar(seat):
    seat.show(screens.in_call(screens.ENGLISH))
    seat.view.middle.call_area.card.row.tiles[0].setFocus()
    gone = screens.in_call(screens.ENGLISH)
    assert gone.call is not None
    seat.show(replace(gone, call=replace(gone.call, actions=gone.call.actions[-1:])))
    assert seat.view.middle.call_area.note.field.hasFocus()
    seat.view.middle.call_area.card.row.tiles[0].setFocus()
    seat.show(screens.idle(screens.ENGLISH))
    assert seat.view.hasFocus()
    seat.view.action_row.buttons[1].setFocus()
    seat.show(screens.idle(screens.ENGLISH, actions=(screens.ready_action(screens.ENGLISH),)))
    assert seat.view.hasFocus()
