"""The running wallboard: client → bridge → presenter → board, and what keys and menu mean.

All that decides what is shown is in ``presenter``; here is only which page, which moment, which looks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor, QGuiApplication

from shared.errors import UsageError
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Status
from shared.language import Language
from shared.qt.about import show_about
from shared.qt.bridge import Bridge
from shared.qt.ground import Ground
from shared.qt.settings_dialog import show_settings
from shared.qt.signing_in import sign_in_again
from shared.qt.theme import THEMES
from wallboard.app.figures import Figures
from wallboard.app.page_work import PageWork
from wallboard.app.time_machine import TimeMachine
from wallboard.app.turning import Turning
from wallboard.pages import Page, Tile
from wallboard.presenter import Moment, present
from wallboard.screen import Screen
from wallboard.settings import WallboardSettings
from wallboard.views.awake import keep_awake
from wallboard.views.board import BoardWidget
from wallboard.views.menu import make_menu
from wallboard.views.sound import ring
from wallboard.views.window import WallWindow


class Wallboard:
    """``window`` shows what ``client`` hears. ``run`` ends with the window."""

    def __init__(
        self, ground: Ground, client: FeedClient, *, pages_file: Path, screen_name: str = "",
        settings: WallboardSettings | None = None,
    ) -> None:  # fmt: skip
        self.ground, self.client = ground, client
        self.settings = settings or WallboardSettings()
        self.turning = Turning(pages_file, rotates=self.settings.rotates)
        self.has_sound = self.settings.sounds
        self.screen: Screen | None = None
        self._lost_at: datetime | None = None
        self._well_since: datetime | None = None
        self._rung: frozenset[str] = frozenset()
        has_motion = not ground.preferences.has_reduced_motion
        self.board = BoardWidget(ground.theme, self.turning.page("wide"), has_motion=has_motion)
        self.window = WallWindow(self.board, screen_name)
        self.bridge = Bridge(client, ground.clock)
        self.figures = Figures(client, self, self.refresh)
        self.time_machine = TimeMachine(client, self.board, self._returned)
        self.page_work = PageWork(ground, client, self.board, self.turning, self._page_changed)
        self._connect()
        if self.turning.problem:
            ground.report(UsageError(self.turning.problem))

    def _connect(self) -> None:
        self.bridge.changed.connect(self._rows_changed)
        self.bridge.second.connect(self._second)
        self.bridge.status_changed.connect(self._status_changed)
        self.client.travel.listen(self._travelled)
        self.window.wished.connect(self.do)
        self.window.menu_wished.connect(self.show_menu)
        self.window.resized.connect(self._resized)
        self.window.closed.connect(self.ground.stop)
        self.ground.language_changed.connect(self._language_changed)
        self.ground.theme_changed.connect(self._theme_changed)

    async def run(self, *, is_window: bool = False) -> int:
        """Show it until the window is closed or the program is stopped."""
        self.window.setWindowTitle(title(self.ground.language))
        self.window.show_window() if is_window else self.window.show_fullscreen()
        self.refresh()
        self.ground.spawn(self.figures.run(), "figures")
        rest = keep_awake(self.ground.language.text("The wallboard is shown"))
        try:
            await self.ground.stopping.wait()
        finally:
            rest()
            self.bridge.close()
        return 0

    # --- what is shown

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self.turning.page(self.board.form)

    def moment(self) -> Moment:
        """All that is known now."""
        client, past, turning = self.client, self.client.past, self.turning
        pages = turning.all(self.board.form)
        return Moment(
            board=client.board, status=client.status, centre=client.welcome.centre if client.welcome else None,
            now=client.board_now(), own_now=self.ground.clock.now(), language=self.ground.language, pages=pages,
            page=turning.index % len(pages), is_compact=self.board.form == "compact", rooms=self.board.rooms(),
            figures=self.figures.known, past_speed=past.speed if past else None, lost_at=self._lost_at,
            is_past_complete=past.is_complete if past else True, is_rotating=turning.is_rotating,
            is_masked=self.settings.masks_numbers, well_since=self._well_since,
        )  # fmt: skip

    def tiles(self) -> Iterable[Tile]:
        """Every tile that may be shown."""
        return [tile for page in self.turning.all(self.board.form) for tile in page.tiles]

    def zone(self) -> ZoneInfo:
        """The centre's time zone; UTC where this machine does not know it."""
        try:
            return ZoneInfo(self.client.welcome.centre.timezone if self.client.welcome else "UTC")
        except (LookupError, ValueError, OSError):
            return ZoneInfo("UTC")

    def refresh(self) -> None:
        """Show what is known now."""
        self.screen = present(self.moment())
        self.board.render_screen(self.screen)
        if self.screen.sound - self._rung and self.has_sound:
            ring()
        self._rung = self.screen.sound

    def show_page(self, index: int, *, is_faded: bool = True) -> None:
        """Show another page, counted from 0, round about."""
        self.turning.go_to(index, self.board.form)
        self.board.show_page(self.page, is_faded=is_faded)
        self.figures.want()
        self.refresh()

    # --- what happens

    def _rows_changed(self) -> None:
        if self.client.board.alerts:
            self._well_since = None
        elif self._well_since is None and self.screen is not None and self.screen.ticker.token != "good":
            self._well_since = self.client.board_now()
        self.refresh()

    def _second(self) -> None:
        is_busy = self.screen is not None and self.screen.has_fresh_alarm
        if self.turning.second(self.board.form, is_busy=is_busy):
            self.show_page(self.turning.index + 1)
        else:
            self.refresh()
        self.time_machine.second()

    def _status_changed(self, status: Status) -> None:
        if status.state == "live":
            self._lost_at = None
            self.figures.want()
        elif self._lost_at is None:
            self._lost_at = self.client.server_now()
        self.refresh()

    def _travelled(self) -> None:
        self.figures.forget()
        self.time_machine.travelled()
        self.refresh()

    def _page_changed(self) -> None:
        self.board.show_page(self.page)
        self.figures.want()
        self._returned()

    def _returned(self) -> None:
        if not self.page_work.is_editing:
            self.window.setFocus()
        self.refresh()

    def _resized(self) -> None:
        self.board.show_page(self.page)
        self.page_work.fit()
        self.time_machine.place()
        self.refresh()

    def _language_changed(self) -> None:
        self.window.setWindowTitle(title(self.ground.language))
        if self.time_machine.bar is not None:
            self.time_machine.bar.translate(self.ground.language)
        self.refresh()

    def _theme_changed(self) -> None:
        self.board.set_theme(self.ground.theme, has_motion=not self.ground.preferences.has_reduced_motion)
        self.refresh()

    # --- what people wish

    def do(self, wish: str) -> None:
        """Carry out what a key or the menu means (``views.window.KEYS``, ``views.menu.ITEMS``)."""
        name, _, choice = wish.partition(":")
        match name:
            case "previous" | "next":
                self.show_page(self.turning.index + (1 if name == "next" else -1))
            case "rotation":
                self.turning.hold_or_go_on()
                self.refresh()
            case "fullscreen":
                self.window.show_window() if self.window.isFullScreen() else self.window.show_fullscreen()
            case "escape":
                self._escape()
            case "edit":
                self.page_work.toggle()
            case "past" if self.time_machine.bar is None:
                self.time_machine.open(self.ground.language, self.zone())
            case "past":
                self.time_machine.close()
            case "sound":
                self.has_sound = not self.has_sound
            case "add_page" | "remove_page" | "fix" | "every":
                self.page_work.change(name, choice)
            case _:
                self._do_to_program(name, choice)

    def _do_to_program(self, name: str, choice: str) -> None:
        match name:
            case "theme":
                names = [theme.name for theme in THEMES]
                self.ground.set_theme(names[(names.index(self.ground.theme.name) + 1) % len(names)])
            case "language":
                self.ground.set_language(choice)
            case "screen":
                self.window.screen_name = choice
                self.window.show_fullscreen()
            case "menu":
                self.show_menu(QCursor.pos())
            case "sign_in":
                self.ground.spawn(sign_in_again(self.ground, title, self.client), "sign in")
            case "settings":
                show_settings(self.ground)
            case "about":
                show_about(self.ground, title)
            case "quit":
                self.ground.stop()

    def show_menu(self, at: QPoint) -> None:
        """Open the menu there."""
        states = {
            "rotation": self.turning.is_rotating, "fullscreen": self.window.isFullScreen(), "sound": self.has_sound,
            "past": self.time_machine.bar is not None, "edit": self.page_work.is_editing,
            "fix": self.turning.pages.fixed is not None,
        }
        screens = [screen.name() for screen in QGuiApplication.screens()]
        menu = make_menu(
            self.ground.language, self.window, states, screens=screens, screen=self.window.screen().name(),
            seconds=self.turning.pages.rotate_seconds,
        )  # fmt: skip
        menu.triggered.connect(lambda action: self.do(str(action.data())))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _escape(self) -> None:
        if self.page_work.is_editing:
            self.page_work.end(is_kept=False)
        elif self.time_machine.bar is not None:
            self.time_machine.close()
        elif self.window.isFullScreen():
            self.window.show_window()


def title(language: Language) -> str:
    """The program's name."""
    return language.text("Wallboard")
