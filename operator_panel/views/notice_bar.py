"""What a command came to, and messages to this desk, in words: over the foot of the window until it is closed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from operator_panel.screen import Notice, Wish
from operator_panel.views.buttons import ActionButton, IconButton
from operator_panel.views.painting import CARD_RADIUS, DENSE, HINT
from operator_panel.views.part import Part
from shared.qt.forms import colour_text, label
from shared.qt.ground import Ground
from shared.qt.paint_text import plain
from shared.qt.painting import border_of, draw_icon, frame

SIDE, TEXT_AT, LINE = 16, 42, 28


class NoticeBar(Part[Notice | None]):
    """Hidden while there is nothing to say."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.words = label(DENSE, wraps=True)
        self.words.setMinimumHeight(LINE)  # as high as with the button that closes it, which is not always there
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.title = label(HINT, wraps=True)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.shut = IconButton("close", size=LINE, icon_size=16)
        self.buttons: list[ActionButton] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self.title)
        said.addWidget(self.words)
        line = QHBoxLayout()
        line.addLayout(said, 1)
        line.addWidget(self.shut, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(SIDE + TEXT_AT - 10, 11, SIDE + 4, 13)
        box.setSpacing(6)
        box.addLayout(line)
        box.addLayout(self._row)
        self.shut.clicked.connect(lambda _checked=False: self._close())
        self.hide()

    def render_part(self, shown: Notice | None) -> None:
        """Nothing to say is a state too."""
        self.setVisible(shown is not None and bool(shown.text))
        super().render_part(shown)

    def _close(self) -> None:
        key = self.shown.key if self.shown is not None else ""
        self.wish(Wish("close_notice", choice=key))

    def draw(self, shown: Notice | None) -> None:
        """Words and what can be done about it."""
        if shown is None:
            return
        for words, text in ((self.title, shown.title), (self.words, shown.text)):
            words.setText(plain(text))
            words.setProperty("is_verbatim", True)
            colour_text(words, self.theme.colour("muted" if words is self.title else "text"))
        self.title.setVisible(bool(shown.title))
        self.shut.say(self.language.text("Close this notice"), self.theme)
        self.shut.setVisible(shown.can_close)
        while len(self.buttons) < len(shown.actions):
            button = ActionButton()
            button.wished.connect(self.wish)
            self.buttons.append(button)
            self._row.addWidget(button)
        for button, action in zip(self.buttons, shown.actions, strict=False):
            button.show_action(action, self.theme)
            button.show()
        for button in self.buttons[len(shown.actions) :]:
            button.hide()
        self.setAccessibleName(": ".join(filter(None, (shown.title, shown.text))))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A tinted box with its icon."""
        if self.shown is None:
            return
        painter = QPainter(self)
        theme, token = self.theme, self.shown.token
        box = QRectF(self.rect()).adjusted(SIDE, 6, -SIDE, -8)
        frame(painter, box, theme.tint(token), border_of(theme, token), radius=CARD_RADIUS)
        draw_icon(painter, self.shown.icon, SIDE + 11, self.shut.geometry().top() + LINE / 2, 16, theme.colour(token))
        painter.end()
