"""A caption and a big figure under it; figures that tick move nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shared.qt.ground import Ground
from shared.qt.text import Text
from shared.qt.theme import Token
from supervisor_console.views.sizes import BIG, CAPTION, HINT


class Figure(QWidget):
    """``say`` changes it; ``reserve`` keeps room for the widest it will be."""

    def __init__(self, ground: Ground, *, pixels: int = BIG, is_right: bool = False) -> None:
        super().__init__()
        self._ground = ground
        self.caption, self.figure = Text(CAPTION, is_right=is_right), Text(pixels, 600, is_right=is_right)
        self.hint = Text(HINT, is_right=is_right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for one in (self.caption, self.figure, self.hint):
            column.addWidget(one)
        column.addStretch(1)
        self._said: tuple[str, str, str, Token] = ("", "", "", "text")
        ground.theme_changed.connect(self._dress)

    def say(self, caption: str, figure: str, hint: str = "", token: Token = "text") -> None:
        """What it is, how much, what more there is to know."""
        self._said = (caption, figure, hint, token)
        self._dress()

    def reserve(self, *widest: str) -> None:
        """Keep room for these figures."""
        self.figure.reserve(*widest)

    def _dress(self) -> None:
        (caption, figure, hint, token), theme = self._said, self._ground.theme
        self.caption.say(caption, theme, "muted")
        self.figure.say(figure, theme, token)
        self.hint.say(hint, theme, "muted")
        self.hint.setVisible(bool(hint))
        self.setAccessibleName(f"{caption} {figure} {hint}".strip())
