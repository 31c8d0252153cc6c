"""The list of calls to be scored, and under it the course of the chosen one with the place for a player."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.quality.screen import CallLine, CourseLine, QualityScreen, Wish
from supervisor_console.views.button import Button
from supervisor_console.views.cells import Cell
from supervisor_console.views.columns import Spec
from supervisor_console.views.panel import Panel
from supervisor_console.views.states import EmptyState
from supervisor_console.views.table import Table


class CallsView(QWidget):
    """``wished``: another call, or to open it. ``show_player`` gives playback its place."""

    wished = Signal(object)

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
        self.player = QWidget()
        self.player.setLayout(QVBoxLayout())
        self.player.hide()
        self.course.column.addWidget(self.player)
        self.course.column.addWidget(self.steps, 1)
        self.parts = QVBoxLayout(self)
        self.parts.setContentsMargins(0, 0, 0, 0)
        self.parts.addWidget(self.list, 3)
        self.parts.addWidget(self.course, 2)
        self.table.picked.connect(lambda key: self.wished.emit(Wish("call", key)))
        self.open.clicked.connect(lambda _checked=False: self.wished.emit(Wish("open_call")))

    def show_player(self, bar: QWidget) -> None:
        """Playback's bar has its place above the course."""
        layout = self.player.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(bar)
        self.player.show()

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
        self.steps.render_rows(screen.course)


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
