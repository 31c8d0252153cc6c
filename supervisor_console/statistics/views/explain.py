"""The explanation of a figure, under its tile: formula, parts, variants, the very calls behind it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame, write
from shared.qt.text import Text
from supervisor_console.statistics.screen import ExplainScreen, Part, Variant
from supervisor_console.statistics.views.formula import FormulaView, write_term
from supervisor_console.views.button import Button
from supervisor_console.views.popover import Popover
from supervisor_console.views.sizes import BODY, CAPTION, HINT, RADIUS, SECOND, TITLE, pale

WIDE, SIDE = 1064, 24
PART_ROW, PARTS_HEAD = 29, 24
CARD, CARD_SIDE = 166, 12


class PartsView(QWidget):
    """What the letters stand for, a line each."""

    def __init__(self, ground: Ground, screen: ExplainScreen) -> None:
        super().__init__()
        self._ground, self._screen = ground, screen
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(max(178, PARTS_HEAD + PART_ROW * len(screen.parts)))
        self.setAccessibleName("; ".join(f"{one.term.letter}{one.term.index}: {one.words} {one.value}"
                                         for one in screen.parts))  # fmt: skip

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Head and lines."""
        painter, theme = QPainter(self), self._ground.theme
        muted = theme.colour("muted")
        write(painter, self._screen.parts_title, 0, PARTS_HEAD / 2 - 4, CAPTION, muted)
        write(painter, self._screen.parts_unit, self.width(), PARTS_HEAD / 2 - 4, CAPTION, muted, align="right")
        for place, part in enumerate(self._screen.parts):
            self._line(painter, part, PARTS_HEAD + place * PART_ROW)
        painter.end()

    def _line(self, painter: QPainter, part: Part, top: float) -> None:
        theme, middle = self._ground.theme, top + PART_ROW / 2 - 1
        write_term(painter, self._ground, part.term, 0, middle, "accent", 600)
        x = 40.0
        value = write(painter, part.value, self.width(), middle, BODY, theme.colour("text"), weight=600, align="right")
        room = self.width() - x - value - 12
        x += write(painter, part.words, x, middle, BODY, theme.colour("text"), width=room) + 5
        left = self.width() - x - value - 12
        if part.more and left > 40:
            write(painter, part.more, x, middle, CAPTION, theme.colour("muted"), width=left)
        painter.fillRect(QRectF(0, top + PART_ROW - 1, self.width(), 1), theme.colour("line"))


class VariantCard(QWidget):
    """One of the formulas: name, figure, bar with the goal, letters, numbers, words."""

    def __init__(self, ground: Ground, variant: Variant, goal: float | None, valid_word: str) -> None:
        super().__init__()
        self._ground, self._variant, self._goal, self._valid = ground, variant, goal, valid_word
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            f"{variant.name} {variant.figure} {variant.words} {valid_word if variant.is_valid else ''}".strip()
        )

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of one height."""
        return QSize(134, CARD)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The card."""
        painter, theme, one = QPainter(self), self._ground.theme, self._variant
        border = theme.colour("accent" if one.is_valid else "line")
        fill = pale(theme, "accent") if one.is_valid else theme.colour("raised")
        frame(painter, QRectF(self.rect()), fill, border, radius=RADIUS, width=2 if one.is_valid else 1)
        room, text, muted = self.width() - 2 * CARD_SIDE, theme.colour("text"), theme.colour("muted")
        write(painter, one.name, CARD_SIDE, 20, BODY, text, weight=600)
        if one.is_valid:
            wide = paint_text.advance(self._valid, CAPTION, 500)
            right = self.width() - CARD_SIDE
            write(painter, self._valid, right, 20, CAPTION, theme.colour("accent"), weight=500, align="right")
            draw_icon(painter, "tick", right - wide - 17, 20, 13, theme.colour("accent"))
        write(painter, one.figure, CARD_SIDE, 46, SECOND, text, weight=600, width=room)
        self._bar(painter, room)
        write(painter, one.letters, CARD_SIDE, 90, HINT, text, width=room)
        write(painter, one.numbers, CARD_SIDE, 109, HINT, muted, width=room)
        for place, line in enumerate(paint_text.wrapped(one.words, int(room), HINT, 400)[:2]):
            write(painter, line, CARD_SIDE, 128 + place * 16, HINT, muted, width=room)
        painter.end()

    def _bar(self, painter: QPainter, room: float) -> None:
        theme, share = self._ground.theme, self._variant.share
        painter.fillRect(QRectF(CARD_SIDE, 66, room, 4), theme.colour("line"))
        if share is not None:
            colour = theme.colour("accent" if self._variant.is_valid else "muted")
            painter.fillRect(QRectF(CARD_SIDE, 66, room * min(1.0, share), 4), colour)
        if self._goal is not None:
            painter.fillRect(QRectF(CARD_SIDE + room * self._goal - 1, 61, 2, 14), theme.colour("text"))


class ExplainPopover(Popover):
    """``asked_calls`` and ``asked_copy`` when its buttons are pressed."""

    asked_calls = Signal()
    asked_copy = Signal()

    def __init__(self, ground: Ground, anchor: QWidget, screen: ExplainScreen) -> None:
        super().__init__(ground, anchor)
        self.shown = screen
        self.setAccessibleName(f"{screen.title} {screen.subtitle}")
        self.setFixedWidth(min(WIDE, anchor.window().width() - 32))
        self.column.setContentsMargins(SIDE, 20, SIDE, SIDE)
        self.column.setSpacing(14)
        self.close_button = Button(ground, icon="close", kind="quiet")
        self.close_button.say("", "close", hint=ground.language.text("Close"))
        self.close_button.setAccessibleName(ground.language.text("Close"))
        self.close_button.clicked.connect(lambda _checked=False: self.shut())
        self.calls, self.copy = Button(ground, kind="primary", icon="handset"), Button(ground)
        self.formula = FormulaView(ground)
        self._head(screen)
        self._middle(screen)
        self._variants(screen)
        self._foot(screen)

    def _head(self, screen: ExplainScreen) -> None:
        theme = self._ground.theme
        title, subtitle = Text(TITLE, 600, elides=False), Text(CAPTION)
        title.say(screen.title, theme)
        subtitle.say(screen.subtitle, theme, "muted")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(title)
        row.addWidget(subtitle, 1)
        row.addWidget(self.close_button)
        self.column.addLayout(row)

    def _middle(self, screen: ExplainScreen) -> None:
        self.formula.say(screen)
        row = QHBoxLayout()
        row.setSpacing(32)
        row.addWidget(self.formula)
        row.addWidget(PartsView(self._ground, screen), 1)
        self.column.addLayout(row)

    def _variants(self, screen: ExplainScreen) -> None:
        if not screen.variants:
            return
        theme = self._ground.theme
        title, goal = Text(BODY, 600, elides=False), Text(CAPTION, is_right=True)
        title.say(screen.variants_title, theme)
        goal.say(screen.goal_words, theme, "muted")
        head, row = QHBoxLayout(), QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(goal)
        row.setSpacing(10)
        for one in screen.variants:
            row.addWidget(VariantCard(self._ground, one, screen.goal, screen.valid_word))
        self.column.addLayout(head)
        self.column.addLayout(row)

    def _foot(self, screen: ExplainScreen) -> None:
        self.calls.say(screen.calls)
        self.calls.setVisible(bool(screen.calls))
        self.calls.clicked.connect(lambda _checked=False: self.asked_calls.emit())
        self.copy.say(screen.copy)
        self.copy.clicked.connect(lambda _checked=False: self.asked_copy.emit())
        note = Text(CAPTION, is_right=True)
        note.say(screen.note or screen.source, self._ground.theme, "warn" if screen.note else "muted")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.calls)
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(note, 1)
        self.column.addLayout(row)
