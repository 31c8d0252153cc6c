"""Contacts that were promised a call."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu

from shared.language import to_translate
from shared.qt.ground import Ground
from supervisor_console.campaigns.screen.numbers import AppointmentsShown
from supervisor_console.campaigns.screen.pieces import Wish, WishKind
from supervisor_console.views.button import Button
from supervisor_console.views.grid import GridPanel, Heading
from supervisor_console.views.headings import saying
from supervisor_console.views.marks import show_deed

DEEDS: tuple[WishKind, ...] = ("appointment", "history", "exclude")


class AppointmentsPanel(GridPanel):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        self.deeds = {kind: Button(ground, icon="calendar", kind="danger" if kind == "exclude" else "plain")
                      for kind in DEEDS}  # fmt: skip
        super().__init__(ground, "campaigns.appointments", (
            Heading("at", saying(ground, to_translate("When")), 168),
            Heading("name", saying(ground, to_translate("Contact")), 224),
            Heading("phone", saying(ground, to_translate("Telephone")), 152),
            Heading("by", saying(ground, to_translate("Who calls")), 184),
            Heading("last", saying(ground, to_translate("Last result")), 184, rank=1),
            Heading("note", saying(ground, to_translate("Note")), is_stretched=True),
        ), tuple(self.deeds.values()))  # fmt: skip
        self.picked.connect(lambda key: self.wished.emit(Wish("contact", key)))
        self.table.opened.connect(lambda _row, _column: self.wished.emit(Wish("appointment")))
        self.table.asked_menu.connect(self._open_menu)
        for kind, button in self.deeds.items():
            button.clicked.connect(lambda _checked=False, kind=kind: self.wished.emit(Wish(kind)))

    def show_appointments(self, shown: AppointmentsShown) -> None:
        """Show this."""
        self.show_grid(shown.grid)
        for kind, button in self.deeds.items():
            button.setVisible(kind in shown.deeds)
            if kind in shown.deeds:
                show_deed(button, shown.deeds[kind])

    def _open_menu(self, key: object, where: QPoint) -> None:
        self.wished.emit(Wish("contact", str(key)))
        menu = QMenu(self)
        for kind, button in self.deeds.items():
            item = menu.addAction(button.text().replace("&", "&&"))
            item.setEnabled(button.isEnabled())
            item.triggered.connect(lambda _checked=False, kind=kind: self.wished.emit(Wish(kind)))
        menu.popup(where)
