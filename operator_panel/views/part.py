"""What every part of the panel is: it shows what it was given, and says the same again in another language or theme.

A part is drawn anew only when what it shows has changed, so that a screen each second costs next to nothing.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from operator_panel.screen import Wish
from shared.language import Language
from shared.qt.ground import Ground
from shared.qt.theme import Theme

Shown = TypeVar("Shown")


class Part(QWidget, Generic[Shown]):
    """Signal: ``wished`` (a ``Wish``). Subclasses say how in ``draw``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.ground = ground
        self.shown: Shown | None = None
        ground.theme_changed.connect(self.refresh)
        ground.language_changed.connect(self.refresh)

    @property
    def theme(self) -> Theme:
        """The colours of now."""
        return self.ground.theme

    @property
    def language(self) -> Language:
        """The language of now."""
        return self.ground.language

    def render_part(self, shown: Shown) -> None:
        """Show this from now on; the same again costs a comparison."""
        if shown is self.shown or shown == self.shown:
            return
        self.shown = shown
        self.draw(shown)

    def refresh(self) -> None:
        """Say it again: language or theme are others."""
        if self.shown is not None:
            self.draw(self.shown)
        self.update()

    def draw(self, shown: Shown) -> None:
        """Bring what is seen up to this."""
        raise NotImplementedError

    def wish(self, wish: Wish) -> None:
        """The operator wants this."""
        self.wished.emit(wish)
