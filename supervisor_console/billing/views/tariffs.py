"""The tab of price lists: lists and versions at the left, the rates of a version beside."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shared.language import to_translate
from shared.qt.ground import Ground
from supervisor_console.billing.screen import TariffsShown
from supervisor_console.billing.screen.pieces import Wish
from supervisor_console.billing.views.words import saying
from supervisor_console.views.button import Button
from supervisor_console.views.grid import GridPanel, Heading
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.marks import show_deed

LEFT, SEARCH, TYPING_MS = 424, 208, 200


class TariffsView(QWidget):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.search = LineEdit(ground, icon="search")
        self.search.setFixedWidth(SEARCH)
        self.take, self.export = Button(ground, icon="open_out", kind="primary"), Button(ground, icon="download")
        self.new, self.rerate = Button(ground, icon="plus"), Button(ground, icon="refresh")
        self.lists = GridPanel(ground, "billing.tariffs", (
            Heading("title", saying(ground, to_translate("Price list")), is_stretched=True),
            Heading("payers", saying(ground, to_translate("Accounts")), 96, is_right=True)),
            tools=(self.new,))  # fmt: skip
        self.versions = GridPanel(ground, "billing.versions", (
            Heading("version", saying(ground, to_translate("Version")), 80),
            Heading("from", saying(ground, to_translate("Valid from")), 112),
            Heading("rates", saying(ground, to_translate("Rates")), 72, is_right=True),
            Heading("state", saying(ground, to_translate("State")), is_stretched=True)),
            tools=(self.rerate,))  # fmt: skip
        self.rates = GridPanel(ground, "billing.rates", _rates(ground), tools=(self.search, self.export, self.take))
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left = QWidget()
        left.setFixedWidth(LEFT)
        self.side = QVBoxLayout(left)
        self.side.setContentsMargins(0, 0, 0, 0)
        self.side.addWidget(self.lists, 1)
        self.side.addWidget(self.versions, 1)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(left)
        self.row.addWidget(self.rates, 1)

    def _connect(self) -> None:
        self.lists.picked.connect(lambda key: self.wished.emit(Wish("tariff", key)) if key else None)
        self.versions.picked.connect(lambda key: self.wished.emit(Wish("version", key)) if key else None)
        self._typing.timeout.connect(lambda: self.wished.emit(Wish("rates_text", self.search.text())))
        self.search.textEdited.connect(lambda _text: self._typing.start())
        self.take.clicked.connect(lambda _checked=False: self.wished.emit(Wish("import")))
        self.new.clicked.connect(lambda _checked=False: self.wished.emit(Wish("tariff_new")))
        self.rerate.clicked.connect(lambda _checked=False: self.wished.emit(Wish("rerate")))
        self.export.clicked.connect(lambda _checked=False: self.wished.emit(Wish("export")))

    def set_gap(self, gap: int) -> None:
        """Between the regions."""
        self.row.setSpacing(gap)
        self.side.setSpacing(gap)

    def show_tariffs(self, shown: TariffsShown) -> None:
        """Show this."""
        self.search.setPlaceholderText(shown.search)
        self.search.setAccessibleName(shown.search)
        show_deed(self.take, shown.take)
        show_deed(self.export, shown.export)
        show_deed(self.new, shown.new)
        show_deed(self.rerate, shown.rerate)
        self.lists.show_grid(shown.lists)
        self.versions.show_grid(shown.versions)
        self.rates.show_grid(shown.rates)


def _rates(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("prefix", saying(ground, to_translate("Prefix")), 104),
        Heading("destination", saying(ground, to_translate("Destination")), is_stretched=True),
        Heading("group", saying(ground, to_translate("Group|rates")), 120, rank=1),
        Heading("direction", saying(ground, to_translate("Direction")), 96, rank=2),
        Heading("price", saying(ground, to_translate("Price per minute")), 136, is_right=True),
        Heading("steps", saying(ground, to_translate("Increments")), 96, is_right=True),
        Heading("fee", saying(ground, to_translate("Connection")), 88, is_right=True, rank=3),
        Heading("least", saying(ground, to_translate("Minimum")), 88, is_right=True, rank=4),
    )  # fmt: skip
