"""The page of calls at work: ``make`` it for a console. ``page`` holds what is known and does what is wished,
``search`` asks the database, ``exporting`` writes files, ``memory`` remembers the columns.
"""

from __future__ import annotations

from supervisor_console.calls.app.page import CallsPage
from supervisor_console.page import Console


def make(console: Console) -> CallsPage:
    """The page. ``search(query)`` shows the calls that a query finds."""
    return CallsPage(console)
