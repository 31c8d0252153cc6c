"""The whole page: header with its choices, tiles, rows of panels, foot."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QMenu, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.statistics.screen import StatisticsScreen, Wish, WishKind
from supervisor_console.statistics.views.filters import FilterRow
from supervisor_console.statistics.views.foot import FootLine
from supervisor_console.statistics.views.panels import PanelRows
from supervisor_console.statistics.views.tiles import TilesRow
from supervisor_console.views.button import Button
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.panel import PageHeader
from supervisor_console.views.sizes import GAP, NARROW
from supervisor_console.views.states import ErrorStrip

OLD = 0.6
"""How strong figures of before are, while new ones are asked for."""
LEAST_WIDTH, WIDE_ENOUGH = 1000, 1560
SPACING = 24
"""Of the header's parts."""
OUT: tuple[tuple[WishKind, str], ...] = (("csv", "CSV"), ("xlsx", "XLSX"), ("pdf", "PDF"))


class StatisticsView(QWidget):
    """``wished``: whatever somebody wants of the page. ``explained(key, widget)``: which figure, and its widget.

    ``asked((panel, row, column), widget)``: a figure of a table is to be explained.
    """

    wished = Signal(object)
    explained = Signal(str, object)
    asked = Signal(object, object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.shown: StatisticsScreen | None = None
        self._is_narrow = False
        self.header, self.strip = PageHeader(ground), ErrorStrip(ground)
        self.choices = FilterRow(ground)
        self.header.filters.addWidget(self.choices)
        self.out = {kind: Button(ground, word, "download") for kind, word in OUT}
        self.own, self.boards = Button(ground, icon="star"), Button(ground, icon="dashboard")
        self.export = Button(ground, icon="download")
        for button in (self.own, self.boards, *self.out.values(), self.export):
            self.header.deeds.addWidget(button)
        self.tiles, self.panels, self.foot = TilesRow(ground), PanelRows(ground), FootLine(ground)
        self.inner = QWidget()
        self._inner_column = QVBoxLayout(self.inner)
        self._inner_column.setContentsMargins(0, 0, 0, 0)
        self._inner_column.addWidget(self.tiles)
        self._inner_column.addWidget(self.panels, 1)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.inner)
        self.area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self.reports, self.faces = QWidget(), QStackedLayout(self)
        self.faces.addWidget(self.reports)
        self._column = QVBoxLayout(self.reports)
        for one, share in ((self.header, 0), (self.strip, 0), (self.area, 1), (self.foot, 0)):
            self._column.addWidget(one, share)
        self._connect()

    def _connect(self) -> None:
        for kind, button in self.out.items():
            button.clicked.connect(lambda _checked=False, kind=kind: self.wished.emit(Wish(kind)))
        self.export.clicked.connect(lambda _checked=False: self.out_menu().popup(self._under(self.export)))
        self.own.clicked.connect(lambda _checked=False: self.wished.emit(Wish("save")))
        self.boards.clicked.connect(lambda _checked=False: self.wished.emit(Wish("dashboards")))
        self.choices.wished.connect(self.wished)
        self.strip.pressed.connect(lambda: self.wished.emit(Wish("retry")))
        self.foot.pressed.connect(lambda: self.wished.emit(Wish("gaps")))
        self.tiles.wished.connect(self.explained)
        self.panels.drilled.connect(lambda *spot: self.wished.emit(Wish("drill", spot)))
        self.panels.copied.connect(lambda text: self.wished.emit(Wish("copy", text)))
        self.panels.explained.connect(lambda panel, row, column, view: self.asked.emit((panel, row, column), view))
        self.panels.opened.connect(lambda *place: self.wished.emit(Wish("open_row", place)))

    def render_screen(self, screen: StatisticsScreen) -> None:
        """Show this."""
        self.shown = screen
        self.header.say(screen.title)
        self.own.say(self._ground.language.text("Own reports"))
        self.boards.say(self._ground.language.text("Dashboards"))
        self._choices(screen)
        for button in (*self.out.values(), self.export):
            button.setEnabled(screen.can_export)
        self.strip.say(screen.strip, "", screen.strip_button)
        self.tiles.render_tiles(screen.tiles)
        self.panels.render_rows(screen.rows)
        self.foot.say(screen.foot)
        self._dim(screen.is_old)

    @property
    def filters(self) -> list[ChoiceButton]:
        """The choices of the header."""
        return self.choices.buttons

    def _choices(self, screen: StatisticsScreen) -> None:
        """Labels and icons give way before anything would be cut."""
        for button in (self.own, self.boards):
            button.set_slim(self._is_narrow)
        for kind, word in OUT:
            self.out[kind].say(word, "" if self._is_narrow else "download")
        is_bare = self._is_narrow or self.width() < WIDE_ENOUGH + (160 if screen.chip else 0)
        self.choices.render_filters(screen.filters, screen.chip, is_bare=is_bare)
        self.export.say("", hint=self._ground.language.text("Export the report"))
        self.export.setAccessibleName(self._ground.language.text("Export the report"))
        self._fit()

    def _fit(self) -> None:
        """One button for all files where three would take the room of the choices."""
        head, shown = self.header, (self.own, self.boards, *self.out.values())
        needed = [head.title, *self.choices.buttons, *shown, *([self.choices.chip] if self.choices.chip else [])]
        margins = self._column.contentsMargins()
        wide = sum(one.sizeHint().width() + GAP for one in needed) + 2 * SPACING
        is_tight = wide > self.width() - margins.left() - margins.right()
        self.export.setVisible(is_tight)
        for button in self.out.values():
            button.setVisible(not is_tight)

    def out_menu(self) -> QMenu:
        """The files that there are."""
        menu = QMenu(self)
        for kind, word in OUT:
            menu.addAction(word, self.out[kind].click)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _under(self, button: QWidget) -> QPoint:
        return button.mapToGlobal(QPoint(0, button.height() + 4))

    def _dim(self, is_old: bool) -> None:
        if not is_old:
            self.inner.setGraphicsEffect(None)  # type: ignore[arg-type]  # none is allowed
        elif self.inner.graphicsEffect() is None:
            effect = QGraphicsOpacityEffect(self.inner)
            effect.setOpacity(OLD)
            self.inner.setGraphicsEffect(effect)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Margins suit the width."""
        super().resizeEvent(event)
        is_narrow = self._is_narrow = self.width() < NARROW
        margin, gap = (16, 12) if is_narrow else (24, 16)
        self._column.setContentsMargins(margin, margin, margin, margin // 2)
        for layout in (self._column, self._inner_column, self.tiles.row):
            layout.setSpacing(gap)
        self.panels.set_gap(gap)
        if self.shown is not None:
            self._choices(self.shown)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Before it is known to be narrow, labels take more room than they will."""
        return QSize(LEAST_WIDTH, super().minimumSizeHint().height())
