"""A panel with a table of lines, or a word on why there are none, and a line at its foot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from shared.qt.forms import rule
from shared.qt.ground import Ground
from shared.qt.text import Text
from supervisor_console.views.cells import Cell
from supervisor_console.views.columns import Spec
from supervisor_console.views.marks import cell, show_empty
from supervisor_console.views.panel import SIDE, Panel
from supervisor_console.views.pieces import Grid, Line
from supervisor_console.views.sizes import CAPTION
from supervisor_console.views.states import EmptyState
from supervisor_console.views.table import Table

FOOT = 40


class Heading:
    """A column: its name and title, how wide, at which side its words stand. ``title`` None: the grid's own heads."""

    def __init__(
        self, name: str, title: Callable[[], str] | None, width: int = 100, *, is_right: bool = False,
        is_stretched: bool = False, rank: int = 0,
    ) -> None:  # fmt: skip
        self.name, self.title, self.width = name, title, width
        self.is_right, self.is_stretched, self.rank = is_right, is_stretched, rank


class GridPanel(Panel):
    """``picked(str)`` with the key of the row that somebody chose, "" for none. ``name``: as "billing.documents"."""

    picked = Signal(str)

    def __init__(
        self, ground: Ground, name: str, headings: tuple[Heading, ...], tools: tuple[QWidget, ...] = (), *,
        row_height: int = 32,
    ) -> None:  # fmt: skip
        super().__init__(ground, tools=tools)
        self._heads: tuple[str, ...] = ()
        free = [place for place, one in enumerate(headings) if one.title is None]
        specs = tuple(self._spec(place, one, free) for place, one in enumerate(headings))
        self.table = Table(ground, name, specs, lambda line: line.key, row_height=row_height,
                           sorting="none")  # fmt: skip
        self.empty, self.foot, self._line = EmptyState(ground), Text(CAPTION), rule()
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        self._below = QWidget()
        self._below.setFixedHeight(FOOT)
        row = QHBoxLayout(self._below)
        row.setContentsMargins(SIDE, 0, SIDE, 0)
        row.addWidget(self.foot)
        self.column.addWidget(self._middle, 1)
        self.column.addWidget(self._line)
        self.column.addWidget(self._below)
        self.table.picked.connect(lambda key: self.picked.emit("" if key is None else str(key)))

    def _spec(self, place: int, heading: Heading, free: list[int]) -> Spec[Line]:
        def title() -> str:
            if heading.title is not None:
                return heading.title()
            nth = free.index(place)
            return self._heads[nth] if nth < len(self._heads) else ""

        def shown(line: Line) -> Cell:
            return cell(line.cells[place]) if place < len(line.cells) else Cell()

        return Spec(
            name=heading.name, title=title, cell=shown, width=heading.width, is_right=heading.is_right,
            is_stretched=heading.is_stretched, rank=heading.rank, is_kept=not heading.rank, least=120,
        )  # fmt: skip

    def show_grid(self, grid: Grid, *, is_old: bool = False) -> None:
        """Show this."""
        self.say(grid.title, grid.count, grid.note)
        if grid.heads != self._heads:
            self._heads = grid.heads
            self.table.dress()
        self.table.setAccessibleName(grid.title)
        self.table.render_rows(grid.lines, grid.chosen or None, is_old=is_old)
        if grid.empty is not None:
            show_empty(self.empty, grid.empty)
        self._middle.setCurrentWidget(self.empty if grid.empty is not None else self.table)
        self.foot.say(grid.foot, self._ground.theme, "muted")
        for one in (self._line, self._below):
            one.setVisible(bool(grid.foot))
