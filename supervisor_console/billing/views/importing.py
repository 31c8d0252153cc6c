"""What is looked at before it is taken: changes of a price list or its faults, calls that would cost something else."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shared.language import to_translate
from shared.qt.forms import Sign, colour_text, label
from shared.qt.ground import Ground
from supervisor_console.billing.views.words import saying
from supervisor_console.views.button import Button
from supervisor_console.views.grid import GridPanel, Heading
from supervisor_console.views.pieces import Grid
from supervisor_console.views.sizes import BODY, TITLE

WIDTH, HEIGHT = 760, 560


class ChangesDialog(QDialog):
    """Accepted: it shall be taken. Where ``accept`` is "" nothing can be. ``warning``: what is missing all the same."""

    def __init__(
        self, ground: Ground, parent: QWidget, title: str, told: str, grid: Grid, accept: str,
        headings: tuple[Heading, ...], *, warning: str = "", is_bad: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(WIDTH, HEIGHT)
        heading, sentence = label(TITLE, 600, wraps=True), label(BODY, wraps=True)
        heading.setText(title)
        sentence.setText(told)
        colour_text(sentence, ground.theme.colour("bad" if is_bad else "muted"))
        self.warning = Sign("triangle")
        self.warning.show_sign(warning, ground.theme, "warn")
        self.warning.setVisible(bool(warning))
        self.grid = GridPanel(ground, "billing.changes", headings)
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
        for one in (heading, sentence, self.warning):
            column.addWidget(one)
        column.addWidget(self.grid, 1)
        column.addLayout(row)


def change_headings(ground: Ground) -> tuple[Heading, ...]:
    """Of what a new version changes."""
    return (
        Heading("what", saying(ground, to_translate("Rate")), is_stretched=True),
        Heading("kind", saying(ground, to_translate("Change|kind")), 96),
        Heading("was", saying(ground, to_translate("Was")), 168),
        Heading("now", saying(ground, to_translate("Will be")), 120),
    )  # fmt: skip


def fault_headings(ground: Ground) -> tuple[Heading, ...]:
    """Of lines that are wrong."""
    return (Heading("line", saying(ground, to_translate("Line|file")), 104),
            Heading("fault", saying(ground, to_translate("What is wrong")), is_stretched=True))  # fmt: skip


def difference_headings(ground: Ground) -> tuple[Heading, ...]:
    """Of calls that would cost something else."""
    return (
        Heading("call", saying(ground, to_translate("Call|noun")), 152),
        Heading("whose", saying(ground, to_translate("Account")), is_stretched=True),
        Heading("was", saying(ground, to_translate("Was")), 88, is_right=True),
        Heading("now", saying(ground, to_translate("Will be")), 88, is_right=True),
        Heading("state", saying(ground, to_translate("State")), 152),
    )  # fmt: skip
