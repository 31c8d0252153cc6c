"""The panel as people see it: nothing cut, nothing untranslated, everything reachable, in any language, theme, size."""

import os
import subprocess
import sys

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from tests.architecture.source import ROOT
from tests.helpers.windows import clipped_texts, controls, nameless_controls, untranslated_texts
from tests.ui.operator_panel import screens
from tests.ui.operator_panel.views.conftest import make_seat

MINE = [name for name in screens.ALL if name not in ("call", "wrapup")]
SIZES = {"usual": (420, 760), "least": (360, 640), "wide": (900, 700)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("code", ["cs", "en", "stretched"])
def test_nothing_is_cut_or_nameless(ground, show, code, size):
    seat = make_seat(ground, show, code=code, size=SIZES[size])
    for name in MINE:
        seat.show(screens.ALL[name](screens.Says(code)))
        assert clipped_texts(seat.window) == [], name
        assert nameless_controls(seat.window) == [], name
        if code == "stretched":
            assert untranslated_texts(seat.window) == [], name


@pytest.mark.parametrize("size", ["usual", "wide"])
@pytest.mark.parametrize("code", ["cs", "en"])
def test_our_own_words_are_whole_in_real_languages(ground, show, code, size):
    """Also where a text may be cut when it is a name."""
    seat = make_seat(ground, show, code=code, size=SIZES[size])
    for name in MINE:
        seat.show(screens.ALL[name](screens.Says(code)))
        view = seat.view
        cells = [cell.label for cell in view.middle.today.cells]
        for text in (*cells, view.middle.queues.head.title, view.state.word, view.header.connection):
            assert not text.toolTip(), f"{name}: {text.text()}"
        tabs = [item for item in view.lists.tabs.items if not item.isHidden()]
        assert all(not item.toolTip() for item in tabs), name


@pytest.mark.parametrize("code", ["cs", "en"])
def test_even_the_narrowest_panel_shows_its_tabs_and_figures_whole(ground, show, code):
    seat = make_seat(ground, show, code=code, size=SIZES["least"], screen=screens.on_waiting(screens.Says(code)))
    assert all(not item.toolTip() for item in seat.view.lists.tabs.items)
    assert all(not cell.label.toolTip() for cell in seat.view.middle.today.cells)


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_every_theme_draws_every_screen(ground, show, grab, theme):
    seat = make_seat(ground, show, code="cs", theme=theme)
    for name, make in screens.ALL.items():
        seat.show(make(screens.CZECH))
        assert grab(seat.window, f"panel_{name}_{theme}").exists()


def test_what_can_be_pressed_is_large_enough(seat):
    for name in MINE:
        seat.show(screens.ALL[name](screens.ENGLISH))
        for control in controls(seat.window):
            if isinstance(control, QAbstractButton | QLineEdit) and control.parent() is not seat.view.dial.field:
                assert control.height() >= 28, f"{name}: {control.accessibleName()}"
                assert control.width() >= 28, f"{name}: {control.accessibleName()}"


def test_language_and_theme_change_at_any_time(seat):
    seat.view.header.open_menu()
    english = [action.text() for action in seat.view.header.menu.actions()]
    seat.ground.set_language("cs")
    seat.ground.set_theme("dark")
    seat.show(screens.idle(screens.CZECH))
    seat.view.header.open_menu()
    assert [action.text() for action in seat.view.header.menu.actions()] != english
    assert seat.view.state.word.text() == "Připraven"
    assert seat.list.painter_of_rows.theme.name == "dark"


@pytest.mark.parametrize("text", [screens.LONG_NAME, screens.ARABIC, screens.HTML])
def test_names_are_shown_as_they_are(seat, text):
    line = screens.call_line(screens.ENGLISH, 1, "in", text, "Podpora", "9:00", "")
    seat.show(screens.idle(calls=replace(screens.calls(), lines=(line,))))
    assert seat.list.lines_model.index(0, 0).data().startswith(text)
    header = replace(screens.header(), name=text)
    seat.show(screens.idle(header=header))
    assert seat.view.header.name.text() == text
    assert seat.window.width() == 420


SCALED = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from operator_panel.views.window import PanelWindow
from tests.helpers.windows import clipped_texts, make_ground, speak
from tests.ui.operator_panel import screens
application = QApplication([])
ground = make_ground(application, Path(sys.argv[1]) / "preferences.json")
speak(ground, "stretched")
window = PanelWindow(ground)
window.show()
for name, make in screens.ALL.items():
    window.render_screen(make(screens.STRETCHED))
    for _ in range(3):
        application.processEvents()
    assert window.devicePixelRatioF() == float(sys.argv[2]), window.devicePixelRatioF()
    for text in clipped_texts(window):
        print(name, text)
    window.grab().save(str(Path(sys.argv[1]) / f"{name}_{sys.argv[2]}.png"))
"""


@pytest.mark.parametrize("scale", ["1", "1.25", "1.5", "2", "2.5"])
def test_nothing_is_clipped_at_any_scale(tmp_path, scale):
    environment = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", SCALED, str(tmp_path), scale]
    run = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (run.stdout, run.returncode) == ("", 0), run.stdout + run.stderr
