"""Calls in every language, theme and size: nothing clipped or untranslated, and names are shown as they are."""

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from installers.bootstrap import ROOT
from operator_panel.screen import Wish
from operator_panel.views.call_area import CallArea
from operator_panel.views.popup import LEAST, MOST, WIDTH, CallerPopup
from shared.qt.theme import THEMES
from tests.helpers.windows import SHOTS, clipped_texts, controls, nameless_controls, speak, untranslated_texts
from tests.ui.operator_panel.call_screens import LANGUAGES, POPUPS, SCREENS, saying

SIZES = ((420, 712), (360, 592))
"""The panel's usual and its smallest size, without its header."""
LEAST_HIT = 28


class Seat(QWidget):
    """The area with its bottom, as the panel's window has them."""

    def __init__(self, ground):
        super().__init__()
        self.area = CallArea(ground)
        self.wishes: list[Wish] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addWidget(self.area.bottom)


def settle() -> None:
    """A part in a part in a part has its place after as many rounds."""
    for _ in range(6):
        QApplication.processEvents()


def looks() -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Every language in every size, every theme; a theme changes no size."""
    yield from (("dark", code, size) for code, size in itertools.product(LANGUAGES, SIZES))
    yield from ((theme.name, "cs", SIZES[0]) for theme in THEMES if theme.name != "dark")


@pytest.mark.parametrize("name", SCREENS)
def test_no_word_is_cut(ground, show, grab, name):
    seat = show(Seat(ground))
    for theme, code, size in looks():
        ground.set_theme(theme)
        speak(ground, code)
        seat.resize(*size)
        shown = SCREENS[name](saying(code))
        seat.area.render_screen(shown)
        settle()
        picture = grab(seat, f"{name}_{theme}_{code}_{size[0]}")
        assert not clipped_texts(seat), (picture, clipped_texts(seat))
        assert code != "stretched" or not own_untranslated(seat, shown)
        assert not squeezed(seat.area)
        assert not nameless_controls(seat)
        assert not low_controls(seat)


@pytest.mark.parametrize("name", POPUPS)
def test_no_word_of_a_popup_is_cut(ground, show, grab, name):
    window = CallerPopup(ground)
    window.render_popup(POPUPS[name](saying("en")))
    show(window)
    for theme, code, _size in looks():
        ground.set_theme(theme)
        speak(ground, code)
        shown = POPUPS[name](saying(code))
        window.render_popup(shown)
        settle()
        picture = grab(window, f"popup_{name}_{theme}_{code}")
        assert window.width() == WIDTH
        assert LEAST <= window.height() <= MOST
        assert not clipped_texts(window), (picture, clipped_texts(window))
        assert code != "stretched" or not own_untranslated(window, shown)


def squeezed(area: CallArea) -> list[str]:
    """Sections that lie over one another, or are lower than what is in them."""
    seen = [one for one in area.middle._ordered if one.isVisibleTo(area)]
    least = {one: one.heightForWidth(one.width()) if one.hasHeightForWidth() else one.minimumSizeHint().height()
             for one in seen}  # fmt: skip
    low = [f"{one} {one.height()} < {least[one]}" for one in seen if one.height() < least[one]]
    low += [f"{one} wants {one.minimumSizeHint().width()} of {one.width()}" for one in seen
            if one.minimumSizeHint().width() > one.width()]  # fmt: skip
    return low + [
        f"{one} over {other}" for one, other in itertools.pairwise(seen)
        if one.geometry().bottom() >= other.geometry().top()
    ]  # fmt: skip


def low_controls(seat: QWidget) -> list[str]:
    """What is lower than a hand needs."""
    return [f"{widget} {widget.height()}" for widget in controls(seat) if widget.height() < LEAST_HIT]


def own_untranslated(window: QWidget, shown: msgspec.Struct) -> list[str]:
    """The window's own words in no language; what the screen says is the screen's."""
    said = msgspec.json.encode(shown).decode()
    return [text for text in untranslated_texts(window) if not all(word.strip("\"") in said for word in text.split())]


SCALED = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from tests.helpers.windows import SHOTS, clipped_texts, make_ground, speak
from tests.ui.operator_panel.call_screens import POPUPS, SCREENS, saying
from tests.ui.operator_panel.call_views.test_every_language import Seat, settle
from operator_panel.views.popup import CallerPopup
application = QApplication([])
folder, scale = Path(sys.argv[1]), sys.argv[2]
ground = make_ground(application, folder / "preferences.json")
speak(ground, "stretched")
say = saying("stretched")
seat, popup = Seat(ground), CallerPopup(ground)
seat.resize(420, 712)
seat.show()
for made, window, render in ((SCREENS, seat, seat.area.render_screen), (POPUPS, popup, popup.render_popup)):
    for name, make in made.items():
        render(make(say))
        window.show()
        settle()
        assert window.devicePixelRatioF() == float(scale), window.devicePixelRatioF()
        for text in clipped_texts(window):
            print(name, text)
        window.grab().save(str(folder / f"{name}_{scale}.png"))
"""


@pytest.mark.parametrize("scale", ["1", "1.25", "1.5", "2", "2.5"])
def test_nothing_is_cut_at_any_scale(tmp_path, scale):
    environment = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    folder = os.environ.get(SHOTS) or str(tmp_path)
    command = [sys.executable, "-c", SCALED, folder, scale]
    run = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert (run.stdout, run.returncode) == ("", 0), run.stdout + run.stderr
