"""A list inside an entry: a box for each of its parts, with its fields, and a button that adds one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shared.qt.forms import colour_text, label
from shared.qt.ground import Ground
from shared.qt.painting import frame
from shared.qt.text import Text
from shared.qt.tips import tip
from supervisor_console.administration.screen.pieces import Wish
from supervisor_console.administration.screen.settings import FieldShown, GroupShown
from supervisor_console.administration.views.sections.field import FieldView
from supervisor_console.views.button import Button
from supervisor_console.views.sizes import BODY, CAPTION, RADIUS

SMALL = 28


class GroupView(QWidget):
    """One part: its name, its fields, up and away."""

    wished = Signal(object)

    def __init__(self, ground: Ground, shown: GroupShown, *, is_edited: bool, is_first: bool) -> None:
        super().__init__()
        self._ground = ground
        text = ground.language.text
        self.title = Text(BODY, 600)
        self.up = Button(ground, icon="chevron_up", kind="quiet", height=SMALL)
        self.remove = Button(ground, icon="trash", kind="quiet", height=SMALL)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title, 1)
        for button, word, kind in ((self.up, text("Up"), "group_up"), (self.remove, text("Remove"), "group_remove")):
            button.setToolTip(tip(word))
            button.setAccessibleName(f"{word}: {shown.title}")
            button.setVisible(is_edited)
            button.clicked.connect(lambda _checked=False, kind=kind: self.wished.emit(Wish(kind, shown.path)))
            head.addWidget(button)
        self.up.setEnabled(not is_first)
        self.fields = {one.path: FieldView(ground, one, is_edited=is_edited) for one in shown.fields}
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        for field in self.fields.values():
            field.said.connect(lambda path, said: self.wished.emit(Wish("field", path, said)))
            column.addWidget(field)
        ground.theme_changed.connect(self.update)
        self.show_group(shown)

    def hands(self) -> tuple[QWidget, ...]:
        """What Tab goes to, in its order."""
        return (self.up, self.remove, *(one for field in self.fields.values() for one in field.hands()))

    def show_group(self, shown: GroupShown) -> None:
        """What it says now."""
        self.title.say(shown.title, self._ground.theme)
        for one in shown.fields:
            self.fields[one.path].show_field(one)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A thin line round it."""
        painter, theme = QPainter(self), self._ground.theme
        frame(painter, QRectF(self.rect()), theme.colour("surface"), theme.colour("line"), radius=RADIUS)
        painter.end()


class GroupsView(QWidget):
    """The list. ``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground, shown: FieldShown, *, is_edited: bool) -> None:
        super().__init__()
        self._ground = ground
        self.caption, self.none = label(CAPTION, 500), label(BODY)
        self.add = Button(ground, shown.add, "plus", height=SMALL)
        self.groups = {
            one.path: GroupView(ground, one, is_edited=is_edited, is_first=place == 0)
            for place, one in enumerate(shown.groups)
        }  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.caption)
        column.addWidget(self.none)
        for group in self.groups.values():
            group.wished.connect(self.wished)
            column.addWidget(group)
        column.addWidget(self.add)
        self.add.setVisible(is_edited)
        self.none.setVisible(not is_edited and not shown.groups)
        self.add.clicked.connect(lambda _checked=False: self.wished.emit(Wish("group_add", shown.path)))
        ground.theme_changed.connect(self._dress)
        self.show_field(shown)

    def hands(self) -> tuple[QWidget, ...]:
        """What Tab goes to, in its order."""
        return (*(one for group in self.groups.values() for one in group.hands()), self.add)

    def show_field(self, shown: FieldShown) -> None:
        """What it says now."""
        self.shown = shown
        self.caption.setText(shown.label)
        self.none.setText(shown.said)
        self._dress()
        for one in shown.groups:
            self.groups[one.path].show_group(one)

    def _dress(self) -> None:
        colour_text(self.caption, self._ground.theme.colour("muted"))
