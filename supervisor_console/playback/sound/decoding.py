"""Files of sound decoded to samples, by libsndfile but for G.722; also beginnings of those that are still fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import G722 as g722  # type: ignore[import-not-found]  # noqa: N811  the module's own name
import numpy as np
import soundfile  # type: ignore[import-untyped]

from supervisor_console.playback.sound.track import Samples, Track

GSM = "audio/x-gsm"
G722 = "audio/G722"
"""libsndfile has no decoder for it; it is 64 kbit/s without a header, whatever the bits are."""
LONGEST_SECONDS = 12 * 3600
"""More is not taken into memory; at 8 kHz that is 1.4 GB of both sides."""


class Undecodable(Exception):
    """This is no sound that is understood here; the message is English and for logs."""


def decode(file: Path, mime: str, *, is_whole: bool = True) -> Track:
    """The samples of a file. Raises Undecodable, OSError; blocks."""
    if mime == G722:
        return _g722(file, is_whole=is_whole)
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


def _g722(file: Path, *, is_whole: bool) -> Track:
    with file.open("rb") as opened:
        coded = opened.read(8000 * LONGEST_SECONDS)
    if not coded:
        raise Undecodable("the file is empty")
    samples = np.array(g722.G722(16_000, 64_000).decode(coded), np.int16)
    return Track(samples.reshape(-1, 1), 16_000, is_whole)


def two_sides(samples: Samples) -> Samples:
    """More channels than two become one."""
    if samples.shape[1] <= 2:
        return np.ascontiguousarray(samples)
    mixed: Samples = samples.mean(axis=1, keepdims=True).astype(np.int16)
    return mixed
