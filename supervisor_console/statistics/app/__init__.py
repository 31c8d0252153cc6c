"""The statistics page at work: asks the database, presents, renders, carries out wishes."""

from __future__ import annotations

from supervisor_console.page import Console
from supervisor_console.statistics.app.page import StatisticsPage


def make(console: Console) -> StatisticsPage:
    """The page."""
    return StatisticsPage(console)
