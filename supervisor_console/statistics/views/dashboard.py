"""The view of dashboards: which one and over which period in the header, its panels, of when they are at the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.statistics.screen import Wish
from supervisor_console.statistics.screen.dashboard import BoardScreen, BoardWish, BoardWishKind
from supervisor_console.statistics.views.dashboard_grid import BoardGrid
from supervisor_console.statistics.views.filters import FilterRow
from supervisor_console.statistics.views.foot import FootLine
from supervisor_console.views.button import Button
from supervisor_console.views.panel import PageHeader
from supervisor_console.views.sizes import NARROW
from supervisor_console.views.states import EmptyState, ErrorStrip

CLEAR = "QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }"


class BoardView(QWidget):
    """``wished``: a BoardWish. ``explained(panel, row, measure, widget)``. ``copied(text)``: a table."""

    wished = Signal(object)
    explained = Signal(str, str, str, object)
    copied = Signal(str)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self.shown = ground, BoardScreen(title="")
        self.header, self.strip, self.foot = PageHeader(ground), ErrorStrip(ground), FootLine(ground)
        self.choices = FilterRow(ground)
        self.header.filters.addWidget(self.choices)
        self.leave, self.change = Button(ground, icon="chevron_left"), Button(ground, icon="pencil")
        self.make, self.pdf = Button(ground, icon="plus"), Button(ground, icon="download")
        for button in (self.leave, self.make, self.change, self.pdf):
            self.header.deeds.addWidget(button)
        self.grid, self.empty, self.area = BoardGrid(ground), EmptyState(ground), QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.grid)
        self.area.setStyleSheet(CLEAR)
        self.inside = QStackedWidget()
        self.inside.addWidget(self.empty)
        self.inside.addWidget(self.area)
        self._column = QVBoxLayout(self)
        for one, share in ((self.header, 0), (self.strip, 0), (self.inside, 1), (self.foot, 0)):
            self._column.addWidget(one, share)
        self._connect()

    def _connect(self) -> None:
        deeds: tuple[tuple[Button, BoardWishKind], ...] = (
            (self.leave, "leave"), (self.make, "ask_make"), (self.change, "ask_change"), (self.pdf, "pdf"),
        )  # fmt: skip
        for button, kind in deeds:
            button.clicked.connect(lambda _checked=False, kind=kind: self._wish(kind))
        self.strip.pressed.connect(lambda: self._wish("retry"))
        self.foot.pressed.connect(lambda: self._wish("gaps"))
        self.empty.pressed.connect(lambda: self._wish("leave" if self.shown.key else "ask_make"))
        self.choices.wished.connect(self._chosen)
        self.grid.wished.connect(self._wish)
        self.grid.explained.connect(self.explained)
        self.grid.copied.connect(self.copied)

    def render_screen(self, screen: BoardScreen) -> None:
        """Show this."""
        self.shown = screen
        self.header.say(screen.title, screen.told)
        self._say_buttons(screen)
        self.strip.say(screen.strip, "", screen.strip_button)
        self.foot.say(screen.foot)
        title, hint, button = screen.empty
        self.empty.say("dashboard", title, hint, button)
        self.empty.setVisible(bool(title))
        self.inside.setCurrentWidget(self.area if screen.panels else self.empty)
        self.grid.render_panels(screen.panels, is_own=screen.is_own)

    def _say_buttons(self, screen: BoardScreen) -> None:
        text, is_narrow = self._ground.language.text, self.width() < NARROW
        self.choices.render_filters(screen.choices, "", is_bare=is_narrow)
        self.leave.say(text("Reports"))
        self.make.say(text("New dashboard"))
        self.change.say(text("Change dashboard"))
        self.pdf.say("PDF")
        for button in (self.make, self.change):
            button.set_slim(is_narrow)
        self.change.setVisible(screen.is_own)
        self.pdf.setVisible(bool(screen.panels))
        self.pdf.setEnabled(screen.can_print)

    def _chosen(self, wish: Wish) -> None:
        """In the header."""
        match wish.kind:
            case "report":
                self.wished.emit(BoardWish(kind="show", key=str(wish.value)))
            case "days":
                self.wished.emit(BoardWish(kind="days", value=wish.value))
            case _:
                self.wished.emit(BoardWish(kind="period", value=wish.value))

    def _wish(self, kind: BoardWishKind, key: str = "", value: object = None) -> None:
        self.wished.emit(BoardWish(kind=kind, key=key, value=value))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Margins suit the width, rows the height."""
        super().resizeEvent(event)
        margin, gap = (16, 12) if self.width() < NARROW else (24, 16)
        self._column.setContentsMargins(margin, margin, margin, margin // 2)
        self._column.setSpacing(gap)
        self._say_buttons(self.shown)
        self._column.activate()
        self.grid.set_room(self.inside.height(), gap)
