"""The wallboard's window: the screen that it was hung on, keys, the cursor."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from shared.qt.server import server_of
from wallboard.views import window as views
from wallboard.views.window import KEYS, WallWindow


@pytest.fixture
def window(qtbot) -> WallWindow:
    made = WallWindow(QWidget(), QGuiApplication.primaryScreen().name())
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show_fullscreen()
    return made


def test_every_key_says_its_wish(window, qtbot):
    for key, wish in KEYS.items():
        with qtbot.waitSignal(window.wished) as said:
            QTest.keyClick(window, key)
        assert said.args == [wish]
    with qtbot.waitSignal(window.wished) as said:
        QTest.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert said.args == ["quit"]


def test_a_screen_that_is_unplugged_takes_nothing_with_it(window, qtbot):
    """As Qt tells it: the screen is gone, the window is to fill one that is left; and its own when that is back."""
    application, screen = QGuiApplication.instance(), QGuiApplication.primaryScreen()
    assert isinstance(application, QGuiApplication)
    window.resize(300, 200)  # what a window system does to the windows of a screen that is no more
    application.screenRemoved.emit(screen)
    qtbot.waitUntil(lambda: window.geometry() == screen.geometry())
    assert window.isVisible()
    assert window.isFullScreen()
    window.resize(300, 200)
    application.screenAdded.emit(screen)
    qtbot.waitUntil(lambda: window.geometry() == screen.geometry())


def test_a_screen_that_is_not_there_gives_way_to_the_first(qtbot):
    made = WallWindow(QWidget(), "no such screen")
    qtbot.addWidget(made)
    made.show_fullscreen()
    assert made.geometry() == QGuiApplication.primaryScreen().geometry()


def test_the_cursor_is_hidden_until_it_moves(qtbot, monkeypatch):
    monkeypatch.setattr(views, "CURSOR_MILLISECONDS", 1)
    made = WallWindow(QWidget())
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show_fullscreen()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.cursor().shape() == Qt.CursorShape.BlankCursor)
    at = QPointF(QPoint(5, 5))
    moved = QMouseEvent(
        QEvent.Type.MouseMove, at, at, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(made, moved)
    assert made.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_the_feed_off_this_machine_is_asked_for_tls():
    assert server_of("daemon.example.com", is_plain=False).is_tls
    assert not server_of("daemon.example.com", is_plain=True).is_tls
    assert not server_of("127.0.0.1:5099", is_plain=False).is_tls
    assert not server_of("localhost", is_plain=False).is_tls
    assert server_of("[2001:db8::1]:5099", is_plain=False).is_tls
