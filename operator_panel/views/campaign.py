"""My campaign between calls: its name, how it is, when the next call comes; to choose another or leave."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from operator_panel.screen import CampaignLine
from operator_panel.views.buttons import ActionButton
from operator_panel.views.call.boxes import Box
from operator_panel.views.call.pieces import Sign
from operator_panel.views.painting import BODY, DENSE, HINT, NUMBER
from operator_panel.views.part import Part
from operator_panel.views.section import SectionHead
from shared.qt.ground import Ground
from shared.qt.text import Text

MOST_ACTIONS = 2


class CampaignView(Part[CampaignLine | None]):
    """The heading and a box; gone where there is no campaign."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.head, self.box = SectionHead(), Box()
        self.name, self.words = Text(BODY, 600), Sign(size=16, pixels=DENSE, wraps=True)
        self.time, self.label = Text(NUMBER, 600, elides=False, is_right=True), Text(HINT, is_right=True)
        self.buttons = [ActionButton() for _number in range(MOST_ACTIONS)]
        self._arrange()
        self.hide()

    def _arrange(self) -> None:
        first, actions, times = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.words)
        times.setSpacing(0)
        times.addWidget(self.time, 0, Qt.AlignmentFlag.AlignRight)
        times.addWidget(self.label, 0, Qt.AlignmentFlag.AlignRight)
        first.setSpacing(12)
        first.addLayout(words, 1)
        first.addLayout(times)
        actions.setSpacing(8)
        for button in self.buttons:
            button.wished.connect(self.wish)
            actions.addWidget(button, 1)
        inner = QVBoxLayout(self.box)
        inner.setContentsMargins(12, 10, 12, 10)
        inner.setSpacing(8)
        inner.addLayout(first)
        inner.addLayout(actions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.box)

    def render_part(self, shown: CampaignLine | None) -> None:
        """Also that there is none."""
        self.setVisible(shown is not None)
        super().render_part(shown)

    def draw(self, shown: CampaignLine | None) -> None:
        """Words, time, buttons."""
        if shown is None:
            return
        theme = self.theme
        self.head.say(shown.title, shown.note, theme)
        self.box.show_box(theme)
        self.name.say(shown.name, theme)
        self.name.setVisible(bool(shown.name))
        self.words.show_words(shown.words, theme)
        self.time.reserve("0:00:00" if shown.time.count(":") > 1 else "00:00")
        self.time.say(shown.time, theme)
        self.label.say(shown.time_label, theme, "muted")
        self.time.setVisible(bool(shown.time))
        self.label.setVisible(bool(shown.time_label))
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(shown.actions))
            if number < len(shown.actions):
                button.show_action(shown.actions[number], theme)
        parts = (shown.title, shown.name, shown.words.text, shown.time_label, shown.time)
        self.setAccessibleName(", ".join(part for part in parts if part))
