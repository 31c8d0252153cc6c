"""The page at work: ``make`` it for a console. ``page`` presents and hears wishes, ``known`` asks the database (through
``asking``), ``deeds`` carries out what is wished.
"""

from __future__ import annotations

from supervisor_console.billing.app.page import BillingPage
from supervisor_console.page import Console


def make(console: Console) -> BillingPage:
    """The page."""
    return BillingPage(console)
