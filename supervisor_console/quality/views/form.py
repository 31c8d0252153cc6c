"""The form, 376 wide: questions with their answers as buttons and keys, the score so far, a comment."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shared.qt.fonts import font
from shared.qt.forms import colour_text, label, rule
from shared.qt.ground import Ground
from shared.qt.text import Text
from supervisor_console.quality.screen import Form, QualityScreen, QuestionLine, Wish
from supervisor_console.quality.views.choices import show_picks
from supervisor_console.views.button import Button
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.figure import Figure
from supervisor_console.views.focus import wants_ring
from supervisor_console.views.panel import Panel
from supervisor_console.views.sizes import BODY, CAPTION, HINT, TITLE
from supervisor_console.views.states import EmptyState

WIDTH, MARGIN = 376, 16
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class QuestionView(QWidget):
    """A question. ``answered`` (key, value); ``stepped``: to the next (1) or the one before (−1)."""

    answered = Signal(str, object)
    stepped = Signal(object, int)

    def __init__(self, ground: Ground, line: QuestionLine) -> None:
        super().__init__()
        self._ground, self.line = ground, line
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        wants_ring(self)
        self._words, self._note = label(BODY, 500, wraps=True), label(HINT)
        self._words.setProperty("is_verbatim", True)
        self._words.setText(line.text)
        self.buttons = {one.value: Button(ground, one.text, height=28) for one in line.picks}
        row = QHBoxLayout()
        row.setSpacing(4)
        for value, button in self.buttons.items():
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setMinimumWidth(0)
            button.clicked.connect(lambda _on=False, value=value: self._answer(value))
            row.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 6, 4, 6)
        column.setSpacing(4)
        for one in (self._words, self._note):
            column.addWidget(one)
        column.addLayout(row)
        ground.theme_changed.connect(self._dress)
        self.show_line(line)

    def show_line(self, line: QuestionLine) -> None:
        """The answer of now."""
        self.line = line
        for one in line.picks:
            button = self.buttons[one.value]
            button.setChecked(line.is_answered and one.value == line.marked)
            button.say(one.text)
        self._dress()

    def _dress(self) -> None:
        theme = self._ground.theme
        self._note.setText(self.line.note)
        colour_text(self._words, theme.colour("bad" if self.line.is_failed else "text"))
        colour_text(self._note, theme.colour("bad" if self.line.is_failed else "muted"))
        marked = [one.text for one in self.line.picks if self.line.is_answered and one.value == self.line.marked]
        self.setAccessibleName(", ".join((self.line.text, self.line.note, *marked)))

    def _answer(self, value: int | None) -> None:
        self.answered.emit(self.line.key, value)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Letters and digits answer and go on; arrows go."""
        by, letter = _STEPS.get(Qt.Key(event.key())), event.text().upper()
        found = [one for one in self.line.picks if letter and letter in one.letters]
        if by is not None:
            self.stepped.emit(self, by)
        elif found and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._answer(found[0].value)
            self.stepped.emit(self, 1)
        else:
            super().keyPressEvent(event)


class FormView(Panel):
    """``wished``: an answer, a card, a comment, save."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.setFixedWidth(WIDTH)
        self._shape: object = None
        self._is_rendering = False
        self.questions: dict[str, QuestionView] = {}
        self.card = ChoiceButton(ground)
        self.tools.addWidget(self.card)
        self.empty = EmptyState(ground)
        self._wish: Wish | None = None
        self.empty.pressed.connect(lambda: self.wished.emit(self._wish))
        self.card.picked.connect(lambda value: self.wished.emit(Wish("card", value)))
        self._who, self._note = Text(BODY, 600), label(CAPTION, wraps=True)
        self.figure = Figure(ground)
        self.figure.reserve("100,00 %")
        self.comment = QPlainTextEdit()
        self.save = Button(ground, kind="primary")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._made())
        self.column.addWidget(self._stack, 1)
        ground.theme_changed.connect(self._colour)

    def _made(self) -> QWidget:
        whole, self._inner = QWidget(), QWidget()
        self._lines = QVBoxLayout(self._inner)
        self._lines.setContentsMargins(12, 4, 12, 12)
        self._lines.setSpacing(0)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self.area.setWidget(self._inner)
        self._inner.installEventFilter(self)
        head = QVBoxLayout()
        head.setContentsMargins(MARGIN, 10, MARGIN, 6)
        head.addWidget(self._who)
        head.addWidget(self._note)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.area, 1)
        column.addWidget(rule())
        column.addLayout(self._foot())
        return whole

    def _foot(self) -> QVBoxLayout:
        self.comment.setFixedHeight(64)
        self.comment.setFont(font(BODY))
        self.comment.setTabChangesFocus(True)
        self.comment.textChanged.connect(self._typed)
        self.save.clicked.connect(lambda _checked=False: self.wished.emit(Wish("save")))
        last = QHBoxLayout()
        last.addWidget(self.figure, 1)
        last.addWidget(self.save, 0, Qt.AlignmentFlag.AlignBottom)
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN, 12, MARGIN, 12)
        foot.setSpacing(8)
        foot.addWidget(self.comment)
        foot.addLayout(last)
        return foot

    def render_form(self, screen: QualityScreen) -> None:
        """Show the form of now, or why there is none."""
        form, empty = screen.form, screen.form_empty
        self.say(self._ground.language.text("Score|form"))
        self.card.setVisible(form is not None)
        self._stack.setCurrentIndex(0 if form is None else 1)
        if form is not None:
            self._is_rendering = True
            self._render(form)
            self._is_rendering = False
        elif empty is not None:
            self._wish = empty.wish
            self.empty.say(empty.icon, empty.title, empty.hint, empty.button)

    def _render(self, form: Form) -> None:
        theme = self._ground.theme
        show_picks(self.card, form.cards)
        self._who.say(f"{form.title}  ·  {form.subtitle}", theme)
        self._note.setText(form.note)
        self._note.setVisible(bool(form.note))
        shape = (form.key, form.cards.marked, tuple((part.title, tuple(
            (one.key, one.text, one.picks) for one in part.questions)) for part in form.parts))  # fmt: skip
        if shape != self._shape:
            self._shape = shape
            self._fill(form)
        for part in form.parts:
            for line in part.questions:
                self.questions[line.key].show_line(line)
        self.figure.say(form.progress, form.figure, form.hint, form.token)
        self.comment.setPlaceholderText(form.comment_hint)
        self.comment.setAccessibleName(form.comment_hint)
        if self.comment.toPlainText() != form.comment:
            self.comment.setPlainText(form.comment)
        self.save.say(form.save, hint=form.hint)
        self.save.setEnabled(form.can_save)
        self._colour()

    def _colour(self) -> None:
        colour_text(self._note, self._ground.theme.colour("muted"))

    def _fill(self, form: Form) -> None:
        while self._lines.count():
            widget: QWidget | None = self._lines.takeAt(0).widget()  # the stubs forget that a space has none
            _dismiss(widget)
        self.questions = {}
        for part in form.parts:
            title = label(TITLE - 1, 600, wraps=True)
            title.setText(part.title)
            title.setProperty("is_verbatim", True)
            title.setVisible(bool(part.title))
            title.setContentsMargins(4, 0, 4, 0)  # as questions have
            if part.title:
                self._lines.addSpacing(8)
            self._lines.addWidget(title)
            for line in part.questions:
                view = QuestionView(self._ground, line)
                view.answered.connect(lambda key, value: self.wished.emit(Wish("answer", (key, value))))
                view.stepped.connect(self._step)
                self._lines.addWidget(view)
                self.questions[line.key] = view
        self._lines.addStretch(1)
        self._stretch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """What stands in it is laid out anew, or has another width."""
        if watched is self._inner and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._stretch()
        return super().eventFilter(watched, event)

    def _stretch(self) -> None:
        """So high that all texts are whole: a scroll area does not ask what height a width needs."""
        self._inner.setMinimumHeight(max(0, self._lines.totalHeightForWidth(self.area.viewport().width())))

    def begin(self) -> None:
        """The focus goes to the first question without an answer."""
        for view in self.questions.values():
            if not view.line.is_answered:
                view.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _step(self, view: QuestionView, by: int) -> None:
        views = list(self.questions.values())
        at = views.index(view) + by
        if 0 <= at < len(views):
            views[at].setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(views[at], 0, 8)
        elif by > 0:
            self.comment.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        if not self._is_rendering:
            self.wished.emit(Wish("comment", self.comment.toPlainText()))


def _dismiss(widget: QWidget | None) -> None:
    """A space between widgets has none."""
    if widget is not None:
        widget.hide()
        widget.deleteLater()
