"""A number and all that is known of it: may it be called, consents, lists, what was dialled."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shared.language import to_translate
from shared.qt.forms import Sign
from shared.qt.ground import Ground
from shared.qt.painting import known_icon
from supervisor_console.campaigns.screen.numbers import NumbersShown
from supervisor_console.campaigns.screen.pieces import Wish, WishKind
from supervisor_console.campaigns.views.attempts import attempts_panel
from supervisor_console.views.button import Button
from supervisor_console.views.grid import GridPanel, Heading
from supervisor_console.views.headings import saying
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.marks import show_deed
from supervisor_console.views.panel import SIDE, Panel
from supervisor_console.views.sizes import BODY

SEARCH = 320
CONSENT_DEEDS: tuple[WishKind, ...] = ("consent", "consent_withdrawn")
LIST_DEEDS: tuple[WishKind, ...] = ("list_put", "list_remove")


class NumbersView(QWidget):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.panel, self.search = Panel(ground), LineEdit(ground, icon="search")
        self.look = Button(ground, icon="search")
        self.search.setFixedWidth(SEARCH)
        self.told = Sign("info", pixels=BODY)
        self.deeds = {kind: Button(ground, icon="plus") for kind in (*CONSENT_DEEDS, *LIST_DEEDS)}
        self.verdicts = GridPanel(ground, "campaigns.verdicts", _verdicts(ground))
        self.consents = GridPanel(ground, "campaigns.consents", _consents(ground),
                                  tuple(self.deeds[kind] for kind in CONSENT_DEEDS))  # fmt: skip
        self.lists = GridPanel(ground, "campaigns.lists", _lists(ground),
                               tuple(self.deeds[kind] for kind in LIST_DEEDS))  # fmt: skip
        self.attempts = attempts_panel(ground, "campaigns.number_attempts")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(SIDE, 12, SIDE, 12)
        row.setSpacing(8)
        for one, share in ((self.search, 0), (self.look, 0), (self.told, 1)):
            row.addWidget(one, share)
        self.panel.column.addLayout(row)
        self.middle = QHBoxLayout()
        self.middle.addWidget(self.consents, 1)
        self.middle.addWidget(self.lists, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.panel)
        self.column.addWidget(self.verdicts, 3)
        self.column.addLayout(self.middle, 3)
        self.column.addWidget(self.attempts, 4)

    def _connect(self) -> None:
        self.search.returnPressed.connect(self._ask)
        self.look.clicked.connect(lambda _checked=False: self._ask())
        for kind, button in self.deeds.items():
            button.clicked.connect(lambda _checked=False, kind=kind: self.wished.emit(Wish(kind)))

    def _ask(self) -> None:
        self.wished.emit(Wish("number", self.search.text()))

    def fit(self, gap: int, *, is_narrow: bool) -> None:
        """Between the regions; in narrow windows buttons are icons."""
        self.column.setSpacing(gap)
        self.middle.setSpacing(gap)
        for button in self.deeds.values():
            button.set_slim(is_narrow)

    def show_numbers(self, shown: NumbersShown) -> None:
        """Show this; what is being typed stays."""
        self.panel.say(shown.title)
        self.search.setPlaceholderText(shown.search)
        self.search.setAccessibleName(shown.search)
        if not self.search.isModified() and self.search.text() != shown.said:
            self.search.setText(shown.said)
        self.look.say(shown.look, "search")
        self.told.show_sign(shown.told.text, self._ground.theme, shown.told.token,
                            known_icon(shown.told.icon or "info"))  # fmt: skip
        for kind, deed in shown.deeds.items():
            show_deed(self.deeds[kind], deed)  # type: ignore[index]  # those of the screen
        self.verdicts.show_grid(shown.verdicts)
        self.consents.show_grid(shown.consents)
        self.lists.show_grid(shown.lists)
        self.attempts.show_grid(shown.attempts)


def _verdicts(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("campaign", saying(ground, to_translate("Campaign")), 240),
        Heading("verdict", saying(ground, to_translate("May it be called?")), is_stretched=True),
        Heading("when", saying(ground, to_translate("From when")), 152),
        Heading("stands", saying(ground, to_translate("As a contact")), 288),
    )


def _consents(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("what", saying(ground, to_translate("Consent")), 112),
        Heading("at", saying(ground, to_translate("Of the day")), 104),
        Heading("until", saying(ground, to_translate("Until")), 104),
        Heading("how", saying(ground, to_translate("How, and from where")), is_stretched=True),
        Heading("by", saying(ground, to_translate("Entered by")), 96, rank=1),
    )


def _lists(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("list", saying(ground, to_translate("List")), 136),
        Heading("scope", saying(ground, to_translate("Holds for")), 136),
        Heading("until", saying(ground, to_translate("Until")), 104),
        Heading("why", saying(ground, to_translate("Why")), is_stretched=True),
        Heading("by", saying(ground, to_translate("Entered by")), 96, rank=1),
    )
