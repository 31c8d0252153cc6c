"""How loud and how fast recordings are heard: remembered of this machine's user, the same in all pages."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from shared.qt.ground import Ground
from shared.qt.preferences import Sound
from supervisor_console.playback.screen import SPEEDS

PAUSE_MS = 500
"""A slider that is drawn tells its volume many times: written is the last."""


class Kept(QObject):
    """``volume`` and ``speed`` as they were left, whatever stands in the file."""

    def __init__(self, ground: Ground, parent: QObject) -> None:
        super().__init__(parent)
        self._ground = ground
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(ground.remember)

    @property
    def volume(self) -> float:
        """Between 0 and 1."""
        return min(1.0, max(0.0, self._ground.preferences.sound.volume))

    @property
    def speed(self) -> float:
        """One of those that the player offers."""
        speed = self._ground.preferences.sound.speed
        return speed if speed in SPEEDS else 1.0

    def set_volume(self, volume: float) -> None:
        """From now on, and next time."""
        self._keep(Sound(volume=volume, speed=self.speed))

    def set_speed(self, speed: float) -> None:
        """From now on, and next time."""
        self._keep(Sound(volume=self.volume, speed=speed))

    def close(self) -> None:
        """Nothing more comes: what is not written yet is written."""
        if self._timer.isActive():
            self._timer.stop()
            self._ground.remember()

    def _keep(self, sound: Sound) -> None:
        if sound != self._ground.preferences.sound:
            self._ground.preferences.sound = sound
            self._timer.start()
