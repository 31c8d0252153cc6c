"""The menu of dashboards: those there are, a new one, and what is shown put on one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from shared.qt.forms import colour_text, label, rule
from shared.qt.ground import Ground
from shared.qt.tips import tip
from supervisor_console.statistics.screen.dashboard import BoardCard, BoardMenu, BoardWish, BoardWishKind
from supervisor_console.statistics.screen.own import OwnLine
from supervisor_console.views.button import Button, CheckButton
from supervisor_console.views.choice_rows import ChoiceRow, Rows
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.popover import Popover
from supervisor_console.views.sizes import BODY

WIDTH = 460


class BoardsPopover(Popover):
    """``wished``: a BoardWish."""

    wished = Signal(object)

    def __init__(self, ground: Ground, anchor: QWidget, menu: BoardMenu) -> None:
        super().__init__(ground, anchor, is_right=True)
        self.shown, text = menu, ground.language.text
        self.setFixedWidth(WIDTH)
        self.column.setContentsMargins(12, 12, 12, 12)
        self.column.setSpacing(8)
        self.setAccessibleName(text("Dashboards"))
        self.rows = Rows(most=256)
        self.put = Button(ground, text("Put this report on a dashboard…"), "plus", "quiet")
        self.make = Button(ground, text("New dashboard"), kind="quiet")
        self._list()
        foot = QHBoxLayout()
        foot.addWidget(self.put)
        foot.addStretch(1)
        foot.addWidget(self.make)
        self.column.addWidget(rule())
        self.column.addLayout(foot)
        self.put.clicked.connect(lambda _=False: self._wish("ask_put"))
        self.make.clicked.connect(lambda _=False: self._wish("ask_make"))

    def _list(self) -> None:
        if self.shown.lines:
            self.rows.fill([self._row(one) for one in self.shown.lines])
            self.column.addWidget(self.rows)
            return
        nothing = label(BODY, wraps=True)
        nothing.setText(self._ground.language.text(
            "There is no dashboard yet. Put this report on one: it shows several side by side, over one period."
        ))  # fmt: skip
        colour_text(nothing, self._ground.theme.colour("muted"))
        self.column.addWidget(nothing)

    def _row(self, one: OwnLine) -> ChoiceRow:
        row = ChoiceRow(self._ground, one.name, one.note, is_ticked=one.is_opened)
        row.setToolTip(tip(one.hint))
        row.setAccessibleDescription(one.hint)
        row.clicked.connect(lambda _=False: self._wish("show", one.key))
        return row

    def _wish(self, kind: BoardWishKind, key: str = "") -> None:
        self.shut()
        self.wished.emit(BoardWish(kind=kind, key=key))


class CardPopover(Popover):
    """A dashboard's name, and with whom it is shared. ``wished``: to make it, to change it (a BoardCard), to delete."""

    wished = Signal(object)

    def __init__(self, ground: Ground, anchor: QWidget, card: BoardCard) -> None:
        super().__init__(ground, anchor, is_right=True)
        self.shown, text = card, ground.language.text
        self.setFixedWidth(WIDTH)
        self.column.setContentsMargins(12, 12, 12, 12)
        self.column.setSpacing(8)
        self.setAccessibleName(text("Change dashboard") if card.key else text("New dashboard"))
        self.name = LineEdit(ground)
        self.shared = CheckButton(ground, text("Share|dashboard"))
        self.roles = {str(one.value): CheckButton(ground, one.text) for one in card.roles}
        self.who = label(BODY, wraps=True)
        self.save = Button(ground, text("Save") if card.key else text("Make|dashboard"), kind="primary")
        self.drop = Button(ground, text("Delete dashboard"), "trash", "danger")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        text = self._ground.language.text
        self.name.setPlaceholderText(text("Name of the dashboard"))
        self.name.setAccessibleName(self.name.placeholderText())
        self.name.setMaxLength(100)
        self.name.setText(self.shown.name)
        self.shared.setChecked(self.shown.is_shared)
        self.who.setText(text("With these roles; without any with everybody who sees statistics:"))
        colour_text(self.who, self._ground.theme.colour("muted"))
        ticks, deeds, foot = QGridLayout(), QHBoxLayout(), QHBoxLayout()
        ticks.setSpacing(8)
        for place, (role, tick) in enumerate(self.roles.items()):
            tick.setChecked(role in self.shown.shared_with)
            ticks.addWidget(tick, place // 2, place % 2)
        ticks.setColumnStretch(2, 1)
        deeds.addWidget(self.shared)
        deeds.addStretch(1)
        deeds.addWidget(self.save)
        foot.addWidget(self.drop)
        foot.addStretch(1)
        self.line = rule()
        for part in (self.name, deeds, self.who, ticks, self.line, foot):
            self.column.addWidget(part) if isinstance(part, QWidget) else self.column.addLayout(part)

    def _connect(self) -> None:
        self.name.returnPressed.connect(self._save)
        self.name.textChanged.connect(lambda _text: self._able())
        self.shared.toggled.connect(lambda _=False: self._able())
        self.save.clicked.connect(lambda _=False: self._save())
        self.drop.clicked.connect(lambda _=False: self._wish(BoardWish(kind="delete", key=self.shown.key)))
        for one in (self.line, self.drop):
            one.setVisible(bool(self.shown.key))
        self._able()

    def _able(self) -> None:
        self.save.setEnabled(bool(self.name.text().strip()))
        for one in (self.who, *self.roles.values()):
            one.setVisible(self.shared.isChecked())
        if self.isVisible():
            self.column.activate()
            self.place()

    def _save(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.name.setFocus()
            return
        is_shared = self.shared.isChecked()
        roles = tuple(role for role, tick in self.roles.items() if tick.isChecked()) if is_shared else ()
        made = BoardCard(key=self.shown.key, name=name, is_shared=is_shared, shared_with=roles)
        self._wish(BoardWish(kind="change" if self.shown.key else "make", key=self.shown.key, value=made))

    def _wish(self, wish: BoardWish) -> None:
        self.shut()
        self.wished.emit(wish)
