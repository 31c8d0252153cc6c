"""A formula as a fraction: in letters with their indices, then in numbers, then what it comes to."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import frame, write
from shared.qt.theme import Token
from supervisor_console.statistics.screen import ExplainScreen, Term
from supervisor_console.views.sizes import CAPTION, RADIUS, TITLE

PLATE, SIDE, ROW, APART = 178, 16, 72, 12
RESULT = 27
HALF = 15
"""From a fraction's line to the middle of what stands above and below it."""
DROP = 5
"""How much an index stands lower."""


class FormulaView(QWidget):
    """Rows of ``name = fraction = fraction = figure``."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._screen: ExplainScreen | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        ground.theme_changed.connect(self.update)

    def say(self, screen: ExplainScreen) -> None:
        """Show this formula."""
        self._screen = screen
        letters = f"{said(screen.numerator)} / {said(screen.denominator)}" if screen.denominator else ""
        self.setAccessibleName(f"{screen.name} = {letters} = {screen.figure}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The plate."""
        return QSize(488, PLATE)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Letters in the first row, numbers in the second."""
        screen = self._screen
        if screen is None:
            return
        painter, theme = QPainter(self), self._ground.theme
        border = theme.colour("line") if theme.name == "contrast" else None
        frame(painter, QRectF(self.rect()), theme.colour("bg"), border, radius=RADIUS)
        first = self.height() / 2 - ROW / 2 if screen.numbers[0] else self.height() / 2
        x = SIDE + write(painter, screen.name, SIDE, first, TITLE, theme.colour("text"), weight=600) + APART
        if screen.denominator:
            left = self._equals(painter, x, first)
            self._fraction(painter, screen.numerator, screen.denominator, left, first)
        else:
            left = self._equals(painter, x, first)
            self._terms(painter, screen.numerator, left, first)
        if screen.numbers[0]:
            self._numbers(painter, screen, x, first + ROW)
        else:
            end = left + self._wide(screen.numerator) + APART
            self._result(painter, screen, self._equals(painter, end, first), first)
        painter.end()

    def _numbers(self, painter: QPainter, screen: ExplainScreen, x: float, middle: float) -> None:
        for above, below in (screen.numbers, screen.reduced):
            if above:
                left = self._equals(painter, x, middle)
                x = self._of_numbers(painter, above, below, left, middle) + APART
        self._result(painter, screen, self._equals(painter, x, middle), middle)

    def _result(self, painter: QPainter, screen: ExplainScreen, x: float, middle: float) -> None:
        room = self.width() - x - SIDE
        pixels = paint_text.fitting(screen.figure, int(room), RESULT, 600, CAPTION)
        write(painter, screen.figure, x, middle, pixels, self._ground.theme.colour("accent"), weight=600)

    def _equals(self, painter: QPainter, x: float, middle: float) -> float:
        return x + write(painter, "=", x, middle, TITLE, self._ground.theme.colour("text")) + APART

    def _of_numbers(self, painter: QPainter, above: str, below: str, x: float, middle: float) -> float:
        wide = max(paint_text.advance(one, TITLE, 400) for one in (above, below or above)) + 12
        colour = self._ground.theme.colour("text")
        if not below:
            return x + write(painter, above, x, middle, TITLE, colour)
        write(painter, above, x + wide / 2, middle - HALF, TITLE, colour, align="centre")
        write(painter, below, x + wide / 2, middle + HALF, TITLE, colour, align="centre")
        painter.fillRect(QRectF(x, round(middle), wide, 1), colour)
        return x + wide

    def _fraction(
        self, painter: QPainter, above: tuple[Term, ...], below: tuple[Term, ...], x: float, middle: float
    ) -> None:
        wide = max(self._wide(above), self._wide(below)) + 12
        for terms, at in ((above, middle - HALF), (below, middle + HALF)):
            self._terms(painter, terms, x + (wide - self._wide(terms)) / 2, at)
        painter.fillRect(QRectF(x, round(middle), wide, 1), self._ground.theme.colour("text"))

    def _terms(self, painter: QPainter, terms: tuple[Term, ...], x: float, middle: float) -> None:
        for term in terms:
            if term.sign:
                x += 6 + write(painter, term.sign, x + 6, middle, TITLE, self._ground.theme.colour("text")) + 6
            x += write_term(painter, self._ground, term, x, middle)

    def _wide(self, terms: tuple[Term, ...]) -> float:
        signs = sum(12 + paint_text.advance(one.sign, TITLE, 400) for one in terms if one.sign)
        return signs + sum(term_width(one) for one in terms)


def term_width(term: Term, weight: int = 400) -> float:
    """Pixels of a letter with its index."""
    return paint_text.advance(term.letter, TITLE, weight) + paint_text.advance(term.index, CAPTION, weight)


def write_term(
    painter: QPainter, ground: Ground, term: Term, x: float, middle: float, token: Token = "text", weight: int = 400
) -> float:
    """A letter with its index; gives the width it took."""
    colour = ground.theme.colour(token)
    wide = write(painter, term.letter, x, middle, TITLE, colour, weight=weight)
    if term.index:
        wide += write(painter, term.index, x + wide, middle + DROP, CAPTION, colour, weight=weight)
    return wide


def said(terms: tuple[Term, ...]) -> str:
    """The letters as one line of text."""
    return " ".join(f"{one.sign} {one.letter}{one.index}".strip() for one in terms)
