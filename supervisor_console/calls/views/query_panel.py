"""The query as a form and as a line, one above the other: two views of one thing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from shared.domain.search.query import Term
from shared.qt.forms import Sign, rule
from shared.qt.ground import Ground
from supervisor_console.calls.screen import Plain, QueryPanel, TermDropped, Typed
from supervisor_console.calls.views.condition import ConditionPopover
from supervisor_console.calls.views.flow import Flow
from supervisor_console.calls.views.period import LabelledButton, PeriodPopover
from supervisor_console.calls.views.query_line import QueryLine
from supervisor_console.views.button import Button, LinkButton
from supervisor_console.views.chip import Chip
from supervisor_console.views.panel import SIDE, Panel


class QueryView(Panel):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground, has_head=False)
        self._shown: QueryPanel | None = None
        self.terms: tuple[Term, ...] = ()
        self.chips: list[Chip] = []
        self.period, self.entry = LabelledButton(ground), QueryLine(ground)
        self.more, self.clear = LinkButton(ground, icon="plus"), LinkButton(ground)
        self.search = Button(ground, kind="primary", height=36)
        self.mistake = Sign("triangle")
        self.periods: PeriodPopover | None = None
        self.conditions: ConditionPopover | None = None
        self._flow = Flow()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        bar = rule()
        bar.setFixedSize(1, 20)
        for widget in (self.period, bar, self.more):
            self._flow.addWidget(widget)
        flowing = QWidget()
        flowing.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        flowing.setSizePolicy(policy)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.setContentsMargins(SIDE, 12, SIDE, 0)
        upper.addWidget(flowing, 1)
        upper.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignTop)
        lower.setContentsMargins(SIDE, 12, SIDE, 12)
        lower.setSpacing(8)
        lower.addWidget(self.entry, 1)
        lower.addWidget(self.search)
        under = QHBoxLayout()
        under.setContentsMargins(SIDE, 0, SIDE, 12)
        under.addWidget(self.mistake)
        self._under = QWidget()
        self._under.setLayout(under)
        self.column.addLayout(upper)
        self.column.addLayout(lower)
        self.column.addWidget(self._under)
        self._under.hide()

    def _connect(self) -> None:
        self.entry.submitted.connect(lambda text: self.wished.emit(Typed(text)))
        self.entry.edited.connect(lambda text: self.wished.emit(Typed(text, is_final=False)))
        self.search.clicked.connect(lambda: self.wished.emit(Typed(self.entry.text())))
        self.clear.clicked.connect(lambda: self.wished.emit(Plain("clear")))
        self.period.clicked.connect(self._choose_period)
        self.more.clicked.connect(self._ask)

    def show_query(self, shown: QueryPanel, terms: tuple[Term, ...]) -> None:
        """Show this; ``terms``: what the chips are of."""
        self.terms = terms
        text = self._ground.language.text
        self.entry.say(shown.line, text("Search calls: queue:… wait>60 …"), text("Enter|key"), shown.mistake)
        self._under.setVisible(shown.mistake is not None)
        if shown.mistake is not None:
            self.mistake.show_sign(shown.mistake.text, self._ground.theme, "bad")
        self.period.say(text("Period"), shown.period)
        self.more.say(text("Add condition"))
        self.clear.say(text("Clear|conditions"))
        self.clear.setVisible(bool(shown.chips))
        self.search.say(text("Search|button"))
        before = self._shown
        if before is None or shown.chips != before.chips:
            self._put_chips(shown)
        self._shown = shown

    def _put_chips(self, shown: QueryPanel) -> None:
        had_focus = any(chip.hasFocus() for chip in self.chips)
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        hint = self._ground.language.text("Remove condition")
        for one in shown.chips:
            chip = Chip(self._ground, f"{one.label} {one.sign}".strip(), one.value, remove_hint=hint)
            chip.clicked.connect(lambda _=False, chip=chip, place=one.place: self._change(chip, place))
            chip.removed.connect(lambda place=one.place: self.wished.emit(TermDropped(place)))
            self._flow.put(self._flow.count() - 1, chip)
            chip.show()
            self.chips.append(chip)
        if had_focus:
            (self.chips[-1] if self.chips else self.more).setFocus()
        self._flow.invalidate()

    # --- what opens

    def _choose_period(self) -> None:
        if self._shown is None:
            return
        text = self._ground.language.text
        self.periods = PeriodPopover(self._ground, self.period)
        self.periods.fill(self._shown.presets, text("Use these days"), text("Days"))
        self.periods.wished.connect(self.wished)
        self.periods.open(next((row for row in self.periods.rows.rows if row.is_ticked), None))

    def _condition(self, anchor: QWidget) -> ConditionPopover:
        self.conditions = ConditionPopover(self._ground, anchor)
        self.conditions.wished.connect(self.wished)
        return self.conditions

    def _ask(self) -> None:
        if self._shown is not None:
            self._condition(self.more).ask(self._shown.criteria)

    def _change(self, chip: Chip, place: int) -> None:
        if self._shown is None:
            return
        term = self.terms[place]
        criterion = next((one for one in self._shown.criteria if one.field == term.field), None)
        if criterion is not None:
            self._condition(chip).change(criterion, term, place)
