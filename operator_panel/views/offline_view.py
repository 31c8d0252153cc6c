"""Without a connection: since when, what works meanwhile and what does not, what waits to be sent."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from operator_panel.screen import KeyRow, OfflineCard
from operator_panel.views.buttons import ActionButton
from operator_panel.views.painting import BODY, CARD_RADIUS, HINT, NAME, WORD
from operator_panel.views.part import Part
from shared.qt.forms import colour_text, label
from shared.qt.ground import Ground
from shared.qt.icons import IconName, icon_pixmap
from shared.qt.paint_text import plain
from shared.qt.painting import border_of, draw_icon, frame
from shared.qt.text import Text
from shared.qt.theme import Theme, Token

HEIGHT, TEXT_AT, SIDE = 88, 64, 17


class LostCard(Part[OfflineCard]):
    """In the place of the state card, dashed, with the running time of the loss; below it the next try."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._said: object = None
        self.word, self.since = label(NAME, 600, wraps=True), label(HINT, wraps=True)
        self.time = Text(WORD, 600, elides=False, is_right=True)
        self.next_try, self.button = Text(BODY), ActionButton()
        self._card = QWidget()
        self._card.setMinimumHeight(HEIGHT)
        grid = QGridLayout(self._card)
        grid.setContentsMargins(TEXT_AT, 8, SIDE, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for row in (0, 3):
            grid.setRowStretch(row, 1)
        grid.addWidget(self.word, 1, 0)
        grid.addWidget(self.time, 1, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.since, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        again = QHBoxLayout()
        again.addWidget(self.next_try, 1)
        again.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._card)
        column.addLayout(again)
        self.button.wished.connect(self.wish)

    def draw(self, shown: OfflineCard) -> None:
        """Words, time, button."""
        theme = self.theme
        if (shown.title, shown.since, theme) != self._said:
            self._said = (shown.title, shown.since, theme)
            self.word.setText(plain(shown.title.text))
            self.since.setText(plain(shown.since))
            colour_text(self.word, theme.colour("text"))
            colour_text(self.since, theme.colour("muted"))
            self.setAccessibleName(f"{shown.title.text}, {shown.since}")
            self.update()
        self.time.reserve("0:00:00" if shown.time.count(":") > 1 else "00:00")
        self.time.say(shown.time, theme, "muted")
        self.next_try.say(shown.next_try, theme, "muted")
        self.button.show_action(shown.try_now, theme)
        self.button.setVisible(bool(shown.try_now.text))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The dashed box and its icon."""
        if self.shown is None:
            return
        painter = QPainter(self)
        theme, box = self.theme, QRectF(self._card.geometry())
        frame(painter, box, theme.tint("offline"), border_of(theme, "offline"), radius=CARD_RADIUS, is_dashed=True)
        token = self.shown.title.token
        colour = theme.colour("bad" if token == "text" else token)
        draw_icon(painter, self.shown.title.icon, SIDE, box.center().y(), 36, colour)
        painter.end()


class AdviceBox(QWidget):
    """A box of lines with a mark before each: a title and a sentence."""

    def __init__(self, mark: IconName, token: Token, *, is_verbatim: bool = False) -> None:
        super().__init__()
        self._is_verbatim = is_verbatim
        self._mark, self._token, self._theme = mark, token, Theme("light")
        self.title = label(BODY, 600)
        self._rows: list[tuple[QLabel, QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(SIDE, 12, SIDE, 12)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self.title, 0, 0, 1, 2)
        self.title.hide()

    def say(self, title: str, rows: tuple[KeyRow, ...], theme: Theme) -> None:
        """The lines; without any the box is not there."""
        self._theme = theme
        self.title.setText(title)
        self.title.setVisible(bool(title))
        colour_text(self.title, theme.colour("text"))
        while len(self._rows) < len(rows):
            self._add()
        for number, (mark, head, text) in enumerate(self._rows):
            for widget in (mark, head, text):
                widget.setVisible(number < len(rows))
            if number < len(rows):
                mark.setPixmap(icon_pixmap(self._mark, theme.colour(self._token), 18, self.devicePixelRatioF()))
                head.setText(plain(rows[number].title))
                text.setText(plain(rows[number].value))
                text.setVisible(bool(rows[number].value))
                colour_text(head, theme.colour("text"))
                colour_text(text, theme.colour("muted"))
        self.setVisible(bool(rows))
        self.update()

    def _add(self) -> None:
        mark, head, text = QLabel(), label(BODY, 500, wraps=True), label(HINT, wraps=True)
        mark.setFixedSize(20, 20)
        text.setProperty("is_verbatim", self._is_verbatim)
        first = 1 + 3 * len(self._rows)
        self._grid.setRowMinimumHeight(first, 8 if self.title.text() else 0)
        self._grid.addWidget(mark, first + 1, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(head, first + 1, 1)
        self._grid.addWidget(text, first + 2, 1)
        self._rows.append((mark, head, text))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The box."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        frame(painter, box, self._theme.colour("surface"), self._theme.colour("line"), radius=CARD_RADIUS)
        painter.end()


class OfflineView(Part[OfflineCard]):
    """The boxes under the card: works, does not work, waits to be sent."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._said: object = None
        self.works, self.fails = AdviceBox("tick", "good"), AdviceBox("close", "bad")
        self.outbox = AdviceBox("clock", "warn", is_verbatim=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for box in (self.works, self.fails, self.outbox):
            column.addWidget(box)

    def draw(self, shown: OfflineCard) -> None:
        """What the screen says; the seconds are not here."""
        said = (shown.works_title, shown.works, shown.fails_title, shown.fails, shown.outbox, shown.outbox_detail,
                self.theme)  # fmt: skip
        if said == self._said:
            return
        self._said = said
        self.works.say(shown.works_title, shown.works, self.theme)
        self.fails.say(shown.fails_title, shown.fails, self.theme)
        rows = (KeyRow(shown.outbox, shown.outbox_detail),) if shown.outbox else ()
        self.outbox.say("", rows, self.theme)
