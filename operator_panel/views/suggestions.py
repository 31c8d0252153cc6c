"""Above the dial field while something is typed: what will be dialled, and whom the text may mean."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from operator_panel.screen import DialField
from operator_panel.views.painting import BODY, CARD_RADIUS, DENSE, HINT
from shared.qt.painting import draw_icon, frame, write
from shared.qt.theme import Theme

HEIGHT, PREVIEW, PADDING = 40, 32, 5
MOST = 6


class Suggestions(QWidget):
    """Painted over the list; it never takes the focus. Signal: ``wished``."""

    wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # its proxy's: a click leaves the field its focus
        self.setMouseTracking(True)
        self.field: DialField | None = None
        self.marked = -1
        self._theme = Theme("light")
        self.hide()

    def show_field(self, field: DialField, theme: Theme) -> None:
        """These; the marked one stays marked while it is there."""
        if field == self.field and theme == self._theme:
            return
        before = self._marked_number()
        self.field, self._theme = field, theme
        numbers = [one.number for one in field.suggestions[:MOST]]
        self.marked = numbers.index(before) if before in numbers else -1
        self.update()

    @property
    def has_something(self) -> bool:
        """Is there anything to show?"""
        return self.field is not None and bool(self.field.suggestions or self.field.preview.text)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as what is in it."""
        if self.field is None:
            return QSize(200, 0)
        preview = PREVIEW if self.field.preview.text else 0
        return QSize(200, 2 * PADDING + HEIGHT * len(self.field.suggestions[:MOST]) + preview)

    def step(self, by: int) -> None:
        """Mark the next one; before the first is none."""
        number = len(self.field.suggestions[:MOST]) if self.field else 0
        if number:
            self.marked = (self.marked + 1 + by) % (number + 1) - 1
            self.update()

    def take(self) -> bool:
        """Ring the marked one. False: none is marked."""
        if self.field is None or not 0 <= self.marked < len(self.field.suggestions):
            return False
        self.wished.emit(self.field.suggestions[self.marked].dial)
        return True

    def spoken(self) -> str:
        """The marked one in words."""
        if self.field is None or not 0 <= self.marked < len(self.field.suggestions):
            return self.field.preview.text if self.field else ""
        one = self.field.suggestions[self.marked]
        return ", ".join(part for part in (one.name, one.number, one.note) if part)

    def _marked_number(self) -> str | None:
        if self.field is None or not 0 <= self.marked < len(self.field.suggestions):
            return None
        return self.field.suggestions[self.marked].number

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The one under the mouse is marked."""
        self._mark_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """And rung."""
        self._mark_at(event.position())
        self.take()

    def _mark_at(self, at: QPointF) -> None:
        number = int((at.y() - PADDING) // HEIGHT)
        known = len(self.field.suggestions[:MOST]) if self.field else 0
        marked = number if 0 <= number < known else -1
        if marked != self.marked:
            self.marked = marked
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Box, suggestions, what will be dialled."""
        if self.field is None:
            return
        painter = QPainter(self)
        theme, y = self._theme, PADDING
        frame(painter, QRectF(self.rect()), theme.colour("raised"), theme.colour("line"), radius=CARD_RADIUS)
        for number, one in enumerate(self.field.suggestions[:MOST]):
            if number == self.marked:
                frame(painter, QRectF(4, y, self.width() - 8, HEIGHT), theme.tint("accent"), theme.colour("accent"))
            draw_icon(painter, one.icon, 14, y + HEIGHT / 2, 16, theme.colour(one.token))
            note = write(painter, one.note, self.width() - 14, y + HEIGHT / 2, HINT, theme.colour("muted"),
                         width=self.width() * 0.4, align="right")  # fmt: skip
            room = self.width() - 42 - 14 - note - 8
            write(painter, one.name or one.number, 42, y + 13, BODY, theme.colour("text"), weight=600, width=room)
            if one.name:
                write(painter, one.number, 42, y + 29, HINT, theme.colour("muted"), width=room)
            y += HEIGHT
        preview = self.field.preview
        if preview.text:
            if self.field.suggestions:
                painter.fillRect(8, y, self.width() - 16, 1, theme.colour("line"))
            draw_icon(painter, preview.icon, 14, y + PREVIEW / 2, 16, theme.colour(preview.token))
            x = 42 if preview.icon else 14
            write(painter, preview.text, x, y + PREVIEW / 2, DENSE, theme.colour(preview.token),
                  width=self.width() - x - 14)  # fmt: skip
        painter.end()
