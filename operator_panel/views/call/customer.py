"""What is known of the customer: rows and links of the CRM, earlier calls and notes. Links stand beside the heading."""

from __future__ import annotations

from itertools import zip_longest

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from operator_panel.screen import Action, Customer, KeyRow, Words
from operator_panel.views.call.pieces import Heading, Sign
from operator_panel.views.call.tiles import LinkButton
from operator_panel.views.flow import FlowLayout
from operator_panel.views.painting import DENSE
from operator_panel.views.part import Part
from shared.qt.ground import Ground
from shared.qt.text import Text

KEY_WIDTH, NOTE_KEY_WIDTH, ROW_HEIGHT = 112, 144, 24


class KeyRows(Part[tuple[KeyRow, ...]]):
    """Titles in a column of one width, values beside them; at most so many."""

    def __init__(self, ground: Ground, most: int = 4, key_width: int = KEY_WIDTH) -> None:
        super().__init__(ground)
        self._most, self._key_width = most, key_width
        self.rows: list[tuple[Text, Text]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self.hide()

    def draw(self, shown: tuple[KeyRow, ...]) -> None:
        """Row by row."""
        seen = shown[: self._most]
        while len(self.rows) < len(seen):
            key, value = Text(DENSE), Text(DENSE)
            key.setFixedSize(self._key_width, ROW_HEIGHT)
            value.setFixedHeight(ROW_HEIGHT)
            self._grid.addWidget(key, len(self.rows), 0)
            self._grid.addWidget(value, len(self.rows), 1)
            self.rows.append((key, value))
        for number, (key, value) in enumerate(self.rows):
            is_seen = number < len(seen)
            key.setVisible(is_seen)
            value.setVisible(is_seen)
            if is_seen:
                key.say(seen[number].title, self.theme, "muted")
                value.say(seen[number].value, self.theme)
        self.setVisible(bool(seen))


class EarlierCalls(Part[Customer]):
    """How often today, and the last calls with icon, time and who: beside one another as far as they have room."""

    def __init__(self, ground: Ground, most: int = 2) -> None:
        super().__init__(ground)
        self.today, self.more = Sign(size=14), Sign(size=14)
        self.calls = [Sign(size=14) for _number in range(most)]
        flow = FlowLayout(self, 4)
        for sign in (self.today, *self.calls, self.more):
            sign.setContentsMargins(0, 0, 8, 0)
            flow.addWidget(sign)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def draw(self, shown: Customer) -> None:
        """Today's count, then calls."""
        self.today.show_words(_muted(shown.today), self.theme)
        seen = shown.earlier[: len(self.calls)]
        for sign, one in zip_longest(self.calls, seen):
            words = Words(f"{one.time} {one.text}".strip(), one.token, one.icon) if one is not None else Words()
            sign.show_words(words, self.theme, ink="muted")
        self.more.show_words(Words(shown.more, "muted"), self.theme)
        self.setVisible(bool(shown.today.text or seen or shown.more))


def _muted(words: Words) -> Words:
    return Words(words.text, "muted", words.icon) if words.token == "text" else words


class Links(Part[tuple[Action, ...]]):
    """Links of the CRM beside a heading."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.buttons: list[LinkButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self.hide()

    def draw(self, shown: tuple[Action, ...]) -> None:
        """As many buttons as links."""
        while len(self.buttons) < len(shown):
            button = LinkButton()
            button.wished.connect(self.wish)
            self.buttons.append(button)
            self._row.addWidget(button)
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(shown))
            if number < len(shown):
                button.show_action(shown[number], self.theme)
        self.setVisible(bool(shown))


class CustomerPart(Part[Customer]):
    """The section of the call's card"""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.links, self.rows, self.notes = Links(ground), KeyRows(ground), KeyRows(ground, 3, NOTE_KEY_WIDTH)
        self.heading, self.earlier = Heading(self.links), EarlierCalls(ground)
        self.trouble = Sign(wraps=True)
        self.links.wished.connect(self.wish)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        parts: tuple[QWidget, ...] = (self.heading, self.earlier, self.rows, self.trouble, self.notes)
        for part in parts:
            column.addWidget(part)

    @property
    def has_something(self) -> bool:
        """Is anything known, or said about why nothing is?"""
        known = self.shown
        if known is None:
            return False
        return bool(known.rows or known.links or known.notes or known.earlier or known.today.text or known.trouble.text)

    def draw(self, shown: Customer) -> None:
        """What there is of it."""
        self.heading.show_heading(shown.title, self.theme)
        self.links.render_part(shown.links)
        self.earlier.render_part(shown)
        self.rows.render_part(shown.rows)
        self.notes.render_part(shown.notes)
        self.trouble.show_words(shown.trouble, self.theme)
