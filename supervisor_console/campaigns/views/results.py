"""What came of contacts: an icon, words, a bar on one scale, count and share."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, write
from supervisor_console.campaigns.screen.overview import ResultLine, ResultsShown
from supervisor_console.views.control import Control
from supervisor_console.views.focus import wants_ring
from supervisor_console.views.marks import show_empty
from supervisor_console.views.panel import SIDE, Panel
from supervisor_console.views.sizes import BODY, GAP, ICON, pale
from supervisor_console.views.states import EmptyState

ROW, LOW_ROW, BAR, COUNT, SHARE, MOST_WORDS = 36, 28, 12, 44, 60, 0.68


class ResultRow(Control):
    """One result; pressed, contacts with it are shown."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.line: ResultLine | None = None
        self._wide = 0.0
        self.set_high(ROW)
        wants_ring(self)

    def set_high(self, high: int) -> None:
        """How high it is, in pixels."""
        self.setFixedHeight(high)

    def show_line(self, line: ResultLine, wide: float) -> None:
        """Show this; ``wide``: room for the words of all lines, so that bars begin together."""
        if (line, wide) != (self.line, self._wide):
            self.line, self._wide = line, wide
            self.setAccessibleName(f"{line.mark.text} {line.count} {line.share}")
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as there is room."""
        return QSize(240, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The line."""
        if self.line is None:
            return
        painter, theme, middle, mark = QPainter(self), self.theme, self.height() / 2, self.line.mark
        if self.is_hovered:
            painter.fillRect(self.rect(), pale(theme, "accent"))
        colour = theme.colour(mark.token)
        draw_icon(painter, mark.icon, SIDE, middle, ICON, colour)
        right = self.width() - SIDE
        write(painter, self.line.share, right, middle, BODY, theme.colour("muted"), align="right")
        write(painter, self.line.count, right - SHARE, middle, BODY, theme.colour("text"), weight=600, align="right")
        left = SIDE + ICON + GAP
        room = right - SHARE - COUNT - GAP - left
        words = min(self._wide + 1, room * MOST_WORDS)
        write(painter, mark.text, left, middle, BODY, theme.colour("text"), width=words)
        wide = max(2.0, (room - words - GAP) * self.line.length)
        painter.fillRect(QRectF(left + words + GAP, middle - BAR / 2, wide, BAR), colour)
        painter.end()


class ResultsPanel(Panel):
    """``picked(str)``: the result that somebody pressed."""

    picked = Signal(str)

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.line.hide()
        self.rows: list[ResultRow] = []
        self._high = ROW
        self.empty, self.faces, inside = EmptyState(ground), QStackedWidget(), QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self.faces.addWidget(area)
        self.faces.addWidget(self.empty)
        self.column.addWidget(self.faces, 1)

    def fit(self, *, is_low: bool) -> None:
        """Rows are lower where there is little height."""
        self._high = LOW_ROW if is_low else ROW
        for row in self.rows:
            row.set_high(self._high)

    def show_results(self, shown: ResultsShown) -> None:
        """Show these."""
        self.say(shown.title, note=shown.note)
        while len(self.rows) > len(shown.lines):
            self.rows.pop().deleteLater()
        while len(self.rows) < len(shown.lines):
            row = ResultRow(self._ground)
            row.set_high(self._high)
            row.clicked.connect(lambda _checked=False, row=row: self.picked.emit(row.line.key if row.line else ""))
            self._column.insertWidget(len(self.rows), row)
            self.rows.append(row)
        wide = max((paint_text.advance(line.mark.text, BODY, 400) for line in shown.lines), default=0.0)
        for row, line in zip(self.rows, shown.lines, strict=True):
            row.show_line(line, wide)
        if shown.empty is not None:
            show_empty(self.empty, shown.empty)
        self.faces.setCurrentIndex(1 if shown.empty is not None else 0)


