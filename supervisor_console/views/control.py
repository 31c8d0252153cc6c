"""What every control here is that is painted by hand: in the ground's theme of now."""

from __future__ import annotations

from shared.qt.ground import Ground
from shared.qt.pressed import Pressed


class Control(Pressed):
    """Pressed by mouse, Space and Enter; dressed anew with each change of theme."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.theme = ground.theme
        self._ground = ground
        ground.theme_changed.connect(self._dress)

    def _dress(self) -> None:
        self.dress(self._ground.theme)
