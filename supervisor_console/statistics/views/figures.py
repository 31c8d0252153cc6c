"""A table of figures whose columns are the report's: made anew when those change, else only its rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from shared.qt.table_model import ROW_ROLE
from supervisor_console.statistics.screen import Column, Figure, Line, TableOf
from supervisor_console.views.cells import Cell
from supervisor_console.views.columns import Spec
from supervisor_console.views.table import Table

LEAST = 200
"""Pixels of what a row is of, before columns give way."""


class FiguresTable(QWidget):
    """``opened(row, column)``: a double click or Enter on a figure, by the keys of both.

    ``explained(row, column, cell)``: F1 on one, or by the menu of its row; ``cell`` is a widget in its place.
    ``copied(text)``: Ctrl+C, the whole table with its heads, between tabs.
    """

    opened = Signal(str, str)
    explained = Signal(str, str, object)
    copied = Signal(str)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._shown: tuple[str, tuple[Column, ...]] | None = None
        self.table: Table | None = None
        self.spot = QWidget(self)
        self.spot.hide()
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
            self.spot.setParent(self)
            self.column.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        specs = tuple(self._spec(place, one) for place, one in enumerate(table.columns))
        self.table = Table(
            self._ground, f"statistics_{table.name}", specs, lambda line: line.key, is_last=lambda line: line.is_total
        )
        self.table.asked_menu.connect(lambda row, where: self.menu_of(row).popup(where))
        self.table.opened.connect(lambda line, column: self.opened.emit(line.key, column))
        if table.is_chosen:
            self.table.reset_columns()
        self.column.addWidget(self.table)
        self.table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Ctrl+C and F1 are this table's."""
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.matches(QKeySequence.StandardKey.Copy):
                self.copy()
                return True
            if event.key() == Qt.Key.Key_F1:
                self.explain()
                return True
        return super().eventFilter(watched, event)

    def explain(self) -> None:
        """The figure that has the focus."""
        index = self.table.currentIndex() if self.table is not None else QModelIndex()
        if index.isValid() and self.table is not None:
            self.spot.setParent(self.table.viewport())
            self.spot.setGeometry(self.table.visualRect(index))
            self.explained.emit(index.data(ROW_ROLE).key, self.table.specs[index.column()].name, self.spot)

    def menu_of(self, row: str) -> QMenu:
        """What can be done with the row that was pressed."""
        text, menu = self._ground.language.text, QMenu(self)
        index = self.table.currentIndex() if self.table is not None else QModelIndex()
        if index.isValid():
            figure = index.data(ROW_ROLE).figures[index.column()]
            explain = menu.addAction(text("Explain this number"), self.explain)
            explain.setShortcut(QKeySequence(Qt.Key.Key_F1))
            explain.setEnabled(bool(figure.key))
            menu.addAction(text("Open"), lambda: self.opened.emit(row, ""))
        menu.addAction(text("Copy the table"), self.copy).setShortcut(QKeySequence.StandardKey.Copy)
        return menu

    def copy(self) -> None:
        """What is seen of the table, in the order in which it is seen."""
        if self.table is None or self._shown is None:
            return
        head, model = self.table.horizontalHeader(), self.table.model()
        places = [head.logicalIndex(place) for place in range(head.count())]
        places = [place for place in places if not self.table.isColumnHidden(place)]
        lines = ["\t".join(_plain(self._column(place).hint or self._column(place).title) for place in places)]
        for row in range(model.rowCount()):
            line: Line = model.index(row, 0).data(ROW_ROLE)
            lines.append("\t".join(_plain(line.figures[place].text) for place in places))
        self.copied.emit("\n".join(lines) + "\n")

    def _spec(self, place: int, column: Column) -> Spec[Line]:
        return Spec(
            name=column.name, title=lambda: self._column(place).title, width=column.width, is_right=column.is_right,
            is_stretched=place == 0, is_kept=place == 0, rank=column.rank, least=LEAST,
            word=lambda: self._column(place).hint or self._column(place).title, cell=lambda line: _cell(line, place),
            order=lambda line: line.figures[place].sort,
        )  # fmt: skip

    def _column(self, place: int) -> Column:
        assert self._shown is not None
        return self._shown[1][place]


def _plain(text: str) -> str:
    """One cell of what is copied: no tabs or ends of lines in it."""
    return " ".join(text.split("\t")).replace("\n", " ")


def _cell(line: Line, place: int) -> Cell:
    figure = line.figures[place] if place < len(line.figures) else Figure(text="")
    return Cell(figure.text, figure.token, figure.icon, weight=600 if line.is_total or place == 0 else 400)
