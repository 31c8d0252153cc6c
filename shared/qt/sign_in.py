"""The sign-in: who, with which password, at which server. Says what was wrong beside the field concerned.

420×520, not resizable. It only asks; ``signing_in`` tries what was entered. A program may ask one thing more
(``sign_in_question``); then a known server is only told of in the foot, where it may be changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from shared.feed_client.refusals import WRONG_SERVER, refusal
from shared.feed_client.status import Status
from shared.language import Language
from shared.qt import keys, server
from shared.qt.finding.found import Search
from shared.qt.finding.words import note
from shared.qt.forms import HINT, NAME, Field, colour_text, label
from shared.qt.ground import Ground
from shared.qt.icons import icon, icon_pixmap
from shared.qt.preferences import Server
from shared.qt.server_choice import ServerChoice
from shared.qt.sign_in_foot import Foot, Reach
from shared.qt.sign_in_question import Question, QuestionField

SIZE = (420, 520)


@dataclass(frozen=True)
class Entry:
    """What was entered. ``is_remembered``: for the next time too. ``answer``: to the program's own question."""

    server: Server
    account: str
    password: str
    is_remembered: bool
    answer: str = ""

    def __repr__(self) -> str:
        """Without the password, whoever logs it."""
        return f"Entry({server.written(self.server)!r}, {self.account!r}, …)"


class SignIn(QDialog):
    """Signals: ``entered(Entry)`` when the button is pressed and nothing is missing; ``given_up`` when it is closed."""

    entered = Signal(object)
    given_up = Signal()

    def __init__(
        self,
        ground: Ground,
        title: Callable[[Language], str],
        known: Server | None = None,
        *,
        is_server_fixed: bool = False,
        question: Question | None = None,
    ) -> None:
        """``known``: the server of the program's command line; fixed: it and no other. See ``show_search``."""
        super().__init__()
        self._ground, self._title_of, self._asked = ground, title, question
        self._wrong: tuple[Field | None, Callable[[Language], str]] = (None, lambda _language: "")
        self._mark, self._title, self._subtitle = QLabel(), label(NAME, 600), label(HINT)
        self.account = Field(QLineEdit())
        self.password = Field(QLineEdit(echoMode=QLineEdit.EchoMode.Password))
        self._eye = QAction(self)
        self._eye.triggered.connect(lambda _checked=False: self._reveal())
        self._password().addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self.question = QuestionField(ground, question) if question else None
        self.server = ServerChoice(ground, known, is_fixed=is_server_fixed)
        self._search: Search | None = None
        self._note = label(HINT, wraps=True)
        self.remember = QCheckBox()
        self.button = QPushButton()
        self.button.setProperty("primary", True)
        self.button.setProperty("height_of", "action")  # 44
        self.button.setDefault(True)
        self.button.clicked.connect(lambda _checked=False: self._press())
        self._hint = label(HINT, wraps=True)
        self.foot = Foot(ground, offers_change=question is not None and not is_server_fixed)
        self.foot.change_wished.connect(self._open_server)
        self._lay_out()
        self._account().setText(ground.preferences.account)
        self.remember.setChecked(True)
        ground.language_changed.connect(self.refresh)
        ground.theme_changed.connect(self.refresh)
        self.refresh()
        self._fit()
        self._focus_first_empty()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._mark)
        head.addLayout(words, 1)
        body = QVBoxLayout()
        body.setContentsMargins(40, 32, 40, 4)
        body.setSpacing(12 if self.question is None else 16)
        body.addLayout(head)
        body.addSpacing(4)
        fields = [self.account, self.password, *([self.question] if self.question else []), self.server, self._note]
        for widget in (*fields, self.remember, self.button, self._hint):
            body.addWidget(widget)
        body.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(body, 1)
        whole.addWidget(self.foot)
        if self.question is not None and self.server.meant() is not None:
            self.server.hide()
        else:
            self._show_server()

    def refresh(self) -> None:
        """Say everything in the language and colours of now."""
        language, theme = self._ground.language, self._ground.theme
        self.setWindowTitle(self._title_of(language))
        heading = self._asked.heading if self._asked else None
        self._title.setText((heading or self._title_of)(language))
        self._subtitle.setText(language.text("Call centre"))
        self._mark.setPixmap(icon_pixmap("headphones", theme.colour("accent"), 36, self.devicePixelRatioF()))
        self._eye.setIcon(icon("eye", theme.colour("muted"), 20))
        self._eye.setToolTip(language.text("Show the password"))
        self.account.set_label(language.text("User name"))
        self.password.set_label(language.text("Password"))
        if self.question is not None:
            self.question.refresh()
        self._say_what_is_kept(language)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button.setText(language.text("Sign in") if self.button.isEnabled() else language.text("Signing in…"))
        self._note.setText(note(self._search, language) if self._search else "")
        self._note.setVisible(bool(self._note.text()))
        colour_text(self._note, theme.colour("text"))
        for muted in (self._subtitle, self._hint):
            colour_text(muted, theme.colour("muted"))
        self._say_wrong()

    def _say_what_is_kept(self, language: Language) -> None:
        """What the tick means, and in the hint what follows; the program's own words go before."""
        has_keyring, asked = keys.has_keyring(), self._asked
        usual = language.text("Remember name and password") if has_keyring else language.text("Remember the name")
        self.remember.setText(asked.remember(language) if asked and asked.remember else usual)
        missing = "" if has_keyring else language.text("This computer has no keyring for passwords.")
        self._hint.setText((asked.hint(language) if asked else "") or missing)

    def _fit(self) -> None:
        """As high as what is in it needs, at least as the picture."""
        layout = self.layout()
        needed = layout.totalHeightForWidth(SIZE[0]) if layout is not None else 0
        self.setFixedSize(SIZE[0], max(SIZE[1], needed))

    def event(self, event: QEvent) -> bool:
        """What is in it has grown or shrunk."""
        is_done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return is_done

    def show_search(self, search: Search) -> None:
        """Who was asked where the server is, and what came of it."""
        self._search = search
        if search.first is not None:
            is_chosen = search.first.origin.kind == "chosen"
            self.server.offer(search.first, search.found[1] if is_chosen and len(search.found) > 1 else None)
        elif self.server.meant() is None:
            self._show_server()
        self.refresh()

    def show_reach(self, reach: Reach) -> None:
        """The server was asked whether it is there; where it is not, which one that is matters."""
        self.foot.show_reach(reach)
        if reach in ("not_found", "silent"):
            self._show_server()

    def _show_server(self) -> None:
        """Which one it is; it has a button of its own to be changed with."""
        self.server.show()
        self.foot.change.hide()

    def _open_server(self) -> None:
        self._show_server()
        self.server.open()

    # --- what was entered

    def _account(self) -> QLineEdit:
        return self.account.line

    def _password(self) -> QLineEdit:
        return self.password.line

    def _press(self) -> None:
        account, password, chosen = self._account().text().strip(), self._password().text(), self.server.meant()
        if chosen is None:
            self._open_server()
            self._blame(self.server.field, lambda language: language.text("Enter the server's name or address."))
        elif not account:
            self._blame(self.account, lambda language: language.text("Enter the user name."))
        elif not password:
            self._blame(self.password, lambda language: language.text("Enter the password."))
        else:
            self._blame(None)
            answer = self.question.answer if self.question else ""
            self.entered.emit(Entry(chosen, account, password, self.remember.isChecked(), answer))

    def _blame(self, field: Field | None, text: Callable[[Language], str] = lambda _language: "") -> None:
        """This is wrong, and nothing else any more."""
        self._wrong = (field, text)
        for one in self._fields():
            one.set_error("", self._ground.theme)
        self._say_wrong()
        if field is not None:
            field.go_there()

    def _fields(self) -> list[Field]:
        return [self.account, self.password, *([self.question] if self.question else []), self.server.field]

    def _say_wrong(self) -> None:
        field, text = self._wrong
        if field is not None:
            field.set_error(text(self._ground.language), self._ground.theme)

    def set_busy(self, is_busy: bool) -> None:
        """What was entered is being tried: nothing can be changed meanwhile."""
        for widget in (*self._fields(), self.server, self.remember, self.button):
            widget.setEnabled(not is_busy)
        self.refresh()

    def refuse(self, status: Status) -> None:
        """Say why it did not work: the password is cleared, the name never."""
        self.set_busy(False)
        is_server = status.code in WRONG_SERVER
        if is_server:
            self._open_server()
        else:
            self._password().clear()
        field = self.server.field if is_server else self.password
        self._blame(field, lambda language: refusal(status, language))

    def refuse_answer(self, words: Callable[[Language], str], *, is_about_question: bool = True) -> None:
        """The server let them in, and the program does not: what was entered stays, for little of it is wrong."""
        self.set_busy(False)
        is_asked = is_about_question and self.question is not None
        self._blame(self.question if is_asked else self.account, words)

    def fill(self, account: str, password: str) -> None:
        """What is remembered, so that only the button is to be pressed."""
        self._account().setText(account)
        self._password().setText(password)
        self._focus_first_empty()

    def _focus_first_empty(self) -> None:
        empty = [line for line in (self._account(), self._password()) if not line.text()]
        (empty[0] if empty else self.button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _reveal(self) -> None:
        line = self._password()
        is_hidden = line.echoMode() == QLineEdit.EchoMode.Password
        line.setEchoMode(QLineEdit.EchoMode.Normal if is_hidden else QLineEdit.EchoMode.Password)

    def reject(self) -> None:
        """Esc closes it."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Whoever waits for an entry gets none."""
        super().closeEvent(event)
        self.given_up.emit()
