"""What hand and keyboard do with a call becomes a wish; a render never undoes what somebody does."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest
from PySide6.QtCore import QObject, QPoint, QRect, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu

from operator_panel.screen import Customer, Wish
from operator_panel.views.call.fields import ChoiceEditor, iso_date, written_date
from operator_panel.views.call.note import LONGEST
from shared.language import Language
from tests.helpers.windows import controls
from tests.ui.operator_panel import call_screens as screens
from tests.ui.operator_panel.call_views.test_every_language import Seat, settle

SAY = screens.saying("en")
KEY = Qt.Key


@pytest.fixture
def seat(ground, show):
    made = Seat(ground)
    made.resize(420, 712)
    show(made)
    made.activateWindow()
    made.area.wished.connect(made.wishes.append)
    return made


def shown(seat, screen):
    seat.area.render_screen(screen)
    settle()
    return seat.area


def tile(area, kind):
    return next(one for one in area.card.row.tiles if one.action.wish.kind == kind)


def press(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


# --- the note


def test_what_is_typed_is_wished_and_never_overwritten(seat):
    area = shown(seat, screens.in_call(SAY, note=screens.note(SAY, text="")))
    QTest.keyClicks(area.note.field, "Hi")
    assert [wish.text for wish in seat.wishes] == ["H", "Hi"]
    assert {(wish.kind, wish.call) for wish in seat.wishes} == {("note", screens.CALL)}
    for time, text in (("04:19", ""), ("04:20", "H"), ("04:21", "something else")):
        shown(seat, screens.in_call(SAY, time=time, note=screens.note(SAY, text=text)))
        assert area.note.field.toPlainText() == "Hi"
    assert len(seat.wishes) == 2


def test_what_a_program_adds_stands_behind_what_was_typed(seat):
    area = shown(seat, screens.in_call(SAY, note=screens.note(SAY, text="")))
    shown(seat, screens.in_call(SAY, note=screens.note(SAY, text="from the CRM")))
    assert area.note.field.toPlainText() == "from the CRM"
    QTest.keyClicks(area.note.field, ", mine")
    QTest.keyClick(area.note.field, KEY.Key_Return)
    QTest.keyClick(area.note.field, KEY.Key_Backspace)
    area.note.field.moveCursor(area.note.field.textCursor().MoveOperation.Left)
    for text in ("from the CRM, mine\n", "from the CRM, mine\nadded"):  # the first was typed and taken back
        shown(seat, screens.in_call(SAY, note=screens.note(SAY, text=text)))
    QTest.keyClicks(area.note.field, "!")
    assert seat.wishes[-1].text == "from the CRM, min!e\nadded"


def test_a_note_goes_on_from_the_call_into_its_end(seat):
    area = shown(seat, screens.in_call(SAY, note=screens.note(SAY, text="")))
    QTest.keyClicks(area.note.field, "agreed")
    area.note.field.moveCursor(area.note.field.textCursor().MoveOperation.Left)
    shown(seat, screens.wrapping(SAY, note=screens.note(SAY, text="")))
    assert area.note.field.hasFocus()
    QTest.keyClicks(area.note.field, "!")
    assert area.note.field.toPlainText() == "agree!d"


def test_another_calls_draft_is_loaded(seat):
    area = shown(seat, screens.in_call(SAY))
    QTest.keyClicks(area.note.field, "mine")
    count = len(seat.wishes)
    shown(seat, screens.in_call(SAY, call="2", note=screens.note(SAY, call="2", text="draft of 2")))
    assert area.note.field.toPlainText() == "draft of 2"
    assert len(seat.wishes) == count  # loading is no typing
    QTest.keyClicks(area.note.field, "+")
    assert seat.wishes[-1] == Wish("note", "2", "draft of 2+")


def test_a_note_is_cut_for_the_server_and_pasted_as_plain_text(seat):
    area = shown(seat, screens.in_call(SAY, note=screens.note(SAY, text="")))
    QApplication.clipboard().setText("x" * (LONGEST + 9))
    area.note.field.paste()
    assert len(seat.wishes[-1].text) == LONGEST
    assert len(area.note.field.toPlainText()) == LONGEST + 9  # nothing is taken away unasked
    assert area.note.heading.note.text() == "only 4,000 characters are kept"
    area.note.field.setPlainText("short")
    assert area.note.heading.note.text() == "saves itself"


# --- focus


def test_a_new_call_never_takes_the_focus_out_of_a_text(seat):
    other = QLineEdit(seat)
    other.show()
    other.setFocus()
    area = shown(seat, screens.in_call(SAY))
    assert other.hasFocus()
    QTest.keyClicks(other, "777")
    shown(seat, screens.wrapping(SAY))
    shown(seat, screens.previewing(SAY))
    assert other.hasFocus()
    assert other.text() == "777"
    other.hide()
    shown(seat, screens.in_call(SAY, call="3"))
    assert area.note.field.hasFocus()


def test_the_order_of_tab(seat):
    area = shown(seat, screens.in_call(SAY))
    assert area.note.field.hasFocus()
    order = [one for one in controls(seat) if one.isVisibleTo(seat)]
    wanted = [area.note.field, *area.outcome.grid.tiles, *area.card.row.tiles, *area.customer.links.buttons]
    assert after(order, wanted) == wanted
    shown(seat, screens.wrapping(SAY, is_complete=True))
    foot = area.bottom.saving
    wanted = [area.outcome.grid.tiles[0], area.note.field, area.plan.box, foot.save_ready, foot.save_pause]
    assert after(controls(seat), wanted) == wanted
    shown(seat, screens.previewing(SAY))
    foot = area.bottom.dialling
    wanted = [foot.start, foot.skip, *area.preview.numbers]
    assert after(controls(seat), wanted) == wanted


def after(order, wanted):
    """Those of the order that are wanted, beginning with the first of them."""
    begin = order.index(wanted[0])
    return [one for one in order[begin:] + order[:begin] if one in wanted]


# --- actions


@pytest.mark.parametrize("kind", ["hold", "park", "record", "hangup"])
def test_an_action_is_a_wish_by_hand_and_by_key(seat, kind):
    area = shown(seat, screens.in_call(SAY))
    wanted = tile(area, kind).action.wish
    press(tile(area, kind))
    tile(area, kind).setFocus()
    QTest.keyClick(tile(area, kind), KEY.Key_Space)
    QTest.keyClick(tile(area, kind), KEY.Key_Return)
    assert seat.wishes == [wanted] * 3


def test_what_is_asked_for_cannot_be_pressed_again(seat):
    actions = tuple(msgspec.structs.replace(one, is_pending=True) for one in screens.actions(SAY))
    area = shown(seat, screens.in_call(SAY, actions=actions))
    for one in area.card.row.tiles:
        press(one)
    assert not seat.wishes


def test_only_what_can_be_is_shown(seat):
    area = shown(seat, screens.in_call(SAY))
    assert len([one for one in area.card.row.tiles if one.isVisible()]) == 5
    shown(seat, screens.in_call(SAY, actions=screens.actions(SAY)[-1:]))
    assert [one.action.wish.kind for one in area.card.row.tiles if one.isVisible()] == ["hangup"]
    shown(seat, screens.in_call(SAY, actions=()))
    assert not area.card.row.isVisible()


def test_a_tile_keeps_the_focus_when_the_actions_change(seat):
    area = shown(seat, screens.in_call(SAY))
    tile(area, "hold").setFocus()
    shown(seat, screens.held(SAY))
    assert tile(area, "hold").hasFocus()
    QTest.keyClick(tile(area, "hold"), KEY.Key_Space)
    assert seat.wishes == [Wish("hold", screens.CALL, is_on=False)]


def test_who_waits_for_the_pbx_keeps_the_focus(seat):
    area = shown(seat, screens.in_call(SAY))
    tile(area, "hold").setFocus()
    asked = tuple(msgspec.structs.replace(one, is_pending=one.wish.kind == "hold") for one in screens.actions(SAY))
    shown(seat, screens.in_call(SAY, actions=asked))
    assert tile(area, "hold").hasFocus()
    QTest.keyClick(tile(area, "hold"), KEY.Key_Space)
    assert seat.wishes == []


@pytest.mark.parametrize("held", ["", "hovor 01:28 · podrženo 00:12"])
def test_recording_and_hold_are_both_said_whole(seat, held):
    area = shown(seat, screens.in_call(SAY, held=held))
    strip = area.card.strip
    assert strip.recording.text
    assert (strip.held.text(), strip.held.isVisible()) == (held, bool(held))
    assert strip.held.width() >= strip.held.sizeHint().width() or not held
    assert strip.time.geometry().right() == strip.width() - 17
    assert strip.rect().contains(strip.time.geometry().united(strip._under.geometry()))


def test_another_call_is_brought_to_the_card_or_taken_off_hold(seat):
    area = shown(seat, screens.consulting(SAY))
    [strip] = area.others.strips
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(60, 12))
    strip.setFocus()
    QTest.keyClick(strip, KEY.Key_Return)
    press(strip.buttons[0])
    call = "1763100000.2"
    assert seat.wishes == [Wish("show_call", call)] * 2 + [Wish("hold", call)]


def test_a_refusal_is_closed(seat):
    area = shown(seat, screens.refused(SAY))
    assert "Parking did not work" in area.card.notice.text
    press(area.card.notice._close)
    assert seat.wishes == [Wish("close_notice")]


def test_the_crm_opens(seat):
    area = shown(seat, screens.in_call(SAY))
    press(area.customer.links.buttons[0])
    assert seat.wishes == [Wish("open_link", screens.CALL, choice="crm")]


# --- transfer


def test_a_transfer_by_keyboard_alone(seat):
    area = shown(seat, screens.in_call(SAY))
    tile(area, "transfer").setFocus()
    QTest.keyClick(tile(area, "transfer"), KEY.Key_Return)
    settle()
    field = area.sheet.field
    assert field.hasFocus()
    assert not seat.wishes
    QTest.keyClicks(field, "riha")  # without accents, whoever is in a hurry
    assert [row.choice.text for row in area.sheet.rows if row.isVisible()] == ["Tomáš Říha"]
    QTest.keyClick(field, KEY.Key_Return)
    assert seat.wishes == [Wish("transfer", screens.CALL, "1007", "attended")]
    assert not area.sheet.isVisible()
    assert area.note.field.hasFocus()


def test_a_transfer_by_mouse_to_a_queue_and_to_a_number(seat):
    area = shown(seat, screens.in_call(SAY))
    press(tile(area, "transfer"))
    settle()
    press(area.sheet.rows[3])
    press(area.sheet.blind)
    assert seat.wishes == [Wish("transfer", screens.CALL, "600", "blind")]
    area.open_transfer()
    settle()
    QTest.keyClicks(area.sheet.field, "+420 602 331 418")
    press(area.sheet.attended)
    assert seat.wishes[-1] == Wish("transfer", screens.CALL, "+420 602 331 418", "attended")


def test_what_was_typed_for_a_transfer_is_cleared_by_its_button(seat):
    area = shown(seat, screens.in_call(SAY))
    press(tile(area, "transfer"))
    sheet = area.sheet
    assert not sheet.clear.isVisible()
    QTest.keyClicks(sheet.field, "jana")
    assert sheet.clear.isVisible()
    sheet.clear.trigger()
    assert (sheet.field.text(), sheet.clear.isVisible(), sheet.field.hasFocus()) == ("", False, True)


def test_arrows_choose_and_escape_closes(seat):
    area = shown(seat, screens.in_call(SAY))
    area.open_transfer()
    settle()
    QTest.keyClick(area.sheet.field, KEY.Key_Down)
    QTest.keyClick(area.sheet.field, KEY.Key_Down)
    assert area.sheet.field.text() == "Tomáš Říha"
    QTest.keyClick(area.sheet.field, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert seat.wishes == [Wish("transfer", screens.CALL, "1007", "blind")]
    area.open_transfer()
    QTest.keyClick(area.sheet.field, KEY.Key_Escape)
    assert not area.sheet.isVisible()
    assert area.middle.isVisible()
    assert len(seat.wishes) == 1


def test_nobody_fits_and_nothing_goes(seat):
    area = shown(seat, screens.in_call(SAY))
    area.open_transfer()
    QTest.keyClicks(area.sheet.field, "nobody")
    QTest.keyClick(area.sheet.field, KEY.Key_Return)
    assert not area.sheet.blind.isEnabled()
    assert not seat.wishes
    assert area.sheet.isVisible()


def test_the_sheet_closes_with_its_call_and_stays_while_figures_tick(seat):
    area = shown(seat, screens.in_call(SAY))
    area.open_transfer()
    QTest.keyClicks(area.sheet.field, "no")
    shown(seat, screens.in_call(SAY, time="04:19"))
    assert area.sheet.isVisible()
    assert area.sheet.field.text() == "no"
    shown(seat, screens.wrapping(SAY))
    assert not area.sheet.isVisible()
    assert area.middle.isVisible()


def test_a_consultation_is_ended_either_way(seat):
    area = shown(seat, screens.consulting(SAY))
    press(tile(area, "complete"))
    press(tile(area, "back"))
    assert [wish.kind for wish in seat.wishes] == ["complete", "back"]


# --- the outcome


def test_an_outcome_is_shown_as_chosen_only_when_the_screen_says_so(seat):
    area = shown(seat, screens.in_call(SAY, outcome=screens.outcome(SAY, "")))
    press(area.outcome.grid.tiles[1])
    assert seat.wishes == [Wish("disposition", screens.CALL, choice="callback")]
    assert not any(one.isChecked() for one in area.outcome.grid.tiles)
    shown(seat, screens.in_call(SAY, outcome=screens.outcome(SAY, "callback")))
    assert [one.isChecked() for one in area.outcome.grid.tiles].index(True) == 1


def test_alt_and_a_number_choose_while_a_note_is_typed(seat):
    area = shown(seat, screens.in_call(SAY, note=screens.note(SAY, text="")))
    QTest.keyClicks(area.note.field, "a")
    QTest.keyClick(area.note.field, KEY.Key_4, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(area.note.field, KEY.Key_9, Qt.KeyboardModifier.AltModifier)  # there are six
    assert seat.wishes[1:] == [Wish("disposition", screens.CALL, choice="complaint")]
    assert area.note.field.toPlainText() == "a"
    assert area.note.field.hasFocus()


def test_arrows_go_through_the_tiles(seat):
    area = shown(seat, screens.wrapping(SAY))
    tiles = area.outcome.grid.tiles
    area.resize(600, 712)
    settle()
    tiles[0].setFocus()
    for key, number in ((KEY.Key_Right, 1), (KEY.Key_Down, 3), (KEY.Key_Left, 2), (KEY.Key_Up, 0), (KEY.Key_Up, 0)):
        QTest.keyClick(QApplication.focusWidget() or tiles[0], key)
        assert tiles[number].hasFocus()
    assert not seat.wishes
    QTest.keyClick(tiles[0], KEY.Key_Space)
    assert seat.wishes == [Wish("disposition", screens.CALL, choice="solved")]


def test_many_outcomes_are_a_list_with_search(seat):
    area = shown(seat, screens.in_call(SAY, outcome=screens.many_outcomes(SAY)))
    field = area.outcome.list
    assert field.isVisible()
    assert not area.outcome.grid.isVisible()
    field.setFocus()
    QTest.keyClicks(field.lineEdit(), "sult 12")
    assert field.completer().completionCount() == 1
    shown(seat, screens.in_call(SAY, time="05:00", outcome=screens.many_outcomes(SAY)))
    assert field.lineEdit().text() == "sult 12"  # a tick takes nothing away
    QTest.keyClick(field.completer().popup(), KEY.Key_Down)
    QTest.keyClick(field.completer().popup(), KEY.Key_Return)
    assert seat.wishes == [Wish("disposition", screens.CALL, choice="code12")]


# --- after the call


def test_saving_by_hand_and_by_key(seat):
    area = shown(seat, screens.wrapping(SAY, is_complete=True))
    press(area.bottom.saving.save_ready)
    QTest.keyClick(area.note.field, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    press(area.bottom.saving.more_time)
    assert [wish.kind for wish in seat.wishes] == ["save_ready", "save_ready", "more_time"]
    assert "\n\n" not in area.note.field.toPlainText()


def test_dashed_saving_tells_what_is_missing(seat):
    area = shown(seat, screens.wrapping(SAY, missing=("Fill in: Contract number",)))
    foot = area.bottom.saving
    assert not foot.missing.isVisible()
    press(foot.save_ready)
    assert seat.wishes == [Wish("save_ready", screens.CALL)]  # the app answers with the red line
    settle()
    assert foot.missing.text == "Fill in: Contract number"
    press(foot.save_pause)
    assert seat.wishes[-1].kind == "save_pause"
    assert not seat.findChildren(QMenu)


def test_save_and_pause_is_a_menu(seat):
    area = shown(seat, screens.wrapping(SAY, is_complete=True))
    press(area.bottom.saving.save_pause)
    [menu] = [one for one in seat.findChildren(QMenu) if one.isVisible()]
    menu.actions()[0].trigger()
    menu.close()
    assert seat.wishes == [Wish("save_pause", screens.CALL, choice="lunch")]


def test_a_call_back_is_planned(seat):
    area = shown(seat, screens.wrapping(SAY, is_complete=True))
    plan = area.plan
    assert not plan.form.isVisible()
    press_box(plan.box)
    assert plan.form.isVisible()
    press(plan.times[2])
    assert not seat.wishes  # it is in the field, and can be changed still
    plan.who.setCurrentIndex(1)
    press(plan.plan)
    [wish] = seat.wishes
    assert (wish.kind, wish.call, wish.is_on) == ("plan_callback", screens.CALL, False)
    assert datetime.fromisoformat(wish.text).timestamp() == 1795593600
    shown(seat, screens.wrapping(SAY, plan=screens.plan(SAY, planned="Planned for Wed 9:00")))
    assert plan.planned.text == "Planned for Wed 9:00"


def test_who_saves_with_the_box_ticked_plans_the_call_back_too_and_once(seat):
    area = shown(seat, screens.wrapping(SAY, is_complete=False))
    press_box(area.plan.box)
    press(area.bottom.saving.save_ready)
    assert [wish.kind for wish in seat.wishes] == ["save_ready"]  # something is missing: nothing was saved
    seat.wishes.clear()
    area = shown(seat, screens.wrapping(SAY, is_complete=True))
    press(area.plan.times[2])
    press(area.bottom.saving.save_ready)
    assert [wish.kind for wish in seat.wishes] == ["plan_callback", "save_ready"]
    assert datetime.fromisoformat(seat.wishes[0].text).timestamp() == 1795593600
    seat.wishes.clear()
    area = shown(seat, screens.wrapping(SAY, is_complete=True, plan=screens.plan(SAY, planned="Planned")))
    press(area.bottom.saving.save_ready)
    assert [wish.kind for wish in seat.wishes] == ["save_ready"]


def test_times_of_a_call_back_are_the_centres(seat):
    area = shown(seat, screens.wrapping(SAY, is_complete=True, plan=screens.plan(SAY, zone="Pacific/Auckland")))
    press_box(area.plan.box)
    press(area.plan.times[2])
    there = datetime.fromtimestamp(1795593600, ZoneInfo("Pacific/Auckland"))
    assert area.plan.when.text() == there.strftime("%d/%m/%Y %H:%M")
    assert datetime.fromisoformat(area.plan.wanted().text).timestamp() == 1795593600


def press_box(box):
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, box.height() // 2))


# --- script and form


def test_a_script_fetches_nothing_and_reads_no_html(seat):
    text = "**bold** <b>x</b> <img src='http://192.0.2.1/a.png'> ![pic](file:///etc/hosts) [ok](https://example.com/)"
    area = shown(seat, msgspec.structs.replace(screens.in_call(SAY), script=screens.script(SAY, markdown=text)))
    shown_text = area.script.text.toPlainText()
    assert "<b>x</b>" in shown_text
    assert "<img" in shown_text
    assert area.script.text.loadResource(2, QUrl("file:///etc/hosts")) is None


@pytest.mark.parametrize(
    ("link", "is_opened"),
    [("https://example.com/a", True), ("http://example.com", True), ("file:///etc/hosts", False),
     ("javascript:alert(1)", False), ("tel:123", False), ("https:", False)],
)  # fmt: skip
def test_a_link_opens_only_into_the_web(seat, link, is_opened):
    opened = Opened()
    for scheme in ("http", "https", "file", "javascript", "tel"):
        QDesktopServices.setUrlHandler(scheme, opened, "take")  # type: ignore[arg-type]  # its stub says bytes
    try:
        area = shown(seat, screens.with_script(SAY))
        area.script.text.follow(QUrl(link))
    finally:
        for scheme in ("http", "https", "file", "javascript", "tel"):
            QDesktopServices.unsetUrlHandler(scheme)
    assert [url.toString() for url in opened.urls] == ([link] if is_opened else [])


class Opened(QObject):
    """Stands for the browser."""

    def __init__(self):
        super().__init__()
        self.urls = []

    @Slot(QUrl)
    def take(self, url):
        """An address to be opened."""
        self.urls.append(url)


def test_fields_tell_their_values(seat):
    area = shown(seat, screens.with_script(SAY))
    rows = {row.shown.name: row for row in area.script.form.rows}
    QTest.keyClicks(rows["contract"].editor.edit, "A1")
    rows["until"].editor.edit.selectAll()
    QTest.keyClicks(rows["until"].editor.edit, "5/1/2027")
    QTest.keyClicks(rows["words"].editor.edit, "y")
    agreed = rows["agreed"].editor
    assert isinstance(agreed, ChoiceEditor)
    agreed.list.setFocus()
    QTest.keyClick(agreed.list, KEY.Key_Down)
    agreed.list.activated.emit(1)
    told = {wish.choice: wish.text for wish in seat.wishes}
    assert told == {"contract": "A1", "until": "2027-01-05", "words": "y", "agreed": "yes"}
    assert {(wish.kind, wish.call, wish.form) for wish in seat.wishes} == {("field", screens.CALL, "renewal")}


def test_a_field_is_not_overwritten_and_says_what_is_wrong(seat):
    area = shown(seat, screens.with_script(SAY))
    row = area.script.form.rows[0]
    QTest.keyClicks(row.editor.edit, "A1")
    changed = tuple(
        msgspec.structs.replace(line, value="other", problem="Write a number." if line.name == "contract" else "")
        for line in screens.script(SAY).fields
    )
    screen = msgspec.structs.replace(screens.in_call(SAY), script=screens.script(SAY, fields=changed))
    shown(seat, screen)
    assert area.script.form.rows[0] is row
    assert row.editor.edit.text() == "A1"
    assert row.problem.text == "Write a number."
    assert row.editor.field.property("wrong")


def test_customer_and_script_take_turns_and_the_note_has_room(seat):
    area = shown(seat, screens.with_script(SAY))
    customer, script = area.pages.pills.items
    assert (area.customer.isVisible(), area.script.isVisible()) == (True, False)
    assert script.count == "1"  # a field that is wrong
    assert area.middle.viewport().rect().contains(area.note.mapTo(area.middle.viewport(), area.note.rect().center()))
    press(script)
    settle()
    assert (area.customer.isVisible(), area.script.isVisible()) == (False, True)
    assert not seat.wishes
    other = msgspec.structs.replace(screens.in_call(SAY, call="5"), script=screens.script(SAY, call="5"))
    assert shown(seat, other).script.isVisible()  # as it was left
    press(customer)
    assert area.customer.isVisible()


def test_a_script_alone_needs_no_turning(seat):
    screen = screens.in_call(SAY, customer=Customer())
    area = shown(seat, msgspec.structs.replace(screen, script=screens.script(SAY)))
    assert area.script.isVisible()
    assert not area.pages.isVisible()
    view = area.middle.viewport()
    place = QRect(area.note.mapTo(view, QPoint()), area.note.size())
    assert view.rect().contains(place)  # in sight, however long the script is
    assert area.middle.geometry().bottom() == area.rect().bottom()


def test_a_script_is_folded(seat):
    screen = screens.in_call(SAY, customer=Customer())
    area = shown(seat, msgspec.structs.replace(screen, script=screens.script(SAY)))
    press(area.script.fold)
    settle()
    assert not area.script.text.isVisible()
    press(area.script.fold)
    settle()
    assert area.script.text.isVisible()


@pytest.mark.parametrize(
    ("typed", "iso"),
    [("31. 12. 2026", "2026-12-31"), ("31/12/2026", "2026-12-31"), ("2026-12-31", "2026-12-31"),
     ("31. 13. 2026", "31. 13. 2026"), ("31.12.26", "31.12.26"), ("soon", "soon"), ("", "")],
)  # fmt: skip
def test_dates_as_people_write_them(typed, iso):
    assert iso_date(typed) == iso
    language = Language.of("en")
    assert iso_date(written_date(iso, language)) == iso


# --- a campaign's contact


def test_a_contact_is_dialled_skipped_or_another_number_taken(seat):
    area = shown(seat, screens.previewing(SAY))
    foot = area.bottom.dialling
    assert foot.start.hasFocus()
    QTest.keyClick(foot.start, KEY.Key_Return)
    press(area.preview.numbers[1])
    press(foot.skip)
    [menu] = [one for one in seat.findChildren(QMenu) if one.isVisible()]
    menu.actions()[1].trigger()
    menu.close()
    assert seat.wishes == [Wish("start"), Wish("number", choice="+420222640118"), Wish("skip", choice="never")]


# --- names as they are


@pytest.mark.parametrize("name", ["html", "rtl", "long"])
def test_a_name_is_plain_text(seat, name):
    area = shown(seat, screens.SCREENS[name](SAY))
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in seat.findChildren(QLabel))
    words = {"html": "<b>Tučný</b>", "rtl": "محمد", "long": "Maximilián"}[name]
    assert words in area.card.caller.name.text()
    assert "<b>" not in area.card.caller.name.toolTip()


def test_numbers_that_tick_move_nothing(seat):
    area = shown(seat, screens.in_call(SAY, time="04:11"))
    places = [(one, one.geometry()) for one in (area.card.strip.time, area.card.strip.state, area.note, area.outcome)]
    for time in ("04:44", "08:00", "59:59"):
        shown(seat, screens.in_call(SAY, time=time))
        assert all(one.geometry() == place for one, place in places)


def test_without_a_connection_the_note_of_a_call_can_be_written(seat):
    area = shown(seat, screens.offline_in_call(SAY))
    assert area.kind == "call"
    QTest.keyClicks(area.note.field, "x")
    assert seat.wishes[-1].kind == "note"
