"""The page of one call put together: asks the database, keeps what it answered, renders, does what is wished.

``make`` is what the console calls. ``page`` is the page, ``questions`` what it asks of the database, ``deeds`` what can
be done with the call, ``sounding`` its sound.
"""

from __future__ import annotations

from supervisor_console.page import Console
from supervisor_console.playback.app import make as make_playback
from supervisor_console.reports import tracking
from supervisor_console.tracking.app.page import TrackingPage
from supervisor_console.tracking.app.questions import Questions


def make(console: Console) -> TrackingPage:
    """The page; ``show(pbx, call, among)`` opens a call in it."""
    stored = Questions(tracked=tracking.tracked, linked=tracking.linked, raw_events=tracking.raw_events)
    return TrackingPage(console, stored, make_playback(console))
