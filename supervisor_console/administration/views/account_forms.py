"""The form of an account, new or changed, and the one of a password to be handed over."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from shared.domain.accounts import Role
from shared.qt.forms import colour_text, label
from shared.qt.ground import Ground
from supervisor_console.administration.screen.accounts import AccountForm, AccountQuestion, PasswordQuestion
from supervisor_console.views.button import Button, CheckButton
from supervisor_console.views.choice import ChoiceButton, Option
from supervisor_console.views.forms import Form, caption, labelled
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.sizes import CAPTION

ROLE_COLUMNS = 3


class PasswordRow(QWidget):
    """A password to be handed over, and a button that copies it."""

    def __init__(self, ground: Ground, password: str) -> None:
        super().__init__()
        text = ground.language.text
        self.line = LineEdit(ground)
        self.line.setText(password)
        self.copy = Button(ground, text("Copy"), "copy")
        self.copy.clicked.connect(lambda _checked=False: QApplication.clipboard().setText(self.line.text()))
        self.must_change = CheckButton(ground, text("Must be changed at the first sign-in"))
        self.must_change.setChecked(True)
        self.hint = label(CAPTION, wraps=True)
        self.hint.setText(text("Hand it over in person; it is not shown again."))
        colour_text(self.hint, ground.theme.colour("muted"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(labelled(text("Password"), self.line), 1)
        side = QVBoxLayout()
        side.addStretch(1)
        side.addWidget(self.copy)
        row.addLayout(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.hint)
        column.addWidget(self.must_change)


class AccountDialog(Form):
    """``form()`` is what it says now."""

    def __init__(self, ground: Ground, parent: QWidget, question: AccountQuestion) -> None:
        super().__init__(ground, parent, question.title, question.accept)
        self._question = question
        self.name, self.title, self.extension = (LineEdit(ground) for _ in range(3))
        self.skills, self.languages = LineEdit(ground), LineEdit(ground)
        self.roles: dict[Role, CheckButton] = {}
        self.all_queues, self.queues = CheckButton(ground), ChoiceButton(ground, is_many=True)
        self._queues: tuple[str, ...] = question.form.queues or ()
        self.password = PasswordRow(ground, question.form.password)
        self._fill()
        self._lay_out()
        self.finish()
        self.error.hide()
        (self.name if question.is_new else self.title).setFocus()

    def _fill(self) -> None:
        form, text = self._question.form, self.ground.language.text
        self.name.setText(form.name)
        self.name.setReadOnly(not self._question.is_new)
        self.name.setEnabled(self._question.is_new)
        self.title.setText(form.title)
        self.extension.setText(form.extension)
        self._fill_abilities(form)
        self.tell(self._question.own_guard)
        for option in self._question.roles:
            button = CheckButton(self.ground, option.text)
            button.setChecked(option.is_chosen)
            self.roles[option.value] = button  # type: ignore[index]  # the options are roles
        self.all_queues.say(text("All queues"))
        self.all_queues.setChecked(form.queues is None)
        self.all_queues.toggled.connect(lambda is_on: self.queues.setEnabled(not is_on))
        self.queues.setEnabled(form.queues is not None)
        self.queues.picked.connect(self._pick_queues)
        self._pick_queues(self._queues)

    def _fill_abilities(self, form: AccountForm) -> None:
        text = self.ground.language.text
        self.skills.setText(form.skills)
        self.skills.setPlaceholderText(text("sales 8, complaints 3"))
        self.languages.setText(form.languages)
        self.languages.setPlaceholderText(text("cs, en|languages"))

    def _pick_queues(self, chosen: tuple[str, ...]) -> None:
        text, options = self.ground.language.text, self._question.queues
        self._queues = tuple(chosen)
        said = text("{number} of {all}", number=len(self._queues), all=len(options))
        self.queues.show_choice(
            text("Only"), said, tuple(Option(one.value, one.text, one.note) for one in options), self._queues
        )

    def _lay_out(self) -> None:
        text = self.ground.language.text
        first, roles, last, able = QHBoxLayout(), QGridLayout(), QHBoxLayout(), QHBoxLayout()
        for layout in (first, last, able):
            layout.setSpacing(12)
        first.addLayout(labelled(text("Sign-in|name"), self.name), 1)
        first.addLayout(labelled(text("Name"), self.title), 1)
        roles.setSpacing(8)
        for place, button in enumerate(self.roles.values()):
            roles.addWidget(button, place // ROLE_COLUMNS, place % ROLE_COLUMNS, Qt.AlignmentFlag.AlignLeft)
        seen = QHBoxLayout()
        seen.setSpacing(8)
        for widget in (self.all_queues, self.queues):
            seen.addWidget(widget)
        seen.addStretch(1)
        queues = QVBoxLayout()
        queues.setSpacing(4)
        queues.addWidget(caption(text("Visible queues")))
        queues.addLayout(seen)
        last.addLayout(labelled(text("Extension"), self.extension), 1)
        last.addLayout(queues, 2)
        self.column.addLayout(first)
        self.column.addWidget(caption(text("Roles")))
        self.column.addLayout(roles)
        able.addLayout(labelled(text("Skills and their levels, 1 to 10"), self.skills), 2)
        able.addLayout(labelled(text("Languages"), self.languages), 1)
        self.column.addLayout(last)
        self.column.addLayout(able)
        self.column.addWidget(self.password)
        self.password.setVisible(self._question.is_new)

    def form(self) -> AccountForm:
        """All that was written."""
        before = self._question.form
        return AccountForm(
            name=self.name.text().strip() if self._question.is_new else before.name, title=self.title.text().strip(),
            roles=tuple(role for role, button in self.roles.items() if button.isChecked()),
            extension=self.extension.text().strip(), queues=None if self.all_queues.isChecked() else self._queues,
            password=self.password.line.text() if self._question.is_new else "",
            must_change_password=(
                self.password.must_change.isChecked() if self._question.is_new else before.must_change_password
            ),
            skills=self.skills.text().strip(), languages=self.languages.text().strip(),
        )


class PasswordDialog(Form):
    """``password`` holds what is to be set."""

    def __init__(self, ground: Ground, parent: QWidget, question: PasswordQuestion) -> None:
        super().__init__(ground, parent, question.title, question.accept)
        self.tell(question.hint)
        self.password = PasswordRow(ground, question.password)
        self.column.addWidget(self.password)
        self.finish()
        self.error.hide()
        self.agree.setFocus()
