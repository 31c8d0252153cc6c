"""The list of markers: number, time of day, text, whose; pressed it goes there. And the box in which one is written."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, write
from shared.qt.text import Text
from shared.qt.theme import mixed, on_accent
from shared.qt.tips import tip
from supervisor_console.playback.screen import MarkRow, MarksScreen, Wish
from supervisor_console.views.button import Button
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.popover import Popover
from supervisor_console.views.sizes import BODY, CAPTION, HINT, TITLE

ROW, BADGE, CLOCK, TEXT = 28, 16, 24, 92
DROP = 20
"""Pixels of the place at the right where an own marker is removed."""


class MarkLine(QWidget):
    """One marker. Enter or a press goes there, Delete (or its bin) removes an own one."""

    wished = Signal(Wish)

    def __init__(self, ground: Ground, row: MarkRow) -> None:
        super().__init__()
        self._ground, self.row = ground, row
        self.setFixedHeight(ROW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(tip(row.hint))
        self.setAccessibleName(f"{row.number}, {row.clock}, {row.text}, {row.initials}")
        ground.theme_changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Badge, time, text, initials; a bin instead of them under the mouse."""
        painter, theme, middle = QPainter(self), self._ground.theme, self.height() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row, text, muted = self.row, theme.colour("text"), theme.colour("muted")
        if self.underMouse():
            painter.fillRect(self.rect(), mixed(theme.colour("accent"), theme.colour("surface"), 0.06))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.fillRect(QRectF(0, middle - BADGE / 2, BADGE, BADGE), theme.colour("warn"))
        write(painter, str(row.number), BADGE / 2, middle, HINT, on_accent(theme), weight=600, align="centre")
        write(painter, row.clock, CLOCK, middle, BODY, text)
        write(painter, row.text, TEXT, middle, BODY, text, width=self.width() - TEXT - 2 * DROP)
        if row.is_own and (self.underMouse() or self.hasFocus()):
            draw_icon(painter, "trash", self.width() - DROP, middle, 16, theme.colour("bad"))
        else:
            write(painter, row.initials, self.width() - 2, middle, CAPTION, muted, align="right")
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """There, or away with it."""
        if self.row.is_own and event.position().x() >= self.width() - DROP - 4:
            self.wished.emit(Wish("drop", text=self.row.key))
        else:
            self.wished.emit(Wish("go", self.row.at_ms))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter goes there, Delete removes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wished.emit(Wish("go", self.row.at_ms))
        elif event.key() == Qt.Key.Key_Delete and self.row.is_own:
            self.wished.emit(Wish("drop", text=self.row.key))
        else:
            super().keyPressEvent(event)


class MarksView(QWidget):
    """All of them, under their title; hidden where there is nothing to be said."""

    wished = Signal(Wish)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._shown = MarksScreen()
        self.lines: list[MarkLine] = []
        self.title, self.empty = Text(TITLE, 600), Text(CAPTION)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.title)
        self._column.addSpacing(4)
        self._column.addWidget(self.empty)
        for changed in (ground.theme_changed, ground.language_changed):
            changed.connect(self._dress)
        self._dress()

    def show_screen(self, shown: MarksScreen) -> None:
        """Show these."""
        if shown == self._shown:
            return
        self._shown = shown
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [MarkLine(self._ground, row) for row in shown.rows]
        for line in self.lines:
            line.wished.connect(self.wished)
            self._column.addWidget(line)
            line.show()
        self._dress()

    def _dress(self) -> None:
        text, theme = self._ground.language.text, self._ground.theme
        self.title.say(text("Markers"), theme)
        self.empty.say(text("None yet. M sets one where it plays."), theme, "muted")
        self.empty.setVisible(not self._shown.rows)
        self.setVisible(self._shown.is_shown)


class MarkPopover(Popover):
    """What is to be said of this moment; Enter keeps it. Signal: ``written`` with the text."""

    written = Signal(str)

    def __init__(self, ground: Ground, anchor: QWidget, clock: str) -> None:
        super().__init__(ground, anchor, is_right=True)
        text = ground.language.text
        self.setAccessibleName(text("Marker at {clock}", clock=clock))
        title = Text(BODY, 600)
        title.say(text("Marker at {clock}", clock=clock), ground.theme)
        self.line = LineEdit(ground)
        self.line.setMaxLength(2000)
        self.line.setMinimumWidth(320)
        self.line.setPlaceholderText(text("What happens here?"))
        self.line.setAccessibleName(text("Text of the marker"))
        keep = Button(ground, text("Set the marker"), kind="primary")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(keep)
        self.column.setContentsMargins(16, 12, 16, 16)
        self.column.setSpacing(8)
        self.column.addWidget(title)
        self.column.addWidget(self.line)
        self.column.addLayout(row)
        self.line.returnPressed.connect(self._keep)
        keep.clicked.connect(lambda _=False: self._keep())

    def _keep(self) -> None:
        self.written.emit(self.line.text().strip())
        self.shut()
