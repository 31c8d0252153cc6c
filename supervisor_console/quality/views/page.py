"""The whole page: header with choices, then calls with the form, or operators."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.quality.screen import QualityScreen, Wish
from supervisor_console.quality.views.calls import CallsView
from supervisor_console.quality.views.choices import show_picks
from supervisor_console.quality.views.form import FormView
from supervisor_console.quality.views.standing import StandingsView
from supervisor_console.views.button import Button
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.panel import PageHeader
from supervisor_console.views.states import ErrorStrip
from supervisor_console.views.tabs import Tabs

NARROW = 1320


class QualityView(QWidget):
    """``wished``: whatever somebody wants of the page. ``shown``: the screen of now."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.shown: QualityScreen | None = None
        self.header, self.tabs, self.strip = PageHeader(ground), Tabs(ground), ErrorStrip(ground)
        self.period, self.source, self.each = ChoiceButton(ground), ChoiceButton(ground), ChoiceButton(ground)
        self.draw = Button(ground, icon="refresh")
        self.cards = Button(ground, icon="pencil")
        self.export = Button(ground, icon="download")
        self.calls, self.form, self.standings = CallsView(ground), FormView(ground), StandingsView(ground)
        for choice in (self.tabs, self.period, self.source, self.each, self.draw):
            self.header.filters.addWidget(choice)
        for deed in (self.cards, self.export):
            self.header.deeds.addWidget(deed)
        scoring = QWidget()
        self._scoring = QHBoxLayout(scoring)
        self._scoring.setContentsMargins(0, 0, 0, 0)
        self._scoring.addWidget(self.calls, 1)
        self._scoring.addWidget(self.form)
        self._stack = QStackedWidget()
        self._stack.addWidget(scoring)
        self._stack.addWidget(self.standings)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.header)
        self._column.addWidget(self.strip)
        self._column.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.tabs.picked.connect(lambda key: self.wished.emit(Wish("tab", key)))
        for button, kind in ((self.period, "period"), (self.source, "source"), (self.each, "each")):
            button.picked.connect(lambda value, kind=kind: self.wished.emit(Wish(kind, value)))
        for pressed, kind in ((self.draw, "draw"), (self.cards, "edit_cards"), (self.export, "export")):
            pressed.clicked.connect(lambda _checked=False, kind=kind: self.wished.emit(Wish(kind)))
        self.strip.pressed.connect(lambda: self.wished.emit(Wish("retry")))
        for view in (self.calls, self.form, self.standings):
            view.wished.connect(self.wished)
        self.calls.table.opened.connect(lambda _row, _column: self.form.begin())

    def render_screen(self, screen: QualityScreen) -> None:
        """Show this."""
        text = self._ground.language.text
        self.shown = screen
        self.header.say(screen.title)
        self.tabs.show_tabs(screen.tabs, screen.tab)
        show_picks(self.period, screen.period)
        show_picks(self.source, screen.source)
        is_scoring = screen.tab == "calls"
        self.source.setVisible(is_scoring)
        self.each.setVisible(is_scoring and screen.each is not None)
        self.draw.setVisible(is_scoring and screen.each is not None)
        if screen.each is not None:
            show_picks(self.each, screen.each)
        self.draw.say(text("Draw again"))
        self.cards.say(text("Score cards"))
        self.export.say(text("Export"))
        self.strip.say(screen.strip, screen.strip_more, screen.strip_button)
        self._stack.setCurrentIndex(0 if is_scoring else 1)
        self.calls.render_calls(screen)
        self.form.render_form(screen)
        self.standings.render_standings(screen)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Margins suit the width."""
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW
        margin, gap = (16, 12) if is_narrow else (24, 16)
        self._column.setContentsMargins(margin, margin, margin, margin)
        for layout in (self._column, self._scoring, self.calls.parts, self.standings.row, self.standings.right):
            layout.setSpacing(gap)
        for button in (self.draw, self.cards, self.export):
            button.set_slim(is_narrow)
            button.setProperty("elides", is_narrow)  # the words are its hint then
