"""The choices in the header: buttons that open lists, the period's with a calendar beside its presets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shared.domain.search.query import Period, Preset
from shared.qt.ground import Ground
from shared.qt.tips import tip
from supervisor_console.statistics.screen import Picks, Wish
from supervisor_console.views.chip import Chip
from supervisor_console.views.choice import ChoiceButton, Option
from supervisor_console.views.period import PeriodPopover


@dataclass(frozen=True)
class Offered:
    """A preset of the period's list."""

    period: Period
    title: str
    days: str
    is_chosen: bool


class PeriodChoice(ChoiceButton):
    """``days_picked``: the first and the last day as ISO dates; ``picked``: a preset."""

    days_picked = Signal(str, str)

    def open_list(self) -> None:
        """Presets and a calendar."""
        text = self._ground.language.text
        self.calendar = PeriodPopover(self._ground, self)
        presets = [
            Offered(Period(preset=cast("Preset", one.value)), one.text, one.note, one.value in self._chosen)
            for one in self._options
        ]
        self.calendar.fill(presets, text("Use these days"), text("Days"))
        self.calendar.chosen.connect(lambda period: self.picked.emit(period.preset))
        self.calendar.picked.connect(self.days_picked)
        self.calendar.open(next((row for row in self.calendar.rows.rows if row.is_ticked), None))


class FilterRow(QWidget):
    """``wished(Wish)``. ``buttons`` in their order; before them a chip that can be taken off, where there is one."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.filters: tuple[Picks, ...] = ()
        self.buttons: list[ChoiceButton] = []
        self.chip: Chip | None = None
        self._said = ""
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)

    def render_filters(self, filters: tuple[Picks, ...], chip: str, *, is_bare: bool) -> None:
        """Show these; ``is_bare``: without their labels, which then stand under the mouse."""
        kinds = [(one.kind, one.is_many) for one in filters]
        if kinds != [(one.kind, one.is_many) for one in self.filters]:
            self._make(filters)
        self.filters = filters
        self._mark(chip)
        for button, one in zip(self.buttons, filters, strict=True):
            options = tuple(Option(pick.value, pick.text, pick.note) for pick in one.picks)
            button.show_choice("" if is_bare else one.label, one.text, options, one.marked)
            button.setToolTip(tip(one.label) if is_bare else "")

    def _make(self, filters: tuple[Picks, ...]) -> None:
        for gone in self.buttons:
            self._row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self.buttons = []
        for one in filters:
            button = PeriodChoice(self._ground) if one.kind == "period" else ChoiceButton(
                self._ground, is_many=one.is_many)  # fmt: skip
            button.picked.connect(lambda value, kind=one.kind: self.wished.emit(Wish(kind, value)))
            if isinstance(button, PeriodChoice):
                button.days_picked.connect(lambda first, last: self.wished.emit(Wish("days", (first, last))))
            self.buttons.append(button)
            self._row.addWidget(button)

    def _mark(self, chip: str) -> None:
        if chip == self._said:
            return
        self._said = chip
        if self.chip is not None:
            self._row.removeWidget(self.chip)
            self.chip.hide()
            self.chip.deleteLater()
            self.chip = None
        if chip:
            hint = self._ground.language.text("Statistics of all calls again")
            self.chip = Chip(self._ground, "", chip, remove_hint=hint)
            self.chip.removed.connect(lambda: self.wished.emit(Wish("all_calls")))
            self._row.insertWidget(0, self.chip)
