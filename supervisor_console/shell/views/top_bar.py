"""The top bar: search, how both connections fare, the bell, the account. 56 high."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame, write
from shared.qt.theme import mixed
from shared.qt.tips import tip
from supervisor_console.shell.screen import Half, ShellScreen
from supervisor_console.views.control import Control
from supervisor_console.views.focus import wants_ring
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.sizes import BODY, CAPTION, GAP, ICON, pale

HEIGHT, SEARCH, SEARCH_NARROW, SEARCH_HEIGHT = 56, 480, 360, 36
CIRCLE, CHEVRON = 32, 16
WIDEST_NAME = 180


class TopBar(QWidget):
    """``searched(text)`` by Enter; ``pressed_half(name)``; ``pressed_bell``; ``pressed_account``."""

    searched = Signal(str)
    pressed_half = Signal(str)
    pressed_bell = Signal()
    pressed_account = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.setFixedHeight(HEIGHT)
        self.search = LineEdit(ground, height=SEARCH_HEIGHT, icon="search", cap="Ctrl+K", is_on_ground=True)
        self.search.setProperty("elides", True)  # the tooltip has it whole
        self.search.returnPressed.connect(lambda: self.searched.emit(self.search.text().strip()))
        self.halves = (HalfButton(ground), HalfButton(ground))
        self.bell, self.account = BellButton(ground), AccountButton(ground)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(24, 0, 24, 1)
        self.row.setSpacing(16)
        self.row.addWidget(self.search)
        self.row.addStretch(1)
        for half in self.halves:
            self.row.addWidget(half)
            half.clicked.connect(lambda _checked=False, half=half: self._press(half))
        for one in (self.bell, Upright(ground), self.account):
            self.row.addWidget(one)
        self.bell.clicked.connect(lambda _checked=False: self.pressed_bell.emit())
        self.account.clicked.connect(lambda _checked=False: self.pressed_account.emit())
        ground.theme_changed.connect(self.update)
        self.set_narrow(False)

    def set_narrow(self, is_narrow: bool) -> None:
        """The format of small windows."""
        self.search.setFixedWidth(SEARCH_NARROW if is_narrow else SEARCH)

    def render_bar(self, screen: ShellScreen) -> None:
        """Show this."""
        self.search.setVisible(screen.can_search)
        if self.search.placeholderText() != screen.search:
            self.search.setPlaceholderText(screen.search)
            self.search.setToolTip(tip(f"{screen.search} (Ctrl+K)"))
            self.search.setAccessibleName(screen.search)
        for place, button in enumerate(self.halves):
            button.setVisible(place < len(screen.halves))
            if place < len(screen.halves):
                button.show_half(screen.halves[place])
        alerts = self._ground.language.text("Alerts")
        self.bell.show_count(screen.unread, alerts)
        self.account.show_account(screen.name, screen.role, screen.initials)

    def _press(self, button: HalfButton) -> None:
        if button.half is not None:
            self.pressed_half.emit(button.half.name)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Surface, and the line below."""
        painter, theme = QPainter(self), self._ground.theme
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
        painter.end()


class Upright(QWidget):
    """A thin line between what belongs not together."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.setFixedSize(1, CIRCLE)
        ground.theme_changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ground.theme.colour("line"))
        painter.end()


class HalfButton(Control):
    """How a connection fares; a press tries again, or asks what it wants."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.half: Half | None = None
        self.setFixedHeight(40)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        wants_ring(self)

    def show_half(self, half: Half) -> None:
        """Say this."""
        if half == self.half:
            return
        self.half = half
        self.setAccessibleName(f"{half.text} {half.since}".strip())
        self.setAccessibleDescription(half.hint)
        self.setToolTip(tip(half.hint))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if half.token == "good" else Qt.FocusPolicy.StrongFocus)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as the longer line."""
        if self.half is None:
            return QSize(0, 40)
        wide = max(paint_text.advance(self.half.text, BODY, 400), paint_text.advance(self.half.since, CAPTION, 400))
        return QSize(math.ceil(wide) + ICON + GAP, 40)

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Icon, one line or two."""
        if self.half is None:
            return
        painter, theme, half = QPainter(self), self.theme, self.half
        middle = self.height() / 2
        draw_icon(painter, half.icon, 0, middle, ICON, theme.colour(half.token))
        ink = theme.colour("text" if half.token == "good" else half.token)
        above = middle - 9 if half.since else middle
        write(painter, half.text, ICON + GAP, above, BODY, ink)
        if half.since:
            write(painter, half.since, ICON + GAP, middle + 9, CAPTION, theme.colour("muted"))
        painter.end()


class BellButton(Control):
    """The bell, and how many alerts nobody has acknowledged."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.count = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        wants_ring(self)

    def show_count(self, count: int, name: str) -> None:
        """So many; ``name``: what the bell is called."""
        self.setAccessibleName(f"{name} {count}" if count else name)
        self.setToolTip(tip(name))
        if count != self.count:
            self.count = count
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The bell, with its number if there is any."""
        wide = paint_text.advance(str(self.count), BODY, 600) + GAP if self.count else 0
        return QSize(ICON + 16 + math.ceil(wide), 32)

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The bell and the number."""
        painter, theme, middle = QPainter(self), self.theme, self.height() / 2
        if self.is_hovered:
            frame(painter, QRectF(self.rect()), pale(theme, "accent"), None)
        draw_icon(painter, "bell", 8, middle, ICON, theme.colour("muted"))
        if self.count:
            write(painter, str(self.count), 8 + ICON + GAP, middle, BODY, theme.colour("bad"), weight=600)
        painter.end()


class AccountButton(Control):
    """Initials in a circle, name, role; opens the menu of the account."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._said = ("", "", "")
        self.setFixedHeight(40)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        wants_ring(self)

    def show_account(self, name: str, role: str, initials: str) -> None:
        """Whose console this is."""
        name = paint_text.plain(name)
        if (name, role, initials) != self._said:
            self._said = (name, role, initials)
            self.setAccessibleName(f"{name}, {role}")
            self.setToolTip(tip(name))
            self.updateGeometry()
            self.update()

    def _words(self) -> int:
        name, role, _ = self._said
        wide = max(paint_text.advance(name, BODY, 600), paint_text.advance(role, CAPTION, 400))
        return min(WIDEST_NAME, math.ceil(wide))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Circle, words, arrow."""
        return QSize(CIRCLE + GAP + self._words() + GAP + CHEVRON, 40)

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    def _circle(self) -> QColor:
        theme = self.theme
        return mixed(theme.colour("accent"), theme.colour("surface"), 0.0 if theme.name == "contrast" else 0.14)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Circle, two lines, arrow."""
        painter, theme, middle = QPainter(self), self.theme, self.height() / 2
        name, role, initials = self._said
        border = theme.colour("line") if theme.name == "contrast" else None
        frame(painter, QRectF(0, middle - CIRCLE / 2, CIRCLE, CIRCLE), self._circle(), border, radius=CIRCLE / 2)
        write(painter, initials, CIRCLE / 2, middle, CAPTION, theme.colour("accent"), weight=600, align="centre")
        x, room = CIRCLE + GAP, self._words() + 1
        write(painter, name, x, middle - 9 if role else middle, BODY, theme.colour("text"), weight=600, width=room)
        write(painter, role, x, middle + 9, CAPTION, theme.colour("muted"), width=room)
        draw_icon(painter, "chevron_down", self.width() - CHEVRON, middle, CHEVRON, theme.colour("muted"))
        painter.end()
