"""The running wallboard: client → bridge → presenter → board, and what keys and menu mean.

All that decides what is shown is in ``presenter``; here is only which page, which moment, which looks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QDialog

from shared.domain.description import CentreDescription
from shared.errors import SuiteError, UsageError
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Status, Wish
from shared.language import Language
from shared.protocol.past import Past
from shared.qt.about import AboutDialog
from shared.qt.bridge import Bridge
from shared.qt.ground import Ground
from shared.qt.settings_dialog import SettingsDialog
from shared.qt.signing_in import sign_in_again
from shared.qt.theme import THEMES
from wallboard import settings
from wallboard.app.figures import Figures
from wallboard.pages import Page, Tile
from wallboard.presenter import Moment, kind_title, present
from wallboard.screen import Screen
from wallboard.views.awake import keep_awake
from wallboard.views.board import BoardWidget
from wallboard.views.editing import Editing
from wallboard.views.menu import make_menu
from wallboard.views.past_bar import PastBar
from wallboard.views.sound import ring
from wallboard.views.window import WallWindow


class Wallboard:
    """The running wallboard: ``window`` shows what ``client`` hears. ``run`` ends with the window."""

    def __init__(self, ground: Ground, client: FeedClient, *, pages_file: Path, screen_name: str = "") -> None:
        self.ground, self.client, self._file = ground, client, pages_file
        self.pages, problem = settings.load_pages(pages_file)
        self.index, self.is_rotating, self.has_sound = self.pages.fixed or 0, self.pages.fixed is None, True
        self.screen: Screen | None = None
        self._lost_at: datetime | None = None
        self._seconds, self._turned_at = 0, 0
        self._rung: frozenset[str] = frozenset()
        has_motion = not ground.preferences.has_reduced_motion
        self.board = BoardWidget(ground.theme, self.page, has_motion=has_motion)
        self.window = WallWindow(self.board, screen_name)
        self.editing: Editing | None = None
        self.past_bar: PastBar | None = None
        self.bridge = Bridge(client, ground.clock)
        self.figures = Figures(client, self, self.refresh)
        self._connect()
        if problem:
            ground.report(UsageError(problem))

    def _connect(self) -> None:
        self.bridge.changed.connect(self.refresh)
        self.bridge.second.connect(self._second)
        self.bridge.status_changed.connect(self._status_changed)
        self.client.travel.listen(self._travelled)
        self.window.wished.connect(self.do)
        self.window.menu_wished.connect(self.show_menu)
        self.window.resized.connect(self._resized)
        self.window.closed.connect(self.ground.stop)
        self.ground.language_changed.connect(self._language_changed)
        self.ground.theme_changed.connect(self._theme_changed)

    # --- what is shown

    @property
    def _form_pages(self) -> tuple[Page, ...]:
        return self.pages.of(self.board.form if hasattr(self, "board") else "wide")

    @property
    def page(self) -> Page:
        """The page that is shown."""
        if self.editing_page is not None:
            return self.editing_page
        return self._form_pages[self.index % len(self._form_pages)]

    @property
    def editing_page(self) -> Page | None:
        """The page as it is being edited."""
        editing = getattr(self, "editing", None)
        return editing.page if editing is not None else None

    def moment(self) -> Moment:
        """All that is known now."""
        client, past = self.client, self.client.past
        pages = self._form_pages
        if self.editing is not None:
            index = self.index % len(pages)
            pages = (*pages[:index], self.editing.page, *pages[index + 1:])
        return Moment(
            board=client.board, status=client.status, centre=client.welcome.centre if client.welcome else None,
            now=client.board_now(), own_now=self.ground.clock.now(), language=self.ground.language, pages=pages,
            page=self.index % len(pages), is_compact=self.board.form == "compact", rooms=self.board.rooms(),
            figures=self.figures.known, past_speed=past.speed if past else None, lost_at=self._lost_at,
        )  # fmt: skip

    def tiles(self) -> Iterable[Tile]:
        """Every tile that may be shown."""
        return [tile for page in self._form_pages for tile in page.tiles]

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
        self._sound(self.screen.sound)

    def show_page(self, index: int, *, is_faded: bool = True) -> None:
        """Show another page, counted from 0, round about."""
        self.index = index % len(self._form_pages)
        self._turned_at = self._seconds
        self.board.show_page(self.page, is_faded=is_faded)
        self.figures.want()
        self.refresh()

    def _sound(self, alerts: frozenset[str]) -> None:
        if alerts - self._rung and self.has_sound:
            ring()
        self._rung = alerts

    # --- what happens

    def _second(self) -> None:
        self._seconds += 1
        is_due = self._seconds - self._turned_at >= self.pages.rotate_seconds
        is_quiet = self.screen is None or not self.screen.has_fresh_alarm
        if self.is_rotating and is_due and is_quiet and self.editing is None and len(self._form_pages) > 1:
            self.show_page(self.index + 1)
        else:
            self.refresh()
        if self.past_bar is not None and self.client.past is not None:
            self.past_bar.begin_at(self.client.board_now())

    def _status_changed(self, status: Status) -> None:
        if status.state == "live":
            self._lost_at = None
            self.figures.want()
        elif self._lost_at is None:
            self._lost_at = self.client.server_now()
        self.refresh()

    def _travelled(self) -> None:
        self.figures.forget()
        if self.past_bar is not None:
            refusal = self.client.travel.refusal
            self.past_bar.tell(refusal.code if refusal else "")
        self.refresh()

    def _resized(self) -> None:
        self.board.show_page(self.page)
        if self.editing is not None:
            self.editing.fit()
        self._place_past_bar()
        self.refresh()

    def _language_changed(self) -> None:
        if self.past_bar is not None:
            self.past_bar.translate(self.ground.language)
        self.refresh()

    def _theme_changed(self) -> None:
        self.board.set_theme(self.ground.theme, has_motion=not self.ground.preferences.has_reduced_motion)
        self.refresh()

    # --- what people wish

    def do(self, wish: str) -> None:
        """Carry out what a key or the menu means."""
        match wish.partition(":"):
            case ("previous", _, _):
                self.show_page(self.index - 1)
            case ("next", _, _):
                self.show_page(self.index + 1)
            case ("rotation", _, _):
                self.is_rotating = not self.is_rotating
                self._turned_at = self._seconds
                self.refresh()
            case ("fullscreen", _, _):
                self.window.show_window() if self.window.isFullScreen() else self.window.show_fullscreen()
            case ("escape", _, _):
                self._escape()
            case ("theme", _, _):
                names = [theme.name for theme in THEMES]
                self.ground.set_theme(names[(names.index(self.ground.theme.name) + 1) % len(names)])
            case ("language", _, code):
                self.ground.set_language(code)
            case ("screen", _, name):
                self.window.screen_name = name
                self.window.show_fullscreen()
            case ("sound", _, _):
                self.has_sound = not self.has_sound
            case ("edit", _, _):
                self._edit()
            case ("past", _, _):
                self._toggle_past()
            case ("menu", _, _):
                self.show_menu(QCursor.pos())
            case ("sign_in", _, _):
                self.ground.spawn(sign_in_again(self.ground, title, self.client), "sign in")
            case ("settings", _, _):
                self._open(SettingsDialog(self.ground))
            case ("about", _, _):
                self._open(AboutDialog(self.ground))
            case ("quit", _, _):
                self.ground.stop()

    def show_menu(self, at: QPoint) -> None:
        """Open the menu there."""
        states = {
            "rotation": self.is_rotating, "fullscreen": self.window.isFullScreen(), "sound": self.has_sound,
            "past": self.past_bar is not None, "edit": self.editing is not None,
        }
        screens = [screen.name() for screen in QGuiApplication.screens()]
        menu = make_menu(self.ground.language, self.window, states, screens, self.window.screen().name())
        menu.triggered.connect(lambda action: self.do(str(action.data())))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _escape(self) -> None:
        if self.editing is not None:
            self._end_editing(is_kept=False)
        elif self.past_bar is not None:
            self._toggle_past()
        elif self.window.isFullScreen():
            self.window.show_window()

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # --- editing

    def _edit(self) -> None:
        if self.editing is not None:
            self._end_editing(is_kept=True)
            return
        centre = self.client.welcome.centre if self.client.welcome else CentreDescription()
        queues = {row.queue: centre.queue_title(row.queue) for row in self.client.board.queues}
        language = self.ground.language
        self.editing = Editing(
            self.board, self.page, language=language, theme=self.ground.theme, queues=queues,
            name_of=lambda kind: kind_title(kind, language),
        )  # fmt: skip
        self.editing.changed.connect(self._edited)
        self.editing.kept.connect(lambda: self._end_editing(is_kept=True))
        self.editing.dropped.connect(lambda: self._end_editing(is_kept=False))

    def _edited(self, page: Page) -> None:
        self.board.show_page(page)
        self.figures.want()
        self.refresh()

    def _end_editing(self, *, is_kept: bool) -> None:
        editing, self.editing = self.editing, None
        if editing is None:
            return
        editing.hide()
        editing.deleteLater()
        if is_kept:
            self._keep(editing.page)
        self.board.show_page(self.page)
        self.window.setFocus()
        self.refresh()

    def _keep(self, page: Page) -> None:
        form, own = self.board.form, settings.own(self.pages)
        pages = list(own.of(form))
        pages[self.index % len(pages)] = page
        self.pages = msgspec.structs.replace(own, **{form: tuple(pages)})
        try:
            settings.save_pages(self.pages, self._file)
        except SuiteError as problem:
            self.ground.report(problem)

    # --- the time machine

    def _toggle_past(self) -> None:
        bar = self.past_bar
        if bar is None:
            self.past_bar = bar = PastBar(self.ground.language, self.zone(), self.board)
            bar.latest(self.client.server_now())
            bar.begin_at(self.client.board_now())
            bar.wished.connect(lambda at, speed: self.client.wish(Wish(past=Past(at, speed))))
            bar.left.connect(self._toggle_past)
            self._place_past_bar()
            bar.show()
            bar.begin()
            return
        self.past_bar = None
        bar.hide()
        bar.deleteLater()
        if not self.client.travel.is_in_present:
            self.client.wish(Wish())
        self.window.setFocus()
        self.refresh()

    def _place_past_bar(self) -> None:
        if self.past_bar is not None:
            height = max(self.past_bar.sizeHint().height(), self.board.ticker.height())
            self.past_bar.setGeometry(0, self.board.height() - height, self.board.width(), height)
            self.past_bar.raise_()

    # --- life

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


def title(language: Language) -> str:
    """The program's name."""
    return language.text("Wallboard")
