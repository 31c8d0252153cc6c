"""Questions in windows of their own: queues, a place for a call, a message, the supervisor's own phone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from shared.qt.forms import HINT, Field, colour_text, label
from shared.qt.ground import Ground
from shared.qt.icons import IconName, icon, icon_pixmap
from shared.qt.theme import on_accent
from supervisor_console.live.screen import Message, Move, Place, Redirect, RedirectKind

WIDTH, LINES = 420, 8
LONGEST = 500
"""Letters of a message."""
VALUE = Qt.ItemDataRole.UserRole
KIND = Qt.ItemDataRole.UserRole + 1
_ICONS: dict[RedirectKind, IconName] = {"extension": "user", "queue": "people", "number": "handset"}


class Question(QDialog):
    """A title, what is asked, and two buttons. It is not modal to other programs and closes with Esc."""

    def __init__(self, ground: Ground, parent: QWidget, title: str, accept: str) -> None:
        super().__init__(parent)
        self.ground = ground
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self.title = label(15, 600, wraps=True)
        self.title.setText(title)
        self.title.setProperty("is_verbatim", True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 24, 24, 24)
        self.column.setSpacing(16)
        self.column.addWidget(self.title)
        self.agree = QPushButton(accept)
        self.agree.setProperty("primary", True)
        self.agree.setDefault(True)
        self.agree.clicked.connect(lambda _checked=False: self.decide())
        self.leave = QPushButton(ground.language.text("Cancel"))
        self.leave.clicked.connect(lambda _checked=False: self.reject())

    def finish(self) -> None:
        """Put the buttons below what was added."""
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.agree)
        self.column.addLayout(row)

    def decide(self) -> None:
        """The first button was pressed."""
        self.accept()


class MoveDialog(Question):
    """Queues to be ticked. ``decided(frozenset[str])``: those that he shall be in."""

    decided = Signal(object)

    def __init__(self, ground: Ground, parent: QWidget, move: Move) -> None:
        super().__init__(ground, parent, move.title, ground.language.text("Change"))
        self.list = QListWidget()
        self.list.setAccessibleName(move.title)
        for place in move.places:
            text = place.text + (f" ({place.detail})" if place.detail else "")
            item = QListWidgetItem(text, self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if place.is_chosen else Qt.CheckState.Unchecked)
            item.setData(VALUE, place.value)
            item.setSizeHint(QSize(0, 32))
        self.list.setCurrentRow(0)
        self.list.setMinimumHeight(32 * min(LINES, max(3, len(move.places))) + 4)
        self.column.addWidget(self.list)
        self.finish()
        self.list.setFocus()

    def decide(self) -> None:
        """Those with a tick."""
        items = [self.list.item(row) for row in range(self.list.count())]
        chosen = [item.data(VALUE) for item in items if item.checkState() == Qt.CheckState.Checked]
        self.decided.emit(frozenset(chosen))
        self.accept()


class RedirectDialog(Question):
    """One line to search with, and all places below it; what is no place is a number.

    ``decided(kind, to)``.
    """

    decided = Signal(str, str)

    def __init__(self, ground: Ground, parent: QWidget, redirect: Redirect) -> None:
        super().__init__(ground, parent, redirect.title, ground.language.text("Redirect"))
        language = ground.language
        self.line = QLineEdit()
        self.line.setPlaceholderText(language.text("Operator, queue or number"))
        self.line.setAccessibleName(language.text("Operator, queue or number"))
        self.line.textChanged.connect(self._narrow)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(language.text("Where to"))
        self.list.setMinimumHeight(32 * LINES + 4)
        self.list.itemDoubleClicked.connect(lambda _item: self.decide())
        self._number = QListWidgetItem("", self.list)
        self._number.setData(KIND, "number")
        self._number.setIcon(self._icon("number"))
        self._number.setSizeHint(QSize(0, 32))
        for kind, places in redirect.places:
            for place in places:
                self._add(kind, place)
        self.column.addWidget(self.line)
        self.column.addWidget(self.list)
        self.finish()
        self._narrow("")
        self.line.setFocus()

    def _icon(self, kind: RedirectKind) -> QIcon:
        name: IconName = _ICONS[kind]
        drawn = icon(name, self.ground.theme.colour("muted"), 16)
        for ratio in (1.0, 2.0):  # on the ground of a chosen row too
            drawn.addPixmap(icon_pixmap(name, on_accent(self.ground.theme), 16, ratio), drawn.Mode.Selected)
        return drawn

    def _add(self, kind: RedirectKind, place: Place) -> None:
        parts = [place.text, place.detail, place.state.text]
        item = QListWidgetItem(" · ".join(part for part in parts if part), self.list)
        item.setIcon(self._icon(kind))
        item.setData(KIND, kind)
        item.setData(VALUE, place.value)
        item.setSizeHint(QSize(0, 32))

    def _narrow(self, text: str) -> None:
        """Only what was typed is left; digits can be dialled as they are."""
        wanted, language = text.casefold().strip(), self.ground.language
        digits = "".join(sign for sign in wanted if sign in "0123456789*#+")
        is_number = bool(digits) and not any(sign.isalpha() for sign in wanted)
        self._number.setHidden(not is_number)
        self._number.setData(VALUE, digits)
        self._number.setText(language.text("Number {number}", number=digits))
        for row in range(1, self.list.count()):
            self.list.item(row).setHidden(wanted not in self.list.item(row).text().casefold())
        shown = [row for row in range(self.list.count()) if not self.list.item(row).isHidden()]
        exact = [row for row in shown[1:] if is_number and self.list.item(row).data(VALUE) == digits]
        self.list.setCurrentRow((exact or shown or [-1])[0])
        self.agree.setEnabled(bool(shown))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Arrows in the line go through the list."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if watched is self.line and isinstance(event, QKeyEvent) and event.key() in steps:
            if event.type() == QEvent.Type.KeyPress:
                self._step(steps[Qt.Key(event.key())])
            return True
        return False

    def _step(self, by: int) -> None:
        row = self.list.currentRow() + by
        while 0 <= row < self.list.count() and self.list.item(row).isHidden():
            row += by
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def decide(self) -> None:
        """Where the list stands."""
        item = self.list.currentItem()
        if self.list.currentRow() >= 0 and not item.isHidden():
            self.decided.emit(item.data(KIND), item.data(VALUE))
            self.accept()


class MessageDialog(Question):
    """A few words. ``decided(str)``."""

    decided = Signal(str)

    def __init__(self, ground: Ground, parent: QWidget, message: Message) -> None:
        super().__init__(ground, parent, message.title, ground.language.text("Send"))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(ground.language.text("Message"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(112)
        self.text.textChanged.connect(self._count)
        self._left = label(HINT)
        colour_text(self._left, ground.theme.colour("muted"))
        self.column.addWidget(self.text)
        self.column.addWidget(self._left)
        self.finish()
        self._count()
        self.text.setFocus()

    def _count(self) -> None:
        length = len(self.text.toPlainText().strip())
        self._left.setText(self.ground.language.text("{number} of {all} letters", number=length, all=LONGEST))
        self.agree.setEnabled(0 < length <= LONGEST)

    def decide(self) -> None:
        """As it stands there."""
        self.decided.emit(self.text.toPlainText().strip())
        self.accept()


class PhoneDialog(Question):
    """The supervisor's own phone, where the account has none. ``decided(str)``: an extension."""

    decided = Signal(str)

    def __init__(self, ground: Ground, parent: QWidget) -> None:
        language = ground.language
        super().__init__(ground, parent, language.text("At which phone are you?"), language.text("Use"))
        self.field = Field(QLineEdit())
        self.field.set_label(language.text("Extension"))
        self.field.line.textChanged.connect(lambda text: self.agree.setEnabled(bool(text.strip())))
        hint = label(HINT, wraps=True)
        hint.setText(language.text("This phone rings when you listen or pick a call. It is remembered here."))
        colour_text(hint, ground.theme.colour("muted"))
        self.column.addWidget(self.field)
        self.column.addWidget(hint)
        self.finish()
        self.agree.setEnabled(False)
        self.field.line.setFocus()

    def decide(self) -> None:
        """The extension that was written."""
        self.decided.emit(self.field.line.text().strip())
        self.accept()
