"""A caller's popup on a real display: above another program's window, which goes on being typed into."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from installers.bootstrap import ROOT
from operator_panel.screen import Wish
from operator_panel.views.popup import CallerPopup
from operator_panel.views.popup_pile import PopupPile, placed
from shared.qt.theme import Theme
from tests.helpers.display import x_server, xdotool
from tests.helpers.waiting import wait_until_sync
from tests.helpers.windows import SHOTS
from tests.ui.operator_panel import call_screens as screens
from tests.ui.operator_panel.call_views.test_every_language import settle

WIDTH, HEIGHT = 1280, 1024
SAY = screens.saying("en")


class Program:
    """``popup_seat`` in a process: an order, an answer."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def do(self, order: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def until(self, condition: Callable[[dict[str, Any]], Any], what: str) -> dict[str, Any]:
        return wait_until_sync(lambda: state if condition(state := self.do("state")) else None, 30, what) or {}


@contextmanager
def program(role: str, display: str, folder: Path) -> Iterator[Program]:
    said = folder / f"{role}.said"
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "HOME": str(folder), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "tests.ui.operator_panel.call_views.popup_seat", role]
    with said.open("w") as errors:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
                                   env=environment, cwd=ROOT)  # fmt: skip
    try:
        yield Program(process)
        assert process.stdin is not None
        process.stdin.write("end\n")
        process.stdin.flush()
        assert process.wait(30) == 0, said.read_text()
        assert "Traceback" not in said.read_text()
    finally:
        process.kill()
        process.communicate(timeout=30)  # closes its pipes


@pytest.fixture
def hand() -> Callable[..., None]:
    """xdotool: keys and mouse of the display that the test has set."""
    found = xdotool()

    def act(display: str, *words: object) -> None:
        environment = {**os.environ, "DISPLAY": display}
        subprocess.run([found, *map(str, words)], env=environment, check=True, timeout=60, capture_output=True)

    return act


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a display of one's own is an X server")
def test_typing_goes_on_in_another_window(tmp_path, hand):
    with (
        x_server(f"{WIDTH}x{HEIGHT}x24") as display, program("typist", display, tmp_path) as typist,
        program("panel", display, tmp_path) as panel,
    ):  # fmt: skip
        window = typist.until(lambda state: state["is_exposed"], "a window")["id"]
        hand(display, "windowfocus", "--sync", window)
        typist.until(lambda state: state["has_focus"], "the keyboard")
        hand(display, "type", "before ")

        panel.do("show 2")
        state = panel.until(lambda state: all(state["are_seen"]) and len(state["are_seen"]) == 2, "two popups")
        first, second = (QRect(*place) for place in state["places"])
        assert (first.right() + 1, first.bottom() + 1) == (WIDTH - 16, HEIGHT - 16)
        assert (first.width(), second.right()) == (440, first.right())
        assert second.bottom() + 1 == first.top() - 8
        hand(display, "type", "during ")
        typist.until(lambda state: state["text"] == "before during ", "what was typed meanwhile")
        assert typist.do("state")["has_focus"]
        assert not any(panel.do("state")["have_focus"])

        # It is above: its strip is what the screen shows there.
        picture = Path(os.environ.get(SHOTS) or tmp_path) / "popup_above_another_window.png"
        picture.parent.mkdir(parents=True, exist_ok=True)
        wait_until_sync(lambda: strip_colour(panel, picture, first) == Theme("light").tint("ringing"), 30, "on top")

        # The mouse over it keeps it; its button works, and the keyboard stays where it was.
        x, y, kind = next(button for button in state["buttons"] if button[2] == "hide_popup")
        hand(display, "mousemove", x, y, "click", 1)
        state = panel.until(lambda state: any(wish["kind"] == kind for wish in state["wishes"]), "the press")
        assert {"kind": "keep_popup", "call": "call0", "is_on": True}.items() <= state["wishes"][0].items()
        hand(display, "type", "after")
        typist.until(lambda state: state["text"] == "before during after", "what was typed after it")
        assert typist.do("state")["has_focus"]
        panel.do("hide")
        assert panel.do("state")["places"] == []


def strip_colour(panel: Program, picture: Path, place: QRect) -> QColor:
    panel.do(f"shot {picture}")
    image = QImage(str(picture))
    return image.pixelColor(place.left() + 300, place.top() + 8)


# --- without a display


def test_flags_that_leave_the_keyboard_alone(ground, show):
    window = show(made(ground))
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    for flag in (Qt.WindowType.WindowDoesNotAcceptFocus, Qt.WindowType.WindowStaysOnTopHint, Qt.WindowType.Tool,
                 Qt.WindowType.FramelessWindowHint):  # fmt: skip
        assert window.windowFlags() & flag == flag
    assert all(one.focusPolicy() == Qt.FocusPolicy.NoFocus for one in window.findChildren(QWidget))


def made(ground):
    window = CallerPopup(ground)
    window.render_popup(screens.popup(SAY))
    return window


def test_what_is_pressed_is_wished(ground, show, qtbot):
    window = show(made(ground))
    wishes: list[Wish] = []
    window.wished.connect(wishes.append)
    for button in window.foot.buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    wanted = [Wish("open_link", screens.CALL, choice="crm"), Wish("hide_popup", screens.CALL)]
    assert [wish for wish in wishes if wish.kind != "keep_popup"] == wanted


def test_the_pile_follows_the_screen_and_keys_press_its_lowest(ground):
    pile, wishes = PopupPile(ground), list[Wish]()
    pile.wished.connect(wishes.append)
    two = (screens.popup(SAY, call="a"), screens.popup(SAY, call="b"))
    pile.render_popups(two)
    first = pile.windows["a"]
    assert pile.press("hide_popup")
    assert wishes == [Wish("hide_popup", screens.CALL)]
    above = pile.windows["b"].pos()
    pile.render_popups(two[1:])
    assert list(pile.windows) == ["b"]
    assert not first.isVisible()
    assert pile.windows["b"].pos().y() > above.y()  # it comes down into the corner
    pile.render_popups(())
    assert not pile.windows
    assert not pile.press("hide_popup")


def test_the_window_of_the_next_call_is_made_beforehand_and_used_again(ground):
    pile = PopupPile(ground)
    before = QApplication.topLevelWidgets()
    pile.make_ready()
    ready = [one for one in QApplication.topLevelWidgets() if isinstance(one, CallerPopup) and one not in before]
    assert [window.isVisible() for window in ready] == [False]
    pile.render_popups((screens.popup(SAY),))
    assert list(pile.windows.values()) == ready
    fresh = CallerPopup(ground)
    fresh.render_popup(screens.popup(SAY))
    fresh.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    fresh.show()
    settle()
    assert ready[0].size() == fresh.size()
    assert ready[0].grab().toImage() == fresh.grab().toImage()  # nothing of the rehearsal is left
    fresh.close()
    pile.render_popups(())
    assert not ready[0].isVisible()
    pile.render_popups((screens.popup(SAY, call="another"),))
    assert list(pile.windows.values()) == ready
    pile.close()
    assert not pile.windows


def test_a_tick_moves_and_opens_nothing(ground):
    pile = PopupPile(ground)
    pile.render_popups((screens.popup(SAY),))
    [window] = pile.windows.values()
    before = window.geometry()
    for second in range(35, 59):
        pile.render_popups((screens.popup(SAY, wait=f"00:{second}", closing=f"closes in {59 - second} s", share=0.3),))
        assert window.geometry() == before
    assert list(pile.windows.values()) == [window]
    pile.render_popups(())


def test_a_small_screen_holds_it():
    assert placed(QRect(0, 0, 1280, 1024), 440, 300, 1008).toTuple() == (824, 708)
    assert placed(QRect(100, 50, 400, 200), 440, 300, 234).toTuple() == (100, 50)
