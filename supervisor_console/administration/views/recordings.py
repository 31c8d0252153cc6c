"""Recordings: figures of the catalogue, lists of files and the protocol, and what may be done with the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shared.qt.forms import rule
from shared.qt.ground import Ground
from shared.qt.text import Text
from supervisor_console.administration.screen.pieces import Wish, WishKind
from supervisor_console.administration.screen.recordings import FileLine, RecordingsShown
from supervisor_console.views.button import Button
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.columns import Spec
from supervisor_console.views.figure import Figure
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.marks import cell, show_choice, show_deed
from supervisor_console.views.panel import Panel
from supervisor_console.views.sizes import CAPTION, HEAD
from supervisor_console.views.states import EmptyState
from supervisor_console.views.table import Table

TILES, SEARCH_WIDTH, TYPING_MS, FIGURES = 96, 220, 300, 6


class Figures(Panel):
    """The catalogue's figures in one row."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground, has_head=False)
        self.setFixedHeight(TILES)
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        self.figures = [Figure(ground) for _ in range(FIGURES)]
        for one in self.figures:
            row.addWidget(one, 1)
        self.column.addWidget(inner)


class RecordingsPanel(QWidget):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.figures = Figures(ground)
        self.search, self.which = LineEdit(ground, icon="search"), ChoiceButton(ground)
        self.subject = Button(ground, icon="user")
        self.panel = Panel(ground, tools=(self.search, self.which, self.subject))
        self.search.setFixedWidth(SEARCH_WIDTH)
        self.table = Table(ground, "administration.recordings", _specs(ground), lambda row: row.key, sorting="none")
        self.empty, self.foot = EmptyState(ground), Text(CAPTION)
        self.deeds: dict[WishKind, Button] = {
            "files_open": Button(ground), "hold": Button(ground), "erase": Button(ground, kind="danger"),
        }  # fmt: skip
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        foot = QWidget()
        foot.setFixedHeight(HEAD)
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.foot, 1)
        for button in self.deeds.values():
            row.addWidget(button)
        for one in (self._middle, rule(), foot):
            self.panel.column.addWidget(one)
        self.panel.column.setStretch(self.panel.column.indexOf(self._middle), 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.figures)
        self.column.addWidget(self.panel, 1)

    def _connect(self) -> None:
        self.which.picked.connect(lambda value: self.wished.emit(Wish("files_list", str(value))))
        self._typing.timeout.connect(lambda: self.wished.emit(Wish("files_text", self.search.text())))
        self.search.textEdited.connect(lambda _text: self._typing.start())
        self.table.picked.connect(lambda key: self.wished.emit(Wish("files_pick", *(key or ("", "")))))
        self.table.opened.connect(lambda _row, _column: self._do("files_open"))
        self.table.near_end.connect(lambda: self.wished.emit(Wish("files_more")))
        self.subject.clicked.connect(lambda _checked=False: self.wished.emit(Wish("subject")))
        for kind, button in self.deeds.items():
            button.clicked.connect(lambda _checked=False, kind=kind: self._do(kind))

    def _do(self, kind: WishKind) -> None:
        if self.deeds[kind].isEnabled():
            self.wished.emit(Wish(kind))

    def show_recordings(self, shown: RecordingsShown) -> None:
        """Show this."""
        for figure, total in zip(self.figures.figures, shown.totals, strict=False):
            figure.say(total.caption, total.figure, total.hint)
        self.panel.say(shown.title)
        show_choice(self.which, shown.which)
        self.search.setPlaceholderText(shown.search_hint)
        self.search.setAccessibleName(shown.search_hint)
        show_deed(self.subject, shown.subject)
        for button, deed in zip(self.deeds.values(), (shown.open, shown.hold, shown.erase), strict=True):
            show_deed(button, deed)
        self.table.setAccessibleName(shown.title)
        self.table.render_rows(shown.lines, shown.chosen, is_old=shown.is_old)
        self.empty.say("search", shown.empty)
        self._middle.setCurrentWidget(self.empty if shown.empty else self.table)
        self.foot.say(shown.foot, self._ground.theme, "muted")


def _specs(ground: Ground) -> tuple[Spec[FileLine], ...]:
    def text(message: str) -> str:
        return ground.language.text(message)

    return (
        Spec(name="at", title=lambda: f"{text('Time')} ↓", cell=lambda row: cell(row.at), width=168, is_kept=True),
        Spec(name="what", title=lambda: text("File and call"), cell=lambda row: cell(row.what), is_stretched=True,
             is_kept=True),
        Spec(name="length", title=lambda: text("Length"), cell=lambda row: cell(row.length), width=80, is_right=True,
             rank=1),
        Spec(name="size", title=lambda: text("Size"), cell=lambda row: cell(row.size), width=90, is_right=True),
        Spec(name="state", title=lambda: text("State"), cell=lambda row: cell(row.state), width=120, is_kept=True),
        Spec(name="why", title=lambda: text("Why and by whom"), cell=lambda row: cell(row.why), width=260),
    )  # fmt: skip
