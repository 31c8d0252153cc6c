"""My state: icon, word and running time on a tint of the state's colour, and the buttons that change it.

The time keeps room for the longest it may be, and each of the lines its place, so that nothing moves as it runs.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from operator_panel.screen import Action, StateCard
from operator_panel.views.buttons import ActionButton
from operator_panel.views.painting import CARD_RADIUS, CLOCK, DENSE, HINT, WORD
from operator_panel.views.part import Part
from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import border_of, draw_icon, frame
from shared.qt.text import Text
from shared.qt.theme import Token

HEIGHT, HEIGHT_WITH_BAR = 72, 88
SIDE, ICON, TEXT_AT = 17, 36, 64
AWAY: tuple[Token, ...] = ("offline", "unreachable", "muted")
"""States in which no call can come: the card's border is dashed."""


class StateView(Part[StateCard]):
    """The card, 72 high, 88 with the bar of what is left of a wrap-up."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.setFixedHeight(HEIGHT)
        self.word, self.under = Text(WORD, 600), Text(HINT)
        self.time, self.label = Text(CLOCK, 600, elides=False, is_right=True), Text(DENSE, elides=False)
        self.limit = Text(HINT, elides=False, is_right=True)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(8)
        first.addWidget(self.word, 1)
        first.addWidget(self.label, 0, Qt.AlignmentFlag.AlignBottom)
        first.addWidget(self.time)
        second.addWidget(self.under, 1)
        second.addWidget(self.limit)
        self._lines = QVBoxLayout(self)
        self._lines.setSpacing(0)
        self._lines.addStretch(1)
        self._lines.addLayout(first)
        self._lines.addLayout(second)
        self._lines.addStretch(1)

    def draw(self, shown: StateCard) -> None:
        """Texts, and the room of the time."""
        theme, state = self.theme, shown.state
        has_bar = shown.share is not None
        self.setFixedHeight(HEIGHT_WITH_BAR if has_bar else HEIGHT)
        self._lines.setContentsMargins(TEXT_AT, 0, SIDE, 14 if has_bar else 0)
        self.word.say(state.text, theme, state.token)
        self.under.say(" · ".join(part for part in (shown.detail, shown.pending) if part), theme, "muted")
        self.time.reserve("0:00:00" if shown.time.count(":") > 1 else "00:00")
        self.time.say(shown.time, theme)
        self.label.say(shown.time_label, theme, "muted")
        self.label.setVisible(bool(shown.time_label))
        limit = " · ".join(part for part in (shown.over.text, shown.limit) if part)
        self.limit.say(limit, theme, shown.over.token if shown.over.text else "muted")
        for line in (self.under, self.limit):
            line.setVisible(bool(line.text()))
        parts = (state.text, self.under.text(), shown.time_label, shown.time, limit)
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The box, the icon, the bar."""
        shown = self.shown
        if shown is None:
            return
        painter = QPainter(self)
        theme, token = self.theme, shown.state.token
        box = QRectF(self.rect())
        frame(painter, box, theme.tint(token), border_of(theme, token), radius=CARD_RADIUS, is_dashed=token in AWAY)
        middle = self.height() / 2 - (7 if shown.share is not None else 0)
        draw_icon(painter, shown.state.icon, SIDE, middle, ICON, theme.colour(token))
        if shown.over.text:
            place = self.limit.geometry()
            x = place.right() - paint_text.advance(self.limit.text(), HINT, 400) - 18
            draw_icon(painter, shown.over.icon, x, place.center().y() + 1, 14, theme.colour(shown.over.token))
        if shown.share is not None:
            self._paint_bar(painter, shown.share, token)
        painter.end()

    def _paint_bar(self, painter: QPainter, share: float, token: Token) -> None:
        track = QRectF(SIDE, self.height() - 23, self.width() - 2 * SIDE, 4)
        frame(painter, track, self.theme.colour("line"), None, radius=2)
        left = QRectF(track)
        left.setWidth(track.width() * min(max(share, 0.0), 1.0))
        if left.width() >= 1:
            frame(painter, left, self.theme.colour(token), None, radius=2)


class ActionsRow(Part[tuple[Action, ...]]):
    """The buttons under the card, as wide as one another; under one another where they do not fit."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.buttons: list[ActionButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)

    def draw(self, shown: tuple[Action, ...]) -> None:
        """A button for each action; one that is there already stays, so that it keeps the focus."""
        while len(self.buttons) < len(shown):
            button = ActionButton()
            button.wished.connect(self.wish)
            self.buttons.append(button)
            self._row.addWidget(button, 1)
        for button, action in zip(self.buttons, shown, strict=False):
            button.show_action(action, self.theme)
            button.show()
        for button in self.buttons[len(shown) :]:
            button.hide()
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Perhaps they fit now, or no more."""
        super().resizeEvent(event)
        self._turn()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as the widest."""
        shown = [button for button in self.buttons if not button.isHidden()]
        return QSize(max((one.minimumSizeHint().width() for one in shown), default=0), self._row.minimumSize().height())

    def _turn(self) -> None:
        shown = [button for button in self.buttons if not button.isHidden()]
        wanted = sum(button.minimumSizeHint().width() + 8 for button in shown) - 8
        beside, below = QHBoxLayout.Direction.LeftToRight, QHBoxLayout.Direction.TopToBottom
        direction = beside if wanted <= self.width() else below
        if direction != self._row.direction():
            self._row.setDirection(direction)

    def open_pause(self) -> None:
        """Ctrl+P: the button that pauses, or that ends the pause."""
        for button in self.buttons:
            if button.action is not None and button.isVisible() and button.action.wish.kind in ("pause", "ready"):
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                button.press()
                return
