"""What a second costs in a call: next to nothing, or an old PC would feel it all day."""

import time
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from operator_panel.views.popup import CallerPopup
from tests.ui.operator_panel import call_screens as screens
from tests.ui.operator_panel.call_views.test_every_language import Seat, settle

TICK, UNCHANGED, OPENED = 2.0, 0.3, 100.0
"""Milliseconds of this thread's own time; a machine that is busy with other things changes little."""
SAY = screens.saying("cs")
TIMES = [f"04:{second:02d}" for second in range(60)]


def median(work: Callable[[int], object], times: int = 60) -> float:
    taken = []
    for number in range(times):
        before = time.thread_time()
        work(number)
        taken.append(time.thread_time() - before)
    return sorted(taken)[times // 2] * 1000


@pytest.fixture
def seat(ground, show):
    made = show(Seat(ground))
    made.resize(420, 712)
    return made


def test_a_tick_of_a_call(seat):
    shown = [screens.in_call(SAY, time=one) for one in TIMES]
    same = [screens.in_call(SAY) for _ in range(2)]
    seat.area.render_screen(same[0])
    settle()
    assert median(lambda number: seat.area.render_screen(same[number % 2])) < UNCHANGED
    assert median(lambda number: seat.area.render_screen(shown[number])) < TICK

    def painted(number: int) -> None:
        seat.area.render_screen(shown[number])
        QApplication.processEvents()

    assert median(painted) < 3 * TICK


def test_a_popup_opens_and_ticks(ground, qtbot):
    shown = [screens.popup(SAY, wait=one, share=number / 60) for number, one in enumerate(TIMES)]
    before = time.thread_time()
    window = CallerPopup(ground)
    qtbot.addWidget(window)
    window.render_popup(shown[0])
    window.show()
    QApplication.processEvents()
    assert (time.thread_time() - before) * 1000 < OPENED
    assert median(lambda _number: window.render_popup(shown[0])) < UNCHANGED
    assert median(lambda number: window.render_popup(shown[number])) < TICK
