"""A dialog for another password of one's own: the present one, the new one twice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shared.qt.forms import BODY, NAME, Field, colour_text, label
from shared.qt.ground import Ground

WIDTH, SHORTEST = 400, 8


class PasswordDialog(QDialog):
    """Signal: ``entered(present, new)``; whoever listens says ``refuse`` or closes it.

    ``is_needed``: nothing else can be done before. ``is_asking``: only the present one, for the database.
    """

    entered = Signal(str, str)

    def __init__(self, ground: Ground, parent: QWidget, *, is_needed: bool = False, is_asking: bool = False) -> None:
        super().__init__(parent)
        self._ground, self.is_asking = ground, is_asking
        say = ground.language.text
        title = say("Password for the database") if is_asking else say("Change the password")
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        heading, hint = label(NAME, 600), label(BODY, wraps=True)
        heading.setText(title)
        hint.setText(self._hint(is_needed=is_needed))
        hint.setVisible(bool(hint.text()))
        colour_text(hint, ground.theme.colour("muted"))
        self.present, self.new, self.again = (_field() for _ in range(3))
        self.present.set_label(say("Password") if is_asking else say("Present password"))
        self.new.set_label(say("New password"))
        self.again.set_label(say("New password once more"))
        self.button = QPushButton(say("Connect") if is_asking else say("Change"))
        self.leave = QPushButton(say("Cancel"))
        self.button.setProperty("primary", True)
        self.button.setDefault(True)
        self.button.clicked.connect(lambda _checked=False: self._press())
        self.leave.clicked.connect(lambda _checked=False: self.reject())
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        for one in (heading, hint, self.present, self.new, self.again):
            column.addWidget(one)
        column.addLayout(buttons)
        for field in (self.new, self.again):
            field.setVisible(not is_asking)
        self.present.go_there()

    def _hint(self, *, is_needed: bool) -> str:
        say = self._ground.language.text
        if is_needed:
            return say("Your administrator wants you to choose a password of your own before anything else.")
        return say("The same password as at the server.") if self.is_asking else ""

    def _press(self) -> None:
        say, present, new = self._ground.language.text, self.present.line.text(), self.new.line.text()
        if not present:
            self.refuse(self.present, say("Enter the password."))
        elif self.is_asking:
            self.entered.emit(present, "")
        elif len(new) < SHORTEST:
            self.refuse(self.new, say("At least {number} characters.", number=SHORTEST))
        elif new != self.again.line.text():
            self.refuse(self.again, say("The two passwords differ."))
        else:
            self.entered.emit(present, new)

    def refuse(self, field: Field, text: str) -> None:
        """This was wrong."""
        for one in (self.present, self.new, self.again):
            one.set_error(text if one is field else "", self._ground.theme)
        self.adjustSize()
        field.go_there()


def _field() -> Field:
    return Field(QLineEdit(echoMode=QLineEdit.EchoMode.Password))
