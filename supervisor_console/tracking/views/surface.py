"""What the page is laid out with: lines of text in the theme's colours, chips, rules between parts."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from shared.qt import paint_text
from shared.qt.fonts import font
from shared.qt.ground import Ground
from shared.qt.painting import frame
from shared.qt.theme import mixed
from shared.qt.tips import tip
from supervisor_console.tracking.screen import Chip, Token
from supervisor_console.tracking.views.strokes import HINT, draw_icon, write

CHIP_HEIGHT = 24


class Words(QLabel):
    """A text in a colour of the theme. ``is_cut``: what does not fit ends with …, and the tooltip has all."""

    def __init__(
        self, ground: Ground, pixels: int, *, weight: int = 400, token: Token = "text", is_cut: bool = False,
        is_wrapped: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self._ground, self._token, self._is_cut = ground, token, is_cut
        self.setFont(font(pixels, weight))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(is_wrapped)
        if is_cut:
            self.setProperty("elides", True)
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        ground.theme_changed.connect(self._dress)
        self._dress()

    def say(self, text: str, token: Token | None = None) -> None:
        """Show this, perhaps in another colour."""
        self._token = token or self._token
        self.setText(paint_text.plain(text) if not self.wordWrap() else text)
        if self._is_cut:
            self.setToolTip(tip(text))
        self._dress()

    def _dress(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._ground.theme.colour(self._token))
        self.setPalette(palette)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Cut where it does not fit."""
        if not self._is_cut:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        text = QFontMetricsF(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), int(flags), text)


class ChipView(QWidget):
    """A state as icon and word on a thin tint."""

    def __init__(self, ground: Ground, chip: Chip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground, self._chip = ground, chip
        self.setToolTip(tip(chip.hint))
        self.setAccessibleName(chip.text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        ground.theme_changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Icon, gap, word, and eight pixels on either side."""
        return QSize(round(paint_text.advance(self._chip.text, HINT, 600)) + 8 + 14 + 6 + 8, CHIP_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Tint, icon, word."""
        painter, theme = QPainter(self), self._ground.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.colour(self._chip.token)
        if self._chip.token != "offline":
            border = colour if theme.name == "contrast" else None
            ground = mixed(colour, theme.colour("surface"), 0.0 if border is not None else 0.08)
            frame(painter, QRectF(self.rect()), ground, border, radius=4)
        middle = self.height() / 2
        draw_icon(painter, self._chip.icon, 8, middle, 14, colour)
        write(painter, self._chip.text, 28, middle, HINT, colour, weight=600)


class Rule(QWidget):
    """A line between parts of a panel."""

    def __init__(self, ground: Ground, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self.setFixedHeight(1)
        ground.theme_changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The line."""
        painter = QPainter(self)
        painter.setPen(QPen(self._ground.theme.colour("line"), 1))
        painter.drawLine(QPointF(0, 0.5), QPointF(self.width(), 0.5))
