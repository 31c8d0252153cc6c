"""The page at work: ``make`` it for a console. ``page`` presents and hears wishes; ``accounts`` and its like know a tab
and carry out what is wished there; ``asking`` asks the database, ``passwords`` makes passwords up.
"""

from __future__ import annotations

from supervisor_console.administration.app.page import AdministrationPage
from supervisor_console.page import Console


def make(console: Console) -> AdministrationPage:
    """The page."""
    return AdministrationPage(console)
