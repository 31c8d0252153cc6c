"""All popups that are open, one above the other in the corner beside the tray; none comes or goes but by the screen.

The screen on which the mouse is when the first opens is theirs, until the last has gone. Their buttons can be pressed
by keys of the panel's window too (``listen_in``): a popup never takes the keyboard to be reached.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QKeySequence, QScreen, QShortcut
from PySide6.QtWidgets import QWidget

from operator_panel.screen import Action, Caller, Customer, Earlier, KeyRow, Popup, Wish, WishKind, Words
from operator_panel.views.popup import KEYS, CallerPopup
from shared.qt.ground import Ground

EDGE, GAP = 16, 8
REHEARSAL = Popup(
    call="", state=Words("–", "ringing", "bell"), queue="–", wait_label="–", wait="00:00",
    caller=Caller("–", "–", (Words("–", "warn", "star"),), "–"),
    customer=Customer(today=Words("–"), earlier=(Earlier("arrow_down_left", "talking", "–", "–"),),
                      rows=(KeyRow("–", "–"),), notes=(KeyRow("–", "–"),)),
    advice=Words("–", "muted", "handset"), closing="–",
    actions=(Action(Wish("open_link"), "–", "external"), Action(Wish("hide_popup"), "–")),
)  # fmt: skip
"""What a window has drawn once, unseen, it draws faster."""


class PopupPile(QObject):
    """``render_popups`` opens, changes and closes. Signal: ``wished``."""

    wished = Signal(object)

    def __init__(self, ground: Ground, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self.windows: dict[str, CallerPopup] = {}
        self._spare: CallerPopup | None = None
        self._screen: QScreen | None = None

    def render_popups(self, popups: tuple[Popup, ...]) -> None:
        """One window a popup, the first lowest; a window stays what its call is."""
        wanted = {popup.call: popup for popup in popups}
        for call in [call for call in self.windows if call not in wanted]:
            window = self.windows.pop(call)
            window.close()
            if self._spare is None:
                self._spare = window
            else:
                window.deleteLater()
        if not wanted:
            self._screen = None
            return
        if self._screen is None or self._screen not in QGuiApplication.screens():
            self._screen = active_screen()
        for call, popup in wanted.items():
            if call not in self.windows:
                self.windows[call] = self._made()
            self.windows[call].render_popup(popup)
        self._place(list(wanted))

    def listen_in(self, window: QWidget) -> None:
        """Take the keys of the popups' buttons in this window, which has the keyboard when they have not."""
        for kind, keys in KEYS.items():
            shortcut = QShortcut(QKeySequence(keys), window)
            shortcut.activated.connect(lambda kind=kind: self.press(kind))

    def press(self, kind: WishKind) -> bool:
        """Press the button of this kind ("open_link", "hide_popup") on the lowest popup that has one."""
        for window in self.windows.values():
            for button in window.foot.buttons:
                if button.action is not None and not button.isHidden() and button.action.wish.kind == kind:
                    button.press()
                    return True
        return False

    def make_ready(self) -> None:
        """Make the window of the next call beforehand: that takes longer than to show it."""
        if self._spare is None and not self.windows:
            self._spare = self._made()
            self._spare.render_popup(REHEARSAL)
            self._spare.winId()

    def close(self) -> None:
        """No window is left."""
        self.render_popups(())
        if self._spare is not None:
            self._spare.deleteLater()
            self._spare = None

    def _made(self) -> CallerPopup:
        window, self._spare = self._spare, None
        if window is None:
            window = CallerPopup(self._ground)
            window.wished.connect(self.wished.emit)
        return window

    def _place(self, calls: list[str]) -> None:
        """From the corner upward; those for which there is no room any more lie on the topmost."""
        assert self._screen is not None
        room = self._screen.availableGeometry()
        bottom = room.y() + room.height() - EDGE
        for call in calls:
            window = self.windows[call]
            place = placed(room, window.width(), window.height(), bottom)
            if window.pos() != place:
                window.move(place)
            if not window.isVisible():
                window.show()
            bottom = place.y() - GAP


def placed(room: QRect, width: int, height: int, bottom: int) -> QPoint:
    """Where a popup stands whose lower edge is to be at ``bottom``; never out of the screen."""
    left = room.x() + room.width() - EDGE - width
    return QPoint(max(room.x(), left), max(room.y(), bottom - height))


def active_screen() -> QScreen:
    """The screen where somebody is at work: where the mouse is."""
    return QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
