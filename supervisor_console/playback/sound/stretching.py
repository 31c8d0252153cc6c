"""Other speeds at the same pitch: overlapping windows of the sound, set where their waves fit (WSOLA)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from supervisor_console.playback.sound.track import Samples, Track

HOP_MS = 20
"""What comes out at once; a window is twice as long."""
SEARCH_MS = 8
"""So far to both sides it is looked for the place that fits best: a wave of the deepest voice."""


class Stretch:
    """Reads ``track`` from ``frame`` on, ``speed`` times as fast; ``frame`` is where it has come to."""

    def __init__(self, track: Track, frame: int, speed: float) -> None:
        self._track, self._speed = track, speed
        self.frame = float(frame)
        self._hop = max(1, track.rate * HOP_MS // 1000)
        self._reach = max(1, track.rate * SEARCH_MS // 1000)
        rise = np.linspace(0.0, 1.0, self._hop, endpoint=False, dtype=np.float32)[:, None]
        self._rise, self._fall = rise, 1.0 - rise
        self._tail = self._window(frame)
        self._natural = frame + self._hop
        """Where the sound would go on by itself after what was written last."""

    def block(self, until: int) -> Samples | None:
        """The next piece; None: fewer samples are left before ``until`` than it needs."""
        if self.frame + 2 * self._hop + self._reach > min(until, self._track.frames):
            return None
        place = self._fitting(round(self.frame))
        mixed = self._tail * self._fall + self._window(place) * self._rise
        self._tail = self._window(place + self._hop)
        self._natural = place + self._hop
        self.frame += self._hop * self._speed
        written: Samples = np.clip(np.rint(mixed), -32768, 32767).astype(np.int16)
        return written

    def _window(self, start: int) -> NDArray[np.float32]:
        """A hop's worth of samples, filled up with silence at the end."""
        found = self._track.samples[start : start + self._hop].astype(np.float32)
        missing = self._hop - found.shape[0]
        return np.pad(found, ((0, missing), (0, 0))) if missing else found

    def _fitting(self, wanted: int) -> int:
        """Near ``wanted``, the place whose wave goes on best from what was written."""
        first = max(0, wanted - self._reach)
        area = self._mono(first, wanted + self._reach + self._hop)
        model = self._mono(self._natural, self._natural + self._hop)
        if area.size < model.size or not model.size:
            return wanted
        alike = np.correlate(area, model, "valid")
        squares = np.concatenate(([0.0], np.cumsum(area * area)))
        energy = squares[model.size :] - squares[: -model.size]
        return first + int(np.argmax(alike / np.sqrt(energy + 1.0)))

    def _mono(self, start: int, end: int) -> NDArray[np.float32]:
        found: NDArray[np.float32] = self._track.samples[start:end].sum(axis=1, dtype=np.float32)
        return found
