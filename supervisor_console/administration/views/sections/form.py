"""Fields one under the other, or in two columns where there is room; they scroll."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QWidget

from shared.qt.ground import Ground
from supervisor_console.administration.screen.pieces import Wish
from supervisor_console.administration.screen.settings import FieldShown
from supervisor_console.administration.views.sections.field import FieldView
from supervisor_console.administration.views.sections.groups import GroupsView

COLUMN, MARGIN = 420, 16
"""The widest a column of fields is."""


class FormView(QScrollArea):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground, columns: int = 1) -> None:
        super().__init__()
        self._ground, self._columns = ground, columns
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self.fields: dict[str, FieldView | GroupsView] = {}
        self._shape: Hashable = None
        ground.application.focusChanged.connect(self._follow)

    def show_form(self, form: str, fields: tuple[FieldShown, ...], *, is_edited: bool) -> None:
        """Show these; what is of another shape is made anew, and the focus goes where it was."""
        shape = (form, is_edited, self._ground.language.code, _shape(fields))
        if shape != self._shape:
            is_same = isinstance(self._shape, tuple) and self._shape[:2] == shape[:2]
            place, path = self.verticalScrollBar().value() if is_same else 0, self._path_in_focus()
            self._shape = shape
            self._fill(fields, is_edited=is_edited)
            self.verticalScrollBar().setValue(place)
            if path in self.editors():
                self.editors()[path].setFocus(Qt.FocusReason.OtherFocusReason)
        for one in fields:
            self.fields[one.path].show_field(one)

    def _fill(self, fields: tuple[FieldShown, ...], *, is_edited: bool) -> None:
        inner, fields_place = QWidget(), QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(fields_place, 100)
        if self._columns > 1:
            fields_place.setMaximumWidth(self._columns * (COLUMN + MARGIN) + MARGIN)
            row.addStretch(1)
        grid = QGridLayout(fields_place)
        grid.setContentsMargins(MARGIN, 12, MARGIN, MARGIN)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(14)
        self.fields = {}
        rows = -(-len(fields) // self._columns)
        for place, one in enumerate(fields):
            made: FieldView | GroupsView
            if one.kind == "groups":
                made = GroupsView(self._ground, one, is_edited=is_edited)
                made.wished.connect(self.wished)
            else:
                made = FieldView(self._ground, one, is_edited=is_edited)
                made.said.connect(lambda path, said: self.wished.emit(Wish("field", path, said)))
            self.fields[one.path] = made
            grid.addWidget(made, place % rows, place // rows, Qt.AlignmentFlag.AlignTop)
        for column in range(self._columns):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(rows, 1)
        self.setWidget(inner)

    def editors(self) -> dict[str, QWidget]:
        """All editors by their paths."""
        found: dict[str, QWidget] = {}
        for view in self.findChildren(FieldView):
            if view.editor is not None:
                found[view.shown.path] = view.editor
        return found

    def hands(self) -> tuple[QWidget, ...]:
        """What Tab goes to, in its order."""
        return tuple(one for view in self.fields.values() for one in view.hands())

    def _path_in_focus(self) -> str:
        now = self.window().focusWidget()
        return next((path for path, editor in self.editors().items() if editor is now), "")

    def go_to(self, path: str) -> None:
        """Put the focus there."""
        editor = self.editors().get(path)
        if editor is not None:
            editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.widget() is not None and self.widget().isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, 24)


def _shape(fields: tuple[FieldShown, ...]) -> Hashable:
    return tuple((one.path, one.kind, one.is_fixed, tuple(_shape(group.fields) for group in one.groups))
                 for one in fields)  # fmt: skip
