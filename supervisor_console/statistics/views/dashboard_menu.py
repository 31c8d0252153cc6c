"""The menu of dashboards: those there are, a new one, and what is shown put on one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shared.qt.forms import rule
from shared.qt.ground import Ground
from supervisor_console.statistics.screen.dashboard import BoardCard, BoardMenu, BoardWish, BoardWishKind
from supervisor_console.statistics.screen.own import OwnLine
from supervisor_console.statistics.views.named import Naming, WidePopover
from supervisor_console.views.button import Button
from supervisor_console.views.choice_rows import ChoiceRow, Rows


class BoardsPopover(WidePopover):
    """``wished``: a BoardWish."""

    wished = Signal(object)

    def __init__(self, ground: Ground, anchor: QWidget, menu: BoardMenu) -> None:
        text = ground.language.text
        super().__init__(ground, anchor, text("Dashboards"))
        self.shown = menu
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
        if not self.shown.lines:
            self.say_nothing_there(self._ground.language.text(
                "There is no dashboard yet. Put this report on one: it shows several side by side, over one period."
            ))  # fmt: skip
            return
        self.rows.fill([self._row(one) for one in self.shown.lines])
        self.column.addWidget(self.rows)

    def _row(self, one: OwnLine) -> ChoiceRow:
        row = self.line(one)
        row.clicked.connect(lambda _=False: self._wish("show", one.key))
        return row

    def _wish(self, kind: BoardWishKind, key: str = "") -> None:
        self.shut()
        self.wished.emit(BoardWish(kind=kind, key=key))


class CardPopover(WidePopover):
    """A dashboard's name, and with whom it is shared. ``wished``: to make it, to change it (a BoardCard), to delete."""

    wished = Signal(object)

    def __init__(self, ground: Ground, anchor: QWidget, card: BoardCard) -> None:
        text = ground.language.text
        super().__init__(ground, anchor, text("Change dashboard") if card.key else text("New dashboard"))
        self.shown = card
        self.naming = Naming(self, ground, text("Name of the dashboard"), text("Share|dashboard"), card.roles)
        self.save = Button(ground, text("Save") if card.key else text("Make|dashboard"), kind="primary")
        self.drop = Button(ground, text("Delete dashboard"), "trash", "danger")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.naming.fill(self.shown.name, is_shared=self.shown.is_shared, shared_with=self.shown.shared_with)
        self.naming.lay_out(self.save)
        self.end = rule()
        foot = QHBoxLayout()
        foot.addWidget(self.drop)
        foot.addStretch(1)
        self.column.addWidget(self.end)
        self.column.addLayout(foot)

    def _connect(self) -> None:
        naming = self.naming
        naming.name.returnPressed.connect(self._save)
        naming.name.textChanged.connect(lambda _text: self._able())
        naming.shared.toggled.connect(lambda _=False: self._able())
        self.save.clicked.connect(lambda _=False: self._save())
        self.drop.clicked.connect(lambda _=False: self._wish(BoardWish(kind="delete", key=self.shown.key)))
        for one in (self.end, self.drop):
            one.setVisible(bool(self.shown.key))
        self._able()

    def _able(self) -> None:
        self.save.setEnabled(bool(self.naming.said))
        self.naming.show_roles()

    def _save(self) -> None:
        naming = self.naming
        if not naming.said:
            naming.name.setFocus()
            return
        made = BoardCard(key=self.shown.key, name=naming.said, is_shared=naming.shared.isChecked(),
                         shared_with=naming.shared_with)  # fmt: skip
        self._wish(BoardWish(kind="change" if self.shown.key else "make", key=self.shown.key, value=made))

    def _wish(self, wish: BoardWish) -> None:
        self.shut()
        self.wished.emit(wish)
