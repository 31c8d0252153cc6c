"""Raw events: what the PBX told about the call, word for word; to be filtered and copied."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from shared.qt.fonts import font
from shared.qt.ground import Ground
from shared.qt.table_model import ROW_ROLE, Column, RowsModel
from supervisor_console.tracking.screen import RawRow
from supervisor_console.tracking.views.strokes import BODY, HINT
from supervisor_console.tracking.views.surface import Words
from supervisor_console.views.button import Button

ROW = 28
_WIDTHS = (112, 88, 200, 180)


class RawDialog(QDialog):
    """The events of one call: a table with a filter, on the right all headers of the chosen one."""

    def __init__(self, ground: Ground, title: str, rows: tuple[RawRow, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground, self._rows = ground, rows
        text = ground.language.text
        self.setWindowTitle(text("Raw events of {call}", call=title))
        self.resize(1080, 620)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(text("Filter: event, header or value"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(text("Filter events"))
        self.count = Words(ground, HINT, token="muted")
        self.copy_chosen = Button(ground, text("Copy event"), "copy")
        self.copy_all = Button(ground, text("Copy all shown"), "copy")
        self.table = self._table()
        self.headers = QPlainTextEdit()
        self.headers.setReadOnly(True)
        self.headers.setFont(font(BODY))
        self.headers.setAccessibleName(text("Headers of the event"))
        self._lay_out()
        self._connect()
        self._filtered("")

    def _table(self) -> QTableView:
        ground = self._ground
        columns: list[Column[RawRow]] = [
            Column(title=lambda: ground.language.text("Time"), text=lambda row: row.clock),
            Column(title=lambda: ground.language.text("Offset, s"), text=lambda row: row.offset, is_number=True),
            Column(title=lambda: ground.language.text("Event"), text=lambda row: row.name),
            Column(title=lambda: ground.language.text("Leg"), text=lambda row: row.leg),
        ]
        table = QTableView()
        self.model: RowsModel[RawRow] = RowsModel(columns, lambda row: row.key, table)
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW)
        table.setAccessibleName(ground.language.text("Events"))
        head = table.horizontalHeader()
        head.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(_WIDTHS):
            table.setColumnWidth(column, width)
        return table

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(self.filter, 1)
        head.addWidget(self.count)
        head.addWidget(self.copy_chosen)
        head.addWidget(self.copy_all)
        column.addLayout(head)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self.table)
        halves.addWidget(self.headers)
        halves.setSizes([640, 420])
        halves.setChildrenCollapsible(False)
        column.addWidget(halves, 1)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filtered)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.copy_chosen.clicked.connect(lambda: self._copy(self._selected()))
        self.copy_all.clicked.connect(lambda: self._copy(self.model.rows))

    def _filtered(self, words: str) -> None:
        """All words must be somewhere in an event."""
        wanted = words.casefold().split()
        shown = [row for row in self._rows if all(word in row.line for word in wanted)]
        self.model.set_rows(shown)
        number = self._ground.language.number
        self.count.say(f"{number(len(shown))} / {number(len(self._rows))}")
        if shown and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        if not shown:
            self.headers.setPlainText("")
        for button in (self.copy_chosen, self.copy_all):
            button.setEnabled(bool(shown))

    def _chosen(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.headers.setPlainText(_written(now.data(ROW_ROLE)))

    def _selected(self) -> list[RawRow]:
        return [index.data(ROW_ROLE) for index in self.table.selectionModel().selectedRows()]

    def _copy(self, rows: list[RawRow]) -> None:
        QGuiApplication.clipboard().setText("\n\n".join(_written(row) for row in rows))


def _written(row: RawRow) -> str:
    """An event as the PBX writes it, after its time."""
    return "\n".join((f"# {row.clock} (+{row.offset} s)", *(f"{name}: {value}" for name, value in row.headers)))
