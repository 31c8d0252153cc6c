"""A panel's window with a hand-made screen, and what was wished in it."""

import pytest
from PySide6.QtWidgets import QApplication

from operator_panel.screen import Wish
from operator_panel.views.window import PanelWindow
from tests.helpers.windows import speak
from tests.ui.operator_panel import screens


class Seat:
    """The window and the wishes it said."""

    def __init__(self, window, ground):
        self.window, self.view, self.ground = window, window.view, ground
        self.wishes: list[Wish] = []
        window.wished.connect(self.wishes.append)

    def show(self, screen):
        """Render it and let Qt lay it out."""
        self.window.render_screen(screen)
        for _ in range(3):  # what wraps is laid out in steps
            QApplication.processEvents()
        return self

    @property
    def list(self):
        return self.view.lists.page.list

    def kinds(self):
        return [wish.kind for wish in self.wishes]


@pytest.fixture
def seat(ground, show):
    """English, light, 420 × 760, ready."""
    return make_seat(ground, show)


def make_seat(ground, show, *, code="en", theme="light", size=(420, 760), screen=None):
    speak(ground, code)
    ground.set_theme(theme)
    window = PanelWindow(ground)
    window.resize(*size)
    made = Seat(window, ground)
    show(window)
    window.activateWindow()
    return made.show(screen or screens.idle(screens.Says(code)))
