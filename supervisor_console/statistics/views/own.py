"""Own reports: those there are, one's own to be dropped, and a line to keep what is shown now under a name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shared.qt.forms import rule
from shared.qt.ground import Ground
from supervisor_console.statistics.screen.own import OwnLine, OwnScreen, OwnWish, OwnWishKind
from supervisor_console.statistics.views.named import Naming, WidePopover
from supervisor_console.views.button import Button
from supervisor_console.views.choice_rows import ChoiceRow, Rows


class OwnPopover(WidePopover):
    """``wished``: an OwnWish."""

    wished = Signal(object)

    def __init__(self, ground: Ground, anchor: QWidget, screen: OwnScreen) -> None:
        text = ground.language.text
        super().__init__(ground, anchor, text("Own reports"))
        self.shown = screen
        self.rows = Rows(most=256)
        self.naming = Naming(self, ground, text("Name of this report"), text("Share|report"), screen.roles)
        self.rename, self.save = Button(ground, text("Rename")), Button(ground, text("Save"), kind="primary")
        self.send = Button(ground, text("Send regularly…"), "mail", "quiet")
        self._list()
        self._lay_out()
        self._connect()

    def _list(self) -> None:
        if not self.shown.lines:
            self.say_nothing_there(
                self._ground.language.text("No report is saved yet. What is shown now can be kept here."))
            return
        self.rows.fill([self._row(one) for one in self.shown.lines])
        self.column.addWidget(self.rows)

    def _row(self, one: OwnLine) -> ChoiceRow:
        row = self.line(one)
        row.clicked.connect(lambda _=False: self._wish("open", one.key))
        if one.is_newer:
            row.set_icon("lock", "muted")
        elif one.is_own:
            row.can_drop(self._ground.language.text("Delete"))
            row.dropped.connect(lambda: self._wish("drop", one.key))
        return row

    def _lay_out(self) -> None:
        self.naming.fill(self.shown.name, is_shared=self.shown.is_shared, shared_with=self.shown.shared_with)
        foot = QHBoxLayout()
        foot.addWidget(self.send)
        foot.addStretch(1)
        self.column.addWidget(rule())
        self.naming.lay_out(self.rename, self.save)
        self.column.addWidget(rule())
        self.column.addLayout(foot)

    def _connect(self) -> None:
        naming = self.naming
        naming.name.returnPressed.connect(self._save)
        naming.name.textChanged.connect(lambda _text: self._able())
        naming.shared.toggled.connect(lambda _=False: self._able())
        self.save.clicked.connect(lambda _=False: self._save())
        self.rename.clicked.connect(lambda _=False: self._wish("rename", name=naming.said))
        self.send.clicked.connect(lambda _=False: self._wish("send"))
        self._able()

    def _able(self) -> None:
        name = self.naming.said
        self.save.setEnabled(bool(name))
        self.rename.setVisible(bool(self.shown.name))
        self.rename.setEnabled(bool(name) and name != self.shown.name)
        self.naming.show_roles()

    def _save(self) -> None:
        if self.naming.said:
            self._wish("save", name=self.naming.said)
        else:
            self.naming.name.setFocus()

    def _wish(self, kind: OwnWishKind, key: str = "", name: str = "") -> None:
        is_shared, roles = self.naming.shared.isChecked(), self.naming.shared_with
        self.shut()
        self.wished.emit(OwnWish(kind=kind, key=key, name=name, is_shared=is_shared, shared_with=roles))
