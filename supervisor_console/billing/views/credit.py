"""The card of credit paid in advance: what is left, until when, and the calls that use it; what ticks moves nothing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, write
from shared.qt.text import Text
from supervisor_console.billing.screen.accounts import CreditShown, RunningCall
from supervisor_console.views.button import Button
from supervisor_console.views.chip import StateChip
from supervisor_console.views.figure import Figure
from supervisor_console.views.marks import show_deed
from supervisor_console.views.panel import SIDE, Panel
from supervisor_console.views.sizes import BODY, CAPTION, GAP, ICON

LEFT, ROW, MOST, PRICE, TIME, NUMBER = 176, 24, 3, 96, 56, 136


class RunningCalls(QWidget):
    """A line a call: number, time and, where there is room, price a minute; at most three, then how many more."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.calls: tuple[RunningCall, ...] = ()
        self.none = ""
        self.setMinimumHeight(ROW * MOST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        ground.theme_changed.connect(self.update)

    def show_calls(self, calls: tuple[RunningCall, ...], none: str) -> None:
        """Show these."""
        if (calls, none) != (self.calls, self.none):
            self.calls, self.none = calls, none
            self.setAccessibleName(". ".join(f"{one.number} {one.time} {one.price}" for one in calls) or none)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The lines."""
        painter, theme = QPainter(self), self._ground.theme
        right = self.width()
        price = PRICE if right - PRICE - TIME - 12 - ICON - GAP >= NUMBER else 0
        if not self.calls:
            write(painter, self.none, 0, ROW / 2, BODY, theme.colour("muted"), width=right)
        shown = self.calls if len(self.calls) <= MOST else self.calls[: MOST - 1]
        for place, call in enumerate(shown):
            middle = place * ROW + ROW / 2
            draw_icon(painter, "message", 0, middle, ICON, theme.colour("talking"))
            write(painter, call.number, ICON + GAP, middle, BODY, theme.colour("text"),
                  width=right - price - TIME - 12 - ICON - GAP)  # fmt: skip
            write(painter, call.time, right - price, middle, BODY, theme.colour("muted"), align="right")
            if price:
                write(painter, call.price, right, middle, BODY, theme.colour("text"), align="right")
        if len(self.calls) > len(shown):
            more = f"+ {len(self.calls) - len(shown)}"
            write(painter, more, ICON + GAP, ROW * (MOST - 0.5), BODY, theme.colour("muted"))
        painter.end()


class CreditPanel(Panel):
    """``topped_up``: the button was pressed."""

    topped_up = Signal()

    def __init__(self, ground: Ground) -> None:
        self.top_up = Button(ground, icon="plus")
        super().__init__(ground, tools=(self.top_up,))
        self.kind, self.chip = Text(CAPTION), StateChip(ground)
        self.left, self.calls = Figure(ground), RunningCalls(ground)
        head = self.head.layout()
        assert isinstance(head, QHBoxLayout)
        head.insertWidget(2, self.kind)
        head.insertWidget(3, self.chip)
        self.line.hide()
        self.left.setFixedWidth(LEFT)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(SIDE, 4, SIDE, 12)
        row.setSpacing(16)
        row.addWidget(self.left)
        row.addWidget(self.calls, 1)
        self.column.addWidget(inside)
        self.top_up.clicked.connect(lambda _checked=False: self.topped_up.emit())

    def show_credit(self, shown: CreditShown) -> None:
        """Show this."""
        self.say(shown.title)
        self.kind.say(shown.kind, self._ground.theme, "muted")
        self.chip.say(shown.state.icon, shown.state.text, shown.state.token)
        self.left.say(shown.label, shown.left, shown.lasts or "\u00a0")
        self.calls.show_calls(shown.calls, shown.none_running)
        show_deed(self.top_up, shown.top_up)
