"""The audit: filters in the head, whether the chain is whole beside the title, entries that arrive while scrolling."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from shared.qt.forms import rule
from shared.qt.ground import Ground
from shared.qt.text import Text
from supervisor_console.administration.screen.audit import AuditShown, EntryLine
from supervisor_console.administration.screen.pieces import Wish, WishKind
from supervisor_console.views.button import Button
from supervisor_console.views.chip import StateChip
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.columns import Spec
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.marks import cell, show_choice, show_deed
from supervisor_console.views.panel import Panel
from supervisor_console.views.sizes import CAPTION
from supervisor_console.views.states import EmptyState
from supervisor_console.views.table import Table

SEARCH_WIDTH, TYPING_MS, FOOT = 200, 300, 32


class AuditPanel(Panel):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        self.search, self.export = LineEdit(ground, icon="search"), Button(ground, icon="download")
        self.choices: dict[WishKind, ChoiceButton] = {
            "audit_who": ChoiceButton(ground), "audit_what": ChoiceButton(ground), "audit_period": ChoiceButton(ground),
        }  # fmt: skip
        super().__init__(ground, tools=(self.search, *self.choices.values(), self.export))
        self.search.setFixedWidth(SEARCH_WIDTH)
        self.chain = StateChip(ground)
        row = self.head.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(2, self.chain)
        self.table = Table(ground, "administration.audit", _specs(ground), lambda row: row.id, sorting="none")
        self.empty, self.foot = EmptyState(ground), Text(CAPTION)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        foot = QWidget()
        foot.setFixedHeight(FOOT)
        inner = QHBoxLayout(foot)
        inner.setContentsMargins(16, 0, 16, 0)
        inner.addWidget(self.foot)
        self.column.addWidget(self._middle, 1)
        self.column.addWidget(rule())
        self.column.addWidget(foot)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._connect()

    def _connect(self) -> None:
        for kind, button in self.choices.items():
            button.picked.connect(lambda value, kind=kind: self.wished.emit(Wish(kind, str(value))))
        self._typing.timeout.connect(lambda: self.wished.emit(Wish("audit_text", self.search.text())))
        self.search.textEdited.connect(lambda _text: self._typing.start())
        self.export.clicked.connect(lambda _checked=False: self.wished.emit(Wish("audit_export")))
        self.table.near_end.connect(lambda: self.wished.emit(Wish("audit_more")))

    def show_audit(self, shown: AuditShown) -> None:
        """Show this."""
        self.say(shown.title)
        self.chain.say(shown.chain.icon, shown.chain.text, shown.chain.token)
        self.search.setPlaceholderText(shown.search_hint)
        self.search.setAccessibleName(shown.search_hint)
        for kind, choice in (("audit_who", shown.who), ("audit_what", shown.what), ("audit_period", shown.period)):
            show_choice(self.choices[kind], choice)  # type: ignore[index]  # these are kinds
        show_deed(self.export, shown.export)
        self.table.setAccessibleName(shown.title)
        self.table.render_rows(shown.lines, self.table.key_now(), is_old=shown.is_old)
        self.empty.say("search", shown.empty)
        self._middle.setCurrentWidget(self.empty if shown.empty else self.table)
        self.foot.say(shown.foot, self._ground.theme, "muted")


def _specs(ground: Ground) -> tuple[Spec[EntryLine], ...]:
    def text(message: str) -> str:
        return ground.language.text(message)

    return (
        Spec(name="at", title=lambda: f"{text('Time')} ↓", cell=lambda row: cell(row.at), width=168, is_kept=True),
        Spec(name="who", title=lambda: text("Who"), cell=lambda row: cell(row.who), width=140, is_kept=True),
        Spec(name="origin", title=lambda: text("From where"), cell=lambda row: cell(row.origin), width=132, rank=1),
        Spec(name="act", title=lambda: text("What"), cell=lambda row: cell(row.act), width=176, is_kept=True),
        Spec(name="subject", title=lambda: text("Subject"), cell=lambda row: cell(row.subject), is_stretched=True,
             is_kept=True),
        Spec(name="outcome", title=lambda: text("Result"), cell=lambda row: cell(row.outcome), width=216, is_kept=True),
    )  # fmt: skip
