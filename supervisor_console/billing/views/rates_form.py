"""Rates written by hand: a line a prefix, the last one is always empty. What was written stays until it is taken."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.views.forms import FieldsForm, caption
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.pieces import Questions

FIRST_LINES, HIGH = 6, 256
STEPS = "60 + 1"


class RatesForm(FieldsForm):
    """``rows()`` is what was written, a tuple of cells a line. ``heads``: prefix, destination, …, increments."""

    def __init__(self, ground: Ground, parent: QWidget, asked: Questions, heads: tuple[str, ...]) -> None:
        super().__init__(ground, parent, asked)
        self.heads = heads
        self.cells: list[tuple[LineEdit, ...]] = []
        inside = QWidget()
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(8)
        self._lines.setVerticalSpacing(6)
        for place, head in enumerate(heads):
            self._lines.addWidget(caption(head), 0, place)
            self._lines.setColumnStretch(place, 3 if place == 1 else 1)
        around = QVBoxLayout(inside)
        around.setContentsMargins(2, 2, 14, 2)  # the ring round what has the focus, and the bar
        around.addLayout(self._lines)
        around.addStretch(1)
        self.above.addWidget(_scrolled(inside))
        for _ in range(FIRST_LINES):
            self._add()
        self.cells[0][0].setFocus()

    def _add(self) -> None:
        made = tuple(LineEdit(self.ground) for _ in self.heads)
        number = len(self.cells) + 1
        for place, (line, head) in enumerate(zip(made, self.heads, strict=True)):
            line.setAccessibleName(f"{head} {number}")
            line.textEdited.connect(lambda _text: self._typed())
            self._lines.addWidget(line, number, place)
        made[-1].setText(STEPS)
        self.cells.append(made)

    def _typed(self) -> None:
        self.error.hide()
        if any(cell.text() for cell in self.cells[-1][:-1]):
            self._add()

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """All lines."""
        return tuple(tuple(cell.text() for cell in line) for line in self.cells)


def _scrolled(inside: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFixedHeight(HIGH)
    scroll.setWidget(inside)
    return scroll
