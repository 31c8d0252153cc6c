"""A form with what is there already above its fields: a row that is chosen fills them, to be changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shared.language import to_translate
from shared.qt.ground import Ground
from supervisor_console.billing.views.words import saying
from supervisor_console.views.forms import FieldsForm
from supervisor_console.views.grid import GridPanel, Heading
from supervisor_console.views.pieces import Grid, Questions

HEIGHT = 264


class RowsForm(FieldsForm):
    """``row_picked(str)``: the key of a row. It stays open until it is closed; ``name`` is its table's."""

    row_picked = Signal(str)

    def __init__(
        self, ground: Ground, parent: QWidget, asked: Questions, name: str,
        headings: Callable[[Ground], tuple[Heading, ...]],
    ) -> None:  # fmt: skip
        super().__init__(ground, parent, asked)
        self.grid = GridPanel(ground, f"billing.{name}", headings(ground))
        self.grid.setFixedHeight(HEIGHT)
        self.above.addWidget(self.grid)
        self.leave.say(ground.language.text("Close"))
        table = self.grid.table  # not what is current: a table takes its first row for that when the focus comes by
        table.clicked.connect(lambda index: self.row_picked.emit(str(table.rows.key_at(index))))
        table.opened.connect(lambda line, _column: self.row_picked.emit(line.key))

    def show_grid(self, grid: Grid) -> None:
        """Show what is there."""
        self.grid.show_grid(grid)


def owned_headings(ground: Ground) -> tuple[Heading, ...]:
    """Of what an account owns."""
    return (
        Heading("kind", saying(ground, to_translate("What")), 128),
        Heading("value", saying(ground, to_translate("Number or name")), is_stretched=True),
        Heading("since", saying(ground, to_translate("From")), 112),
        Heading("until", saying(ground, to_translate("Until")), 112),
        Heading("centre", saying(ground, to_translate("Cost centre")), 120),
        Heading("state", saying(ground, to_translate("State")), 104),
    )  # fmt: skip


def fee_headings(ground: Ground) -> tuple[Heading, ...]:
    """Of monthly fees."""
    return (
        Heading("fee", saying(ground, to_translate("Fee")), is_stretched=True),
        Heading("pieces", saying(ground, to_translate("Pieces")), 72, is_right=True),
        Heading("amount", saying(ground, to_translate("A month|fee")), 112, is_right=True),
        Heading("since", saying(ground, to_translate("From")), 104),
        Heading("until", saying(ground, to_translate("Until")), 104),
        Heading("state", saying(ground, to_translate("State")), 160),
    )  # fmt: skip
