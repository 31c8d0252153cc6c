"""Calls in every language, theme and size: nothing clipped or untranslated, and names are shown as they are."""

import itertools

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from operator_panel.views.call_area import CallArea
from operator_panel.views.popup import LEAST, MOST, WIDTH, CallerPopup
from shared.qt.theme import THEMES
from tests.helpers.windows import clipped_texts, nameless_controls, speak
from tests.ui.operator_panel.call_screens import LANGUAGES, POPUPS, SCREENS, saying

SIZES = ((420, 712), (360, 592))
"""The panel's usual and its smallest size, without its header."""


class Seat(QWidget):
    """The area with its bottom, as the panel's window has them."""

    def __init__(self, ground):
        super().__init__()
        self.area = CallArea(ground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addWidget(self.area.bottom)


@pytest.mark.parametrize("name", SCREENS)
def test_no_word_is_cut(ground, show, grab, name):
    for size, theme, code in itertools.product(SIZES, THEMES, LANGUAGES):
        ground.set_theme(theme.name)
        speak(ground, code)
        seat = Seat(ground)
        seat.resize(*size)
        seat.area.render_screen(SCREENS[name](saying(code)))
        show(seat)
        picture = grab(seat, f"{name}_{theme.name}_{code}_{size[0]}")
        assert not clipped_texts(seat), (picture, clipped_texts(seat))
        assert not nameless_controls(seat)
        seat.close()


@pytest.mark.parametrize("name", POPUPS)
def test_no_word_of_a_popup_is_cut(ground, show, grab, name):
    for theme, code in itertools.product(THEMES, LANGUAGES):
        ground.set_theme(theme.name)
        speak(ground, code)
        window = CallerPopup(ground)
        window.render_popup(POPUPS[name](saying(code)))
        show(window)
        picture = grab(window, f"popup_{name}_{theme.name}_{code}")
        assert window.width() == WIDTH
        assert LEAST <= window.height() <= MOST
        assert not clipped_texts(window), (picture, clipped_texts(window))
        window.close()
