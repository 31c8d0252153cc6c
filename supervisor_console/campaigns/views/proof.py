"""The report on the rules of the law in a window; its first button saves it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from shared.language import to_translate
from shared.qt.ground import Ground
from supervisor_console.views.forms import Form
from supervisor_console.views.grid import GridPanel, Heading
from supervisor_console.views.headings import saying
from supervisor_console.views.pieces import Grid

WIDTH, DAYS_HIGH, BROKEN_HIGH = 920, 280, 220


class ProofWindow(Form):
    """``decided``: it shall be saved."""

    def __init__(self, ground: Ground, parent: QWidget, title: str, days: Grid, broken: Grid) -> None:
        super().__init__(ground, parent, title, ground.language.text("Save…"), width=WIDTH)
        self.shown = days, broken
        self.days = GridPanel(ground, "campaigns.proof", _days(ground))
        self.broken = GridPanel(ground, "campaigns.broken", _broken(ground))
        self.days.setMinimumHeight(DAYS_HIGH)
        self.broken.setMinimumHeight(BROKEN_HIGH)
        self.days.show_grid(days)
        self.broken.show_grid(broken)
        self.column.addWidget(self.days, 3)
        self.column.addWidget(self.broken, 2)
        self.finish()
        self.leave.say(ground.language.text("Close"))

    def tables(self) -> tuple[tuple[tuple[str, ...], Grid], ...]:
        """Both tables with the heads of their columns."""
        heads = [tuple(spec.title() for spec in panel.table.specs) for panel in (self.days, self.broken)]
        return tuple(zip(heads, self.shown, strict=True))


def _days(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("day", saying(ground, to_translate("Day")), is_stretched=True),
        Heading("attempts", saying(ground, to_translate("Attempts")), 88, is_right=True),
        Heading("answered", saying(ground, to_translate("Answered")), 96, is_right=True),
        Heading("machines", saying(ground, to_translate("Machines")), 88, is_right=True),
        Heading("abandoned", saying(ground, to_translate("Abandoned")), 96, is_right=True),
        Heading("share", saying(ground, to_translate("Share|abandoned")), 96, is_right=True),
        Heading("bound", saying(ground, to_translate("Upper bound")), 104, is_right=True),
        Heading("locks", saying(ground, to_translate("Locks kept")), 96, is_right=True),
        Heading("broken", saying(ground, to_translate("Broken|rules")), 96, is_right=True),
    )


def _broken(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("at", saying(ground, to_translate("Dialled")), 176),
        Heading("number", saying(ground, to_translate("Telephone")), 168),
        Heading("what", saying(ground, to_translate("Rule")), is_stretched=True),
    )
