"""Panels in two columns, in their order: a half one takes one, a whole one both.

Their heights come from the room alone, so nothing moves when figures change; views stay as long as their panels do.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.reports.dashboards import Width
from supervisor_console.statistics.screen.dashboard import BoardPanel
from supervisor_console.statistics.views.dashboard_figures import height_of
from supervisor_console.statistics.views.dashboard_panel import BoardPanelView
from supervisor_console.views.sizes import HEAD

LEAST, MOST = 264, 440
"""Pixels of the height of a row with a chart or a table."""
FRAME = 8
NOWHERE = -1
Place = tuple[int, int]
"""Row and column."""


class BoardGrid(QWidget):
    """Signals as of one panel; dropping one is the wish to move it by so many places."""

    wished = Signal(str, str, object)
    explained = Signal(str, str, str, object)
    copied = Signal(str)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.views: list[BoardPanelView] = []
        self._room = 0
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        for column in (0, 1):
            self.grid.setColumnStretch(column, 1)

    def render_panels(self, panels: tuple[BoardPanel, ...], *, is_own: bool) -> None:
        """Show these, in this order."""
        known: dict[str, BoardPanelView | None] = {view.shown.key: view for view in self.views}
        views = [known.pop(one.key, None) or self._made() for one in panels]
        for gone in known.values():
            if gone is not None:
                self.grid.removeWidget(gone)
                gone.hide()
                gone.deleteLater()
        before = [(view, view.shown.width, view.shown.shows) for view in self.views]
        self.views = views
        for view, panel in zip(views, panels, strict=True):
            view.render_panel(panel, is_own=is_own)
        if before != [(view, view.shown.width, view.shown.shows) for view in views]:
            self._lay_out()

    def set_room(self, room: int, gap: int) -> None:
        """How high what is seen of the dashboard is, and how far panels stand apart."""
        if (room, gap) != (self._room, self.grid.spacing()):
            self._room = room
            self.grid.setSpacing(gap)
            self._size()

    # --- places

    def _made(self) -> BoardPanelView:
        view = BoardPanelView(self._ground)
        view.wished.connect(self.wished)
        view.explained.connect(self.explained)
        view.copied.connect(self.copied)
        view.dragged.connect(lambda at: self._point(view, at))
        view.dropped.connect(lambda at: self._drop(view, at))
        return view

    def _lay_out(self) -> None:
        for row in range(self.grid.rowCount()):
            self.grid.setRowStretch(row, 0)
            self.grid.setRowMinimumHeight(row, 0)
        places = placed([view.shown.width for view in self.views])
        before: QWidget | None = None
        for view, (row, column) in zip(self.views, places, strict=True):
            self.grid.addWidget(view, row, column, 1, 2 if view.shown.width == "whole" else 1)
            if before is not None:
                self.setTabOrder(before, view.grip)
            before = view.more
        self.grid.setRowStretch(places[-1][0] + 1 if places else 0, 1)
        self._size()

    def _size(self) -> None:
        """Rows of figures are as high as those need; the others share what is left."""
        rows: dict[int, list[BoardPanelView]] = {}
        for view, (row, _column) in zip(self.views, placed([one.shown.width for one in self.views]), strict=True):
            rows.setdefault(row, []).append(view)
        low = {row: HEAD + FRAME + height_of(views[0].shown.width) for row, views in rows.items()
               if all(view.shown.shows == "figures" for view in views)}  # fmt: skip
        high = len(rows) - len(low)
        left = self._room - sum(low.values()) - self.grid.spacing() * max(0, len(rows) - 1)
        each = max(LEAST, min(MOST, left // high)) if high else 0
        for row, views in rows.items():
            for view in views:
                view.setFixedHeight(low.get(row, each))

    # --- dragging

    def place_at(self, at: QPoint) -> int:
        """Of the panel under a point of the screen; NOWHERE."""
        here = self.mapFromGlobal(at)
        return next((place for place, view in enumerate(self.views) if view.geometry().contains(here)), NOWHERE)

    def _point(self, dragged: BoardPanelView, at: QPoint) -> None:
        place = self.place_at(at)
        for number, view in enumerate(self.views):
            view.target(number == place and view is not dragged)

    def _drop(self, dragged: BoardPanelView, at: QPoint) -> None:
        place = self.place_at(at)
        for view in self.views:
            view.target(False)
        by = place - self.views.index(dragged)
        if place != NOWHERE and by:
            self.wished.emit("move", dragged.shown.key, by)


def placed(widths: list[Width]) -> list[Place]:
    """Where each stands: a whole one begins a row of its own."""
    found: list[Place] = []
    row, column = 0, 0
    for width in widths:
        if width == "whole" and column:
            row, column = row + 1, 0
        found.append((row, column))
        row, column = (row + 1, 0) if width == "whole" or column else (row, 1)
    return found
