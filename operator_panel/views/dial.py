"""The field at the bottom: a name or a number, typed, pasted or dropped onto it, and the button that dials it.

Keys: Enter and F9 dial, the arrows choose among the suggestions, Esc closes them and then empties the field.
"""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from operator_panel.screen import DialField, Wish
from operator_panel.views.buttons import ActionButton, wish_of
from operator_panel.views.part import Part
from operator_panel.views.suggestions import Suggestions
from operator_panel.views.typed import TypedLine
from shared.qt.ground import Ground
from shared.qt.icons import icon
from shared.qt.paint_text import plain

HEIGHT, SIDE, LONGEST = 57, 16, 200
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DialView(Part[DialField]):
    """The footer; its suggestions lie over what is above it, inside ``over``."""

    def __init__(self, ground: Ground, over: QWidget) -> None:
        super().__init__(ground)
        self.setFixedHeight(HEIGHT)
        self.setAcceptDrops(True)
        self._over, self._is_target = over, False
        self._waited_for = ""
        self.field, self.button, self.suggestions = TypedLine(), ActionButton(), Suggestions(over)
        self.suggestions.setFocusProxy(self.field)
        self.field.setFixedHeight(36)
        self.field.setMaxLength(LONGEST)
        self.field.setAcceptDrops(False)  # the whole footer takes it
        self._glass = self.field.addAction(self._magnifier(), QLineEdit.ActionPosition.LeadingPosition)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, 1, SIDE, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        self.field.installEventFilter(self)
        self.field.typed.connect(lambda text: self.wish(Wish("dial_text", text=text)))
        self.button.wished.connect(lambda _wish: self.dial())
        self.suggestions.wished.connect(self._dial)

    def draw(self, shown: DialField) -> None:
        """Field, button, suggestions."""
        self.field.setEnabled(shown.is_enabled)
        self.field.name_it(shown.placeholder)
        self.field.follow(shown.text)
        action = shown.action
        if shown.is_enabled and not shown.text:  # it leads to the field then
            action = replace(action, is_enabled=True, hint="")
        self.button.show_action(action, self.theme)
        self.suggestions.show_field(shown, self.theme)
        self._place()
        if self._waited_for:
            self._dial_when_shown(shown)

    def refresh(self) -> None:
        """The icon in the field is a picture: it is made anew."""
        self._glass.setIcon(self._magnifier())
        super().refresh()

    def go_there(self) -> None:
        """Ctrl+K: the field, what is in it selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def dial(self) -> None:
        """F9, Enter: what is in the field; an empty one gets the focus."""
        if self.suggestions.isVisible() and self.suggestions.take():
            return
        text = self.field.text()
        if self.shown is not None and text.strip() and text != self.shown.text:
            self._waited_for = text
            return
        wish = wish_of(self.shown.action) if self.shown else None
        if wish is None or not text.strip():
            self.go_there()
        else:
            self._dial(wish)

    def _dial_when_shown(self, shown: DialField) -> None:
        """Fingers are faster than the screen: what is dialled is what was typed, never what of it is shown yet."""
        is_dropped = self.field.text() != self._waited_for
        if is_dropped or shown.text == self._waited_for:
            self._waited_for = ""
            if not is_dropped:
                self.dial()

    def take_text(self, text: str) -> None:
        """What was dropped or came from elsewhere: in the field, to be looked at and dialled."""
        if self.shown is not None and self.shown.is_enabled:
            self.field.put(" ".join(plain(text).split())[:LONGEST])
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dial(self, wish: Wish) -> None:
        self.suggestions.hide()
        self.wish(wish)

    def _magnifier(self) -> QIcon:
        return icon("search", self.theme.colour("muted"), 16)

    # --- suggestions

    def _place(self) -> None:
        is_open = self.field.hasFocus() and bool(self.field.text()) and self.suggestions.has_something
        if is_open and self.isVisible():
            corner = self.mapTo(self._over, QPoint(SIDE, 0))
            high = self.suggestions.sizeHint().height()
            self.suggestions.setGeometry(QRect(corner.x(), corner.y() - high - 4, self.width() - 2 * SIDE, high))
            self.suggestions.raise_()
        self.suggestions.setVisible(is_open and self.isVisible())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The suggestions are as wide, once everything around has its place."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The field's keys and focus."""
        if watched is self.field:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._key(event):
                return True
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self.suggestions.setVisible(False)
                if event.type() == QEvent.Type.FocusIn:
                    self._place_when_in()
        return super().eventFilter(watched, event)

    def _place_when_in(self) -> None:
        if self.field.text() and self.suggestions.has_something and self.isVisible():
            self._place()

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in STEPS and self.suggestions.isVisible():
            self.suggestions.step(STEPS[Qt.Key(event.key())])
            self.field.setAccessibleDescription(self.suggestions.spoken())
        elif event.key() in ENTERS and not event.modifiers():
            self.dial()
        elif event.key() == Qt.Key.Key_Escape:
            if self.suggestions.isVisible():
                self.suggestions.hide()
            elif self.field.text():
                self.field.put("")
            else:
                return False
        else:
            return False
        return True

    # --- dropped numbers

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Any text."""
        if event.mimeData().hasText() and self.field.isEnabled():
            event.acceptProposedAction()
            self._is_target = True
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Not here."""
        self._is_target = False
        self.update()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Into the field."""
        self._is_target = False
        self.update()
        event.acceptProposedAction()
        self.take_text(event.mimeData().text())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A band with a line over it; tinted while a number hangs over it."""
        painter = QPainter(self)
        theme = self.theme
        painter.fillRect(self.rect(), theme.tint("accent") if self._is_target else theme.colour("surface"))
        painter.fillRect(0, 0, self.width(), 1, theme.colour("line"))
        painter.end()
