"""Raw events: what the PBX told about the call, word for word; to be filtered and copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from shared.qt.fonts import font
from shared.qt.ground import Ground
from shared.qt.table_model import ROW_ROLE
from supervisor_console.tracking.screen import RawRow
from supervisor_console.tracking.views.strokes import BODY, HINT
from supervisor_console.tracking.views.surface import Words
from supervisor_console.views.button import Button
from supervisor_console.views.cells import Cell
from supervisor_console.views.columns import Spec
from supervisor_console.views.panel import Panel
from supervisor_console.views.table import Table

ROW = 28


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

    def _table(self) -> Table:
        ground = self._ground
        specs: tuple[Spec[RawRow], ...] = (
            Spec(name="time", title=lambda: ground.language.text("Time"), cell=lambda row: Cell(row.clock), width=128),
            Spec(
                name="offset", title=lambda: ground.language.text("Offset, s"), width=96, is_right=True,
                cell=lambda row: Cell(row.offset, "muted"),
            ),
            Spec(name="event", title=lambda: ground.language.text("Event"), cell=lambda row: Cell(row.name), width=200),
            Spec(
                name="leg", title=lambda: ground.language.text("Leg"), width=160, is_stretched=True,
                cell=lambda row: Cell(row.leg, "muted", hint=row.leg),
            ),
        )  # fmt: skip
        table = Table(ground, "raw_events", specs, lambda row: row.key, row_height=ROW, sorting="none")
        table.setAccessibleName(ground.language.text("Events"))
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
        frame = Panel(self._ground, has_head=False)
        frame.column.addWidget(self.table)
        halves.addWidget(frame)
        halves.addWidget(self.headers)
        halves.setSizes([640, 420])
        halves.setChildrenCollapsible(False)
        column.addWidget(halves, 1)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filtered)
        self.table.picked.connect(lambda _key: self._tell_headers())
        self.copy_chosen.clicked.connect(lambda: self._copy(self._selected()))
        self.copy_all.clicked.connect(lambda: self._copy(self.rows))

    def _filtered(self, words: str) -> None:
        """All words must be somewhere in an event."""
        wanted = words.casefold().split()
        shown = [row for row in self._rows if all(word in row.line for word in wanted)]
        chosen = self.table.key_now()
        keys = {row.key for row in shown}
        self.table.render_rows(shown, chosen if chosen in keys else min(keys, default=None))
        self._tell_headers()
        number = self._ground.language.number
        self.count.say(f"{number(len(shown))} / {number(len(self._rows))}")
        for button in (self.copy_chosen, self.copy_all):
            button.setEnabled(bool(shown))

    @property
    def rows(self) -> list[RawRow]:
        """The events that are shown."""
        return self.table.rows.rows

    def _tell_headers(self) -> None:
        self.headers.setPlainText("".join(map(_written, self._selected())))

    def _selected(self) -> list[RawRow]:
        return [index.data(ROW_ROLE) for index in self.table.selectionModel().selectedRows()]

    def _copy(self, rows: list[RawRow]) -> None:
        QGuiApplication.clipboard().setText("\n\n".join(_written(row) for row in rows))


def _written(row: RawRow) -> str:
    """An event as the PBX writes it, after its time."""
    return "\n".join((f"# {row.clock} (+{row.offset} s)", *(f"{name}: {value}" for name, value in row.headers)))
