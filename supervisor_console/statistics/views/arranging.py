"""How a report is shown, under the button of its table: a search in its columns, their order, rows, chart, reset."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shared.qt.forms import colour_text, label, rule
from shared.qt.ground import Ground
from supervisor_console.statistics.screen.arranging import ArrangeKind, ArrangeWish, ArrangingScreen
from supervisor_console.statistics.screen.page import Pick
from supervisor_console.statistics.views.column_rows import ColumnRows
from supervisor_console.views.button import Button
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.popover import Popover
from supervisor_console.views.sizes import BODY, CAPTION

WIDTH = 540


class SearchLine(LineEdit):
    """``left``: by the arrow down, to what was found."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Down goes to the columns."""
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ArrangingPopover(Popover):
    """``wished``: an ArrangeWish. What is chosen is seen at once in the report beside it."""

    wished = Signal(object)

    def __init__(self, ground: Ground, anchor: QWidget, screen: ArrangingScreen) -> None:
        super().__init__(ground, anchor, is_right=True)
        self.setFixedWidth(WIDTH)
        self.column.setContentsMargins(12, 12, 12, 12)
        self.column.setSpacing(8)
        text = ground.language.text
        self.setAccessibleName(text("Columns and chart"))
        self.search, self.rows = SearchLine(ground, icon="search"), ColumnRows(ground)
        self.search.setPlaceholderText(text("Search in the columns"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.hint = label(CAPTION, wraps=True)
        self.hint.setText(text("Space shows a column, Alt with an arrow moves it, S sorts rows by it, C draws it."))
        colour_text(self.hint, ground.theme.colour("muted"))
        self.charts = {str(one.value): self._choice(one, "chart") for one in screen.charts}
        self.mosts = {str(one.value): self._choice(one, "most") for one in screen.mosts}
        self.reset = Button(ground, text("As the report is"), "refresh", "quiet")
        self._lay_out()
        self.search.textChanged.connect(self.rows.narrow)
        self.search.left.connect(self._go)
        self.rows.wished.connect(lambda kind, name, place: self._wish(kind, name, place))
        self.reset.clicked.connect(lambda _=False: self._wish("reset"))
        self.render_screen(screen)

    def render_screen(self, screen: ArrangingScreen) -> None:
        """Show this."""
        self.rows.render_lines(screen.columns)
        self.rows.narrow(self.search.text())
        for kind, button in self.charts.items():
            button.setChecked(kind == screen.chart)
        for most, button in self.mosts.items():
            button.setChecked(most == str(screen.most))
        self.reset.setEnabled(screen.is_own)

    def _choice(self, one: Pick, kind: ArrangeKind) -> Button:
        button = Button(self._ground, one.text)
        button.setCheckable(True)
        name, number = (str(one.value), 0) if kind == "chart" else ("", int(str(one.value)))
        button.clicked.connect(lambda _=False: self._wish(kind, name, number))
        return button

    def _lay_out(self) -> None:
        text = self._ground.language.text
        for part in (self.search, self.rows, self.hint, rule()):
            self.column.addWidget(part)
        for words, buttons in ((text("Chart"), self.charts), (text("Rows"), self.mosts)):
            row, name = QHBoxLayout(), label(BODY)
            row.setSpacing(6)
            name.setText(words)
            name.setMinimumWidth(48)
            row.addWidget(name)
            for button in buttons.values():
                button.setAccessibleDescription(words)
                row.addWidget(button)
            row.addStretch(1)
            self.column.addLayout(row)
        foot = QHBoxLayout()
        foot.addWidget(self.reset)
        foot.addStretch(1)
        self.column.addWidget(rule())
        self.column.addLayout(foot)

    def _go(self) -> None:
        row = self.rows.first()
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wish(self, kind: ArrangeKind, name: str = "", number: int = 0) -> None:
        self.wished.emit(ArrangeWish(kind=kind, name=name, number=number))
