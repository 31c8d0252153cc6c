"""From a press to a wish: what cannot be taken back is asked about first, by the name of whom it concerns."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from shared.qt.ground import Ground
from supervisor_console.live.screen import Action


class Acting(QObject):
    """``wished(Wish)``; ``question`` is the one that is open."""

    wished = Signal(object)

    def __init__(self, ground: Ground, window: QWidget) -> None:
        super().__init__(window)
        self._ground, self._window = ground, window
        self.question: QMessageBox | None = None

    def press(self, action: Action) -> None:
        """An action that has no further choices."""
        if not action.is_enabled or action.choices:
            return
        if action.confirmation:
            self._ask(action)
        else:
            self.wished.emit(action.wish)

    def _ask(self, action: Action) -> None:
        language = self._ground.language
        box = QMessageBox(self._window)
        box.setWindowTitle(action.text)
        box.setTextFormat(Qt.TextFormat.PlainText)  # names of agents and queues are somebody's words
        box.setText(action.confirmation)
        box.setIcon(QMessageBox.Icon.Warning)
        agree = box.addButton(action.text, QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton(language.text("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(leave)
        box.setEscapeButton(leave)
        agree.clicked.connect(lambda _checked=False: self.wished.emit(action.wish))
        box.finished.connect(self._closed)
        self.question = box
        box.open()

    def _closed(self) -> None:
        if self.question is not None:
            self.question.deleteLater()
        self.question = None
