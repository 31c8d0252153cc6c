"""A choice in 32 pixels: a muted label, its value, an arrow; it opens a list of which one is chosen, or many."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame, write
from shared.qt.theme import on_accent
from supervisor_console.views.button import WEIGHT, Button
from supervisor_console.views.control import Control
from supervisor_console.views.popover import Popover
from supervisor_console.views.sizes import BODY, CAPTION, GAP, ICON, PADDING, chosen

ROW, MOST_ROWS, LEAST_WIDTH, MOST_WIDTH = 32, 12, 160, 420
OPENING = (Qt.Key.Key_Down, Qt.Key.Key_Up)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Home: -10_000, Qt.Key.Key_End: 10_000}


@dataclass(frozen=True, slots=True)
class Option:
    """One that may be chosen; ``note`` stands muted at its right."""

    value: Hashable
    text: str
    note: str = ""
    icon: str = ""


class ChoiceButton(Button):
    """Signal: ``picked`` with the value; of many with a tuple of values in the order of the options."""

    picked = Signal(object)

    def __init__(self, ground: Ground, *, is_many: bool = False) -> None:
        super().__init__(ground)
        self.is_many = is_many
        self.label, self.value = "", ""
        self._options: tuple[Option, ...] = ()
        self._chosen: tuple[Hashable, ...] = ()
        self.popover: Popover | None = None
        self.clicked.connect(lambda _checked=False: self.open_list())

    def show_choice(
        self, label: str, value: str, options: tuple[Option, ...], marked: tuple[Hashable, ...]
    ) -> None:
        """``value``: what stands in the button; ``marked``: the values that are chosen."""
        self._options, self._chosen = options, marked
        if (label, value) != (self.label, self.value):
            self.label, self.value = label, value
            self.say(f"{label} {value}".strip())

    def open_list(self) -> None:
        """The options, under the button."""
        if not self._options:
            return
        self.popover = Popover(self._ground, self)
        self.popover.setAccessibleName(self.label)
        rows = OptionRows(self._ground, self._options, self._chosen, is_many=self.is_many)
        rows.picked.connect(self._pick)
        self.popover.column.addWidget(rows)
        self.popover.column.setContentsMargins(4, 4, 4, 4)
        self.popover.open(rows.first())

    def _pick(self, value: Hashable) -> None:
        if not self.is_many:
            if self.popover is not None:
                self.popover.shut()
            self.picked.emit(value)
            return
        now = set(self._chosen) ^ {value}
        self._chosen = tuple(one.value for one in self._options if one.value in now)
        self.picked.emit(self._chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """An arrow opens the list too."""
        if event.key() in OPENING:
            self.open_list()
        else:
            super().keyPressEvent(event)

    def _inner_width(self) -> float:
        wide = paint_text.advance(self.value, BODY, WEIGHT) + GAP + ICON
        return wide + (paint_text.advance(self.label, BODY, 400) + GAP if self.label else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Frame, label, value, arrow."""
        painter, theme = QPainter(self), self.theme
        fill, border, ink = self._colours()
        frame(painter, QRectF(self.rect()), fill, border, is_dashed=not self.isEnabled())
        middle, x = self.height() / 2, float(PADDING)
        if self.label:
            x += write(painter, self.label, x, middle, BODY, theme.colour("muted")) + GAP
        room = self.width() - x - PADDING - ICON - GAP
        write(painter, self.value, x, middle, BODY, ink, weight=WEIGHT, width=room + 1)
        draw_icon(painter, "chevron_down", self.width() - PADDING - ICON, middle, ICON, ink)
        painter.end()


class OptionRows(QScrollArea):
    """The list of options; arrows go up and down, Space and Enter choose. Signal: ``picked`` with the value."""

    picked = Signal(object)

    def __init__(
        self, ground: Ground, options: tuple[Option, ...], marked: tuple[Hashable, ...], *, is_many: bool
    ) -> None:
        super().__init__()
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rows = [OptionRow(ground, one, is_many=is_many, is_on=one.value in marked) for one in options]
        for row in self.rows:
            column.addWidget(row)
            row.picked.connect(self._pick)
            row.stepped.connect(self._step)
        column.addStretch(1)
        self._is_many = is_many
        self.setWidget(inner)
        self.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        wide = max((row.sizeHint().width() for row in self.rows), default=0)
        self.setFixedWidth(max(LEAST_WIDTH, min(MOST_WIDTH, wide + (12 if len(self.rows) > MOST_ROWS else 0))))
        self.setFixedHeight(ROW * max(1, min(MOST_ROWS, len(self.rows))))

    def first(self) -> QWidget | None:
        """Where the focus goes: the first that is chosen."""
        return next((row for row in self.rows if row.is_on), self.rows[0] if self.rows else None)

    def _pick(self, value: Hashable) -> None:
        for row in self.rows:
            if row.option.value == value:
                row.set_on(not row.is_on if self._is_many else True)
        self.picked.emit(value)

    def _step(self, row: QWidget, by: int) -> None:
        at = max(0, min(len(self.rows) - 1, self.rows.index(row) + by))  # type: ignore[arg-type]  # one of them
        self.rows[at].setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(self.rows[at], 0, 0)


class OptionRow(Control):
    """One option: its tick or box, words, note. Signals: ``picked`` (value), ``stepped`` (row, by how many)."""

    picked = Signal(object)
    stepped = Signal(object, int)

    def __init__(self, ground: Ground, option: Option, *, is_many: bool, is_on: bool) -> None:
        super().__init__(ground)
        self.option, self.is_on, self._is_many = option, is_on, is_many
        self.setFixedHeight(ROW)
        self.setAccessibleName(option.text)
        self.setText(option.text)
        self.clicked.connect(lambda _checked=False: self.picked.emit(option.value))

    def set_on(self, is_on: bool) -> None:
        """Chosen or not."""
        self.is_on = is_on
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows go to the neighbours."""
        by = _STEPS.get(Qt.Key(event.key()))
        if by is not None:
            self.stepped.emit(self, by)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of it."""
        wide = paint_text.advance(paint_text.plain(self.option.text), BODY, WEIGHT) + 3 * PADDING + ICON
        if self.option.note:
            wide += paint_text.advance(self.option.note, CAPTION, 400) + 2 * PADDING
        return QSize(math.ceil(wide), ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The row's ground, its mark, its words."""
        painter, theme, middle = QPainter(self), self.theme, self.height() / 2
        box = QRectF(self.rect())
        if self.is_hovered or self.hasFocus():
            frame(painter, box, chosen(theme), None, radius=4)
        if self.hasFocus():
            frame(painter, box, None, theme.colour("accent"), radius=4, width=2)
        self._paint_mark(painter, middle)
        note = self.option.note
        room = self.width() - 3 * PADDING - ICON
        if note:
            room -= int(write(painter, note, self.width() - PADDING, middle, CAPTION, theme.colour("muted"),
                              align="right")) + PADDING  # fmt: skip
        weight = WEIGHT if self.is_on else 400
        write(painter, self.option.text, 2 * PADDING + ICON, middle, BODY, theme.colour("text"), weight=weight,
              width=room + 1)  # fmt: skip
        painter.end()

    def _paint_mark(self, painter: QPainter, middle: float) -> None:
        theme = self.theme
        if self._is_many:
            box = QRectF(PADDING, round(middle - ICON / 2), ICON, ICON)
            fill = theme.colour("accent") if self.is_on else theme.colour("surface")
            frame(painter, box, fill, theme.colour("accent" if self.is_on else "muted"), radius=4)
            if self.is_on:
                draw_icon(painter, "tick", box.x() + 2, middle, ICON - 4, on_accent(theme))
        elif self.is_on:
            draw_icon(painter, "tick", PADDING, middle, ICON, theme.colour("accent"))
        elif self.option.icon:
            draw_icon(painter, self.option.icon, PADDING, middle, ICON, theme.colour("muted"))
