"""The head of a section: its name at left, a muted note at right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from operator_panel.views.painting import BODY, HINT
from shared.qt.text import Text
from shared.qt.theme import Theme


class SectionHead(QWidget):
    """``say`` both; the note goes where the section is narrow."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(17)
        self.title, self.note = Text(BODY, 600), Text(HINT, is_right=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.title, 1)
        row.addWidget(self.note)

    def say(self, title: str, note: str, theme: Theme) -> None:
        """Title and note."""
        self.title.say(title, theme)
        self.note.say(note, theme, "muted")

    def show_note(self, is_shown: bool) -> None:
        """With the note or without."""
        self.note.setVisible(is_shown)
