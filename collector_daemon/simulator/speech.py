"""Something that sounds like two people talking: syllables, words, turns and pauses, at 8 kHz. Nobody says anything.

A voice is a dozen syllables, made once from a few harmonics under an envelope; speech is these in random order with
pauses between, so a minute of it costs a few milliseconds. Samples are ``array('h')``, signed 16 bits.
"""

from __future__ import annotations

import math
from array import array
from functools import cache
from random import Random

RATE = 8000
LOUD = 9000
SYLLABLES = 12
VOWELS = ((730, 1090), (270, 2290), (530, 1840), (570, 840), (300, 870))
"""First two formants in Hz: a, i, e, o, u."""


@cache
def voice(pitch: int) -> tuple[array[int], ...]:
    """The syllables of a voice of so many Hz; always the same."""
    random = Random(pitch)
    return tuple(_syllable(random, pitch) for _ in range(SYLLABLES))


def _syllable(random: Random, pitch: int) -> array[int]:
    first, second = random.choice(VOWELS)
    length = int(RATE * random.uniform(0.11, 0.24))
    tuned = pitch * random.uniform(0.9, 1.15)
    harmonics = [
        (2 * math.pi * tuned * n / RATE, _strength(tuned * n, first) + 0.6 * _strength(tuned * n, second))
        for n in range(1, 12) if tuned * n < 3400
    ]  # fmt: skip
    loudest = sum(strength for _, strength in harmonics)
    return array("h", (
        int(LOUD * math.sin(math.pi * at / length) ** 0.7 / loudest
            * sum(strength * math.sin(step * at) for step, strength in harmonics))
        for at in range(length)
    ))  # fmt: skip


def _strength(hertz: float, formant: float) -> float:
    return 0.08 + math.exp(-(((hertz - formant) / 180) ** 2))


def speak(track: array[int], pitch: int, start: float, end: float, random: Random) -> None:
    """Fill a stretch of the track (seconds) with words."""
    syllables, at, last = voice(pitch), int(start * RATE), min(int(end * RATE), len(track))
    while True:
        for _ in range(random.randint(1, 4)):
            syllable = random.choice(syllables)
            if at + len(syllable) > last:
                return
            track[at : at + len(syllable)] = syllable
            at += len(syllable) + random.randint(0, 200)
        at += int(RATE * random.choice((0.06, 0.09, 0.12, 0.35)))


def converse(
    left: array[int], right: array[int], pitches: tuple[int, int], start: float, end: float, random: Random
) -> None:
    """Two people take turns in a stretch of their tracks, the one on the right first; sometimes both at once."""
    turn, at = 1, start + random.uniform(0.2, 0.8)
    while at < end:
        until = min(at + random.uniform(0.8, 5.0), end)
        speak((left, right)[turn], pitches[turn], at, until, random)
        at, turn = until + random.choice((-0.2, 0.25, 0.5, 0.9, 1.8)), 1 - turn


def silence(seconds: float) -> array[int]:
    """A track with nothing on it."""
    return array("h", bytes(2 * max(1, int(seconds * RATE))))
