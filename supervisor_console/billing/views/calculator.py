"""The calculator: what is asked at the left, the price with all its steps at the right."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from shared.qt.forms import Sign, label
from shared.qt.ground import Ground
from supervisor_console.billing.screen import CalculatorShown
from supervisor_console.billing.screen.pieces import Wish
from supervisor_console.billing.views.trace import TracePanel
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.marks import show_choice
from supervisor_console.views.panel import SIDE, Panel
from supervisor_console.views.sizes import CAPTION

LEFT, MOST, TYPING_MS = 336, 720, 250


class AskedField(QWidget):
    """A label, a line, under it what is wrong with it. ``typed(str)``."""

    typed = Signal(str)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.words, self.line, self.wrong = label(CAPTION, 500), LineEdit(ground), Sign("triangle")
        self.words.setFixedHeight(18)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.words, self.line, self.wrong):
            column.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.words.setBuddy(self.line)
        self.wrong.hide()
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(lambda: self.typed.emit(self.line.text()))
        self.line.textEdited.connect(lambda _text: self._typing.start())

    def show_field(self, words: str, said: str, wrong: str) -> None:
        """Show this; what is being typed stays."""
        self.words.setText(words)
        self.line.setAccessibleName(words)
        self.line.setAccessibleDescription(wrong)
        if not self._typing.isActive() and self.line.text() != said:
            self.line.setText(said)
        self.line.set_wrong(bool(wrong))
        self.wrong.show_sign(wrong, self._ground.theme, "bad")
        self.wrong.setVisible(bool(wrong))


class CalculatorView(QWidget):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.panel, self.trace = Panel(ground), TracePanel(ground)
        self.tariff, self.direction = ChoiceButton(ground), ChoiceButton(ground)
        self.fields: dict[str, AskedField] = {}
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(SIDE, SIDE, SIDE, SIDE)
        self._column.setSpacing(12)
        self._column.addWidget(self.tariff)
        self._column.addWidget(self.direction)
        self._column.addStretch(1)
        self.panel.column.addWidget(inside, 1)
        self.panel.setFixedWidth(LEFT)
        self.trace.setMaximumWidth(MOST)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(self.panel)
        self.row.addWidget(self.trace, 1)
        self.row.addStretch(0)
        for name, button in (("tariff", self.tariff), ("direction", self.direction)):
            button.picked.connect(lambda value, name=name: self.wished.emit(Wish("field", name, str(value))))

    def set_gap(self, gap: int) -> None:
        """Between the regions."""
        self.row.setSpacing(gap)

    def show_calculator(self, shown: CalculatorShown) -> None:
        """Show this."""
        self.panel.say(shown.title)
        show_choice(self.tariff, shown.tariff)
        show_choice(self.direction, shown.direction)
        for name, words, said, wrong in shown.labels:
            if name not in self.fields:
                self._add(name)
            self.fields[name].show_field(words, said, wrong)
        self.trace.show_trace(shown.trace)

    def _add(self, name: str) -> None:
        field = self.fields[name] = AskedField(self._ground)
        field.typed.connect(lambda text: self.wished.emit(Wish("field", name, text)))
        self._column.insertWidget(self._column.count() - 1, field)
