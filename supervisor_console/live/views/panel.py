"""A region: a head with title, count and tools, below it a table, or why there is none."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from shared.qt.fonts import font
from shared.qt.forms import colour_text
from shared.qt.ground import Ground
from shared.qt.icons import IconName, icon_pixmap
from supervisor_console.live.screen import Empty, Panel
from supervisor_console.views.sizes import BODY, CAPTION, TITLE

HEAD = 48
_KNOWN = frozenset(get_args(IconName))


def _label(pixels: int, weight: int = 400) -> QLabel:
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(font(pixels, weight))
    return made


class Region(QFrame):
    """``tools`` is the layout at the right of its head."""

    def __init__(self, ground: Ground, body: QWidget) -> None:
        super().__init__()
        self._ground = ground
        self._shown: Panel | None = None
        self.is_slim = False
        self.setObjectName("region")
        self.title, self.count, self.note = _label(TITLE, 600), _label(CAPTION, 600), _label(CAPTION)
        self.count.setObjectName("count")
        self.count.setFixedHeight(20)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        self._sign, self._why, self._text = QLabel(), _label(BODY, 600), _label(BODY)
        self._text.setWordWrap(True)
        self._empty = self._lay_out_empty()
        self.stack = QStackedWidget()
        self.stack.addWidget(body)
        self.stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._lay_out_head())
        column.addWidget(self.stack, 1)
        self.dress()

    def _lay_out_head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(HEAD)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        for widget in (self.title, self.count):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.note)
        row.addLayout(self.tools)
        return head

    def _lay_out_empty(self) -> QWidget:
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(16, 16, 16, 16)
        column.addStretch(1)
        for label in (self._sign, self._why, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch(1)
        return empty

    def render_panel(self, panel: Panel) -> None:
        """Show this head, and either the body or why it is empty."""
        if panel == self._shown:
            return
        self._shown = panel
        self.title.setText(panel.title)
        self.count.setText(panel.count)
        self.count.setVisible(bool(panel.count))
        self.note.setText(panel.note)
        self.note.setVisible(bool(panel.note) and not self.is_slim)
        self.stack.setCurrentIndex(0 if panel.empty is None else 1)
        if panel.empty is not None:
            self._say(panel.empty)

    def _say(self, empty: Empty) -> None:
        self._why.setText(empty.title)
        self._text.setText(empty.text)
        self._text.setVisible(bool(empty.text))
        known = empty.icon in _KNOWN
        self._sign.setVisible(known)
        if known:
            colour, ratio = self._ground.theme.colour("muted"), self.devicePixelRatioF()
            self._sign.setPixmap(icon_pixmap(empty.icon, colour, 20, ratio))  # type: ignore[arg-type]  # it is a name
        colour_text(self._why, self._ground.theme.colour("text" if empty.text else "muted"))

    def dress(self) -> None:
        """Theme or language are different."""
        theme = self._ground.theme
        surface, line, ground = (theme.colour(name).name() for name in ("surface", "line", "bg"))
        self.setStyleSheet(
            f"QFrame#region {{ background: {surface}; border: 1px solid {line}; border-radius: 6px; }}"
            f"QLabel#count {{ background: {ground}; border-radius: 10px; padding: 0 8px; }}"
        )
        for label in (self.note, self._text, self.count):
            colour_text(label, theme.colour("muted"))
        if self._shown is not None and self._shown.empty is not None:
            self._say(self._shown.empty)
