"""The card of my call: its state and time in a strip, who it is, and what can be done with it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from operator_panel.screen import CallCard, Words
from operator_panel.views.call.action_row import ActionRow
from operator_panel.views.call.boxes import Box
from operator_panel.views.call.caller import CallerLines
from operator_panel.views.call.notice import NoticeLine
from operator_panel.views.call.pieces import Mark, Sign
from operator_panel.views.painting import CLOCK, HINT, NAME
from operator_panel.views.part import Part
from shared.qt.ground import Ground
from shared.qt.text import Text

STRIP = 64
SECONDS, HOURS = "00:00", "0:00:00"
Way = Literal["alone", "beside", "below"]
WAYS: tuple[Way, ...] = ("alone", "beside", "below")
"""Of the second line and the time, by how much the line says."""


class Strip(Part[CallCard]):
    """64 high: state with its icon, recording or hold under it, running time at right."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.setFixedHeight(STRIP)
        self._mark, self.state = Mark(28), Text(NAME, 600)
        self.recording, self.held = Sign(size=14), Text(HINT)
        self.time = Text(CLOCK, 600, elides=False, is_right=True)
        self._room = ""
        self._under = QWidget()
        under = QHBoxLayout(self._under)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(8)
        under.addWidget(self.recording)
        under.addWidget(self.held, 1)
        self._words = words = QGridLayout()
        words.setHorizontalSpacing(16)
        words.setVerticalSpacing(2)
        for number in (0, 3):
            words.setRowStretch(number, 1)
        words.setColumnStretch(0, 1)
        words.addWidget(self.state, 1, 0)
        self._spread("alone")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(16)
        row.addWidget(self._mark)
        row.addLayout(words, 1)

    def _spread(self, way: Way) -> None:
        """The second line beside the time; below it where it says two things and needs all of the width."""
        self._words.addWidget(self._under, 2, 0, 1, 2 if way == "below" else 1)
        self._words.addWidget(self.time, 1, 1, 2 if way == "beside" else 1, 1, Qt.AlignmentFlag.AlignVCenter)
        self._words.setVerticalSpacing(2 if way == "beside" else 0)
        self._way = way

    def draw(self, shown: CallCard) -> None:
        """Words, colours, time; its room changes only when an hour is full."""
        theme = self.theme
        self._mark.show_mark(shown.state.icon, shown.state.token, theme)
        self.state.say(shown.state.text, theme, shown.state.token)
        self.recording.show_words(shown.recording, theme)
        self.held.say(shown.held, theme, "muted")
        self.held.setVisible(bool(shown.held))
        self._under.setVisible(bool(shown.held or shown.recording.text))
        said = bool(shown.held) + bool(shown.recording.text)
        if (way := WAYS[said]) != self._way:
            self._spread(way)
        room = SECONDS if len(shown.time) <= len(SECONDS) else HOURS
        if room != self._room:
            self._room = room
            self.time.reserve(room)
        self.time.say(shown.time, theme)
        self.setAccessibleName(f"{shown.state.text} {shown.recording.text}")


class Card(Part[CallCard]):
    """Strip, caller, consultation, actions, and what the last of them came to."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.box, self.strip = Box(), Strip(ground)
        self.caller, self.row, self.notice = CallerLines(ground), ActionRow(ground), NoticeLine(ground)
        self.consulting = Sign(wraps=True)
        self.row.wished.connect(self.wish)
        self.notice.wished.connect(self.wish)
        body = QVBoxLayout()
        body.setContentsMargins(16, 12, 16, 16)
        body.setSpacing(10)
        for part in (self.caller, self.consulting, self.row, self.notice):
            body.addWidget(part)
        column = QVBoxLayout(self.box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addLayout(body)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.box)

    def draw(self, shown: CallCard) -> None:
        """All of it; each piece looks for itself what has changed."""
        self.box.show_box(self.theme, shown.state.token, strip=STRIP)
        self.strip.render_part(shown)
        self.caller.render_part(shown.caller)
        self.consulting.show_words(Words(shown.consulting, "held", "people"), self.theme)
        self.row.render_part(shown.actions)
        self.notice.render_part(shown.notice)
