"""When a report is sent, as what and where to: fields with their labels above, one line while something is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shared.qt.forms import Sign, colour_text, label
from shared.qt.ground import Ground
from supervisor_console.statistics.screen.own import Draft, SendingScreen
from supervisor_console.views.button import Button, CheckButton
from supervisor_console.views.choice import ChoiceButton, Option
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.sizes import BODY, CAPTION

FORMATS = (("pdf", "PDF"), ("xlsx", "XLSX"), ("csv", "CSV"))
TIME_WIDTH = 84
DAYS = 31


class PlanForm(QWidget):
    """``saved(Draft)``: what was written is to be kept."""

    saved = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, text = ground, ground.language.text
        self._draft, self._shown = Draft(), SendingScreen(about="")
        self._every, self._day = "day", 1
        self.about, self.note, self.error = label(BODY, wraps=True), Sign("info"), Sign("triangle")
        colour_text(self.about, ground.theme.colour("muted"))
        self.name, self.time, self.to, self.folder = (LineEdit(ground) for _ in range(4))
        self.every, self.day = ChoiceButton(ground), ChoiceButton(ground)
        self.formats = {key: CheckButton(ground, word) for key, word in FORMATS}
        self.fresh = Button(ground, text("Leave it as it was"))
        self.save = Button(ground, text("Save"), kind="primary")
        self.to.setPlaceholderText(text("Addresses, between commas"))
        self.folder.setPlaceholderText(text("None|folder"))
        self.time.setFixedWidth(TIME_WIDTH)
        self._lay_out()
        self._connect()
        self.begin(Draft())

    def render_screen(self, screen: SendingScreen) -> None:
        """Which report, and the words to choose from."""
        self._shown = screen
        self._say_choices()
        self._say_about()

    def begin(self, draft: Draft) -> None:
        """Write on with this one."""
        self._draft = draft
        for line, said in ((self.name, draft.name), (self.time, draft.time), (self.to, draft.mail_to),
                           (self.folder, draft.folder)):  # fmt: skip
            line.setText(said)
        for key, tick in self.formats.items():
            tick.setChecked(key in draft.formats)
        self._every, self._day = draft.every, draft.day
        self.error.hide()
        self.fresh.setVisible(bool(draft.schedule))
        self._say_choices()
        self._say_about()
        if draft.schedule:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def fail(self, text: str) -> None:
        """It was not kept, and why."""
        self.error.show_sign(text, self._ground.theme, "bad")
        self.error.show()

    def draft(self) -> Draft:
        """What is written."""
        return Draft(
            schedule=self._draft.schedule, name=self.name.text(), every=self._every, day=self._day,
            time=self.time.text(), formats=tuple(key for key, tick in self.formats.items() if tick.isChecked()),
            mail_to=self.to.text(), folder=self.folder.text(),
        )  # fmt: skip

    # --- looks

    def _lay_out(self) -> None:
        text = self._ground.language.text
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        first, second, third, foot = (QHBoxLayout() for _ in range(4))
        formats = QHBoxLayout()
        for row in (first, second, third, foot, formats):
            row.setSpacing(8)
        for tick in self.formats.values():
            formats.addWidget(tick)
        for row, title, field, share in (
            (first, text("Name|report"), self.name, 1), (second, text("How often"), self.every, 0),
            (second, text("Day"), self.day, 0), (second, text("Time"), self.time, 0),
            (third, text("Mail to"), self.to, 2), (third, text("Into the folder"), self.folder, 1),
        ):  # fmt: skip
            row.addWidget(Labelled(title, field), share)
        second.addWidget(Labelled(text("As"), formats))
        second.addStretch(1)
        foot.addStretch(1)
        foot.addWidget(self.fresh)
        foot.addWidget(self.save)
        for one in (self.about, self.note, first, second, third, self.error, foot):
            column.addWidget(one) if isinstance(one, QWidget) else column.addLayout(one)

    def _say_about(self) -> None:
        text = self._ground.language.text
        self.about.setText(text("What is shown now: {report}", report=self._shown.about))
        if self._draft.schedule:
            self.about.setText(text("“{name}” is changed; the report in it stays.", name=self._draft.name))
        self.note.setVisible(bool(self._shown.note) and not self._draft.schedule)
        self.note.show_sign(self._shown.note, self._ground.theme, "muted")

    def _say_choices(self) -> None:
        every = tuple(Option(one.value, one.text) for one in self._shown.rhythms)
        days = tuple(Option(one.value, one.text) for one in self._shown.weekdays)
        if self._every == "month":
            days = tuple(Option(day, f"{day}.") for day in range(1, DAYS + 1))
        said = next((one.text for one in days if one.value == self._day), "")
        self.every.show_choice("", next((one.text for one in every if one.value == self._every), ""), every,
                               (self._every,))  # fmt: skip
        self.day.show_choice("", said, days, (self._day,))
        parent = self.day.parentWidget()
        if isinstance(parent, Labelled):
            parent.setVisible(self._every != "day")

    # --- hands

    def _connect(self) -> None:
        self.every.picked.connect(self._pick_every)
        self.day.picked.connect(self._pick_day)
        self.save.clicked.connect(lambda _=False: self._save())
        self.fresh.clicked.connect(lambda _=False: self.begin(Draft()))
        for line in (self.name, self.time, self.to, self.folder):
            line.returnPressed.connect(self._save)

    def _pick_every(self, every: str) -> None:
        self._every, self._day = every, 1
        self._say_choices()

    def _pick_day(self, day: int) -> None:
        self._day = day
        self._say_choices()

    def _save(self) -> None:
        self.error.hide()
        self.saved.emit(self.draft())


class Labelled(QWidget):
    """A field, or several in a row, with words above that are its name too."""

    def __init__(self, title: str, field: QWidget | QHBoxLayout) -> None:
        super().__init__()
        self.words = label(CAPTION, 500)
        self.words.setText(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.words)
        if isinstance(field, QWidget):
            self.words.setBuddy(field)
            field.setAccessibleName(title)
            column.addWidget(field)
        else:
            column.addLayout(field)
