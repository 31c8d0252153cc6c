"""The console's window: side bar, top bar, the page that is shown, and one line at the foot for some seconds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.icons import icon
from shared.qt.painting import draw_icon, frame, write
from supervisor_console.shell.screen import ShellScreen
from supervisor_console.shell.views.rail import Rail
from supervisor_console.shell.views.top_bar import TopBar
from supervisor_console.views.focus import FocusRing
from supervisor_console.views.popover import Popover
from supervisor_console.views.sizes import BODY, LARGEST, NARROW

USUAL, SMALLEST = QSize(1440, 900), QSize(1280, 720)
FOOT_MS, FOOT_HEIGHT, FOOT_OFF = 8000, 40, 24
PAGES = 7


class ConsoleWindow(QWidget):
    """``picked(page)``, ``picked_place(number)``, ``reloaded``, ``acknowledged``, ``quitted``, ``closed``."""

    picked = Signal(str)
    picked_place = Signal(int)
    reloaded = Signal()
    acknowledged = Signal()
    quitted = Signal()
    closed = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.rail, self.bar, self.pages = Rail(ground), TopBar(ground), QStackedWidget()
        self.foot = FootLine(ground, self)
        self.ring = FocusRing(ground)
        self.pages.setMaximumWidth(LARGEST)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.bar)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.pages, 1)
        beside.addStretch()
        right.addLayout(beside, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.rail.picked.connect(self.picked.emit)
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        QWidget.setTabOrder(self.bar.search, self.rail)
        ground.theme_changed.connect(self._dress)
        self._dress()
        self._set_keys()

    def _set_keys(self) -> None:
        keys: list[tuple[str, Callable[[], None]]] = [
            (f"Ctrl+{place}", partial(self.picked_place.emit, place)) for place in range(1, PAGES + 1)
        ]
        keys += [
            ("Ctrl+K", self.go_to_search), ("F5", self.reloaded.emit), ("F8", self.acknowledged.emit),
            ("Ctrl+Q", self.quitted.emit), ("F6", partial(self.jump, 1)), ("Shift+F6", partial(self.jump, -1)),
        ]
        for key, do in keys:
            QShortcut(QKeySequence(key), self).activated.connect(do)

    def render_screen(self, screen: ShellScreen, program: str) -> None:
        """Show this around the page."""
        title = " – ".join(part for part in (screen.title, program) if part)
        if title != self.windowTitle():
            self.setWindowTitle(title)
        self.rail.render_rail(screen.rail)
        self.bar.render_bar(screen)

    def show_page(self, page: QWidget) -> None:
        """This page and no other."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    # --- keys

    def go_to_search(self) -> None:
        """Ctrl+K."""
        self.bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc that nobody wanted: a popover closes, the search is left."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        opened = [one for one in self.findChildren(Popover) if one.isVisible()]
        if opened:
            opened[-1].shut()
        elif self.bar.search.hasFocus():
            self.go_to_page()

    def close_popovers(self) -> None:
        """Nothing is open above the page any more."""
        for one in self.findChildren(Popover):
            one.shut()

    def go_to_page(self) -> None:
        """The focus to what is first in the page."""
        first = _first_in(self.pages)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def jump(self, by: int) -> None:
        """F6: to the next region: top bar, side bar, and what the page says its regions are."""
        regions = self._regions()
        focus = self.focusWidget()
        within = [place for place, one in enumerate(regions) if focus in (one, *one.findChildren(QWidget))]
        at = within[0] if within else (-1 if by > 0 else 0)
        for step in range(1, len(regions) + 1):
            target = _first_in(regions[(at + by * step) % len(regions)])
            if target is not None:
                target.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _regions(self) -> list[QWidget]:
        """A page's children with the property ``is_region`` are its regions; without any the whole page is one."""
        page = self.pages
        inner = [one for one in page.findChildren(QWidget) if one.property("is_region") and one.isVisible()]
        return [self.bar, self.rail, *(inner or [page])]

    # --- looks and the window system

    def say(self, text: str, *, is_bad: bool = False) -> None:
        """One line at the foot."""
        self.foot.say(text, is_bad=is_bad)

    def _dress(self) -> None:
        self.setWindowIcon(icon("activity", self._ground.theme.colour("accent"), 32))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The format follows."""
        super().resizeEvent(event)
        self.bar.set_narrow(self.width() < NARROW)
        self.foot.place()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """What closing means is the app's."""
        event.ignore()
        self.closed.emit()


class FootLine(QWidget):
    """What came of something, above the page's foot; goes after some seconds, and takes no mouse."""

    def __init__(self, ground: Ground, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._ground, self.text, self.is_bad = ground, "", False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self, singleShot=True, interval=FOOT_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, *, is_bad: bool) -> None:
        """Say this for some seconds; "" takes away what is said."""
        self.text, self.is_bad = paint_text.plain(text), is_bad
        self.setAccessibleName(self.text)
        self.place()
        self.setVisible(bool(text))
        self.raise_()
        self.update()
        self._timer.start()

    def place(self) -> None:
        """At the foot, in the middle of the page."""
        window = self._window
        wide = min(round(paint_text.advance(self.text, BODY, 500)) + 60, window.width() - 160)
        x = 80 + (window.width() - 80 - wide) // 2
        self.setGeometry(x, window.height() - FOOT_OFF - FOOT_HEIGHT, wide, FOOT_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Icon and line on a raised ground."""
        painter, theme, middle = QPainter(self), self._ground.theme, self.height() / 2
        border = theme.colour("bad" if self.is_bad else "line")
        frame(painter, QRectF(self.rect()), theme.colour("raised"), border)
        name, token = ("triangle", "bad") if self.is_bad else ("circle_tick", "good")
        draw_icon(painter, name, 14, middle, 16, theme.colour(token))  # type: ignore[arg-type]  # one of the tokens
        write(painter, self.text, 40, middle, BODY, theme.colour("text"), weight=500, width=self.width() - 54)
        painter.end()


def _first_in(region: QWidget) -> QWidget | None:
    if region.focusPolicy() & Qt.FocusPolicy.TabFocus and region.isVisible() and region.isEnabled():
        return region
    return next((
        one for one in region.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled()
    ), None)  # fmt: skip
