"""Files of sound decoded to samples by libsndfile; whole ones, and the beginnings of those that are still fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import soundfile  # type: ignore[import-untyped]

from supervisor_console.playback.sound.track import Samples, Track

GSM = "audio/x-gsm"
G722 = "audio/G722"
"""libsndfile has no decoder for it."""
LONGEST_SECONDS = 12 * 3600
"""More is not taken into memory; at 8 kHz that is 1.4 GB of both sides."""


class Undecodable(Exception):
    """This is no sound that is understood here; the message is English and for logs."""


def decode(file: Path, mime: str, *, is_whole: bool = True) -> Track:
    """The samples of a file. Raises Undecodable, OSError; blocks."""
    how: dict[str, Any] = {}
    if mime == GSM:
        how = {"format": "RAW", "subtype": "GSM610", "samplerate": 8000, "channels": 1}
    try:
        with soundfile.SoundFile(str(file), **how) as sound:
            frames = min(sound.frames, sound.samplerate * LONGEST_SECONDS)
            samples = sound.read(frames, dtype="int16", always_2d=True)
            return Track(two_sides(samples), sound.samplerate, is_whole)
    except (soundfile.LibsndfileError, RuntimeError, ValueError, TypeError) as problem:
        if not file.exists():
            raise FileNotFoundError(str(file)) from None
        raise Undecodable(str(problem)) from None


def two_sides(samples: Samples) -> Samples:
    """More channels than two become one."""
    if samples.shape[1] <= 2:
        return np.ascontiguousarray(samples)
    mixed: Samples = samples.mean(axis=1, keepdims=True).astype(np.int16)
    return mixed
