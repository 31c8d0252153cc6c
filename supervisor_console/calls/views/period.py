"""The period: a button that says it, and what opens under it: presets, and days picked in a calendar."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame, write
from shared.qt.pressed import Pressed
from supervisor_console.calls.screen import DaysWished, PeriodWished
from supervisor_console.views.focus import wants_ring
from supervisor_console.views.period import PeriodPopover as Choosing
from supervisor_console.views.sizes import BODY, CONTROL, GAP, ICON, PADDING


class LabelledButton(Pressed):
    """A muted label, its value, an arrow down."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self._label = ground, ""
        self.setFixedHeight(CONTROL)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        wants_ring(self)
        ground.theme_changed.connect(self.update)

    def say(self, label: str, value: str) -> None:
        """Say this."""
        if (label, value) != (self._label, self.text()):
            self._label = label
            self.setText(value)
            self.setAccessibleName(f"{label} {value}")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of it."""
        wide = paint_text.advance(self._label, BODY, 400) + paint_text.advance(self.text(), BODY, 500)
        return QSize(math.ceil(wide) + 2 * PADDING + 2 * GAP + ICON, CONTROL)

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Frame, label, value, arrow."""
        painter, theme, middle = QPainter(self), self._ground.theme, self.height() / 2
        ground = theme.colour("bg" if self.is_hovered or self.isDown() else "surface")
        frame(painter, QRectF(self.rect()), ground, theme.colour("line"))
        x = PADDING + write(painter, self._label, PADDING, middle, BODY, theme.colour("muted")) + GAP
        write(painter, self.text(), x, middle, BODY, theme.colour("text"), weight=500)
        draw_icon(painter, "chevron_down", self.width() - PADDING - ICON, middle, ICON, theme.colour("muted"))
        painter.end()


class PeriodPopover(Choosing):
    """``wished``: a preset (PeriodWished), or days (DaysWished)."""

    wished = Signal(object)

    def __init__(self, ground: Ground, anchor: QWidget) -> None:
        super().__init__(ground, anchor)
        self.chosen.connect(lambda period: self.wished.emit(PeriodWished(period)))
        self.picked.connect(lambda first, last: self.wished.emit(DaysWished(first, last)))
