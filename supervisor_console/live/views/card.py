"""A queue's card, painted: who waits and how long, who is ready of how many, the service level of today."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, write
from shared.qt.theme import Theme
from shared.qt.tips import tip
from supervisor_console.live.screen import QueueCard, Wish, Words
from supervisor_console.views.sizes import BIG, BODY, CAPTION, TITLE, pale

HEIGHT, SLIM = 148, 104
LEAST, MOST = 264, 400
SIDE, RADIUS, CHIP, ICON = 16, 6, 24, 16
_LONGEST_AT = 72


class CardView(QWidget):
    """One card. A click shows only this queue; ``asked_menu`` (where) wants its menu, ``stepped`` another card."""

    wished = Signal(object)
    asked_menu = Signal(object, object)
    stepped = Signal(int)

    def __init__(self, ground: Ground, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = ground
        self.card: QueueCard | None = None
        self.captions = ("", "", "")
        self.is_slim = self.is_old = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def render_card(self, card: QueueCard, *, is_slim: bool, is_old: bool) -> None:
        """Show this queue; nothing is painted where nothing is different."""
        language = self._ground.language
        captions = (language.text("Waiting|caption"), language.text("Longest|wait"), language.text("Ready / in"))
        state = (card, is_slim, is_old, captions)
        if state != (self.card, self.is_slim, self.is_old, self.captions):
            if self.card is None or card.told != self.card.told:
                self.setAccessibleName(card.told)
                self.setToolTip(tip(card.title))
            self.card, self.is_slim, self.is_old, self.captions = state
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as all the others."""
        return QSize(LEAST, SLIM if self.is_slim else HEIGHT)

    # --- hands

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Only this queue, or all again."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows go to another card, Enter and Space choose, the Menu key asks for the menu."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -2, Qt.Key.Key_Down: 2}
        if event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """By the right button, and by the Menu key."""
        self.asked_menu.emit(self.card, event.globalPos())

    def _choose(self) -> None:
        if self.card is not None:
            chosen = () if self.card.is_chosen else (self.card.queue,)
            self.wished.emit(Wish("queues", choices=chosen))

    # --- paint

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """All of it."""
        card = self.card
        if card is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._ground.theme.lost() if self.is_old else self._ground.theme
        self._frame(painter, card, theme)
        top = 24 if self.is_slim else 28
        left = _chip(painter, card.level, self.width() - SIDE, top, theme)
        write(painter, card.title, SIDE, top, TITLE, theme.colour("text"), weight=600, width=left - SIDE - 8)
        self._figures(painter, card, theme, top)
        if not self.is_slim:
            _states(painter, card, theme, self.height() - 26, self.width() - 2 * SIDE)
        painter.end()

    def _frame(self, painter: QPainter, card: QueueCard, theme: Theme) -> None:
        width = 2 if self.hasFocus() or card.is_chosen else 1
        pen = QPen(theme.colour("accent" if width == 2 else "line"), width)
        painter.setPen(pen)
        painter.setBrush(theme.colour("surface"))
        half = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), RADIUS, RADIUS)

    def _figures(self, painter: QPainter, card: QueueCard, theme: Theme, top: int) -> None:
        caption, middle, right = top + (24 if self.is_slim else 32), top + (50 if self.is_slim else 58), self.width()
        muted, text = theme.colour("muted"), theme.colour("text")
        waiting, longest, ready = self.captions
        at = SIDE + max(_LONGEST_AT, int(paint_text.advance(card.waiting, BIG, 600)) + 24)
        write(painter, waiting, SIDE, caption, CAPTION, muted, width=at - SIDE - 8)
        write(painter, longest, at, caption, CAPTION, muted)
        write(painter, ready, right - SIDE, caption, CAPTION, muted, align="right")
        write(painter, card.waiting, SIDE, middle, BIG, text, weight=600)
        colour = theme.colour(card.longest.token)
        wide = write(painter, card.longest.text, at, middle, BIG, colour, weight=600)
        draw_icon(painter, card.longest.icon, at + wide + 8, middle, 18, colour)
        wide = write(painter, f" / {card.members}", right - SIDE, middle, BIG, muted, align="right")
        write(painter, card.ready, right - SIDE - wide, middle, BIG, text, weight=600, align="right")


def _chip(painter: QPainter, words: Words, right: float, middle: float, theme: Theme) -> float:
    """The service level: its left edge."""
    colour = theme.colour(words.token)
    wide = paint_text.advance(words.text, CAPTION, 600) + (20 if words.icon else 0) + 16
    place = QRectF(right - wide, middle - CHIP / 2, wide, CHIP)
    painter.setPen(QPen(colour, 1) if theme.name == "contrast" else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("bg") if words.token == "muted" else pale(theme, words.token))
    painter.drawRoundedRect(place, 4, 4)
    x = place.left() + 8
    if words.icon:
        draw_icon(painter, words.icon, x, middle, 14, colour)
        x += 20
    write(painter, words.text, x, middle, CAPTION, colour, weight=600)
    return place.left()


def _states(painter: QPainter, card: QueueCard, theme: Theme, middle: float, room: float) -> None:
    """How many are in which state; the sign says which, its word is in the tooltip and for a screen reader."""
    if card.nobody:
        write(painter, card.nobody, SIDE, middle, CAPTION, theme.colour("muted"), width=room)
        return
    x = float(SIDE)
    gap = 16 if len(card.states) < 7 else 9
    for state in card.states:
        colour = theme.colour(state.token)
        draw_icon(painter, state.icon, x, middle, ICON, colour)
        x += ICON + 5
        x += write(painter, state.text, x, middle, BODY, colour, weight=600) + gap
