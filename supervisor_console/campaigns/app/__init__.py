"""The page at work: ``make`` it for a console. ``page`` presents and hears wishes, ``known`` asks the database,
``deeds`` carries out what is wished.
"""

from __future__ import annotations

from supervisor_console.campaigns.app.page import CampaignsPage
from supervisor_console.page import Console


def make(console: Console) -> CampaignsPage:
    """The page."""
    return CampaignsPage(console)
