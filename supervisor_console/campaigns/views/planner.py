"""A day planned: its numbers at the left, what each mode makes of it at the right."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shared.language import to_translate
from shared.qt.forms import Sign, colour_text, label
from shared.qt.ground import Ground
from supervisor_console.campaigns.screen.pieces import Wish
from supervisor_console.campaigns.screen.planner import PlannerField, PlannerShown
from supervisor_console.views.button import Button
from supervisor_console.views.forms import caption
from supervisor_console.views.grid import GridPanel, Heading
from supervisor_console.views.headings import saying
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.marks import show_deed
from supervisor_console.views.panel import SIDE, Panel
from supervisor_console.views.sizes import CAPTION

LEFT, TYPING_MS, LEAST_SPACE = 320, 300, 4


class PlannerLine(QWidget):
    """A field: its words, the number, what is wrong. ``typed(str)``."""

    typed = Signal(str)

    def __init__(self, ground: Ground, words: str) -> None:
        super().__init__()
        self._ground, self.line, self.wrong = ground, LineEdit(ground), Sign("triangle")
        self.words = caption(words, self.line)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(LEAST_SPACE)
        for one in (self.words, self.line, self.wrong):
            column.addWidget(one)
        self.wrong.hide()
        self._typing.timeout.connect(lambda: self.typed.emit(self.line.text()))
        self.line.textEdited.connect(lambda _text: self._typing.start())

    def show_field(self, shown: PlannerField) -> None:
        """Show this; what is being typed stays."""
        self.words.setText(shown.label)
        if not self._typing.isActive() and self.line.text() != shown.said:
            self.line.setText(shown.said)
        self.line.set_wrong(bool(shown.wrong))
        self.line.setAccessibleDescription(shown.wrong)
        self.wrong.show_sign(shown.wrong, self._ground.theme, "bad")
        self.wrong.setVisible(bool(shown.wrong))


class PlannerView(QWidget):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.panel, self.run, self.note = Panel(ground), Button(ground, kind="primary"), label(CAPTION, wraps=True)
        self.fields: dict[str, PlannerLine] = {}
        self.grid = GridPanel(ground, "campaigns.plan", _headings(ground))
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(SIDE, 12, SIDE, 12)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        self._column.addWidget(self.note)
        self._column.addWidget(self.run)
        self.panel.column.addWidget(inside, 1)
        self.panel.setFixedWidth(LEFT)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.panel)
        self._row.addWidget(self.grid, 1)
        self.run.clicked.connect(lambda _checked=False: self.wished.emit(Wish("plan_run")))

    def fit(self, gap: int, *, is_low: bool) -> None:
        """Between the regions; closer where there is little height."""
        self._row.setSpacing(gap)
        self._column.setSpacing(1 if is_low else 6)
        self.note.setVisible(not is_low)

    def show_planner(self, shown: PlannerShown) -> None:
        """Show this."""
        self.panel.say(shown.title)
        for one in shown.fields:
            if one.name not in self.fields:
                line = self.fields[one.name] = PlannerLine(self._ground, one.label)
                line.typed.connect(lambda text, name=one.name: self.wished.emit(Wish("plan", name, text)))
                self._column.insertWidget(len(self.fields) - 1, line)
            self.fields[one.name].show_field(one)
        self.note.setText(shown.note)
        colour_text(self.note, self._ground.theme.colour("muted"))
        show_deed(self.run, shown.run)
        self.grid.show_grid(shown.grid)


def _headings(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("mode", saying(ground, to_translate("Mode")), 168),
        Heading("utilisation", saying(ground, to_translate("Operators busy")), 112, is_right=True),
        Heading("abandoned", saying(ground, to_translate("Abandoned|share")), 104, is_right=True),
        Heading("bound", saying(ground, to_translate("Upper bound")), 104, is_right=True),
        Heading("attempts", saying(ground, to_translate("Attempts an hour")), 128, is_right=True, rank=2),
        Heading("talks", saying(ground, to_translate("Talks an hour")), 112, is_right=True, rank=1),
        Heading("waits", saying(ground, to_translate("Wait for a call")), 112, is_right=True, rank=3),
        Heading("ended", saying(ground, to_translate("All called")), is_stretched=True),
    )
