"""A table of figures whose columns are the report's: made anew when those change, else only its rows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.statistics.screen import Column, Figure, Line, TableOf
from supervisor_console.views.cells import Cell
from supervisor_console.views.columns import Spec
from supervisor_console.views.table import Table


class FiguresTable(QWidget):
    """``opened(row, column)``: a double click or Enter on a figure, by the keys of both."""

    opened = Signal(str, str)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._shown: tuple[str, tuple[Column, ...]] | None = None
        self.table: Table | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)

    def render_table(self, table: TableOf, title: str) -> None:
        """Show it."""
        columns = tuple((one.name, one.is_right, one.width) for one in table.columns)
        known = self._shown is not None and (
            self._shown[0],
            tuple((one.name, one.is_right, one.width) for one in self._shown[1]),
        ) == (table.name, columns)
        self._shown = table.name, table.columns
        if not known:
            self._make(table)
        assert self.table is not None
        self.table.setAccessibleName(title)
        self.table.render_rows(table.lines)

    def _make(self, table: TableOf) -> None:
        if self.table is not None:
            self.column.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        specs = tuple(self._spec(place, one) for place, one in enumerate(table.columns))
        self.table = Table(self._ground, f"statistics_{table.name}", specs, lambda line: line.key)
        self.table.opened.connect(lambda line, column: self.opened.emit(line.key, column))
        self.column.addWidget(self.table)

    def _spec(self, place: int, column: Column) -> Spec[Line]:
        return Spec(
            name=column.name, title=lambda: self._column(place).title, width=column.width, is_right=column.is_right,
            is_stretched=place == 0, is_kept=place == 0, rank=column.rank, cell=lambda line: _cell(line, place),
            order=lambda line: (line.is_total, line.figures[place].sort),
        )  # fmt: skip

    def _column(self, place: int) -> Column:
        assert self._shown is not None
        return self._shown[1][place]


def _cell(line: Line, place: int) -> Cell:
    figure = line.figures[place] if place < len(line.figures) else Figure(text="")
    return Cell(figure.text, figure.token, figure.icon, weight=600 if line.is_total or place == 0 else 400)
