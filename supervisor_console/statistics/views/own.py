"""Own reports: those there are, one's own to be dropped, and a line to keep what is shown now under a name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from shared.qt.forms import colour_text, label, rule
from shared.qt.ground import Ground
from shared.qt.tips import tip
from supervisor_console.statistics.screen.own import OwnLine, OwnScreen, OwnWish, OwnWishKind
from supervisor_console.views.button import Button, CheckButton
from supervisor_console.views.choice_rows import ChoiceRow, Rows
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.popover import Popover
from supervisor_console.views.sizes import BODY

WIDTH = 460


class OwnPopover(Popover):
    """``wished``: an OwnWish."""

    wished = Signal(object)

    def __init__(self, ground: Ground, anchor: QWidget, screen: OwnScreen) -> None:
        super().__init__(ground, anchor, is_right=True)
        self.shown = screen
        self.setFixedWidth(WIDTH)
        self.column.setContentsMargins(12, 12, 12, 12)
        self.column.setSpacing(8)
        text = ground.language.text
        self.setAccessibleName(text("Own reports"))
        self.rows = Rows(most=256)
        self.name = LineEdit(ground)
        self.shared = CheckButton(ground, text("Share|report"))
        self.roles = {str(one.value): CheckButton(ground, one.text) for one in screen.roles}
        self.who = label(BODY, wraps=True)
        self.rename, self.save = Button(ground, text("Rename")), Button(ground, text("Save"), kind="primary")
        self.send = Button(ground, text("Send regularly…"), "mail", "quiet")
        self._list()
        self._lay_out()
        self._connect()

    def _list(self) -> None:
        if self.shown.lines:
            self.rows.fill([self._row(one) for one in self.shown.lines])
            self.column.addWidget(self.rows)
            return
        nothing = label(BODY, wraps=True)
        nothing.setText(self._ground.language.text("No report is saved yet. What is shown now can be kept here."))
        colour_text(nothing, self._ground.theme.colour("muted"))
        self.column.addWidget(nothing)

    def _row(self, one: OwnLine) -> ChoiceRow:
        row = ChoiceRow(self._ground, one.name, one.note, is_ticked=one.is_opened)
        row.setToolTip(tip(one.hint))
        row.setAccessibleDescription(one.hint)
        row.clicked.connect(lambda _=False: self._wish("open", one.key))
        if one.is_newer:
            row.set_icon("lock", "muted")
        elif one.is_own:
            row.can_drop(self._ground.language.text("Delete"))
            row.dropped.connect(lambda: self._wish("drop", one.key))
        return row

    def _lay_out(self) -> None:
        text = self._ground.language.text
        self.name.setPlaceholderText(text("Name of this report"))
        self.name.setAccessibleName(self.name.placeholderText())
        self.name.setMaxLength(100)
        self.name.setText(self.shown.name)
        self.shared.setChecked(self.shown.is_shared)
        self.who.setText(text("With these roles; without any with everybody who sees statistics:"))
        colour_text(self.who, self._ground.theme.colour("muted"))
        ticks = QGridLayout()
        ticks.setSpacing(8)
        for place, (role, tick) in enumerate(self.roles.items()):
            tick.setChecked(role in self.shown.shared_with)
            ticks.addWidget(tick, place // 2, place % 2)
        ticks.setColumnStretch(2, 1)
        deeds, foot = QHBoxLayout(), QHBoxLayout()
        deeds.addWidget(self.shared)
        deeds.addStretch(1)
        for button in (self.rename, self.save):
            deeds.addWidget(button)
        foot.addWidget(self.send)
        foot.addStretch(1)
        for part in (rule(), self.name, deeds, self.who, ticks, rule(), foot):
            self.column.addWidget(part) if isinstance(part, QWidget) else self.column.addLayout(part)

    def _connect(self) -> None:
        self.name.returnPressed.connect(self._save)
        self.name.textChanged.connect(lambda _text: self._able())
        self.save.clicked.connect(lambda _=False: self._save())
        self.rename.clicked.connect(lambda _=False: self._wish("rename", name=self.name.text().strip()))
        self.send.clicked.connect(lambda _=False: self._wish("send"))
        self.shared.toggled.connect(lambda _=False: self._able())
        self._able()

    def _able(self) -> None:
        name = self.name.text().strip()
        self.save.setEnabled(bool(name))
        self.rename.setVisible(bool(self.shown.name))
        self.rename.setEnabled(bool(name) and name != self.shown.name)
        for one in (self.who, *self.roles.values()):
            one.setVisible(self.shared.isChecked())
        if self.isVisible():
            self.column.activate()
            self.place()

    def _save(self) -> None:
        name = self.name.text().strip()
        if name:
            self._wish("save", name=name)
        else:
            self.name.setFocus()

    def _wish(self, kind: OwnWishKind, key: str = "", name: str = "") -> None:
        roles = tuple(role for role, tick in self.roles.items() if tick.isChecked())
        is_shared = self.shared.isChecked()
        self.shut()
        self.wished.emit(OwnWish(kind=kind, key=key, name=name, is_shared=is_shared,
                                 shared_with=roles if is_shared else ()))  # fmt: skip
