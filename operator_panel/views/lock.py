"""Over everything while the panel is locked: nobody reads or presses what is under it; calls go on meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from operator_panel.views.painting import BODY, HINT, NAME
from shared.qt.forms import Field, colour_text, label
from shared.qt.ground import Ground
from shared.qt.icons import icon_pixmap

WIDEST = 320


class LockView(QWidget):
    """Signal: ``unlock_wished`` (the password). It covers its parent, whatever size that has."""

    unlock_wished = Signal(str)

    def __init__(self, ground: Ground, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = ground
        self._who = ""
        self._mark, self._title, self._text = QLabel(), label(NAME, 600), label(HINT, wraps=True)
        self.who = label(BODY, wraps=True)
        self.who.setProperty("is_verbatim", True)
        self.password = Field(QLineEdit())
        self.password.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.button = QPushButton()
        self.button.setProperty("primary", True)
        self.button.setProperty("height_of", "action")
        self._lay_out()
        self.password.line.returnPressed.connect(self._press)
        self.button.clicked.connect(lambda _checked=False: self._press())
        ground.language_changed.connect(self.refresh)
        ground.theme_changed.connect(self.refresh)
        parent.installEventFilter(self)
        self.hide()
        self.refresh()

    def _lay_out(self) -> None:
        box = QWidget()
        box.setMaximumWidth(WIDEST)
        inner = QVBoxLayout(box)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        centre = Qt.AlignmentFlag.AlignHCenter
        for widget in (self._mark, self._title, self.who, self._text, self.password, self.button):
            if isinstance(widget, QLabel):
                widget.setAlignment(centre)
            inner.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(box, WIDEST)  # all there is, until it is as wide as it may be
        middle.addStretch(1)
        column.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)

    def lock(self, who: str) -> None:
        """Cover everything; ``who`` is signed in."""
        self._who = who
        self.password.line.clear()
        self.password.set_error("", self._ground.theme)
        self.refresh()
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.password.go_there()

    def unlock(self) -> None:
        """Open again."""
        self.password.line.clear()
        self.hide()

    def show_problem(self, text: str) -> None:
        """Why it stays locked; the password is asked for again."""
        self.password.line.clear()
        self.password.set_error(text, self._ground.theme)
        self.button.setEnabled(True)
        self.password.go_there()

    def _press(self) -> None:
        if self.password.line.text():
            self.unlock_wished.emit(self.password.line.text())

    def refresh(self) -> None:
        """In the language and colours of now."""
        language, theme = self._ground.language, self._ground.theme
        self._mark.setPixmap(icon_pixmap("lock", theme.colour("muted"), 36, self.devicePixelRatioF()))
        self._title.setText(language.text("The panel is locked"))
        self.who.setText(self._who)
        self._text.setText(language.text("Calls and queues go on. The password opens it."))
        colour_text(self._text, theme.colour("muted"))
        self.password.set_label(language.text("Password"))
        self.button.setText(language.text("Unlock"))
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """As large as what it covers."""
        parent = self.parentWidget()
        if watched is parent and event.type() == QEvent.Type.Resize and parent is not None:
            self.setGeometry(parent.rect())
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab stays between the field and the button."""
        ring: list[QWidget] = [self.password.line, self.button]
        focused = [number for number, widget in enumerate(ring) if widget.hasFocus()]
        step = 1 if is_next else -1
        ring[((focused[0] if focused else -step) + step) % 2].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Opaque."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ground.theme.colour("bg"))
        painter.end()
