"""The wallboard's window: fullscreen on a chosen screen, without a cursor, with a few keys and a menu.

A screen that is unplugged takes nothing with it: the picture moves to the one that is left, and returns when its own
does. Not here: what is drawn (``board``), and what a key means (``app``).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

CURSOR_MILLISECONDS = 3000
"""So long after its last movement the cursor is hidden."""
SMALLEST = (800, 480)
KEYS = {
    Qt.Key.Key_F11: "fullscreen", Qt.Key.Key_Escape: "escape", Qt.Key.Key_Left: "previous", Qt.Key.Key_Right: "next",
    Qt.Key.Key_Space: "rotation", Qt.Key.Key_T: "theme", Qt.Key.Key_E: "edit", Qt.Key.Key_P: "past",
    Qt.Key.Key_F1: "menu", Qt.Key.Key_Menu: "menu", Qt.Key.Key_M: "menu", Qt.Key.Key_S: "sound",
}
"""What is pressed → what is wished; Ctrl+Q quits."""


class WallWindow(QWidget):
    """Signals: ``wished`` (what a key means, or "quit"), ``menu_wished`` (where), ``resized``, ``closed``."""

    wished = Signal(str)
    menu_wished = Signal(object)
    resized = Signal()
    closed = Signal()

    def __init__(self, content: QWidget, screen_name: str = "") -> None:
        super().__init__()
        self.setMinimumSize(*SMALLEST)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.screen_name = screen_name
        self._fills_screen = False  # Qt forgets it when a window system takes the screen away
        self.content = content
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)
        self._still = QTimer(self, interval=CURSOR_MILLISECONDS, singleShot=True)
        self._still.timeout.connect(self._hide_cursor)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._screen_added)
        application.screenRemoved.connect(self._screen_removed)
        application.installEventFilter(self)

    # --- fullscreen

    def show_fullscreen(self) -> None:
        """Fill the chosen screen, or the first where it is not there."""
        screen = self._wanted()
        if self.isFullScreen():
            self.showNormal()  # a window that fills a screen already would not be moved to another
        self.setGeometry(screen.geometry())
        handle = self.windowHandle()
        if handle is not None:
            handle.setScreen(screen)
        self.showFullScreen()
        self._fills_screen = True
        self._still.start()

    def show_window(self) -> None:
        """An ordinary window on the same screen, three quarters of it."""
        area = self.screen().availableGeometry()
        self._fills_screen = False
        self.showNormal()
        self.resize(area.width() * 3 // 4, area.height() * 3 // 4)
        self.move(area.center() - self.rect().center())
        self.unsetCursor()

    def _wanted(self) -> QScreen:
        named = [one for one in QGuiApplication.screens() if one.name() == self.screen_name]
        return named[0] if named else QGuiApplication.primaryScreen()

    def _screen_added(self, screen: QScreen) -> None:
        if self._fills_screen and screen.name() == self.screen_name:
            self.show_fullscreen()

    def _screen_removed(self, _screen: QScreen) -> None:
        if self._fills_screen and QGuiApplication.screens():
            # Once the loop has gone round: only then has Qt moved its own things off the screen that is no more.
            QTimer.singleShot(0, self, self.show_fullscreen)

    # --- the cursor

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Any movement anywhere in the program shows the cursor for a while."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self.unsetCursor()
            self._still.start()
        return super().eventFilter(watched, event)

    def _hide_cursor(self) -> None:
        if self.isFullScreen() and QGuiApplication.focusWindow() is self.windowHandle():
            self.setCursor(Qt.CursorShape.BlankCursor)

    # --- what people do

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of ``KEYS``, and Ctrl+Q."""
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if is_control and event.key() == Qt.Key.Key_Q:
            self.wished.emit("quit")
        elif not is_control and event.key() in KEYS:
            self.wished.emit(KEYS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """The menu where the mouse is."""
        self.menu_wished.emit(event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """As in films: twice is fullscreen and back."""
        self.wished.emit("fullscreen")
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Sizes follow the window."""
        super().resizeEvent(event)
        self.resized.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """The program ends with its window."""
        self.closed.emit()
        event.accept()
