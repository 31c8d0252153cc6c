"""That there is nothing to show, and that something is wrong: icon, one sentence, one button at most."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from shared.qt.forms import colour_text, label
from shared.qt.ground import Ground
from shared.qt.icons import icon_pixmap
from shared.qt.painting import border_of, frame, known_icon
from shared.qt.text import Text
from shared.qt.theme import Token
from supervisor_console.views.button import Button
from supervisor_console.views.sizes import BODY, HEAD, PADDING, RADIUS, TITLE, pale

BAR, STRIP_ICON = 4, 18
STATE_ICON = 24


class EmptyState(QWidget):
    """In the middle of what is empty. Signal: ``pressed`` when its button is."""

    pressed = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self._icon = ground, ""
        self._mark, self._title, self._hint = QLabel(), label(TITLE, 600, wraps=True), label(BODY, wraps=True)
        self.button = Button(ground)
        self.button.clicked.connect(lambda _checked=False: self.pressed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addStretch(1)
        for one in (self._mark, self._title, self._hint):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(one)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        ground.theme_changed.connect(self._dress)
        self.say("info", "")

    def say(self, icon: str, title: str, hint: str = "", button: str = "", *, button_icon: str = "") -> None:
        """What is missing, what may be done, and the words of the button that does it."""
        self._icon = icon
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.button.say(button, button_icon)
        self.button.setVisible(bool(button))
        self.setAccessibleName(" ".join(part for part in (title, hint) if part))
        self._dress()

    def _dress(self) -> None:
        theme = self._ground.theme
        name = known_icon(self._icon)
        if name is not None:
            pixmap = icon_pixmap(name, theme.colour("muted"), STATE_ICON, self.devicePixelRatioF())
            self._mark.setPixmap(pixmap)
        self._mark.setVisible(name is not None)
        colour_text(self._title, theme.colour("text"))
        colour_text(self._hint, theme.colour("muted"))


class ErrorStrip(QWidget):
    """48 high: a bar in the meaning's colour, an icon, one sentence, more about it in muted, one button.

    Signal: ``pressed``. Hidden while it says nothing.
    """

    pressed = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._token: Token = "bad"
        self._icon, self._said = "triangle", ("", "")
        self.setMinimumHeight(HEAD)
        self._mark, self.words, self.more = QLabel(), Text(BODY, 600), Text(BODY)
        self.button = Button(ground)
        self.button.clicked.connect(lambda _checked=False: self.pressed.emit())
        self.tools = QHBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, PADDING - 4, 0)
        row.setSpacing(PADDING)
        row.addWidget(self._mark)
        row.addWidget(self.words)
        row.addWidget(self.more, 1)
        row.addLayout(self.tools)
        row.addWidget(self.button)
        ground.theme_changed.connect(self._dress)
        self.hide()

    def say(self, text: str, more: str = "", button: str = "", *, icon: str = "triangle", token: Token = "bad") -> None:
        """Say this; "" hides it."""
        self._token, self._icon, self._said = token, icon, (text, more)
        self.button.say(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(" ".join(part for part in (text, more) if part))
        self._dress()
        self.setVisible(bool(text))

    def _dress(self) -> None:
        theme = self._ground.theme
        name = known_icon(self._icon)
        if name is not None:
            self._mark.setPixmap(icon_pixmap(name, theme.colour(self._token), STRIP_ICON, self.devicePixelRatioF()))
        self.words.say(self._said[0], theme)
        self.more.say(self._said[1], theme, "muted")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A pale ground, its line, the bar at the left."""
        painter, theme = QPainter(self), self._ground.theme
        box = QRectF(self.rect())
        frame(painter, box, pale(theme, self._token), border_of(theme, self._token), radius=RADIUS)
        painter.setClipRect(0, 0, BAR, self.height())
        frame(painter, box, theme.colour(self._token), None, radius=RADIUS)
        painter.end()
