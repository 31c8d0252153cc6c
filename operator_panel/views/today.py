"""Today's figures in one box: what is not zero speaks."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from operator_panel.screen import Figure, Today
from operator_panel.views.painting import CARD_RADIUS, HINT, NAME
from operator_panel.views.part import Part
from operator_panel.views.section import SectionHead
from shared.qt.ground import Ground
from shared.qt.painting import frame
from shared.qt.text import Text
from shared.qt.theme import Theme
from shared.qt.tips import tip

HEIGHT, ROOMY = 64, 360


class FigureCell(QWidget):
    """A figure over its label."""

    def __init__(self) -> None:
        super().__init__()
        self.value, self.label = Text(NAME, 600), Text(HINT)
        self._column = column = QVBoxLayout(self)
        column.setSpacing(2)
        column.addStretch(1)
        column.addWidget(self.value)
        column.addWidget(self.label)
        column.addStretch(1)

    def set_padding(self, pixels: int) -> None:
        """So far from the line at its left."""
        self._column.setContentsMargins(pixels, 0, 2, 0)

    def say(self, figure: Figure, theme: Theme) -> None:
        """Zero is muted."""
        is_zero = figure.is_zero
        self.value.say(figure.value, theme, "muted" if is_zero else "text", weight=400 if is_zero else 600)
        self.label.say(figure.label, theme, "muted")


class FiguresBox(QWidget):
    """The cells, with lines between them."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.cells: list[FigureCell] = []
        self.theme = Theme("light")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(1, 1, 1, 1)
        self.row.setSpacing(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A narrow one is closer inside."""
        super().resizeEvent(event)
        self.set_paddings()

    def set_paddings(self) -> None:
        """As the width allows."""
        for cell in self.cells:
            cell.set_padding(12 if self.width() >= ROOMY else 8)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The box and its lines."""
        painter = QPainter(self)
        line = self.theme.colour("line")
        frame(painter, QRectF(self.rect()), self.theme.colour("surface"), line, radius=CARD_RADIUS)
        for cell in self.cells[1:]:
            if cell.isVisible():
                painter.fillRect(cell.x(), 1, 1, self.height() - 2, line)
        painter.end()


class TodayView(Part[Today]):
    """The heading and the box."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.head, self.box = SectionHead(), FiguresBox()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.box)

    @property
    def cells(self) -> list[FigureCell]:
        """One a figure."""
        return self.box.cells

    def draw(self, shown: Today) -> None:
        """A cell for each figure."""
        self.head.say(shown.title, shown.note, self.theme)
        self.box.theme = self.theme
        self.box.setToolTip(tip(shown.hint))
        while len(self.cells) < len(shown.figures):
            cell = FigureCell()
            self.cells.append(cell)
            self.box.row.addWidget(cell, 1)
        for cell, figure in zip(self.cells, shown.figures, strict=False):
            cell.say(figure, self.theme)
            cell.setVisible(True)
        for cell in self.cells[len(shown.figures) :]:
            cell.hide()
        self.box.set_paddings()
        self.box.update()
