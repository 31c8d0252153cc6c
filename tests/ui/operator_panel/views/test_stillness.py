"""A second that passes moves nothing, costs little, and takes neither the focus nor the place that was scrolled to."""

import statistics
import time

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from operator_panel.screen import Words
from tests.ui.operator_panel import screens
from tests.ui.operator_panel.views.conftest import make_seat


def places(window):
    return {id(widget): widget.geometry() for widget in window.findChildren(QWidget) if widget.isVisible()}


def test_running_times_move_nothing(seat):
    screen = screens.on_colleagues(screens.ENGLISH)
    seat.show(screen)
    before = places(seat.window)
    for clock in ("11:11", "00:00", "59:58"):
        state = replace(screen.state, time=clock)
        seat.show(replace(screen, state=state, colleagues=screens.colleagues(screens.ENGLISH, clock)))
        assert places(seat.window) == before
    assert seat.view.state.time.text() == "59:58"


def test_counts_of_queues_move_no_neighbour(seat):
    seat.show(screens.idle(screens.ENGLISH))
    before = [chip.geometry() for chip in seat.view.middle.queues.chips]
    queues = screens.queues(screens.ENGLISH)
    for words in ("7 waiting", "12 waiting"):
        chips = tuple(replace(chip, waiting=Words(words, "bad", "triangle")) for chip in queues.chips[:2])
        seat.show(screens.idle(screens.ENGLISH, queues=replace(queues, chips=chips + queues.chips[2:])))
        assert [chip.geometry() for chip in seat.view.middle.queues.chips] == before


@pytest.mark.parametrize("code", ["en", "cs"])
def test_queues_where_somebody_begins_to_wait_stay_in_their_row(ground, show, code):
    seat = make_seat(ground, show, code=code)
    say, queues = ground.language, screens.queues(screens.ENGLISH)
    names = ("Podpora", "Prodej", "Objednávky", "VIP")

    def waiting(count):
        words = say.plural("{number} waiting", "{number} waiting", count) if count else say.text("nobody")
        chips = tuple(replace(chip, title=name, waiting=Words(words, "bad" if count else "muted",
                                                              "triangle" if count else ""), is_vip=name == "VIP")
                      for chip, name in zip(queues.chips, names, strict=True))  # fmt: skip
        seat.show(screens.idle(screens.ENGLISH, queues=replace(queues, chips=chips)))
        return [chip.geometry() for chip in seat.view.middle.queues.chips]

    before = waiting(0)
    assert {place.y() for place in before} == {0}
    for count in (1, 4, 9, 12, 99, 0):
        assert waiting(count) == before


@pytest.mark.parametrize("code", ["en", "cs"])
def test_the_count_of_who_waits_moves_no_tab(ground, show, code):
    seat = make_seat(ground, show, code=code)

    def waiting(count):
        tabs = tuple(replace(tab, count=count) if tab.name == "waiting" else tab for tab in screens.tabs(screens.CZECH))
        seat.show(screens.idle(screens.CZECH, tabs=tabs))
        return [tab.geometry() for tab in seat.view.lists.tabs.items]

    before = waiting("")
    for count in ("1", "9", "12", ""):
        assert waiting(count) == before


def test_a_short_and_narrow_window_has_one_scroll_bar(ground, show):
    seat = make_seat(ground, show, size=(360, 640))
    bar = seat.view.middle._idle.verticalScrollBar()
    assert len({chip.y() for chip in seat.view.middle.queues.chips}) == 2
    assert not bar.isVisible()


def test_a_queue_that_is_asked_for_keeps_the_focus(seat):
    queues = screens.queues(screens.ENGLISH)
    chip = seat.view.middle.queues.chips[0]
    chip.setFocus()
    asked = (replace(queues.chips[0], is_pending=True), *queues.chips[1:])
    seat.show(screens.idle(screens.ENGLISH, queues=replace(queues, chips=asked)))
    assert chip.hasFocus()
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert seat.wishes == []


class Painted(QObject):
    """Who is painted."""

    def __init__(self):
        super().__init__()
        self.widgets = set()

    def eventFilter(self, watched, event):  # noqa: N802
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.widgets.add(type(watched).__name__)
        return False


def test_only_what_has_changed_is_painted(seat):
    screen = screens.idle(screens.ENGLISH)
    seat.show(screen)
    spy = Painted()
    for widget in seat.window.findChildren(QWidget):
        widget.installEventFilter(spy)
    seat.show(screens.idle(screens.ENGLISH))
    assert spy.widgets == set(), "the same screen again"
    seat.show(replace(screen, state=replace(screen.state, time="08:43")))
    assert "StateView" in spy.widgets
    assert not spy.widgets & {"Chip", "TodayView", "FiguresBox", "TabButton", "RowList", "DialView", "HeaderView"}


def test_a_screen_each_second_is_cheap(seat):
    """Medians, as a busy machine has its moments."""
    same, ticks = [], []
    screen = screens.idle(screens.ENGLISH)
    for number in range(200):
        again = screens.idle(screens.ENGLISH)
        same.append(spent(seat, again))
        clock = f"{number // 60:02}:{number % 60:02}"
        ticks.append(spent(seat, replace(again, state=replace(screen.state, time=clock))))
        seat.window.render_screen(screen)
    assert statistics.median(same) <= 0.0003
    assert statistics.median(ticks) <= 0.002


def spent(seat, screen):
    begun = time.perf_counter()
    seat.window.render_screen(screen)
    return time.perf_counter() - begun


def test_a_thousand_calls_scroll_and_stay_where_they_are(seat):
    many = screens.many_calls(1000, screens.ENGLISH)
    seat.show(screens.idle(screens.ENGLISH, calls=many))
    rows, bar = seat.list, seat.list.verticalScrollBar()
    rows.setCurrentIndex(rows.lines_model.index(500, 0))
    place = bar.value()
    assert place > 0
    newer = replace(many, lines=(replace(many.lines[0], key="new"), *many.lines))
    seat.show(screens.idle(screens.ENGLISH, calls=newer))
    assert rows.line_at(rows.currentIndex()).key == "call 500"
    begun = time.perf_counter()
    for value in range(0, 4000, 40):
        bar.setValue(value)
        QApplication.processEvents()
    assert (time.perf_counter() - begun) / 100 < 0.05


def test_who_is_at_the_top_sees_a_new_call(seat):
    calls = screens.calls(screens.ENGLISH)
    newer = replace(calls, lines=(replace(calls.lines[0], key="new"), *calls.lines))
    seat.show(screens.idle(screens.ENGLISH, calls=newer))
    assert seat.list.verticalScrollBar().value() == 0


def test_the_focus_stays_through_seconds_and_states(seat):
    button = seat.view.action_row.buttons[0]
    button.setFocus()
    seat.show(screens.paused(screens.ENGLISH))
    assert button.hasFocus()
    chip = seat.view.middle.queues.chips[1]
    chip.setFocus()
    seat.show(screens.pending(screens.ENGLISH))
    assert chip.hasFocus()


def test_typing_is_never_undone_by_an_older_screen(seat):
    field = seat.view.dial.field
    field.setFocus()
    QTest.keyClicks(field, "602")
    assert [wish.text for wish in seat.wishes] == ["6", "60", "602"]
    for text in ("", "6", "60", "602"):
        seat.show(screens.idle(screens.ENGLISH, dial=screens.dial(screens.ENGLISH, text)))
        assert field.text() == "602"
    seat.show(screens.idle(screens.ENGLISH, dial=screens.dial(screens.ENGLISH, "")))
    assert field.text() == "", "dialled: the app has emptied it"


def test_tab_goes_as_the_rules_say(ground, show):
    """State, queues, tabs, filter, list, dial field."""
    seat = make_seat(ground, show)
    seat.view.setFocus()
    names = []
    for _ in range(14):
        QTest.keyClick(QApplication.focusWidget() or seat.window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        names.append(focused.accessibleName().split(",")[0] if focused else "")
    assert names == [
        "Pause", "Sign out", "Podpora", "Prodej", "VIP", "Reklamace", "My calls", "All 30", "Search (Ctrl+F)",
        "My calls", "Name or number", "Dial", "Menu (F10)", "Pause",
    ]  # fmt: skip
