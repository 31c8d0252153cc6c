"""A reason before recordings are held or erased; and the two steps before a person's data are given out or erased."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shared.qt.forms import label
from shared.qt.ground import Ground
from supervisor_console.administration.screen.recordings import ReasonQuestion
from supervisor_console.views.button import Button
from supervisor_console.views.forms import Form, labelled
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.sizes import BODY


class ReasonDialog(Form):
    """``why`` holds the reason; without one nothing is decided."""

    def __init__(self, ground: Ground, parent: QWidget, question: ReasonQuestion) -> None:
        kind = "danger" if question.is_dangerous else "primary"
        super().__init__(ground, parent, question.title, question.accept, kind)  # type: ignore[arg-type]  # one of them
        self.tell(question.text)
        self.why = LineEdit(ground)
        self.why.setMaxLength(300)
        self.column.addLayout(labelled(ground.language.text("Reason, for the audit"), self.why))
        self.finish()
        self.error.hide()
        self.why.textChanged.connect(lambda text: self.agree.setEnabled(bool(text.strip())))
        self.agree.setEnabled(False)
        self.why.setFocus()


class SubjectDialog(Form):
    """First what there is of a number is counted (``decided``), then it is given out (``gave``) or erased (``erased``).

    Another number has to be counted anew.
    """

    gave = Signal()
    erased = Signal()

    def __init__(self, ground: Ground, parent: QWidget) -> None:
        text = ground.language.text
        super().__init__(ground, parent, text("Personal data of a number"), text("Count"))
        self.tell(text("First it is counted what there is of the number; nothing is changed by that."))
        self.number, self.why, self.told = LineEdit(ground), LineEdit(ground), label(BODY, wraps=True)
        self.why.setMaxLength(300)
        self.give = Button(ground, text("Give out as an archive"), "download")
        self.erase = Button(ground, text("Erase for good"), "trash", "danger")
        fields = QHBoxLayout()
        fields.setSpacing(12)
        fields.addLayout(labelled(text("Telephone number"), self.number), 2)
        fields.addLayout(labelled(text("Reason, for the audit"), self.why), 3)
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        deeds.addStretch(1)
        for button in (self.give, self.erase):
            deeds.addWidget(button)
        self.column.addLayout(fields)
        self.column.addWidget(self.told)
        self.column.addLayout(deeds)
        self.finish()
        self.error.hide()
        self.leave.say(text("Close"))
        self.number.textChanged.connect(lambda _text: self._forget())
        self.why.textChanged.connect(lambda _text: self._able())
        self.give.clicked.connect(lambda _checked=False: self._begin(self.gave))
        self.erase.clicked.connect(lambda _checked=False: self._begin(self.erased))
        self._is_counted = False
        self._forget()
        self.number.setFocus()

    def show_count(self, text: str) -> None:
        """So much there is: now it may be done."""
        self.set_busy(is_busy=False)
        self._is_counted = True
        self._say(text)

    def show_done(self, text: str) -> None:
        """It is done; to do more it has to be counted anew."""
        self.set_busy(is_busy=False)
        self._is_counted = False
        self._say(text)

    def fail(self, text: str) -> None:
        """It was not done; what was counted stays."""
        super().fail(text)
        self._able()

    def _begin(self, what: object) -> None:
        self.error.hide()
        self.set_busy(is_busy=True)
        for button in (self.give, self.erase):
            button.setEnabled(False)
        what.emit()  # type: ignore[attr-defined]  # a signal of its own

    def _forget(self) -> None:
        self._is_counted = False
        self._say("")

    def _say(self, text: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))
        self._able()
        self.adjustSize()

    def _able(self) -> None:
        self.agree.setEnabled(bool(self.number.text().strip()))
        can = self._is_counted and bool(self.why.text().strip())
        for button in (self.give, self.erase):
            button.setEnabled(can)
