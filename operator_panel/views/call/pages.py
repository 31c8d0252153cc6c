"""Customer or script: which of both stands below the note, as two pills, with the CRM's links beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from operator_panel.screen import Choice, Customer, ScriptCard, Wish
from operator_panel.views.call.customer import Links
from operator_panel.views.part import Part
from operator_panel.views.tabs import PickedRow, Pill
from shared.qt.ground import Ground


class PagePicker(Part[tuple[ScriptCard, Customer, str]]):
    """Shows script, customer and the page that is turned to. Signals: ``turned(page)``, ``wished`` of the links."""

    turned = Signal(str)

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.pills, self.links = PickedRow(ground, Pill), Links(ground)
        self.pills.wished.connect(lambda wish: self.turned.emit(wish.choice))
        self.links.wished.connect(self.wish)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.pills, 1)
        row.addWidget(self.links, 0, Qt.AlignmentFlag.AlignRight)

    def draw(self, shown: tuple[ScriptCard, Customer, str]) -> None:
        """Two pills; at the script's how many of its fields are wrong or missing."""
        script, customer, chosen = shown
        wrong = sum(bool(line.problem) for line in script.fields)
        titles = {"customer": self.language.text("Customer"), "script": self.language.text("Script")}
        self.pills.render_part(tuple(
            Choice(Wish("show_script", choice=page), title, str(wrong) if wrong and page == "script" else "",
                   is_chosen=page == chosen)
            for page, title in titles.items()
        ))  # fmt: skip
        self.links.render_part(customer.links)
