"""A contact of a campaign before it is dialled: whom, which number, what is known, what was before."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from operator_panel.screen import Choice, Earlier, PreviewCard, Words
from operator_panel.views.call.boxes import Box
from operator_panel.views.call.customer import KeyRows
from operator_panel.views.call.pieces import Heading, Mark, Sign
from operator_panel.views.call.tiles import RadioTile
from operator_panel.views.painting import BODY, CARD_RADIUS, CLOCK, DENSE, HINT, NAME
from operator_panel.views.part import Part
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame, write
from shared.qt.text import Text

STATE_HEIGHT, ROW_HEIGHT, KEY_WIDTH = 72, 44, 112
MOST_EARLIER = 4


class PreviewState(Part[PreviewCard]):
    """The state card of a preview: whose campaign, and how long it is looked at."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.setFixedHeight(STATE_HEIGHT)
        self._box, self._mark = Box(), Mark(32)
        self.word, self.campaign = Text(NAME, 600), Text(HINT)
        self.time, self.label = Text(CLOCK, 600, elides=False, is_right=True), Text(HINT, elides=False, is_right=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.word)
        words.addWidget(self.campaign)
        words.addStretch(1)
        row = QHBoxLayout(self._box)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        times = QVBoxLayout()
        times.setSpacing(0)
        times.addStretch(1)
        times.addWidget(self.time, 0, Qt.AlignmentFlag.AlignRight)
        times.addWidget(self.label, 0, Qt.AlignmentFlag.AlignRight)
        times.addStretch(1)
        row.addLayout(times)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._box)

    def draw(self, shown: PreviewCard) -> None:
        """Words and time."""
        theme, token = self.theme, shown.state.token
        self._box.show_box(theme, token)
        self._mark.show_mark(shown.state.icon, token, theme)
        self.word.say(shown.state.text, theme, token)
        self.campaign.say(shown.campaign, theme, "muted")
        self.time.reserve("0:00:00" if shown.time.count(":") > 1 else "00:00")
        self.time.say(shown.time, theme)
        self.time.setVisible(bool(shown.time))
        self.label.say(shown.time_label, theme, "muted")
        self.label.setVisible(bool(shown.time_label))


class HistoryRows(Part[tuple[Earlier, ...]]):
    """Earlier attempts and calls, 44 px each: what it came to and who, when at right. Painted."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.hide()

    def draw(self, shown: tuple[Earlier, ...]) -> None:
        """As high as there are rows."""
        seen = shown[:MOST_EARLIER]
        self.setFixedHeight(ROW_HEIGHT * len(seen))
        self.setVisible(bool(seen))
        self.setAccessibleName(", ".join(f"{one.time} {one.text}" for one in seen))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A box, rows with lines between them."""
        painter, theme = QPainter(self), self.theme
        frame(painter, QRectF(self.rect()), theme.colour("surface"), theme.colour("line"), radius=CARD_RADIUS)
        for number, one in enumerate((self.shown or ())[:MOST_EARLIER]):
            top = number * ROW_HEIGHT
            middle = top + ROW_HEIGHT / 2
            if number:
                painter.fillRect(QRectF(1, top, self.width() - 2, 1), theme.colour("line"))
            draw_icon(painter, one.icon, 16, middle, 18, theme.colour(one.token))
            time = write(painter, one.time, self.width() - 16, middle, DENSE, theme.colour("text"), align="right")
            what, _dot, who = one.text.partition(" · ")
            room = self.width() - 48 - 16 - time - 12
            write(painter, what, 48, middle - 8 if who else middle, BODY, theme.colour("text"), weight=500, width=room)
            write(painter, who, 48, middle + 10, HINT, theme.colour("muted"), width=room)
        painter.end()


class PreviewPart(Part[PreviewCard]):
    """Card with name, attempt, numbers and rows; then the history."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.box, self.name, self.attempt = Box(), Text(NAME, 600), Sign(size=14)
        self.numbers: list[RadioTile] = []
        self.rows, self.history = KeyRows(ground, 8, KEY_WIDTH), HistoryRows(ground)
        self.heading, self.empty = Heading(), Sign(size=18, pixels=BODY, wraps=True)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.attempt)
        self._tiles = QVBoxLayout()
        self._tiles.setSpacing(4)
        inner = QVBoxLayout(self.box)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        inner.addLayout(head)
        inner.addLayout(self._tiles)
        inner.addWidget(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.empty, self.box):
            column.addWidget(part)
        below = QVBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.heading)
        below.addWidget(self.history)
        column.addLayout(below)

    def draw(self, shown: PreviewCard) -> None:
        """What is known of the contact; or that there is none any more."""
        theme = self.theme
        self.empty.show_words(Words(shown.empty, "muted", "clipboard"), theme)
        self.box.setVisible(not shown.empty)
        self.box.show_box(theme)
        self.name.say(shown.name, theme)
        self.attempt.show_words(Words(shown.attempt, "muted", "refresh"), theme)
        self._draw_numbers(shown.numbers)
        self.rows.render_part(shown.rows)
        self.heading.setVisible(bool(shown.history))
        self.heading.show_heading(shown.history_title, theme, Words(shown.history_note))
        self.history.render_part(shown.history)

    def _draw_numbers(self, shown: tuple[Choice, ...]) -> None:
        while len(self.numbers) < len(shown):
            tile = RadioTile()
            tile.wished.connect(self.wish)
            tile.moved.connect(lambda step, tile=tile: self._go(tile, step))
            self.numbers.append(tile)
            self._tiles.addWidget(tile)
        for number, tile in enumerate(self.numbers):
            tile.setVisible(number < len(shown))
            if number < len(shown):
                tile.show_choice(shown[number], self.theme)

    def _go(self, tile: RadioTile, step: int) -> None:
        """Arrows go through the numbers."""
        target = self.numbers.index(tile) + (1 if step > 0 else -1)
        if 0 <= target < len(self.numbers) and not self.numbers[target].isHidden():
            self.numbers[target].setFocus(Qt.FocusReason.OtherFocusReason)
