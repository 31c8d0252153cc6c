"""The chip about the nightly proof, and the box under it that says what was compared and what differs."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from shared.qt import paint_text
from shared.qt.forms import Sign, colour_text, label
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame, write
from shared.qt.tips import tip
from supervisor_console.live.screen.proof import ProofLine, ProofMark
from supervisor_console.views.control import Control
from supervisor_console.views.focus import wants_ring
from supervisor_console.views.popover import Popover
from supervisor_console.views.sizes import BODY, CAPTION, CONTROL, ICON, RADIUS, pale

SIDE, GAP, WIDE = 8, 6, 460


class ProofChip(Control):
    """Hidden without a mark; a press opens what is behind it."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.shown: ProofMark | None = None
        self.popover: Popover | None = None
        self._is_slim = False
        self.setFixedHeight(CONTROL)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setVisible(False)
        wants_ring(self)
        self.clicked.connect(lambda _checked=False: self.open())

    def say(self, mark: ProofMark | None) -> None:
        """Show this."""
        if mark == self.shown:
            return
        self.shown = mark
        self.setVisible(mark is not None)
        if mark is not None:
            self.setAccessibleName(mark.text)
            self.setToolTip(tip(mark.text if self._is_slim else mark.title))
        self.updateGeometry()
        self.update()

    def set_slim(self, is_slim: bool) -> None:
        """Only the icon; the words are the hint then."""
        self._is_slim = is_slim
        if self.shown is not None:
            self.setToolTip(tip(self.shown.text if is_slim else self.shown.title))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of it."""
        words = 0.0
        if self.shown is not None and not self._is_slim:
            words = GAP + paint_text.advance(self.shown.text, BODY, 500)
        return QSize(math.ceil(2 * SIDE + ICON + words), CONTROL)

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Icon and words in their meaning's colour; a ground only where something is wrong, or under the mouse."""
        mark = self.shown
        if mark is None:
            return
        painter, theme, middle = QPainter(self), self.theme, self.height() / 2
        if mark.token != "muted" or self.is_hovered:
            ground = theme.colour("raised") if mark.token == "muted" else pale(theme, mark.token)
            border = theme.colour(mark.token) if theme.name == "contrast" else None
            frame(painter, QRectF(self.rect()), ground, border, radius=RADIUS)
        draw_icon(painter, mark.icon, SIDE, middle, ICON, theme.colour(mark.token))
        if not self._is_slim:
            write(painter, mark.text, SIDE + ICON + GAP, middle, BODY, theme.colour(mark.token), weight=500)
        painter.end()

    def open(self) -> None:
        """What is behind it."""
        if self.shown is not None:
            self.popover = ProofBox(self._ground, self, self.shown)
            self.popover.open()


class ProofBox(Popover):
    """What was compared, line by line; under each what differs."""

    def __init__(self, ground: Ground, anchor: ProofChip, mark: ProofMark) -> None:
        super().__init__(ground, anchor, is_right=True)
        self.setAccessibleName(mark.title)
        self.setFixedWidth(min(WIDE, anchor.window().width() - 32))
        self.column.setContentsMargins(16, 16, 16, 16)
        self.column.setSpacing(10)
        self._text(mark.title, BODY, weight=600)
        for line in mark.lines:
            self._line(line)
        if mark.foot:
            self._text(mark.foot, CAPTION, is_muted=True)
        self.setFixedHeight(self.column.heightForWidth(self.width()))

    def _line(self, line: ProofLine) -> None:
        sign = Sign(line.icon, pixels=BODY)  # type: ignore[arg-type]  # an icon's name
        sign.show_sign(f"{line.title}: {line.text}", self._ground.theme, line.token)
        self.column.addWidget(sign)
        for difference in line.differences:
            self._text(difference, CAPTION, is_muted=True, indent=ICON + GAP)

    def _text(self, words: str, pixels: int, *, weight: int = 400, is_muted: bool = False, indent: int = 0) -> None:
        shown = label(pixels, weight, wraps=True)
        shown.setText(words)
        shown.setContentsMargins(indent, 0, 0, 0)
        colour_text(shown, self._ground.theme.colour("muted" if is_muted else "text"))
        self.column.addWidget(shown)
