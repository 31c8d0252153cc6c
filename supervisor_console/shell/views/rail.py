"""The side bar: 80 wide, a page each 64 high, an icon above a word; the chosen one with a strip at its left."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame, write
from shared.qt.theme import mixed, on_accent
from shared.qt.tips import tip
from supervisor_console.shell.screen import RailItem
from supervisor_console.views.control import Control
from supervisor_console.views.focus import wants_ring
from supervisor_console.views.sizes import CAPTION

WIDTH, ITEM, TOP = 80, 64, 56
ICON, MARK, STRIP = 20, 12, 3
WORD = WIDTH - 6
"""So wide may the word be."""
LOGO = 28
BARS = ((8, 8), (14, 14), (20, 6))
"""The logo's bars: where, and how high."""
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Rail(QWidget):
    """Signal: ``picked`` with the name of a page."""

    picked = Signal(str)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.items: list[RailButton] = []
        self.setFixedWidth(WIDTH)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, TOP + 8, 1, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        ground.theme_changed.connect(self.update)

    def render_rail(self, items: tuple[RailItem, ...]) -> None:
        """Show these pages."""
        while len(self.items) < len(items):
            self._add(RailButton(self._ground))
        for place, button in enumerate(self.items):
            button.setVisible(place < len(items))
            if place < len(items):
                button.show_item(items[place])

    def _add(self, button: RailButton) -> None:
        button.clicked.connect(lambda _checked=False: self.picked.emit(button.item.name) if button.item else None)
        button.stepped.connect(lambda by: self._step(button, by))
        self._column.insertWidget(len(self.items), button)
        self.items.append(button)

    def _step(self, button: RailButton, by: int) -> None:
        shown = [one for one in self.items if not one.isHidden()]
        to = max(0, min(len(shown) - 1, shown.index(button) + by))
        shown[to].setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Surface, the line at the right, the logo."""
        painter, theme = QPainter(self), self._ground.theme
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.colour("line"))
        painter.fillRect(0, TOP - 1, self.width(), 1, theme.colour("line"))
        box = QRectF((WIDTH - LOGO) / 2, (TOP - LOGO) / 2, LOGO, LOGO)
        frame(painter, box, theme.colour("accent"), None)
        painter.setPen(QPen(on_accent(theme), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for x, high in BARS:
            middle = box.center().y()
            painter.drawLine(QPointF(box.x() + x, middle - high / 2), QPointF(box.x() + x, middle + high / 2))
        painter.end()


class RailButton(Control):
    """A page. Signal: ``stepped`` by the arrows."""

    stepped = Signal(int)

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.item: RailItem | None = None
        self.setFixedHeight(ITEM)
        wants_ring(self)

    def show_item(self, item: RailItem) -> None:
        """Be this page."""
        if item == self.item:
            return
        self.item = item
        self.setAccessibleName(item.text)
        self.setAccessibleDescription(item.trouble)
        self.setToolTip(tip("\n".join(part for part in (f"{item.text} ({item.key})", item.trouble) if part)))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of them alike."""
        return QSize(WIDTH, ITEM)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows go to the neighbours."""
        by = _STEPS.get(Qt.Key(event.key()))
        if by is not None:
            self.stepped.emit(by)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Icon above word."""
        if self.item is None:
            return
        painter, theme, item = QPainter(self), self.theme, self.item
        if item.is_chosen:
            painter.fillRect(self.rect(), mixed(theme.colour("accent"), theme.colour("surface"), 0.10))
            painter.fillRect(0, 0, STRIP, self.height(), theme.colour("accent"))
        elif self.is_hovered:
            painter.fillRect(self.rect(), theme.colour("bg"))
        ink = theme.colour("accent" if item.is_chosen else "muted")
        x = (self.width() - ICON) / 2
        draw_icon(painter, item.icon, x, 22, ICON, ink)
        write(painter, item.word, self.width() / 2, 47, CAPTION, ink, weight=600 if item.is_chosen else 400,
              width=WORD, align="centre")  # fmt: skip
        if item.trouble:
            draw_icon(painter, "circle_cross", x + ICON + 4, 18, MARK, theme.colour("bad"))
        painter.end()
