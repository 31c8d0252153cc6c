"""Parts of forms: a field with its label above and its error below, headings, hints.

Sizes are device-independent pixels. Colours come from the theme at each ``dress``, so that it may change.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from shared.qt.fonts import font
from shared.qt.icons import IconName, icon_pixmap
from shared.qt.theme import Theme, Token

HINT, BODY, NAME = 12, 14, 20
"""Pixels of text: hints and labels, the body, names and titles."""


def label(pixels: int = BODY, weight: int = 400, *, wraps: bool = False) -> QLabel:
    """Plain text of this size; never read as HTML."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(font(pixels, weight))
    made.setWordWrap(wraps)
    return made


def colour_text(widget: QWidget, colour: QColor) -> None:
    """Write this widget's text in a colour."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.WindowText, colour)
    widget.setPalette(palette)


def rule() -> QWidget:
    """A thin line across."""
    made = QWidget()
    made.setFixedHeight(1)
    made.setAutoFillBackground(True)
    made.setBackgroundRole(QPalette.ColorRole.Mid)
    return made


class Sign(QWidget):
    """An icon and words in the colour of their meaning."""

    def __init__(self, icon: IconName, *, size: int = 16, pixels: int = HINT, wraps: bool = True) -> None:
        super().__init__()
        self._icon, self._size = icon, size
        self._mark, self._words = QLabel(), label(pixels, wraps=wraps)
        self._mark.setFixedSize(size, size)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)

    @property
    def text(self) -> str:
        """What it says now."""
        return self._words.text()

    def show_sign(self, text: str, theme: Theme, token: Token, icon: IconName | None = None) -> None:
        """Say this, in the meaning's colour, with another icon perhaps."""
        self._icon = icon or self._icon
        self._mark.setPixmap(icon_pixmap(self._icon, theme.colour(token), self._size, self.devicePixelRatioF()))
        self._words.setText(text)
        colour_text(self._words, theme.colour(token))


class Field(QWidget):
    """A label, an editor 40 high, and one line under it while something is wrong with what was entered."""

    def __init__(self, editor: QWidget) -> None:
        super().__init__()
        self.editor = editor
        editor.setProperty("height_of", "field")  # 40 with its padding and border: the style sheet's
        self._label = label(HINT, 500)
        self._label.setBuddy(editor)
        self._error = Sign("triangle")
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self._label, editor, self._error):
            column.addWidget(widget)

    @property
    def line(self) -> QLineEdit:
        """The editor, where it is a line of text."""
        assert isinstance(self.editor, QLineEdit)
        return self.editor

    def set_label(self, text: str) -> None:
        """The words above, which are also the editor's name for those who do not see."""
        self._label.setText(text)
        self.editor.setAccessibleName(text)

    @property
    def error(self) -> str:
        """What is said to be wrong, "" for nothing."""
        return self._error.text if not self._error.isHidden() else ""

    def set_error(self, text: str, theme: Theme) -> None:
        """Say what is wrong; "" when all is well again."""
        self._error.setVisible(bool(text))
        self._error.show_sign(text, theme, "bad")
        self.editor.setAccessibleDescription(text)
        if bool(self.editor.property("wrong")) != bool(text):
            self.editor.setProperty("wrong", bool(text))
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)

    def go_there(self) -> None:
        """Focus, and what is in it selected."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self.editor, QLineEdit):
            self.editor.selectAll()
