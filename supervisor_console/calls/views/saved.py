"""Saved searches: those there are, one's own to be dropped, and a line to keep the present one under a name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from shared.qt.fonts import font
from shared.qt.forms import colour_text, label, rule
from shared.qt.ground import Ground
from shared.qt.tips import tip
from supervisor_console.calls.screen import Saved, SavedWished, SaveWished
from supervisor_console.views.button import Button, CheckButton
from supervisor_console.views.choice_rows import ChoiceRow, Rows
from supervisor_console.views.popover import Popover
from supervisor_console.views.sizes import BODY

WIDTH = 420


class SavedPopover(Popover):
    """``wished``: SavedWished or SaveWished."""

    wished = Signal(object)

    def __init__(self, ground: Ground, anchor: QWidget, saved: tuple[Saved, ...]) -> None:
        super().__init__(ground, anchor, is_right=True)
        self.setFixedWidth(WIDTH)
        self.column.setContentsMargins(12, 12, 12, 12)
        self.column.setSpacing(8)
        self.rows = Rows(most=320)
        text = ground.language.text
        if saved:
            self.rows.fill([self._row(one) for one in saved])
            self.column.addWidget(self.rows)
        else:
            nothing = label(BODY, wraps=True)
            nothing.setText(text("No search is saved yet."))
            colour_text(nothing, ground.theme.colour("muted"))
            self.column.addWidget(nothing)
        self.column.addWidget(rule())
        self.name, self.shared = QLineEdit(), CheckButton(ground, text("Shared with others"))
        self.save = Button(ground, text("Save"), kind="primary")
        self._lay_out()

    def _lay_out(self) -> None:
        text = self._ground.language.text
        self.name.setFont(font(BODY))
        self.name.setPlaceholderText(text("Name of this search"))
        self.name.setAccessibleName(self.name.placeholderText())
        self.name.setMaxLength(60)
        self.name.returnPressed.connect(self._save)
        self.save.clicked.connect(self._save)
        foot = QHBoxLayout()
        foot.addWidget(self.shared)
        foot.addStretch(1)
        foot.addWidget(self.save)
        self.column.addWidget(self.name)
        self.column.addLayout(foot)

    def _row(self, one: Saved) -> ChoiceRow:
        text = self._ground.language.text
        more = text("from {owner}", owner=one.owner) if one.owner else text("shared|search") if one.is_shared else ""
        row = ChoiceRow(self._ground, one.name, more, is_ticked=None)
        row.setToolTip(tip(one.line))
        row.clicked.connect(lambda _=False: self._choose(SavedWished(one.key)))
        if one.is_own:
            row.can_drop(text("Delete"))
            row.dropped.connect(lambda: self._choose(SavedWished(one.key, is_dropped=True)))
        return row

    def _choose(self, wish: SavedWished) -> None:
        self.shut()
        self.wished.emit(wish)

    def _save(self) -> None:
        name = self.name.text().strip()
        if name:
            self.shut()
            self.wished.emit(SaveWished(name, self.shared.isChecked()))
        else:
            self.name.setFocus()
