"""To whom the call goes: a field with the colleagues and queues that fit what is typed, at once or after asking.

The sheet takes the place of what is below the card while it is open. It only says what is wished: the call is passed
on when the card says so.
"""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from operator_panel.screen import Action, CallCard, Choice, Wish
from operator_panel.views.buttons import ActionButton, IconButton
from operator_panel.views.call.pieces import Heading
from operator_panel.views.painting import BODY, HINT
from operator_panel.views.part import Part
from shared.qt.ground import Ground
from shared.qt.icons import icon
from shared.qt.paint_text import plain
from shared.qt.painting import draw_icon, frame, write
from shared.qt.pressed import Pressed
from shared.qt.theme import Theme

ROW_HEIGHT = 40
PRIMARY = 44


class TargetRow(Pressed):
    """A colleague or a queue: icon and state, name, note at right."""

    def __init__(self) -> None:
        super().__init__()
        self.choice: Choice | None = None
        self.is_marked = False
        self.setProperty("elides", True)
        self.setFixedHeight(ROW_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field keeps the keyboard, arrows mark a row
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_choice(self, choice: Choice, theme: Theme, *, is_marked: bool) -> None:
        """Be this from now on."""
        now = (choice, theme, is_marked)
        if now == (self.choice, self.theme, self.is_marked):
            return
        self.choice, self.theme, self.is_marked = now
        self.setText(plain(choice.text))
        self.setAccessibleName(f"{plain(choice.text)} {plain(choice.note)}")
        self.setEnabled(choice.is_enabled)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as there is room."""
        return QSize(200, ROW_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Icon, name, note; the marked one has a ring."""
        if self.choice is None:
            return
        painter, theme, middle = QPainter(self), self.theme, self.height() / 2
        box = QRectF(self.rect())
        if self.is_marked:
            frame(painter, box, theme.tint("accent"), theme.colour("accent"), width=2)
        elif self.is_hovered and self.isEnabled():
            frame(painter, box, theme.colour("surface"), theme.colour("line"))
        token = self.choice.token if self.isEnabled() else "muted"
        draw_icon(painter, self.choice.icon, 12, middle, 18, theme.colour("muted" if token == "text" else token))
        note_token = "muted" if token == "text" else token
        note = write(painter, self.choice.note, self.width() - 12, middle, HINT, theme.colour(note_token),
                     width=self.width() * 0.5, align="right")  # fmt: skip
        ink = theme.colour("text" if self.isEnabled() else "muted")
        write(painter, self.choice.text, 42, middle, BODY, ink, weight=500, width=self.width() - 42 - note - 24)
        painter.end()


class TransferSheet(Part[CallCard]):
    """Field, rows, two buttons. Signals: ``wished``, ``closed``. Esc closes, Enter asks first, Ctrl+Enter does not."""

    closed = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.close_button = IconButton("close", size=28, icon_size=16)
        self.heading, self.field = Heading(self.close_button), QLineEdit()
        self.attended, self.blind = ActionButton(height=PRIMARY), ActionButton(height=PRIMARY)
        self.rows: list[TargetRow] = []
        self._marked = 0
        self._picked: Choice | None = None
        self.field.setMinimumHeight(36)
        # Qt's own clear button looks for an icon theme, which costs 100 ms of the program's start.
        self.clear = self.field.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self.clear.setVisible(False)
        self.clear.triggered.connect(lambda _checked=False: self.begin())
        self.field.textChanged.connect(lambda text: self.clear.setVisible(bool(text)))
        self.field.textEdited.connect(lambda _text: self._typed())
        self.field.installEventFilter(self)
        self.close_button.clicked.connect(lambda _checked=False: self.closed.emit())
        self.attended.wished.connect(lambda _wish: self._transfer("attended"))
        self.blind.wished.connect(lambda _wish: self._transfer("blind"))
        self._arrange()

    def _arrange(self) -> None:
        self._list = QWidget()
        self._list_column = QVBoxLayout(self._list)
        self._list_column.setContentsMargins(0, 0, 0, 0)
        self._list_column.setSpacing(0)
        self._list_column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._list)
        self._scroll = scroll
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.attended, 1)
        buttons.addWidget(self.blind, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(self.field)
        column.addWidget(scroll, 1)
        column.addLayout(buttons)

    # --- what is shown

    def begin(self) -> None:
        """Open with nothing typed; the keyboard is in the field."""
        self._picked, self._marked = None, 0
        self.field.clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def draw(self, shown: CallCard) -> None:
        """Who fits what is typed, and what can be done with that."""
        language, theme = self.language, self.theme
        self.heading.show_heading(language.text("Transfer the call"), theme)
        self.close_button.say(language.text("Close"), theme)
        self.field.setPlaceholderText(language.text("Name or number"))
        self.clear.setIcon(icon("close", theme.colour("muted"), 16))
        self.clear.setText(language.text("Clear"))
        self.field.setAccessibleName(language.text("To whom to transfer"))
        fitting = self.fitting()
        self._marked = min(self._marked, max(0, len(fitting) - 1))
        while len(self.rows) < len(fitting):
            row = TargetRow()
            row.clicked.connect(lambda _checked=False, row=row: self._pick(row))
            self._list_column.insertWidget(len(self.rows), row)
            self.rows.append(row)
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(fitting))
            if number < len(fitting):
                row.show_choice(fitting[number], theme, is_marked=number == self._marked and self._shows_mark())
        has_target = bool(self._target())
        ask, pass_on = language.text("Ask first"), language.text("Transfer now")
        kind = Wish("transfer", shown.call)
        self.attended.show_action(Action(kind, ask, "people", is_enabled=has_target, is_primary=True), theme)
        self.blind.show_action(Action(kind, pass_on, "swap", is_enabled=has_target), theme)

    def _shows_mark(self) -> bool:
        return self._picked is not None or bool(self.field.text().strip())

    def fitting(self) -> list[Choice]:
        """Those whom the typed text may mean: each of its words is in the name or the note."""
        targets = self.shown.targets if self.shown is not None else ()
        words = "" if self._picked is not None else _folded(self.field.text())
        return [one for one in targets if all(word in _folded(f"{one.text} {one.note} {one.wish.text}")
                                              for word in words.split())]  # fmt: skip

    # --- choosing

    def _typed(self) -> None:
        self._picked, self._marked = None, 0
        self.refresh()

    def _pick(self, row: TargetRow) -> None:
        if row.choice is not None:
            self._picked = row.choice
            self._marked = self.fitting().index(row.choice)
            self.field.setText(plain(row.choice.text))
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.refresh()

    def _target(self) -> str:
        """The number: of the row that was picked or is marked, else what was typed."""
        if self._picked is not None:
            return self._picked.wish.text
        typed = self.field.text().strip()
        fitting = [one for one in self.fitting() if one.is_enabled] if typed else []
        if fitting and not _is_number(typed):
            marked = self.fitting()[self._marked]
            return marked.wish.text if marked.is_enabled else fitting[0].wish.text
        return typed if _is_number(typed) else ""

    def _transfer(self, how: str) -> None:
        target = self._target()
        if self.shown is not None and target:
            self.wish(Wish("transfer", self.shown.call, target, how))
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The field's arrows mark a row, Enter and Esc."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._key(event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._mark(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            is_now = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._transfer("blind" if is_now else "attended")
        elif key == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            return False
        return True

    def _mark(self, step: int) -> None:
        fitting = self.fitting()
        if fitting:
            at = self._marked + step if self._shows_mark() else 0
            self._marked = max(0, min(len(fitting) - 1, at))
            self._picked = fitting[self._marked]
            self.field.setText(plain(self._picked.text))
            self._marked = self.fitting().index(self._picked)
            self.refresh()
            self._scroll.ensureWidgetVisible(self.rows[self._marked])


def _is_number(text: str) -> bool:
    """Could a telephone dial it?"""
    return any(sign.isdigit() for sign in text) and all(sign.isdigit() or sign in "+*# ()/-." for sign in text)


def _folded(text: str) -> str:
    """As it is looked for: without accents, small."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
