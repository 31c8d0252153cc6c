"""Playback put together. ``make`` gives the ``Playback`` of a page; ``export`` saves recordings of many calls.

``playback`` is what a page holds, ``loading`` and ``fetching`` bring the sound, ``engine`` and ``output`` play it,
``marking`` keeps markers, ``export`` asks and saves, ``exporting`` writes files.
"""

from __future__ import annotations

from supervisor_console.page import Console
from supervisor_console.playback.app.export import export as export
from supervisor_console.playback.app.playback import Playback


def make(console: Console) -> Playback:
    """Playback for one page."""
    return Playback(console)
