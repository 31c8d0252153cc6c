"""The dialog that puts what is shown on a dashboard: as a chart, as figures or as a table; onto which one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shared.qt.forms import Sign, colour_text, label
from shared.qt.ground import Ground
from supervisor_console.statistics.screen.dashboard import PutDraft, PutScreen
from supervisor_console.statistics.screen.page import Pick
from supervisor_console.statistics.views.sending_form import Labelled
from supervisor_console.views.button import Button
from supervisor_console.views.choice import ChoiceButton, Option
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.sizes import BODY, TITLE

WIDTH = 520


class PutDialog(QDialog):
    """``put(PutDraft)``: it is to stand there."""

    put = Signal(object)

    def __init__(self, ground: Ground, parent: QWidget, screen: PutScreen) -> None:
        super().__init__(parent)
        self._ground, self.shown, text = ground, screen, ground.language.text
        self._shape, self._board = screen.shapes[0].value, str(screen.boards[0].value)
        self.setWindowTitle(text("Put on a dashboard"))
        self.setFixedWidth(WIDTH)
        self.heading, self.about, self.error = label(TITLE, 600, wraps=True), label(BODY, wraps=True), Sign("triangle")
        self.heading.setText(text("Put on a dashboard"))
        self.about.setText(text("What is shown now: {report}", report=screen.about))
        colour_text(self.about, ground.theme.colour("muted"))
        self.shape, self.board, self.name = ChoiceButton(ground), ChoiceButton(ground), LineEdit(ground)
        self.name.setMaxLength(100)
        self.agree = Button(ground, text("Put on|dashboard"), kind="primary")
        self.cancel = Button(ground, text("Cancel"))
        self.named = Labelled(text("Name of the dashboard"), self.name)
        self._lay_out()
        self.shape.picked.connect(self._pick_shape)
        self.board.picked.connect(self._pick_board)
        self.agree.clicked.connect(lambda _=False: self._put())
        self.cancel.clicked.connect(lambda _=False: self.reject())
        self.name.returnPressed.connect(self._put)
        self._say()
        self._focus()

    def fail(self, text: str) -> None:
        """It was not put there, and why."""
        self.error.show_sign(text, self._ground.theme, "bad")
        self.error.show()
        self.adjustSize()

    def _lay_out(self) -> None:
        text, column, foot = self._ground.language.text, QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.agree)
        choices = QVBoxLayout()
        choices.setSpacing(12)
        for title, field in ((text("As|shape"), self.shape), (text("On|dashboard"), self.board)):
            row = QHBoxLayout()
            row.addWidget(Labelled(title, field))
            row.addStretch(1)
            choices.addLayout(row)
        choices.addWidget(self.named)
        for one in (self.heading, self.about, choices, self.error, foot):
            column.addWidget(one) if isinstance(one, QWidget) else column.addLayout(one)
        self.error.hide()

    def _say(self) -> None:
        for button, picks, now in ((self.shape, self.shown.shapes, self._shape),
                                   (self.board, self.shown.boards, self._board)):  # fmt: skip
            options = tuple(Option(_hashable(one), one.text) for one in picks)
            said = next((one.text for one in picks if one.value == now), "")
            button.show_choice("", said, options, (now,))
        self.named.setVisible(not self._board)
        self.adjustSize()

    def _focus(self) -> None:
        (self.shape if self._board else self.name).setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick_shape(self, shape: object) -> None:
        self._shape = shape
        self._say()

    def _pick_board(self, board: str) -> None:
        self._board = board
        self._say()
        if not board:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put(self) -> None:
        self.error.hide()
        name = self.name.text().strip()
        if not self._board and not name:
            self.fail(self._ground.language.text("A name of at most {what} letters is needed.", what="100"))
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.put.emit(PutDraft(self._shape, self._board, name))


def _hashable(one: Pick) -> tuple[str, int] | str:
    return one.value  # type: ignore[return-value]  # shapes are tuples, dashboards names
