"""What the last command came to, in words, where it concerns: a line that stays until it is closed or answered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from operator_panel.screen import Notice, Wish, Words
from operator_panel.views.buttons import IconButton
from operator_panel.views.call.pieces import Sign
from operator_panel.views.call.tiles import LinkButton
from operator_panel.views.painting import DENSE
from operator_panel.views.part import Part
from shared.qt.ground import Ground


class NoticeLine(Part[Notice | None]):
    """Gone while there is nothing to say."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._sign = Sign(pixels=DENSE, wraps=True)
        self._close = IconButton("close", size=28, icon_size=16)
        self._close.clicked.connect(lambda _checked=False: self.wish(Wish("close_notice")))
        self._below = QWidget()
        self._links = QHBoxLayout(self._below)
        self._links.setContentsMargins(18, 0, 0, 0)
        self._buttons: list[LinkButton] = []
        head = QHBoxLayout()
        head.addWidget(self._sign, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._below)
        self._links.addStretch(1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now."""
        return self._sign.text if not self.isHidden() else ""

    def draw(self, shown: Notice | None) -> None:
        """Say it, and what can be done about it."""
        self.setVisible(shown is not None)
        if shown is None:
            return
        self._close.say(self.language.text("Close this message"), self.theme)
        self._close.setVisible(shown.can_close)
        self._sign.show_words(Words(shown.text, shown.token, shown.icon), self.theme)
        actions = [one for one in shown.actions if one.wish.kind != "close_notice"]  # the cross is there for that
        self._below.setVisible(bool(actions))
        while len(self._buttons) < len(actions):
            button = LinkButton()
            button.wished.connect(self.wish)
            self._buttons.append(button)
            self._links.insertWidget(len(self._buttons) - 1, button)
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(actions))
            if number < len(actions):
                button.show_action(actions[number], self.theme)

    def refresh(self) -> None:
        """In another language, also while it is gone."""
        self.draw(self.shown)
