"""The list of calls to be scored, and under it the course of the chosen one with the place for a player."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from shared.qt.forms import colour_text, label, rule
from shared.qt.ground import Ground
from shared.qt.icons import icon_pixmap
from supervisor_console.quality.screen import CallLine, CourseLine, QualityScreen, Wish
from supervisor_console.views.button import Button
from supervisor_console.views.cells import Cell
from supervisor_console.views.columns import Spec
from supervisor_console.views.panel import Panel
from supervisor_console.views.sizes import BODY, GAP, ICON
from supervisor_console.views.states import EmptyState
from supervisor_console.views.table import Table

ROOM = 56
"""As high as the player."""


class CallsView(QWidget):
    """``wished``: another call, or to open it. ``show_player`` gives playback its place; ``gone_to``: a moment of the
    call in milliseconds, by a line of its course.
    """

    wished = Signal(object)
    gone_to = Signal(int)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.table = Table(ground, "quality_calls", _calls(ground), lambda row: row.key, sorting="rows")
        self.steps = Table(ground, "quality_course", _course(ground), lambda row: row.key, sorting="none",
                           row_height=28)  # fmt: skip
        self.steps.horizontalHeader().hide()
        self.empty = EmptyState(ground)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        self.open = Button(ground, icon="open_out")
        self.list, self.course = Panel(ground), Panel(ground, tools=(self.open,))
        self.list.column.addWidget(self._stack, 1)
        self.player, self.silence = QWidget(), Silence(ground)
        self._place = QVBoxLayout(self.player)
        self._bar: QWidget | None = None
        self.player.hide()
        self.course.column.addWidget(self.player)
        self.course.column.addWidget(self.steps, 1)
        self.parts = QVBoxLayout(self)
        self.parts.setContentsMargins(0, 0, 0, 0)
        self.parts.addWidget(self.list, 3)
        self.parts.addWidget(self.course, 2)
        self.table.picked.connect(lambda key: self.wished.emit(Wish("call", key)))
        self.steps.picked.connect(self._go)
        self.steps.clicked.connect(lambda index: self._go(self.steps.rows.key_at(index)))  # chosen by the playhead
        self.open.clicked.connect(lambda _checked=False: self.wished.emit(Wish("open_call")))

    def show_player(self, bar: QWidget) -> None:
        """Playback's bar has its place above the course."""
        self._bar = bar
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(0)
        for one in (bar, self.silence, rule()):
            self._place.addWidget(one)

    def follow(self, ms: float) -> None:
        """The line of what happens at this moment of the call is marked."""
        lines: list[CourseLine] = self.steps.rows.rows
        now = [line for line in lines if line.at_ms <= ms]
        if now and self.steps.key_now() != now[-1].key:
            self.steps.render_rows(lines, now[-1].key)

    def _go(self, key: object) -> None:
        line = next((one for one in self.steps.rows.rows if one.key == key), None)
        if line is not None:
            self.gone_to.emit(line.at_ms)

    def render_calls(self, screen: QualityScreen) -> None:
        """The list, and the course of the chosen call."""
        self.list.say(screen.calls_title, screen.calls_count, screen.note)
        self.table.setAccessibleName(screen.calls_title)
        self.steps.setAccessibleName(screen.course_title)
        self._stack.setCurrentIndex(0 if screen.calls_empty else 1)
        if screen.calls_empty is not None:
            self.empty.say(screen.calls_empty.icon, screen.calls_empty.title, screen.calls_empty.hint)
        self.table.render_rows(screen.calls, screen.chosen)
        self.course.say(screen.course_title)
        self.open.say(self._ground.language.text("Open the call"))
        self.open.setEnabled(screen.chosen is not None)
        if self.steps.rows.rows != list(screen.course):
            self.steps.render_rows(screen.course)
        self.player.setVisible(self._bar is not None and screen.has_player)
        self.silence.say(screen.silence)
        if self._bar is not None:
            self._bar.setVisible(not screen.silence)


class Silence(QWidget):
    """In the player's place: that there is nothing to be heard."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self._icon, self._words = ground, QLabel(), label(BODY)
        self._icon.setFixedSize(ICON, ICON)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(GAP)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        self.setFixedHeight(ROOM)
        ground.theme_changed.connect(self._dress)
        self.say("")

    def say(self, words: str) -> None:
        """These words; "" none, and the player is seen."""
        self._words.setText(words)
        self.setVisible(bool(words))
        self._dress()

    def _dress(self) -> None:
        muted = self._ground.theme.colour("muted")
        self._icon.setPixmap(icon_pixmap("wave_struck", muted, ICON, self.devicePixelRatioF()))
        colour_text(self._words, muted)


def _calls(ground: Ground) -> tuple[Spec[CallLine], ...]:
    def text(words: str) -> str:
        return ground.language.text(words)

    return (
        Spec(name="state", title=lambda: text("Score"), width=148, is_kept=True,
             cell=lambda row: Cell(row.state, row.token, row.icon, is_state=True)),
        Spec(name="operator", title=lambda: text("Operator"), is_stretched=True, is_kept=True,
             cell=lambda row: Cell(row.operator, weight=600)),
        Spec(name="when", title=lambda: text("Start"), width=136, cell=lambda row: Cell(row.when),
             order=lambda row: row.order, is_kept=True),
        Spec(name="customer", title=lambda: text("Caller"), width=152, cell=lambda row: Cell(row.customer), rank=2),
        Spec(name="queue", title=lambda: text("Queue"), width=120, cell=lambda row: Cell(row.queue), rank=1),
        Spec(name="talk", title=lambda: text("Talk"), width=80, cell=lambda row: Cell(row.talk), is_right=True,
             order=lambda row: row.talk_ms, is_kept=True),
    )  # fmt: skip


def _course(ground: Ground) -> tuple[Spec[CourseLine], ...]:
    def text(words: str) -> str:
        return ground.language.text(words)

    return (
        Spec(name="clock", title=lambda: text("Time"), width=96, cell=lambda row: Cell(row.clock), is_kept=True),
        Spec(name="text", title=lambda: text("Step"), is_stretched=True, is_kept=True,
             cell=lambda row: Cell(row.text, "text", row.icon)),
        Spec(name="length", title=lambda: text("Length"), width=88, cell=lambda row: Cell(row.length), is_right=True,
             is_kept=True),
    )  # fmt: skip
