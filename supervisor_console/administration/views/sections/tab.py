"""A tab of settings: the middle stretches, beside it the chosen entry or the history."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.administration.screen.pieces import Wish, WishKind
from supervisor_console.administration.screen.settings import SettingsShown
from supervisor_console.administration.views.sections.middle import MiddlePanel
from supervisor_console.administration.views.sections.side import SidePanel

BEGINNINGS: frozenset[WishKind] = frozenset({"section_edit", "entry_add", "value_restore"})
"""Wishes after which somebody wants to write."""


class SettingsView(QWidget):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.middle, self.side = MiddlePanel(ground), SidePanel(ground)
        self._is_going, self._was_edited = False, False
        self._hands: tuple[QWidget, ...] = ()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(self.middle, 1)
        self.row.addWidget(self.side)
        for part in (self.middle, self.side):
            part.wished.connect(self._wish)
        self.middle.opened.connect(self._go)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """How wide the side is."""
        self.side.set_narrow(is_narrow=is_narrow)

    def show_settings(self, shown: SettingsShown) -> None:
        """Show this. The focus goes to what is edited now, and back when that is over."""
        self.middle.show_middle(shown)
        self.side.show_side(shown)
        self._order()
        is_edited = shown.saving is not None
        if self._is_going and is_edited and shown.fields:
            self._is_going = False
            self._go("")
        elif self._was_edited and not is_edited:
            self.middle.edit.setFocus()
        self._was_edited = is_edited

    def _order(self) -> None:
        """Tab goes as one reads, also where something was made anew."""
        hands = (*self.middle.hands(), *self.side.hands())
        if [id(one) for one in hands] != [id(one) for one in self._hands]:
            self._hands = hands
            for first, second in pairwise(hands):
                self.setTabOrder(first, second)

    def _wish(self, wish: Wish) -> None:
        self._is_going = wish.kind in BEGINNINGS
        self.wished.emit(wish)

    def _go(self, path: str) -> None:
        form = self.side.form if self.middle.shown is not None and self.middle.shown.columns else self.middle.form
        form.go_to(path or next(iter(form.editors()), ""))
