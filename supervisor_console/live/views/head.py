"""The page's head: title, filters, day and clock. The clock's width is kept, so that nothing moves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from shared.qt.forms import label
from shared.qt.ground import Ground
from shared.qt.paint_text import advance
from shared.qt.painting import write
from supervisor_console.live.screen import Filter, Header, Wish
from supervisor_console.live.views.proof import ProofChip
from supervisor_console.views.button import CheckButton
from supervisor_console.views.choice import ChoiceButton, Option
from supervisor_console.views.sizes import BODY, CONTROL, HEADER, PAGE_TITLE


class Clock(QWidget):
    """Day and time of day, painted: told anew each second, it lays out nothing."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self._date, self._time = ground, "", ""
        self.setFixedHeight(CONTROL)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_time(self, date: str, time: str) -> None:
        """Show this."""
        if date != self._date:
            self._date = date
            self.setFixedWidth(self.sizeHint().width())
        if time != self._time:
            self._time = time
            self.setAccessibleName(f"{date} {time}")
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as the widest time."""
        return QSize(int(advance(self._date, BODY, 400) + 16 + advance("00:00:00", BODY, 600)) + 4, CONTROL)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The day muted, the time strong."""
        painter, theme, place = QPainter(self), self._ground.theme, QRectF(self.rect())
        middle, right = place.center().y(), place.right()
        wide = advance("00:00:00", BODY, 600)
        write(painter, self._time, right, middle, BODY, theme.colour("text"), weight=600, align="right")
        write(painter, self._date, right - wide - 16, middle, BODY, theme.colour("muted"), align="right")
        painter.end()


class Head(QWidget):
    """``wished(Wish)``: another filter. ``marks``: the place for chips about the whole centre, before the clock."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.title = label(PAGE_TITLE, 600)
        self.queues, self.states = ChoiceButton(ground, is_many=True), ChoiceButton(ground)
        self.only_waiting, self.clock = CheckButton(ground), Clock(ground)
        self.setFixedHeight(HEADER)
        self.marks, self.proof = QHBoxLayout(), ProofChip(ground)
        self.marks.addWidget(self.proof)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addSpacing(16)
        for widget in (self.queues, self.states, self.only_waiting):
            row.addWidget(widget)
        row.addStretch(1)
        row.addLayout(self.marks)
        row.addSpacing(8)
        row.addWidget(self.clock)
        self.queues.picked.connect(lambda values: self.wished.emit(Wish("queues", choices=tuple(values))))
        self.states.picked.connect(lambda value: self.wished.emit(Wish("state", choice=value)))
        self.only_waiting.clicked.connect(lambda is_on: self.wished.emit(Wish("only_waiting", is_on=is_on)))

    def render_header(self, header: Header) -> None:
        """Show this."""
        if self.title.text() != header.title:
            self.title.setText(header.title)
        _show(self.queues, header.queues)
        _show(self.states, header.states)
        if self.only_waiting.text() != header.only_waiting.text:
            self.only_waiting.say(header.only_waiting.text)
        self.only_waiting.setChecked(header.only_waiting.is_chosen)
        self.proof.say(header.proof)
        self.clock.show_time(header.date, header.clock)

    def dress(self) -> None:
        """Another theme."""
        self.clock.update()


def _show(button: ChoiceButton, shown: Filter) -> None:
    options = tuple(Option(one.value, one.text) for one in shown.options)
    chosen = tuple(one.value for one in shown.options if one.is_chosen)
    button.show_choice(shown.label, shown.value, options, chosen)
