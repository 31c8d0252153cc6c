"""The table of contacts with its search and filters, and a menu of what may be done with one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QMenu

from shared.language import to_translate
from shared.qt.ground import Ground
from shared.qt.tips import tip
from supervisor_console.campaigns.screen.overview import ContactsShown
from supervisor_console.campaigns.screen.pieces import Wish
from supervisor_console.views.button import Button
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.grid import GridPanel, Heading
from supervisor_console.views.headings import saying
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.marks import show_choice

SEARCH, TYPING_MS = 208, 300


class ContactsPanel(GridPanel):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        self.search = LineEdit(ground, icon="search")
        self.search.setFixedWidth(SEARCH)
        self.state, self.outcome = ChoiceButton(ground), ChoiceButton(ground)
        self.columns = Button(ground, icon="columns")
        super().__init__(ground, "campaigns.contacts", _headings(ground),
                         (self.search, self.state, self.outcome, self.columns))  # fmt: skip
        self.shown: ContactsShown | None = None
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._connect()

    def _connect(self) -> None:
        table = self.table
        self._typing.timeout.connect(lambda: self.wished.emit(Wish("contacts_text", self.search.text())))
        self.search.textEdited.connect(lambda _text: self._typing.start())
        self.outcome.picked.connect(lambda value: self.wished.emit(Wish("contacts_outcome", str(value))))
        self.state.picked.connect(lambda value: self.wished.emit(Wish("contacts_state", str(value))))
        self.columns.clicked.connect(lambda _checked=False: self._open_columns())
        self.picked.connect(lambda key: self.wished.emit(Wish("contact", key)))
        table.near_end.connect(lambda: self.wished.emit(Wish("contacts_more")))
        table.opened.connect(lambda _row, _column: self.wished.emit(Wish("history")))
        table.asked_menu.connect(self._open_menu)

    def show_contacts(self, shown: ContactsShown, *, is_old: bool) -> None:
        """Show this; what is being typed stays."""
        self.shown = shown
        self.search.setPlaceholderText(shown.search)
        self.search.setAccessibleName(shown.search)
        show_choice(self.outcome, shown.outcome)
        show_choice(self.state, shown.state)
        self.columns.say(shown.columns, "columns")
        self.show_grid(shown.grid, is_old=is_old)

    def fit(self, *, is_narrow: bool) -> None:
        """The button of columns is its icon in narrow windows."""
        self.columns.set_slim(is_narrow)

    def menu(self) -> QMenu:
        """What may be done with the chosen contact; why not stands behind what cannot be."""
        menu = QMenu(self)
        for kind, deed in (self.shown.deeds if self.shown is not None else {}).items():
            item = menu.addAction(deed.text.replace("&", "&&"))
            item.setEnabled(not deed.refusal)
            item.setToolTip(tip(deed.refusal))
            item.triggered.connect(lambda _checked=False, kind=kind: self.wished.emit(Wish(kind)))
        menu.setToolTipsVisible(True)
        return menu

    def _open_menu(self, key: object, where: QPoint) -> None:
        self.wished.emit(Wish("contact", str(key)))
        self.menu().popup(where)

    def _open_columns(self) -> None:
        self.table.columns_menu(self.columns).popup(self.columns.mapToGlobal(QPoint(0, self.columns.height() + 4)))



def _headings(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("name", saying(ground, to_translate("Contact")), 176),
        Heading("phone", saying(ground, to_translate("Telephone")), 168),
        Heading("attempts", saying(ground, to_translate("Attempts")), 72, is_right=True, rank=1),
        Heading("last", saying(ground, to_translate("Last result")), 208),
        Heading("operator", saying(ground, to_translate("Operator")), is_stretched=True),
        Heading("next", saying(ground, to_translate("Next attempt")), 136, is_right=True),
        Heading("call", saying(ground, to_translate("Call|length")), 72, is_right=True, rank=2),
    )  # fmt: skip
