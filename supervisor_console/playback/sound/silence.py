"""Where nobody speaks: longer pauses of all sides together, which may be skipped."""

from __future__ import annotations

import numpy as np

from supervisor_console.playback.sound.peaks import STEP_MS, Peaks

LEAST_MS = 1_000
"""Shorter pauses belong to speech."""
MARGIN_MS = 200
"""So much of a pause stays at both its ends: words are not cut off."""
SHARE = 0.04
"""Of what the loud parts reach: below is silence, wherever the line's noise lies."""
QUIETEST, LOUDEST = 120, 900
"""Bounds of that, of 32767."""
Spans = tuple[tuple[int, int], ...]


def silences(peaks: Peaks) -> Spans:
    """``[starts_ms, ends_ms)`` of what may be skipped, from the track's beginning."""
    loudness = peaks.loudness
    if not loudness.size:
        return ()
    limit = min(LOUDEST, max(QUIETEST, SHARE * float(np.percentile(loudness, 95))))
    is_silent = np.concatenate(([False], loudness < limit, [False]))
    edges = np.flatnonzero(is_silent[1:] != is_silent[:-1])
    found = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if (end - start) * STEP_MS >= LEAST_MS:
            found.append((int(start) * STEP_MS + MARGIN_MS, int(end) * STEP_MS - MARGIN_MS))
    return tuple(found)
