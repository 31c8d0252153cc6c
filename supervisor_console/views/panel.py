"""A panel: surface, a thin line, radius 6; a head with title, count and tools. And the header of a page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from shared.qt import paint_text
from shared.qt.forms import rule
from shared.qt.ground import Ground
from shared.qt.painting import frame, write
from shared.qt.text import Text
from supervisor_console.views.sizes import BODY, CAPTION, GAP, HEAD, HEADER, PAGE_TITLE, RADIUS, TITLE

SIDE = 16
PILL = 20
WHOLE_TITLE = 120
"""A title up to so wide is never cut for the note at the right."""


class CountPill(QWidget):
    """A number on a pale ground behind a title; nothing while it says ""."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self.text = ground, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        ground.theme_changed.connect(self.update)
        self.hide()

    def say(self, text: str) -> None:
        """Say this."""
        if text != self.text:
            self.text = text
            wide = paint_text.advance(text, CAPTION, 600)
            self.setFixedSize(max(PILL, round(wide) + 14), PILL)
            self.setAccessibleName(text)
            self.setVisible(bool(text))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The pill."""
        painter, theme = QPainter(self), self._ground.theme
        border = theme.colour("line") if theme.name == "contrast" else None
        frame(painter, QRectF(self.rect()), theme.colour("bg"), border, radius=PILL / 2)
        write(painter, self.text, self.width() / 2, self.height() / 2, CAPTION, theme.colour("muted"), weight=600,
              align="centre")  # fmt: skip
        painter.end()


class Panel(QWidget):
    """``head`` is a row of title, count, (stretch), tools; ``column`` below it takes what is inside. Without a title
    and tools there is no head.
    """

    def __init__(
        self, ground: Ground, title: str = "", tools: tuple[QWidget, ...] = (), *, has_head: bool = True
    ) -> None:
        super().__init__()
        self._ground = ground
        self.title, self.count, self.note = Text(TITLE, 600), CountPill(ground), Text(CAPTION, is_right=True)
        self.head = QWidget()
        self.head.setFixedHeight(HEAD)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(GAP)
        row = QHBoxLayout(self.head)
        row.setContentsMargins(SIDE, 0, SIDE, 0)
        row.setSpacing(GAP)
        row.addWidget(self.title)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.note)
        row.addLayout(self.tools)
        for tool in tools:
            self.tools.addWidget(tool)
        self.line = rule()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        self.column.addWidget(self.head)
        self.column.addWidget(self.line)
        self.head.setVisible(has_head)
        self.line.setVisible(has_head)
        ground.theme_changed.connect(self._dress)
        self._said = (title, "", "")
        self._dress()

    def say(self, title: str, count: str = "", note: str = "") -> None:
        """Title, count behind it ("" for none), and a muted note at the right."""
        if (title, count, note) != self._said:
            self._said = (title, count, note)
            self._dress()

    def _dress(self) -> None:
        title, count, note = self._said
        theme = self._ground.theme
        self.title.say(title, theme)
        self.title.setMinimumWidth(min(self.title.sizeHint().width(), WHOLE_TITLE))
        self.count.say(count)
        self.note.say(note, theme, "muted")
        self.note.setVisible(bool(note))
        self.setAccessibleName(title)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Surface and line."""
        painter, theme = QPainter(self), self._ground.theme
        frame(painter, QRectF(self.rect()), theme.colour("surface"), theme.colour("line"), radius=RADIUS)
        painter.end()


class PageHeader(QWidget):
    """The first row of a page, 40 high: its title, ``filters`` beside it, ``deeds`` (buttons) at the right."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.setFixedHeight(HEADER)
        self.title, self.note = Text(PAGE_TITLE, 600, elides=False), Text(BODY, is_right=True)
        self.filters, self.deeds = QHBoxLayout(), QHBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        for layout in (self.filters, self.deeds):
            layout.setSpacing(GAP)
        row.addWidget(self.title, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self.filters)
        row.addStretch(1)
        row.addWidget(self.note)
        row.addLayout(self.deeds)
        ground.theme_changed.connect(self._dress)
        self._said = ("", "")

    def say(self, title: str, note: str = "") -> None:
        """The title, and a muted note at the right."""
        self._said = (title, note)
        self._dress()

    def _dress(self) -> None:
        self.title.say(self._said[0], self._ground.theme)
        self.note.say(self._said[1], self._ground.theme, "muted")
