"""A field whose text the app also knows: what is typed goes out as a wish, what comes back never undoes typing."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from shared.qt.tips import tip


class TypedLine(QLineEdit):
    """Signal: ``typed`` (the text after each change by the operator). ``follow`` shows the screen's text."""

    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._under_way: deque[str] = deque(maxlen=64)
        self._followed = ""
        self.setProperty("elides", True)
        self.textEdited.connect(self._edited)

    def name_it(self, name: str) -> None:
        """What stands in it while it is empty, and what it is called."""
        if name != self.placeholderText():
            self.setPlaceholderText(name)
            self.setAccessibleName(name)
            self.setToolTip(tip(name))

    def follow(self, text: str) -> None:
        """The screen has this text: an echo of what was typed changes nothing, anything else is written."""
        if text in self._under_way:
            while self._under_way and self._under_way.popleft() != text:
                pass
            self._followed = text
            return
        if text != self._followed or not self._under_way:
            self._followed = text
            if text != self.text():
                self.setText(text)

    def put(self, text: str) -> None:
        """As if it had been typed."""
        if text != self.text():
            self.setText(text)
        self._edited(text)

    def _edited(self, text: str) -> None:
        self._under_way.append(text)
        self.typed.emit(text)
