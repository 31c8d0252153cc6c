"""The chosen call, 328 wide: its states, facts, steps, other calls of the customer, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from shared.qt.forms import colour_text, label, rule
from shared.qt.ground import Ground
from shared.qt.text import Text
from supervisor_console.calls.screen import Cell, Chosen, Detail, LinkedLine, Opened, StepLine
from supervisor_console.calls.views.flow import Flow
from supervisor_console.views.button import Button
from supervisor_console.views.chip import StateChip
from supervisor_console.views.choice_rows import ChoiceRow
from supervisor_console.views.panel import SIDE, Panel
from supervisor_console.views.sizes import BODY, CAPTION, TITLE

WIDTH = 328
_LABEL = 112


class DetailView(Panel):
    """``wished(Wish)``: close, open, play, another call."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground, has_head=False)
        self.setFixedWidth(WIDTH)
        self._shown: Detail | None = None
        self._inside: QWidget | None = None
        self.number, self.close_button = Text(TITLE, 600), Button(ground, icon="close", kind="quiet")
        self.open_button, self.play_button = Button(ground, kind="primary"), Button(ground, icon="play")
        self.why = label(CAPTION, wraps=True)
        self.linked: list[ChoiceRow] = []
        self.scrolled = QScrollArea()
        self.scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self.scrolled.setWidgetResizable(True)
        self.scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scrolled.viewport().setAutoFillBackground(False)
        self._lay_out()
        self.close_button.clicked.connect(lambda: self.wished.emit(Chosen(None)))
        self.open_button.clicked.connect(lambda: self._open(is_played=False))
        self.play_button.clicked.connect(lambda: self._open(is_played=True))
        ground.theme_changed.connect(self._again)

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(SIDE, 8, 8, 0)
        head.addWidget(self.number, 1)
        head.addWidget(self.close_button)
        foot.setContentsMargins(SIDE, 12, SIDE, 16)
        foot.setSpacing(8)
        foot.addWidget(self.open_button)
        foot.addWidget(self.play_button)
        foot.addStretch(1)
        self.column.addLayout(head)
        self.column.addWidget(self.scrolled, 1)
        self.column.addLayout(foot)

    def show_detail(self, shown: Detail | None) -> None:
        """Show this; None: hide."""
        self.setVisible(shown is not None)
        if shown is None or shown == self._shown:
            self._shown = shown
            return
        is_same = self._shown is not None and self._shown.key == shown.key
        self._shown = shown
        place = self.scrolled.verticalScrollBar().value()
        self._fill(shown)
        self.scrolled.verticalScrollBar().setValue(place if is_same else 0)

    def _again(self) -> None:
        if self._shown is not None:
            self._fill(self._shown)

    def _fill(self, shown: Detail) -> None:
        text, theme = self._ground.language.text, self._ground.theme
        self.number.say(shown.title, theme)
        self.setAccessibleName(shown.title)
        self.close_button.say("", "close", hint=text("Close"))
        self.close_button.setAccessibleName(text("Close"))
        self.open_button.say(text("Course of the call"))
        self.play_button.say(text("Play"), "play", hint=shown.recording)
        self.play_button.setEnabled(not shown.recording)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SIDE, 8, SIDE, 8)
        column.setSpacing(12)
        column.addLayout(self._states(shown.states))
        column.addLayout(self._facts(shown.facts))
        self._steps(column, shown)
        for note in shown.notes:
            column.addWidget(self._words(note, "text"))
        if shown.linked:
            column.addWidget(rule())
            column.addWidget(self._title(text("Linked calls")))
            self.linked = [self._link(one) for one in shown.linked]
            for button in self.linked:
                column.addWidget(button)
        column.addStretch(1)
        self.scrolled.setWidget(inside)
        inside.setAutoFillBackground(False)  # Qt has just switched it on

    def _states(self, states: tuple[Cell, ...]) -> QLayout:
        flow = Flow(8)
        for one in states:
            chip = StateChip(self._ground)
            chip.say(one.icon, one.text, one.token, hint=one.hint)
            flow.addWidget(chip)
        return flow

    def _facts(self, facts: tuple[tuple[str, Cell], ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, _LABEL)
        grid.setColumnStretch(1, 1)
        for number, (caption, cell) in enumerate(facts):
            grid.addWidget(self._words(caption, "muted"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._words(cell.text, cell.token), number, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _steps(self, column: QVBoxLayout, shown: Detail) -> None:
        text = self._ground.language.text
        column.addWidget(rule())
        column.addWidget(self._title(text("Course")))
        if shown.failure:
            column.addWidget(self._words(shown.failure, "bad"))
        elif shown.is_loading and not shown.steps:
            column.addWidget(self._words(text("Loading…"), "muted"))
        for step in shown.steps:
            column.addWidget(self._step(step))

    def _step(self, step: StepLine) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        at, said, took = Text(BODY, elides=False), Text(BODY), Text(BODY, elides=False, is_right=True)
        theme = self._ground.theme
        at.say(step.time, theme, "muted")
        said.say(step.text, theme)
        took.say(step.length, theme, "muted")
        row.addWidget(at)
        row.addWidget(said, 1)
        row.addWidget(took)
        return line

    def _link(self, one: LinkedLine) -> ChoiceRow:
        made = ChoiceRow(self._ground, one.text, one.length, is_ticked=None)
        made.set_icon(one.icon, one.token)
        made.clicked.connect(lambda _=False, key=one.key: self.wished.emit(Opened(key)))
        return made

    def _title(self, text: str) -> QWidget:
        made = Text(BODY, 600)
        made.say(text, self._ground.theme)
        return made

    def _words(self, text: str, token: str) -> QWidget:
        made = label(BODY, wraps=True)
        made.setText(text)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        colour_text(made, self._ground.theme.colour(token))  # type: ignore[arg-type]  # a token
        return made

    def _open(self, *, is_played: bool) -> None:
        if self._shown is not None:
            self.wished.emit(Opened(self._shown.key, is_played))
