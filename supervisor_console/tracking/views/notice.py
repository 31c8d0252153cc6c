"""Why nothing is shown, or that what is shown is old: an icon, one sentence, one button."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from shared.qt.theme import mixed
from supervisor_console.tracking.screen import Notice, Wish
from supervisor_console.tracking.views.strokes import BODY, draw_icon
from supervisor_console.tracking.views.surface import Words
from supervisor_console.views.button import Button


class Sign(QWidget):
    """An icon by itself."""

    def __init__(self, ground: Ground, size: int) -> None:
        super().__init__()
        self._ground, self._size = ground, size
        self._notice = Notice(text="")
        self.setFixedSize(QSize(size, size))
        ground.theme_changed.connect(self.update)

    def show_sign(self, notice: Notice) -> None:
        """The notice's icon, in its colour."""
        self._notice = notice
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._ground.theme.colour(self._notice.token)
        draw_icon(painter, self._notice.icon, 0, self._size / 2, self._size, colour)


class NoticeView(QWidget):
    """The notice: a strip above what is shown, or (``is_large``) alone amid the page."""

    wished = Signal(Wish)

    def __init__(self, ground: Ground, *, is_large: bool = False) -> None:
        super().__init__()
        self._ground, self._is_large = ground, is_large
        self._notice: Notice | None = None
        self.sign = Sign(ground, 32 if is_large else 16)
        self.words = Words(ground, BODY, is_wrapped=is_large, is_cut=not is_large)
        self.button = Button(ground, icon="refresh")
        self.button.clicked.connect(lambda: self.wished.emit(Wish(kind="retry")))
        self._lay_out_large() if is_large else self._lay_out_strip()
        ground.theme_changed.connect(self.update)

    def _lay_out_strip(self) -> None:
        self.setFixedHeight(48)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(12)
        row.addWidget(self.sign)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)

    def _lay_out_large(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch(1)
        self.words.setMaximumWidth(440)
        self.words.setMinimumWidth(440)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self.sign, self.words, self.button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def render_notice(self, notice: Notice | None) -> None:
        """Say this; None: nothing."""
        self.setVisible(notice is not None)
        self._notice = notice
        if notice is not None:
            self.sign.show_sign(notice)
            self.words.say(notice.text)
            self.button.say(notice.button)
            self.button.setVisible(bool(notice.button))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A strip has a thin tint of its colour."""
        if self._is_large or self._notice is None:
            return
        painter, theme = QPainter(self), self._ground.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(mixed(theme.colour(self._notice.token), theme.colour("surface"), 0.08))
        painter.setPen(theme.colour("line"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
