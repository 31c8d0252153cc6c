"""What boxes of things with a name have in common: the lines of those there are, a name, with whom it is shared."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from shared.qt.forms import colour_text, label
from shared.qt.ground import Ground
from shared.qt.tips import tip
from supervisor_console.statistics.screen.own import OwnLine
from supervisor_console.statistics.screen.page import Pick
from supervisor_console.views.button import CheckButton
from supervisor_console.views.choice_rows import ChoiceRow
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.popover import Popover
from supervisor_console.views.sizes import BODY

WIDTH, EDGE, GAP = 460, 12, 8
LONGEST_NAME = 100


class WidePopover(Popover):
    """A box of forms and lines at the right of the header."""

    def __init__(self, ground: Ground, anchor: QWidget, title: str) -> None:
        super().__init__(ground, anchor, is_right=True)
        self.setFixedWidth(WIDTH)
        self.column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        self.column.setSpacing(GAP)
        self.setAccessibleName(title)

    def say_nothing_there(self, words: str) -> None:
        """In place of the lines."""
        nothing = label(BODY, wraps=True)
        nothing.setText(words)
        colour_text(nothing, self._ground.theme.colour("muted"))
        self.column.addWidget(nothing)

    def line(self, one: OwnLine) -> ChoiceRow:
        """A row of the list; what it does is the caller's."""
        row = ChoiceRow(self._ground, one.name, one.note, is_ticked=one.is_opened)
        row.setToolTip(tip(one.hint))
        row.setAccessibleDescription(one.hint)
        return row


class Naming:
    """A name, if it is shared, and with which roles; ``widgets``, put into a box from above to below."""

    def __init__(self, popover: WidePopover, ground: Ground, words: str, share: str, roles: Iterable[Pick]) -> None:
        """``words`` stand in the empty name, ``share`` at the tick."""
        self._popover = popover
        self.name = LineEdit(ground)
        self.name.setPlaceholderText(words)
        self.name.setAccessibleName(words)
        self.name.setMaxLength(LONGEST_NAME)
        self.shared = CheckButton(ground, share)
        self.roles = {str(one.value): CheckButton(ground, one.text) for one in roles}
        self.who = label(BODY, wraps=True)
        self.who.setText(ground.language.text("With these roles; without any with everybody who sees statistics:"))
        colour_text(self.who, ground.theme.colour("muted"))

    def fill(self, name: str, *, is_shared: bool, shared_with: Iterable[str]) -> None:
        """As it is."""
        self.name.setText(name)
        self.shared.setChecked(is_shared)
        for role in shared_with:
            if role in self.roles:
                self.roles[role].setChecked(True)

    def lay_out(self, *buttons: QWidget) -> None:
        """Into the box, with ``buttons`` at the end of the line of the tick."""
        deeds, ticks = QHBoxLayout(), QGridLayout()
        deeds.addWidget(self.shared)
        deeds.addStretch(1)
        for button in buttons:
            deeds.addWidget(button)
        ticks.setSpacing(GAP)
        for place, tick in enumerate(self.roles.values()):
            ticks.addWidget(tick, place // 2, place % 2)
        ticks.setColumnStretch(2, 1)
        column = self._popover.column
        column.addWidget(self.name)
        column.addLayout(deeds)
        column.addWidget(self.who)
        column.addLayout(ticks)

    def show_roles(self) -> None:
        """The roles are there to be chosen where it is shared."""
        for one in (self.who, *self.roles.values()):
            one.setVisible(self.shared.isChecked())
        if self._popover.isVisible():
            self._popover.column.activate()
            self._popover.place()

    @property
    def said(self) -> str:
        """The name without blanks around it."""
        return self.name.text().strip()

    @property
    def shared_with(self) -> tuple[str, ...]:
        """The roles that are ticked, if it is shared at all."""
        if not self.shared.isChecked():
            return ()
        return tuple(role for role, tick in self.roles.items() if tick.isChecked())
