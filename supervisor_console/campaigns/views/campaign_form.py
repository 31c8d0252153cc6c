"""The form of a campaign: a tab for each group of its fields."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from shared.qt import paint_text
from shared.qt.forms import colour_text, label
from shared.qt.ground import Ground
from supervisor_console.campaigns.screen.forms import CampaignQuestions, Group
from supervisor_console.views.forms import TWELFTHS, FieldsForm, labelled
from supervisor_console.views.pieces import Questions
from supervisor_console.views.sizes import BODY, CAPTION
from supervisor_console.views.tabs import Tabs

WIDTH, TEXT_HIGH, LEAST = 760, 88, 380


class CampaignForm(FieldsForm):
    """See ``FieldsForm``; ``texts``: the fields of several lines."""

    def __init__(self, ground: Ground, parent: QWidget, asked: CampaignQuestions) -> None:
        self.texts: dict[str, QPlainTextEdit] = {}
        super().__init__(ground, parent, Questions(title=asked.title, accept=asked.accept, fields=(), width=WIDTH))
        self.groups, self.tabs, self.stack = asked.groups, Tabs(ground), QStackedWidget()
        self.stack.setMinimumHeight(LEAST)
        for group in asked.groups:
            self.stack.addWidget(self._group(group))
        self.tabs.picked.connect(self.go)
        self.above.addWidget(self.tabs)
        self.above.addWidget(self.stack)
        self.go(asked.groups[0].key)
        self.lines["title"].setFocus()

    def go(self, key: str) -> None:
        """Show this group."""
        self.tabs.show_tabs(tuple((group.key, group.title) for group in self.groups), key)
        self.stack.setCurrentIndex([group.key for group in self.groups].index(key))

    def said(self) -> dict[str, str]:
        """All that was written."""
        return super().said() | {name: one.toPlainText().strip() for name, one in self.texts.items()}

    def names(self) -> dict[str, str]:
        """What fields are called, by their names."""
        return {one.name: one.label for group in self.groups for one in (*group.fields, *group.texts)}

    def _group(self, group: Group) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(10)
        if group.hint:
            hint = label(CAPTION, wraps=True)
            hint.setText(group.hint)
            colour_text(hint, self.ground.theme.colour("muted"))
            column.addWidget(hint)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        for place in range(TWELFTHS):
            self._grid.setColumnStretch(place, 1)
            self._grid.setColumnMinimumWidth(place, 1)
        self._lay_out(group.fields)
        column.addLayout(self._grid)
        for one in group.texts:
            lines = self.texts[one.name] = QPlainTextEdit()
            lines.setFont(paint_text.face(BODY, 400)[0])
            lines.setTabChangesFocus(True)
            lines.setMinimumHeight(TEXT_HIGH)
            lines.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            lines.setPlainText(one.said)
            lines.textChanged.connect(self.error.hide)
            column.addLayout(labelled(one.label, lines), 1)
        if not group.texts:
            column.addStretch(1)
        return page
