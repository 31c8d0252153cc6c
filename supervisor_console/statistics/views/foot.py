"""The line at the foot: gaps of the period with the way to see them, and of when all figures are."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from shared.qt.ground import Ground
from shared.qt.icons import icon_pixmap
from shared.qt.text import Text
from supervisor_console.statistics.screen import Foot
from supervisor_console.views.button import Button
from supervisor_console.views.sizes import CAPTION, GAP, ICON


class FootLine(QWidget):
    """``pressed``: the gaps are to be shown."""

    pressed = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._foot = Foot()
        self.mark, self.gaps, self.told_at = QLabel(), Text(CAPTION), Text(CAPTION, is_right=True)
        self.button = Button(ground, kind="quiet", height=24)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.mark)
        row.addWidget(self.gaps)
        row.addWidget(self.button)
        row.addStretch(1)
        row.addWidget(self.told_at)
        self.setFixedHeight(24)
        self.button.clicked.connect(lambda _checked=False: self.pressed.emit())
        ground.theme_changed.connect(self._dress)

    def say(self, foot: Foot) -> None:
        """Say this."""
        self._foot = foot
        self._dress()

    def _dress(self) -> None:
        foot, theme = self._foot, self._ground.theme
        self.mark.setPixmap(icon_pixmap("triangle", theme.colour("warn"), ICON, self.devicePixelRatioF()))
        self.gaps.say(foot.gaps, theme, "muted")
        self.told_at.say(foot.told_at, theme, "muted")
        self.button.say(foot.button)
        for one in (self.mark, self.gaps):
            one.setVisible(bool(foot.gaps))
        self.button.setVisible(bool(foot.button))
