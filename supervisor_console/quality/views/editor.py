"""The dialog of score cards: sections and questions, their weights, what fails at once. A save is a new version."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shared.domain.quality import Card, CardFault, Section, fault_of, next_version
from shared.language import to_translate
from shared.qt.forms import colour_text, label
from shared.qt.ground import Ground
from supervisor_console.quality.views.editor_rows import SectionRows
from supervisor_console.views.button import Button
from supervisor_console.views.choice import ChoiceButton, Option
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.sizes import BODY

WIDTH, HEIGHT = 860, 620
_FAULTS: dict[CardFault, str] = {
    "no_title": to_translate("The card needs a name."), "no_question": to_translate("The card needs a question."),
    "no_text": to_translate("A question has no text."), "too_long": to_translate("A text is longer than 300 letters."),
    "too_many": to_translate("A card may have 60 questions."),
    "bad_weight": to_translate("A weight is a whole number from 1 to 100."),
    "bad_scale": to_translate("A scale has 2 to 10 degrees."), "twice": to_translate("A question is there twice."),
}  # fmt: skip


class CardEditor(QDialog):
    """``saved`` with the card as it shall be; ``accept`` it when it is stored, or ``fail`` with why not."""

    saved = Signal(object)

    def __init__(self, ground: Ground, parent: QWidget, cards: tuple[Card, ...]) -> None:
        super().__init__(parent)
        self._ground, self._cards = ground, cards
        self._card: Card | None = None
        text = ground.language.text
        self.setWindowTitle(text("Score cards"))
        self.resize(WIDTH, min(HEIGHT, parent.window().height() - 40))
        self.which, self.title = ChoiceButton(ground), LineEdit(ground)
        self.title.setPlaceholderText(text("Name of the card"))
        self.title.setAccessibleName(self.title.placeholderText())
        self.add = Button(ground, text("Add a section"), "plus")
        self.retire = Button(ground, text("Retire"), kind="danger")
        self.save = Button(ground, text("Save as a new version"), kind="primary")
        self.leave = Button(ground, text("Cancel"))
        self.sum, self.fault = label(BODY, 600), label(BODY, wraps=True)
        self.sections: list[SectionRows] = []
        self._lay_out()
        self.which.picked.connect(self._pick)
        self.title.textChanged.connect(lambda _text: self._tell())
        self.add.clicked.connect(lambda _checked=False: self._add(Section(title=""), is_new=True))
        self.save.clicked.connect(lambda _checked=False: self.saved.emit(self.card()))
        self.retire.clicked.connect(lambda _checked=False: self.saved.emit(self.card(is_retired=True)))
        self.leave.clicked.connect(lambda _checked=False: self.reject())
        for button in (self.add, self.retire, self.save, self.leave):
            button.setAutoRepeat(False)
        self._pick(cards[0].card if cards else "")

    def _lay_out(self) -> None:
        inner = QWidget()
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(2, 2, 10, 2)
        self._rows.setSpacing(16)
        self._rows.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        area.setWidget(inner)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head, foot = QHBoxLayout(), QHBoxLayout()
        for one in (self.which, self.add):
            head.addWidget(one)
        head.insertWidget(1, self.title, 1)
        foot.addWidget(self.retire)
        foot.addWidget(self.sum)
        foot.addWidget(self.fault, 1)
        foot.addWidget(self.leave)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(area, 1)
        for layout in (head, foot):
            layout.setSpacing(8)
        column.addLayout(foot)

    def _pick(self, name: str) -> None:
        """Edit this card; "" a new one."""
        self._card = next((one for one in self._cards if one.card == name), None)
        text = self._ground.language.text
        options = (*(Option(one.card, one.title) for one in self._cards), Option("", text("New card"), icon="plus"))
        shown = self._card.title if self._card else text("New card")
        self.which.show_choice(text("Card|score"), shown, options, (name,))
        for old in tuple(self.sections):
            self._drop(old)
        self.title.setText(self._card.title if self._card else "")
        self.retire.setVisible(self._card is not None)
        for section in self._card.sections if self._card else (Section(title=""),):
            self._add(section, is_new=self._card is None)
        self._tell()
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, section: Section, *, is_new: bool = False) -> None:
        rows = SectionRows(self._ground, section)
        rows.changed.connect(self._tell)
        rows.dropped.connect(lambda: self._drop(rows))
        self.sections.append(rows)
        self._rows.insertWidget(len(self.sections) - 1, rows)
        if is_new:
            rows.add_question()
        self._tell()

    def _drop(self, rows: SectionRows) -> None:
        self.sections.remove(rows)
        rows.hide()
        rows.deleteLater()
        self._tell()

    def card(self, *, is_retired: bool = False) -> Card:
        """As it stands in the dialog: a new card, or the next version."""
        title, sections = self.title.text().strip(), tuple(one.section() for one in self.sections)
        if self._card is None:
            return Card(card=uuid.uuid4().hex, version=1, title=title, sections=sections)
        return next_version(self._card, title, sections, is_retired=is_retired)

    def _tell(self) -> None:
        """The sum of the weights, and what is wrong."""
        text, card = self._ground.language.text, self.card()
        self.sum.setText(text("Sum of weights: {number}", number=card.weight))
        fault = fault_of(card)
        self.fault.setText(text(_FAULTS[fault]) if fault else "")
        colour_text(self.fault, self._ground.theme.colour("muted"))
        self.save.setEnabled(fault is None)

    def fail(self, why: str) -> None:
        """It could not be stored: nothing that was typed is lost."""
        self.fault.setText(why)
        colour_text(self.fault, self._ground.theme.colour("bad"))
