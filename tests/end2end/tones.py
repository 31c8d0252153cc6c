"""Which of the phones' tones are in some sound, and how loud: a Fourier sum over whole periods. Pure."""

import math

import numpy as np
from numpy.typing import NDArray

from .phones.rtp import TONES

RATE = 8000  # samples a second
STRONGEST = 32768


def from_ulaw(sound: bytes) -> NDArray[np.float64]:
    """G.711 mu-law as samples of 16 bit."""
    codes = ~np.frombuffer(sound, np.uint8)
    exponent, mantissa = codes >> 4 & 7, codes & 15
    size = ((mantissa.astype(np.int64) << 3) + 132 << exponent) - 132
    return np.where(codes & 0x80, -size, size).astype(np.float64)


def loudness(samples: NDArray[np.float64], rate: int = RATE) -> dict[int, float]:
    """The amplitude of each of the phones' tones (Hz), in steps of 16 bit."""
    whole = samples[: len(samples) // (rate // 50) * (rate // 50)]  # frames of 20 ms have whole periods of all tones
    turns = 2j * math.pi * np.arange(len(whole)) / rate
    return {tone: float(2 * abs(np.mean(whole * np.exp(-turns * tone)))) if len(whole) else 0.0 for tone in TONES}
