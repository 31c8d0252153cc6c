"""How far a campaign is: a bar of parts, and each part's words under it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, write
from shared.qt.text import Text
from shared.qt.tips import tip
from supervisor_console.campaigns.screen.overview import ProgressPart, ProgressShown
from supervisor_console.views.panel import SIDE, Panel
from supervisor_console.views.sizes import BODY, CAPTION, GAP, ICON, TITLE

BAR, HIGH, LEGEND, APART, LEAST = 16, 118, 24, 24, 4
"""Height of the bar, of the panel, of the words; between two words; the narrowest part, all in pixels."""


class ProgressBar(QWidget):
    """The bar. Parts with anything in them are seen, however few."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._parts: tuple[ProgressPart, ...] = ()
        self.setFixedHeight(BAR)
        ground.theme_changed.connect(self.update)

    def show_parts(self, parts: tuple[ProgressPart, ...]) -> None:
        """Show these."""
        if parts != self._parts:
            self._parts = parts
            self.setAccessibleName(", ".join(f"{one.words} {one.count}" for one in parts))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Parts side by side with a surface line between."""
        painter, theme = QPainter(self), self._ground.theme
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(path)
        painter.fillRect(self.rect(), theme.colour("bg"))
        seen = [one for one in self._parts if one.share > 0]
        room = self.width() - LEAST * len(seen)
        x = 0.0
        for place, one in enumerate(seen):
            wide = LEAST + room * one.share if place < len(seen) - 1 else self.width() - x
            colour = theme.colour("line" if one.is_rest else one.token)
            painter.fillRect(QRectF(x, 0, wide - (2 if place < len(seen) - 1 else 0), BAR), colour)
            x += wide
        painter.end()


class Legend(QWidget):
    """Icon, words and count of each part; figures that tick move nothing."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._parts: tuple[ProgressPart, ...] = ()
        self.setFixedHeight(LEGEND)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        ground.theme_changed.connect(self.update)

    def show_parts(self, parts: tuple[ProgressPart, ...]) -> None:
        """Show these."""
        self._parts = parts
        self.setToolTip(tip("\n".join(f"{one.words}: {one.count}" for one in parts)))
        self.update()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as it must be: it is cut at the right."""
        return QSize(200, LEGEND)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """One after the other."""
        painter, theme, middle, x = QPainter(self), self._ground.theme, LEGEND / 2, 0.0
        for one in self._parts:
            draw_icon(painter, one.icon, x, middle, ICON, theme.colour(one.token))
            x += ICON + GAP
            x += write(painter, one.words, x, middle, BODY, theme.colour("text")) + GAP
            write(painter, one.count, x, middle, BODY, theme.colour("text"), weight=600)
            x += max(paint_text.advance(one.count, BODY, 600), paint_text.advance("000", BODY, 600)) + APART
        painter.end()


class ProgressPanel(Panel):
    """All of it, 118 high."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground, has_head=False)
        self.setFixedHeight(HIGH)
        self.heading, self.told = Text(TITLE, 600, elides=False), Text(CAPTION)
        self.hours = Text(CAPTION, is_right=True)
        self.bar, self.legend = ProgressBar(ground), Legend(ground)
        top = QHBoxLayout()
        top.setSpacing(GAP)
        for one, share in ((self.heading, 0), (self.told, 1), (self.hours, 0)):
            top.addWidget(one, share, Qt.AlignmentFlag.AlignVCenter)
        inside = QVBoxLayout()
        inside.setContentsMargins(SIDE, 12, SIDE, 12)
        inside.setSpacing(10)
        inside.addLayout(top)
        inside.addWidget(self.bar)
        inside.addWidget(self.legend)
        self.column.addLayout(inside, 1)

    def show_progress(self, shown: ProgressShown) -> None:
        """Show this."""
        theme = self._ground.theme
        self.heading.say(shown.title, theme)
        self.told.say(shown.told, theme, "muted")
        self.hours.say(shown.window, theme, "muted")
        self.bar.show_parts(shown.parts)
        self.legend.show_parts(shown.parts)
        self.setAccessibleName(f"{shown.title}: {shown.told}")
