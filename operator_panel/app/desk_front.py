"""The panel's window, popups, tray and keys, and what concerns the program itself rather than calls."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from operator_panel.app.hot_keys import HotKeys
from operator_panel.app.idle import Idle
from operator_panel.app.leaving import ask_before_quitting
from operator_panel.app.running import Running
from operator_panel.app.seating import title
from operator_panel.app.sound import folder, play
from operator_panel.app.tray import Tray
from operator_panel.screen import PanelScreen, Wish
from operator_panel.views.popup_pile import PopupPile
from operator_panel.views.program_menu import program_menu
from operator_panel.views.window import PanelWindow
from shared.qt.about import show_about
from shared.qt.places import Edge, PlaceKeeper
from shared.qt.settings_dialog import show_settings
from shared.qt.theme import ThemeName

EDGE = 48
READY_MILLISECONDS = 1000
"""After the window is there, what the first call will need is made: not while somebody waits for the window."""


class DeskFront:
    """One panel's. ``do`` is what becomes of a wish that is about the program."""

    def __init__(self, panel: Running) -> None:
        self._panel, self._ground = panel, panel.ground
        self.window = PanelWindow(panel.ground)
        self.places = PlaceKeeper(panel.ground, self.window, "operator_panel")
        if panel.memory.of.is_compact:
            self.window.begin_compact(panel.memory.of.full_height)
        panel.knowing.choose(edge=self.places.edge)
        self.pile = PopupPile(panel.ground)
        self.tray = Tray(self._menu)
        self.idle = Idle(panel, self.window)
        self.keys = HotKeys(
            {name: getattr(panel.settings.hot_keys, name) for name in panel.settings.hot_keys.__struct_fields__},
            self.press,
        )
        self.sounds = folder()
        self.window.wished.connect(panel.do)
        self.window.closed.connect(self._closed)
        self.pile.wished.connect(panel.do)
        self.pile.listen_in(self.window)
        self.tray.pressed.connect(self.toggle)
        if not self.places.is_known:
            self._put_beside()

    def show(self, *, is_hidden: bool) -> None:
        """Open it, or wait in the tray; without a tray it is made small instead."""
        if not is_hidden:
            self.window.show()
        elif not self.tray.is_there:
            self.window.showMinimized()
        QTimer.singleShot(READY_MILLISECONDS, self.window, self.pile.make_ready)

    def attract(self) -> None:
        """The task bar shows that there is something to read; nothing where the window is in the hand already."""
        QApplication.alert(self.window)

    async def close(self) -> None:
        """Everything away."""
        self.keys.close()
        self.idle.close()
        self.tray.close()
        self.pile.close()
        self.window.blockSignals(True)
        self.window.hide()
        self.window.deleteLater()
        self.sounds.cleanup()

    def render_screen(self, screen: PanelScreen) -> None:
        """Show it, who rings first; while locked nobody's popup tells who calls."""
        self.pile.render_popups(() if self.idle.is_locked else screen.popups)
        self.window.render_screen(screen)
        self.tray.show_state(screen.tray, self._ground.theme, screen.header.program)

    def second(self) -> None:
        """Another second has passed."""
        self.idle.second()

    def touched(self) -> None:
        """Somebody is at the desk."""
        self.idle.touched()

    def rings(self) -> None:
        """A call has begun to ring here: the taskbar says so too, unless it shall be quiet."""
        if not self.window.isActiveWindow() and not self._panel.knowing.choices.is_quiet:
            QApplication.alert(self.window)

    def _put_beside(self) -> None:
        """The first time: at the right of the screen, where it covers least of what people work with."""
        room = self.window.screen().availableGeometry()
        right = room.right() + 1 - self.window.width() - EDGE
        self.window.move(max(room.left(), right), room.top() + min(EDGE, max(0, room.height() - self.window.height())))

    def remind(self, texts: list[str]) -> None:
        """Calls that somebody planned are due now; in quiet mode the list alone says so."""
        if texts and not self._panel.knowing.choices.is_quiet:
            self.tray.tell(self._ground.language.text("Call back now"), "\n".join(texts))

    # --- window and tray

    def come_up(self) -> None:
        """To the front."""
        self.window.showNormal() if self.window.isMinimized() else self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def toggle(self) -> None:
        """Show it, or hide what is in front."""
        if self.window.isVisible() and self.window.isActiveWindow() and self.tray.is_there:
            self.window.hide()
        else:
            self.come_up()

    def _closed(self) -> None:
        if self.tray.is_there:
            self.window.hide()
        else:
            self.do(Wish("quit"))

    def _menu(self) -> QMenu:
        screen = self._panel.screen
        return program_menu(screen, self._ground, self.window, self._panel.do) if screen else QMenu()

    def press(self, name: str) -> None:
        """A key that works in whatever program is in front."""
        match name:
            case "show":
                self.toggle()
            case "dial":
                clipboard = QGuiApplication.clipboard()
                modes = [clipboard.Mode.Selection] if clipboard.supportsSelection() else []
                texts = [clipboard.text(mode) for mode in (*modes, clipboard.Mode.Clipboard)]
                self._panel.wishes.dial_text(next((text for text in texts if text.strip()), ""))
            case "hang_up":
                card = self._panel.screen.call if self._panel.screen else None
                if card is not None:
                    self._panel.do(Wish("hangup", call=card.call))
            case "ready":
                self._panel.do(Wish("ready"))
            case "pause":
                self.come_up()
                self.window.view.open_pause()

    # --- wishes

    def do(self, wish: Wish) -> None:
        """What is about the program."""
        match wish.kind:
            case "try_now":
                self._panel.client.retry_now()
            case "language":
                self._ground.set_language(wish.choice)
            case "theme" if wish.choice in get_args(ThemeName):
                self._ground.set_theme(wish.choice)  # type: ignore[arg-type]  # checked by the line above
            case "settings" | "server":
                show_settings(self._ground)
            case "about":
                show_about(self._ground, title)
            case "copy":
                QGuiApplication.clipboard().setText(wish.text or wish.choice)
            case "play":
                self._panel.spawn(play(self._panel, wish), "recording")
            case "compact" | "quiet" | "dock":
                self._change_window(wish)
            case "sign_out" | "leave_seat" | "take_seat" | "take_over":
                self._panel.spawn(self._leave(wish), "leave")
            case "quit":
                ask_before_quitting(self._panel, self.window)

    def _change_window(self, wish: Wish) -> None:
        knowing, memory = self._panel.knowing, self._panel.memory
        match wish.kind:
            case "compact":
                if wish.is_on and not self.window.is_compact:
                    memory.of.full_height = self.window.height()
                knowing.choose(is_compact=wish.is_on)
                memory.of.is_compact = wish.is_on
            case "quiet":
                knowing.choose(is_quiet=wish.is_on)
                memory.of.is_quiet = wish.is_on
            case "dock" if wish.choice in get_args(Edge):
                self.places.dock(wish.choice)  # type: ignore[arg-type]  # checked by the line above
                knowing.choose(edge=wish.choice)
        memory.keep()
        QTimer.singleShot(0, self.window, self._look_again)

    def _look_again(self) -> None:
        """What was wished for the window; at an edge it stands over the whole height again when it is wide again."""
        self._panel.refresh()
        if self.places.edge and not self.window.is_compact:
            self.places.dock(self.places.edge)

    async def _leave(self, wish: Wish) -> None:
        """Away from the phone, then the sign-in; who sits nowhere goes there at once."""
        await self._panel.settle()
        if self._panel.knowing.agent is None or await self._panel.shift.leave(wish):
            self._panel.end("sign_in")
