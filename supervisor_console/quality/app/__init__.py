"""The page of quality at work: ``make`` it for a console. ``page`` holds what is known and does what is wished,
``filling`` takes what is filled in and stores it, ``memory`` keeps drafts at this computer until then, ``sounding``
lets the chosen call be heard, ``editing`` opens the dialog of cards, ``exporting`` writes the scores to a file.
"""

from __future__ import annotations

from supervisor_console.page import Console
from supervisor_console.playback.app import make as make_playback
from supervisor_console.quality.app.page import QualityPage


def make(console: Console) -> QualityPage:
    """The page. ``rate(pbx, call)`` opens the form for a call."""
    return QualityPage(console, playback=make_playback(console))
