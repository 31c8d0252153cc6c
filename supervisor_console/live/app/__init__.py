"""The page at work: ``make(console)`` gives it. ``page`` presents and asks, ``deeds`` are commands under way.

``missing`` asks the database for callers to be called back; ``memory`` is what is remembered between two runs.
"""

from __future__ import annotations

from supervisor_console.live.app.page import LivePage
from supervisor_console.page import Console, Page


def make(console: Console) -> Page:
    """The page of what goes on now."""
    return LivePage(console)
