"""Things of the desktop: one panel a user, an icon that shows the state, keys of the system."""

import ctypes
import os
import subprocess
import sys
import uuid

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from installers.bootstrap import ROOT
from operator_panel.app import instance
from operator_panel.app.hot_keys import HotKeys, _Message, windows_key
from operator_panel.app.instance import Instance, Start
from operator_panel.app.tray import SIZES, Tray, state_icon
from operator_panel.screen import Words
from shared.qt.theme import THEMES, Theme


@pytest.fixture
def own_folder(monkeypatch, tmp_path):
    """No panel of this machine's user hears the tests, and none hears theirs."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))


def start_another(link: str = "") -> subprocess.Popen[str]:
    code = f"from operator_panel.app.instance import *; print(handed_over(Start({link!r})))"
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ)


def outcome(process: subprocess.Popen[str], qtbot) -> str:
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=20_000)
    return process.communicate()[0].strip()


def test_a_second_start_hands_over_what_it_was_started_for(own_folder, qapp, qtbot):
    one = Instance()
    heard: list[Start] = []
    one.started.connect(heard.append)
    assert outcome(start_another("tel:+420222111000"), qtbot) == "True"
    assert outcome(start_another(), qtbot) == "True"
    assert heard == [Start("tel:+420222111000"), Start()]
    one.close()
    assert outcome(start_another(), qtbot) == "False"


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe ends with its process there")
def test_what_a_killed_panel_left_behind_is_no_panel(own_folder, qapp, qtbot):
    code = "from PySide6.QtCore import QCoreApplication as Q; from operator_panel.app.instance import *; import os\n"
    code += "q = Q([]); Instance(); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=30)
    one = Instance()
    assert outcome(start_another(), qtbot) == "True"
    one.close()


@pytest.mark.parametrize("rubbish", [b"{}}\n", b"\xff\n", b'{"link": 7}\n', b"x" * 9000, b'{"link": "' + b"9" * 3000])
def test_rubbish_is_sent_away_and_the_next_is_heard(own_folder, qapp, qtbot, rubbish):
    one = Instance()
    heard: list[Start] = []
    one.started.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(instance.name())
    assert socket.waitForConnected(2000)
    socket.write(rubbish)
    socket.flush()
    if rubbish.endswith(b"\n") or len(rubbish) > instance.LONGEST:
        qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert outcome(start_another("tel:1"), qtbot) == "True"
    assert heard == [Start("tel:1")]
    socket.abort()
    one.close()


def test_folders_of_users_have_sockets_of_their_own(monkeypatch, tmp_path):
    names = set()
    for _ in range(2):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / str(uuid.uuid4())))
        monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / str(uuid.uuid4())))
        names.add(instance.name())
    assert len(names) == 2


# --- the tray


def test_without_a_tray_nothing_is_missing(qapp):
    assert not QSystemTrayIcon.isSystemTrayAvailable()
    tray = Tray(QMenu)
    tray.show_state(Words("Připraven", "ready", "circle_tick"), Theme("light"), "Panel")
    assert not tray.is_there
    assert tray.text == ""
    tray.close()


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", "This plugin does not support")
def test_a_tray_that_comes_later_is_found(qapp, monkeypatch):
    tray = Tray(QMenu)
    tray.show_state(Words("Připraven", "ready", "circle_tick"), Theme("light"), "Panel")
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    tray._try()
    assert tray.is_there
    assert tray.text == "Panel\nPřipraven"
    tray.show_state(Words("Pauza · Oběd", "paused", "food"), Theme("light"), "Panel")
    assert tray.text == "Panel\nPauza · Oběd"
    tray.close()


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
def test_the_icon_has_the_states_colour_and_its_sign(qapp, theme):
    drawn = {}
    for token, icon in (("ready", "circle_tick"), ("paused", "cup"), ("ringing", "bell"), ("bad", "wave_struck")):
        made = state_icon(Words("", token, icon), Theme(theme))  # type: ignore[arg-type]
        assert {size.width() for size in made.availableSizes()} == set(SIZES)
        image = made.pixmap(32, 32).toImage()
        assert QColor(image.pixel(16, 1)) == Theme(theme).colour(token)  # type: ignore[arg-type]
        drawn[token] = image
    assert len({bytes(image.constBits()) for image in drawn.values()}) == 4
    assert state_icon(Words("", "ready", "no such icon"), Theme(theme)).availableSizes()


# --- keys of the system


@pytest.mark.parametrize(("keys", "code"), [
    ("Ctrl+Alt+P", (3, 0x50)), ("f12", (0, 0x7B)), ("Meta + Shift + 7", (12, 0x37)), ("ctrl+pgup", (2, 0x21)),
    ("Ctrl+", None), ("Ctrl+Ž", None), ("Hyper+A", None), ("F25", None), ("", None),
])  # fmt: skip
def test_keys_as_windows_knows_them(keys, code):
    assert windows_key(keys) == code


def test_a_key_of_the_system_does_its_deed_and_others_pass(qapp):
    pressed: list[str] = []
    keys = HotKeys({"show": "Ctrl+Alt+P"}, pressed.append)
    assert keys.is_possible == (sys.platform == "win32")
    keys._names = {1: "show"}
    told = _Message(message=0x0312, number=1)
    other = _Message(message=0x0100, number=1)
    kind = QByteArray(b"windows_generic_MSG")
    assert keys.nativeEventFilter(kind, ctypes.addressof(told)) == (True, 0)
    assert keys.nativeEventFilter(kind, ctypes.addressof(other)) == (False, 0)
    assert keys.nativeEventFilter(QByteArray(b"xcb_generic_event_t"), 0) == (False, 0)
    assert pressed == ["show"]
    keys._names = {}
    keys.close()
    assert QApplication.instance() is not None
