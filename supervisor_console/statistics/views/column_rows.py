"""Columns one under another: ticked or not, dragged or moved by keyboard, one to sort by, some to be drawn."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame, write
from shared.qt.theme import on_accent
from supervisor_console.statistics.screen.arranging import ColumnLine
from supervisor_console.views.control import Control
from supervisor_console.views.sizes import BODY, CAPTION, GAP, ICON, chosen

ROW, SPOT, MOST_ROWS = 32, 28, 10
DRAG = 6
"""So many pixels up or down make a press a drag."""


class ColumnRow(Control):
    """A column. ``pressed_on("show" | "sort" | "draw")``; ``dragged(place of the mouse)``; ``stepped(by)``: Alt and an
    arrow; ``walked(by)``: an arrow alone.
    """

    pressed_on = Signal(str)
    dragged = Signal(QPoint)
    stepped = Signal(int)
    walked = Signal(int)

    def __init__(self, ground: Ground, line: ColumnLine) -> None:
        super().__init__(ground)
        self.line = line
        self._began: int | None = None
        self._is_dragged = False
        self.setFixedHeight(ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _=False: self.pressed_on.emit("show"))
        self.say(line)

    def say(self, line: ColumnLine) -> None:
        """Show this."""
        self.line = line
        text = self._ground.language.text
        states = [text("shown|column") if line.is_shown else text("not shown|column")]
        if line.sorting:
            states.append(text("sorted downwards") if line.sorting == "down" else text("sorted upwards"))
        if line.is_drawn:
            states.append(text("in the chart"))
        self.setText(paint_text.plain(line.title))
        self.setAccessibleName(line.title)
        self.setAccessibleDescription(", ".join([*states, line.note] if line.note else states))
        self.update()

    # --- hands

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space ticks; arrows go up and down, with Alt they take the column along; S sorts, C draws."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        spot = {Qt.Key.Key_S: "sort", Qt.Key.Key_C: "draw"}.get(Qt.Key(event.key()))
        if by is not None:
            is_moved = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            (self.stepped if is_moved else self.walked).emit(by)
        elif spot is not None and not event.modifiers():
            self.pressed_on.emit(spot)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Perhaps a drag begins."""
        self._began, self._is_dragged = round(event.position().y()), False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """It goes where the mouse is."""
        if self._began is not None and abs(event.position().y() - self._began) > DRAG and self._can_move():
            self._is_dragged = True
            self.setDown(False)
        if self._is_dragged:
            self.dragged.emit(event.globalPosition().toPoint())
            self._began = ROW // 2  # it has gone along

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """On a spot at the right it is that, elsewhere the tick."""
        was_dragged, self._began, self._is_dragged = self._is_dragged, None, False
        spot = self._spot(event.position().x())
        if was_dragged or spot is not None:
            self.setDown(False)
        if was_dragged:
            return
        if spot is not None:
            self.pressed_on.emit(spot)
        else:
            super().mouseReleaseEvent(event)

    def _can_move(self) -> bool:
        return self.line.is_shown and not self.line.is_key

    def _spot(self, x: float) -> str | None:
        right = self.width() - SPOT - GAP  # the grip
        if right - SPOT <= x < right and self.line.is_drawn is not None:
            return "draw"
        return "sort" if right - 2 * SPOT <= x < right - SPOT and not self.line.note else None

    # --- looks

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The words, the tick, three spots."""
        return QSize(round(paint_text.advance(self.text(), BODY, 600)) + ICON + 3 * SPOT + 5 * GAP, ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground, tick, words, sorting, chart, grip."""
        painter, theme, middle = QPainter(self), self.theme, self.height() / 2
        if self.is_hovered or self.hasFocus():
            border = theme.colour("accent") if self.hasFocus() else None
            frame(painter, QRectF(self.rect()), chosen(theme), border, radius=4, width=2)
        self._paint_tick(painter, middle)
        right = self.width() - GAP - SPOT
        if self._can_move():
            draw_icon(painter, "grip", right + (SPOT - ICON) / 2, middle, ICON, theme.colour("muted"))
        if self.line.is_drawn is not None:
            self._paint_spot(painter, right - SPOT, "bars", is_on=self.line.is_drawn)
        if not self.line.note:
            icon = "arrow_up" if self.line.sorting == "up" else "arrow_down"
            self._paint_spot(painter, right - 2 * SPOT, icon, is_on=bool(self.line.sorting))
        x, room = 2 * GAP + ICON, float(right - 2 * SPOT - GAP)
        if self.line.note:
            room -= write(painter, self.line.note, room + SPOT, middle, CAPTION, theme.colour("muted"), align="right")
        weight = 600 if self.line.is_key else 400
        ink = theme.colour("text" if self.line.is_shown and not self.line.note else "muted")
        write(painter, self.text(), x, middle, BODY, ink, weight=weight, width=room - x)
        painter.end()

    def _paint_tick(self, painter: QPainter, middle: float) -> None:
        theme, is_on = self.theme, self.line.is_shown
        if self.line.is_key:
            draw_icon(painter, "lock", GAP, middle, ICON, theme.colour("muted"))
            return
        fill, border = theme.colour("accent" if is_on else "surface"), theme.colour("accent" if is_on else "muted")
        frame(painter, QRectF(GAP, round(middle - ICON / 2), ICON, ICON), fill, border, radius=4)
        if is_on:
            draw_icon(painter, "tick", GAP + 2, middle, ICON - 4, on_accent(theme))

    def _paint_spot(self, painter: QPainter, x: float, icon: str, *, is_on: bool) -> None:
        theme, box = self.theme, QRectF(x + 2, (ROW - 24) / 2, SPOT - 4, 24)
        if is_on:
            frame(painter, box, theme.colour("accent"), None, radius=4)
        draw_icon(painter, icon, x + (SPOT - ICON) / 2, ROW / 2, ICON,
                  on_accent(theme) if is_on else theme.colour("muted"))  # fmt: skip


class ColumnRows(QScrollArea):
    """All of them. ``wished(kind, name, place)``: see ``ArrangeWish``."""

    wished = Signal(str, str, int)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.rows: dict[str, ColumnRow] = {}
        self._order: tuple[str, ...] = ()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(2, 2, 2, 2)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.setWidget(inner)
        self.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")

    def render_lines(self, lines: tuple[ColumnLine, ...]) -> None:
        """Show these; a row stays the same widget wherever it goes."""
        for gone in set(self.rows) - {one.name for one in lines}:
            self.rows.pop(gone).deleteLater()
        for place, line in enumerate(lines):
            row = self.rows.get(line.name) or self._made(line)
            row.say(line)
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
        self._order = tuple(one.name for one in lines)
        for first, second in zip(self._order, self._order[1:], strict=False):
            QWidget.setTabOrder(self.rows[first], self.rows[second])
        self.setFixedHeight(ROW * min(MOST_ROWS, len(lines)) + 4)

    def narrow(self, wanted: str) -> None:
        """Only columns in whose name this stands."""
        for row in self.rows.values():
            row.setVisible(wanted.casefold() in row.accessibleName().casefold())

    def first(self) -> ColumnRow | None:
        """The first that is seen."""
        return next((self.rows[name] for name in self._order if not self.rows[name].isHidden()), None)

    def _made(self, line: ColumnLine) -> ColumnRow:
        row, name = ColumnRow(self._ground, line), line.name
        row.pressed_on.connect(lambda spot: self._press(row, spot))
        row.dragged.connect(lambda at: self._drag(row, at))
        row.stepped.connect(lambda by: self._move(row, self._order.index(name) + by))
        row.walked.connect(lambda by: self._walk(name, by))
        self.rows[name] = row
        return row

    def _press(self, row: ColumnRow, spot: str) -> None:
        if not ((spot == "show" and row.line.is_key) or (spot == "draw" and row.line.is_drawn is None)):
            self.wished.emit(spot, row.line.name, 0)

    def _move(self, row: ColumnRow, place: int) -> None:
        """Among those that are shown, behind the keys."""
        lines = [self.rows[name].line for name in self._order]
        movable = [at for at, one in enumerate(lines) if one.is_shown and not one.is_key]
        if self._order.index(row.line.name) in movable and place in movable:
            self.wished.emit("move", row.line.name, place)
            self.ensureWidgetVisible(row, 0, ROW)

    def _drag(self, row: ColumnRow, at: QPoint) -> None:
        y = self.widget().mapFromGlobal(at).y()
        over = next((name for name in self._order if self.rows[name].geometry().top() <= y
                     <= self.rows[name].geometry().bottom()), None)  # fmt: skip
        if over is not None and over != row.line.name:
            self._move(row, self._order.index(over))

    def _walk(self, name: str, by: int) -> None:
        seen = [one for one in self._order if not self.rows[one].isHidden()]
        place = min(max(0, seen.index(name) + by), len(seen) - 1)
        self.rows[seen[place]].setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(self.rows[seen[place]], 0, ROW)
