"""Marks, signs, headings and pills of the call's parts. Sizes are device-independent pixels.

All texts are plain: what a caller's name holds is shown as it is, never read as HTML.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from operator_panel.screen import Words
from operator_panel.views.painting import BODY, HINT
from shared.qt.forms import colour_text, label
from shared.qt.paint_text import advance, plain
from shared.qt.painting import draw_icon, known_icon, write
from shared.qt.text import Text
from shared.qt.theme import Theme, Token

HEADING = 20
PILL_HEIGHT, PILL_ICON = 20, 12


class Mark(QWidget):
    """An icon in the colour of its meaning; words stand beside it always."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._shown: tuple[str, Token, Theme] = ("", "muted", Theme("light"))
        self.setFixedSize(size, size)
        self.hide()

    def show_mark(self, icon: str, token: Token, theme: Theme) -> None:
        """This icon in this colour; gone where there is none of the name."""
        if (icon, token, theme) != self._shown:
            self._shown = (icon, token, theme)
            self.setVisible(known_icon(icon) is not None)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The icon."""
        icon, token, theme = self._shown
        painter = QPainter(self)
        draw_icon(painter, icon, 0, self.height() / 2, self.width(), theme.colour(token))
        painter.end()


class Sign(QWidget):
    """An icon and words in the colour of their meaning, gone while there is nothing to say. ``wraps``: lines."""

    def __init__(self, *, size: int = 16, pixels: int = HINT, weight: int = 400, wraps: bool = False) -> None:
        super().__init__()
        self.mark = Mark(size)
        self._wrapped, self._line = label(pixels, weight, wraps=True), Text(pixels, weight)
        self._wraps = wraps
        self._wrapped.setAlignment(Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop if wraps else Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._wrapped if wraps else self._line, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return (self._wrapped if self._wraps else self._line).text()

    def show_words(self, words: Words, theme: Theme, *, ink: Token | None = None) -> None:
        """Say this; ``ink``: the words in another colour than the icon."""
        self.mark.show_mark(words.icon, words.token, theme)
        if self._wraps:
            self._wrapped.setText(plain(words.text))
            colour_text(self._wrapped, theme.colour(ink or words.token))
        else:
            self._line.say(words.text, theme, ink or words.token)
        self.setVisible(bool(words.text))


class Heading(QWidget):
    """A section's title at left, a note at right; ``at_right`` stands there instead."""

    def __init__(self, at_right: QWidget | None = None) -> None:
        super().__init__()
        self.title, self.extra = Text(BODY, 600, elides=False), Text(BODY, 600, elides=False)
        self.note = Text(HINT, is_right=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.title)
        row.addWidget(self.extra)
        row.addWidget(self.note, 1)
        if at_right is not None:
            row.addWidget(at_right)
        row.addStrut(HEADING)

    def show_heading(self, title: str, theme: Theme, note: Words | None = None, extra: str = "") -> None:
        """Say this; ``extra`` stands after the title in ``bad``."""
        self.title.say(title, theme)
        self.extra.setVisible(bool(extra))
        self.extra.say(f"· {extra}" if extra else "", theme, "bad")
        note = note or Words()
        self.note.say(note.text, theme, "muted" if note.token == "text" else note.token)


class Pills(QWidget):
    """Marks of a caller, VIP or a language, each a pill with its icon and word."""

    def __init__(self) -> None:
        super().__init__()
        self._marks: tuple[Words, ...] = ()
        self._theme = Theme("light")
        self.hide()

    def show_marks(self, marks: tuple[Words, ...], theme: Theme) -> None:
        """Show these; gone while there are none."""
        if (marks, theme) == (self._marks, self._theme):
            return
        self._marks, self._theme = marks, theme
        self.setAccessibleName(", ".join(plain(mark.text) for mark in marks))
        wide = sum(map(_width, marks)) + 8 * (len(marks) - 1) if marks else 0
        self.setFixedSize(QSize(math.ceil(wide), PILL_HEIGHT))
        self.setVisible(bool(marks))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Pill by pill."""
        painter, left, middle = QPainter(self), 0.0, PILL_HEIGHT / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in self._marks:
            colour, wide = self._theme.colour(mark.token), _width(mark)
            painter.setPen(QPen(colour, 1))
            painter.setBrush(self._theme.tint(mark.token))
            painter.drawRoundedRect(QRectF(left + 0.5, 0.5, wide - 1, PILL_HEIGHT - 1), middle, middle)
            x = left + 8
            if known_icon(mark.icon):
                draw_icon(painter, mark.icon, x, middle, PILL_ICON, colour)
                x += PILL_ICON + 4
            write(painter, mark.text, x, middle, HINT, colour, weight=600)
            left += wide + 8
        painter.end()


def _width(mark: Words) -> float:
    icon = PILL_ICON + 4 if known_icon(mark.icon) else 0
    return 16 + icon + advance(plain(mark.text), HINT, 600)
