"""Why so many calls now: what the decision went by at the left, what each number of calls would mean at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from shared.language import to_translate
from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import write
from shared.qt.tips import tip
from supervisor_console.campaigns.screen.overview import PacingInput, PacingShown
from supervisor_console.campaigns.views.pacing_chart import PacingChart
from supervisor_console.views.cells import Cell
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.columns import Spec
from supervisor_console.views.marks import show_choice, show_empty
from supervisor_console.views.panel import SIDE, Panel
from supervisor_console.views.sizes import BODY, CAPTION, SECOND
from supervisor_console.views.states import EmptyState
from supervisor_console.views.table import Table

WIDE, HIGH, LEAST_HIGH = 840, 278, 224
INPUTS, INPUTS_NARROW, FIGURE, MOST_ROW = 336, 288, 72, 52


class Inputs(QWidget):
    """Each a row: a figure, what it is, more about it under that."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._inputs: tuple[PacingInput, ...] = ()
        ground.theme_changed.connect(self.update)

    def show_inputs(self, inputs: tuple[PacingInput, ...]) -> None:
        """Show these."""
        if inputs != self._inputs:
            self._inputs = inputs
            said = [f"{one.figure} {one.words}, {one.detail}" for one in inputs]
            self.setAccessibleName("; ".join(said))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Rows with a line above each."""
        painter, theme = QPainter(self), self._ground.theme
        row = min(MOST_ROW, self.height() / max(1, len(self._inputs)))
        room = self.width() - FIGURE
        for nth, one in enumerate(self._inputs):
            top = nth * row
            painter.fillRect(0, round(top), self.width(), 1, theme.colour("line"))
            write(painter, one.figure, 0, top + row / 2, SECOND, theme.colour("text"), weight=600, width=FIGURE)
            first, second = (top + row * 0.32, top + row * 0.70) if one.detail else (top + row / 2, 0.0)
            size = BODY if paint_text.advance(one.words, BODY, 400) <= room else CAPTION
            write(painter, one.words, FIGURE, first, size, theme.colour("text"), width=room)
            write(painter, one.detail, FIGURE, second, CAPTION, theme.colour("muted"), width=room)
        painter.end()


class PacingPanel(Panel):
    """``picked(str)``: another mode."""

    picked = Signal(str)

    def __init__(self, ground: Ground) -> None:
        self.mode = ChoiceButton(ground)
        super().__init__(ground, tools=(self.mode,))
        self.line.hide()
        self._heads = ("", "")
        self.inputs, self.chart, self.empty = Inputs(ground), PacingChart(ground), EmptyState(ground)
        self.table = Table(ground, "campaigns.pacing", (
            Spec(name="calls", title=lambda: self._heads[0], cell=lambda one: Cell(one.calls), width=104, is_kept=True),
            Spec(name="share", title=lambda: self._heads[1], is_right=True, is_stretched=True, is_kept=True, least=80,
                 cell=lambda one: Cell(one.said, one.token, weight=600 if one.is_chosen else 400)),
        ), lambda one: one.calls, sorting="none")  # fmt: skip
        self.faces, self.both = QStackedWidget(), QStackedWidget()
        self.both.addWidget(self.chart)
        self.both.addWidget(self.table)
        self._lay_out()
        self.mode.picked.connect(lambda value: self.picked.emit(str(value)))

    def _lay_out(self) -> None:
        whole = QWidget()
        self._row = QHBoxLayout(whole)
        self._row.setContentsMargins(SIDE, 0, SIDE, 8)
        self._row.setSpacing(24)
        self._row.addWidget(self.inputs)
        self._row.addWidget(self.both, 1)
        self.faces.addWidget(whole)
        self.faces.addWidget(self.empty)
        self.column.addWidget(self.faces, 1)
        self.note.setMinimumWidth(0)

    def fit(self, *, is_narrow: bool) -> None:
        """Inputs take less in narrow windows."""
        self.inputs.setFixedWidth(INPUTS_NARROW if is_narrow else INPUTS)

    def show_pacing(self, shown: PacingShown) -> None:
        """Show this."""
        self.say(shown.title, note=shown.note)
        show_choice(self.mode, shown.mode)
        self.mode.setEnabled(not shown.can_change)
        self.mode.setToolTip(tip(shown.can_change))
        self.inputs.show_inputs(shown.inputs)
        self.chart.show_chart(shown)
        if shown.heads != self._heads:
            self._heads = shown.heads
            self.table.dress()
        self.table.render_rows(shown.bars)
        if shown.empty is not None:
            show_empty(self.empty, shown.empty)
        self.faces.setCurrentIndex(1 if shown.empty is not None else 0)

    def menu(self) -> QMenu:
        """The same as a table, or as a picture."""
        text, is_table = self._ground.language.text, self.both.currentWidget() is self.table
        menu = QMenu(self)
        words = text(to_translate("Show as a chart")) if is_table else text(to_translate("Show as a table"))
        menu.addAction(words).triggered.connect(
            lambda _checked=False: self.both.setCurrentWidget(self.chart if is_table else self.table))
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Chart or table."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())
