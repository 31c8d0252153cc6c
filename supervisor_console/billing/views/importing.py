"""What a price list that is to be imported changes, or every line of it that is wrong."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shared.language import to_translate
from shared.qt.forms import colour_text, label
from shared.qt.ground import Ground
from supervisor_console.billing.screen.pieces import Grid
from supervisor_console.billing.views.grid import GridPanel, Heading
from supervisor_console.billing.views.words import saying
from supervisor_console.views.button import Button
from supervisor_console.views.sizes import BODY, TITLE

WIDTH, HEIGHT = 720, 560


class ChangesDialog(QDialog):
    """Accepted: it shall be taken. Where ``accept`` is "" nothing can be."""

    def __init__(self, ground: Ground, parent: QWidget, title: str, told: str, grid: Grid, accept: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(WIDTH, HEIGHT)
        heading, sentence = label(TITLE, 600, wraps=True), label(BODY, wraps=True)
        heading.setText(title)
        sentence.setText(told)
        colour_text(sentence, ground.theme.colour("muted" if accept else "bad"))
        is_fault = not accept
        first = Heading("what", saying(ground, to_translate("Line|file") if is_fault else to_translate("Rate")),
                        is_stretched=True)  # fmt: skip
        rest = () if is_fault else (
            Heading("kind", saying(ground, to_translate("Change|kind")), 96),
            Heading("was", saying(ground, to_translate("Was")), 144),
            Heading("now", saying(ground, to_translate("Will be")), 144))  # fmt: skip
        self.grid = GridPanel(ground, "changes", (first, *rest))
        self.grid.show_grid(grid)
        self.agree = Button(ground, accept, kind="primary")
        self.leave = Button(ground, ground.language.text("Cancel") if accept else ground.language.text("Close"))
        self.agree.setVisible(bool(accept))
        self.agree.clicked.connect(lambda _checked=False: self.accept())
        self.leave.clicked.connect(lambda _checked=False: self.reject())
        self._lay_out(heading, sentence)

    def _lay_out(self, heading: QWidget, sentence: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(sentence)
        column.addWidget(self.grid, 1)
        column.addLayout(row)
