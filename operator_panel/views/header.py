"""The band on top: who, at which phone, a struck bell in quiet mode, how the connection is, and the menu."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu

from operator_panel.screen import Header, PanelScreen, Wish
from operator_panel.views.buttons import IconButton
from operator_panel.views.painting import BODY, HINT
from operator_panel.views.part import Part
from operator_panel.views.program_menu import program_menu
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon
from shared.qt.text import Text
from shared.qt.tips import tip

HEIGHT, ICON_AT, TEXT_AT, RIGHT = 48, 17, 44, 10


class HeaderView(Part[Header]):
    """48 high; the name is cut first."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.setFixedHeight(HEIGHT)
        self.name, self.phone = Text(BODY, 600), Text(BODY)
        for line in (self.name, self.phone):
            line.setProperty("is_verbatim", True)
        self.connection = Text(HINT, 500, elides=False)
        self.quiet = IconButton("bell_struck", size=28, icon_size=16, token="warn")
        self.quiet.hide()
        self.button = IconButton("menu", icon_size=18)
        self.menu: QMenu | None = None
        self._screen: PanelScreen | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(TEXT_AT, 0, RIGHT, 1)
        row.setSpacing(8)
        row.addWidget(self.name)
        row.addWidget(self.phone)
        row.addWidget(self.quiet)
        row.addStretch(1)
        row.addSpacing(18)
        row.addWidget(self.connection)
        row.addWidget(self.button)
        self.quiet.clicked.connect(lambda _checked=False: self.wish(Wish("quiet", is_on=False)))
        self.button.clicked.connect(lambda _checked=False: self.open_menu())

    def render_screen(self, screen: PanelScreen) -> None:
        """The menu offers what the whole screen says."""
        self._screen = screen
        self.render_part(screen.header)

    def draw(self, shown: Header) -> None:
        """All of the band."""
        theme = self.theme
        self.name.say(shown.name or shown.program, theme)
        self.phone.say(shown.phone, theme, "muted")
        self.connection.say(shown.connection.text, theme, shown.connection.token)
        self.quiet.say(self.language.text("Quiet mode is on: nothing pops up. Press to end it."), theme)
        self.quiet.setVisible(shown.is_quiet)
        self.button.say(self.language.text("Menu (F10)"), theme)
        self._fit()
        self.setAccessibleName(", ".join(part for part in (shown.name, shown.phone, shown.connection.text) if part))
        self.update()

    def open_menu(self) -> None:
        """Under its button, right edges together."""
        if self._screen is None:
            return
        self.menu = program_menu(self._screen, self.ground, self.button, self.wish)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        corner = self.button.mapToGlobal(QPoint(self.button.width(), self.button.height() + 4))
        self.menu.popup(corner - QPoint(self.menu.sizeHint().width(), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A narrow one has no room for the phone."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The phone goes before the name is cut; it is under the mouse then."""
        taken = TEXT_AT + RIGHT + self.button.width() + self.connection.sizeHint().width() + 18 + 4 * 8
        if not self.quiet.isHidden():
            taken += self.quiet.width() + 8
        names = self.name.sizeHint().width() + self.phone.sizeHint().width()
        self.phone.setVisible(taken + names <= self.width())
        whole = " · ".join(part for part in (self.name.text(), self.phone.text()) if part)
        self.setToolTip(tip(whole))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground, line, the two icons."""
        painter = QPainter(self)
        theme = self.theme
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
        middle = (self.height() - 1) / 2
        draw_icon(painter, "user", ICON_AT - 1, middle, 20, theme.colour("muted"))
        if self.shown is not None:
            connection = self.shown.connection
            draw_icon(painter, connection.icon, self.connection.x() - 19, middle, 14, theme.colour(connection.token))
        painter.end()
