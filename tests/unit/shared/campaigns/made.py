"""A campaign that is easy to reason about, and instants in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from shared.campaigns.campaign import Campaign
from shared.campaigns.ledgers import Consent

NUMBER = "420602123456"
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
"""A Monday, noon in Prague."""
GIVEN = Consent(number=NUMBER, given_at=datetime(2026, 1, 1, tzinfo=UTC), how="form")


def campaign(**changes: Any) -> Campaign:
    """A campaign with defaults, Monday to Friday, nine to seven."""
    return Campaign(**({"campaign": "spring", "title": "Spring", "pbx": "main", "queue": "sales"} | changes))
