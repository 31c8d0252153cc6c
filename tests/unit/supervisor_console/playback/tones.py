"""Sounds whose every sample is known."""

import numpy as np

from supervisor_console.playback.sound.track import Track

RATE = 8000


def sine(hertz: float, seconds: float, height: float = 8000.0) -> np.ndarray:
    return np.rint(height * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)).astype(np.int16)


def silent(seconds: float) -> np.ndarray:
    return np.zeros(int(seconds * RATE), np.int16)


def track(*sides: np.ndarray, is_whole: bool = True) -> Track:
    return Track(np.stack(sides, axis=1), RATE, is_whole)
