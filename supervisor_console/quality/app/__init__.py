"""The page of quality at work: ``make`` it for a console. ``page`` holds what is known and does what is wished,
``memory`` keeps drafts at this computer until they are stored, ``exporting`` writes the scores to a file.
"""

from __future__ import annotations

from supervisor_console.page import Console
from supervisor_console.quality.app.page import QualityPage


def make(console: Console) -> QualityPage:
    """The page. ``rate(pbx, call)`` opens the form for a call."""
    return QualityPage(console)
