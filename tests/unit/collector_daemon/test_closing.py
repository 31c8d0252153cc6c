"""Closing time by the centre's clock, whatever the season."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from collector_daemon.seats.closing import last_closing

PRAGUE = ZoneInfo("Europe/Prague")


@pytest.mark.parametrize(
    ("now", "closed"),
    [
        ("2026-11-23T16:59:59", "2026-11-22T17:00:00"),
        ("2026-11-23T17:00:00", "2026-11-23T17:00:00"),
        ("2026-07-01T15:59:00", "2026-06-30T16:00:00"),
        ("2026-07-01T16:01:00", "2026-07-01T16:00:00"),
        ("2026-10-25T16:30:00", "2026-10-24T16:00:00"),
        ("2026-10-25T17:00:00", "2026-10-25T17:00:00"),
        ("2026-11-23T23:30:00", "2026-11-23T17:00:00"),
    ],
)
def test_the_last_closing_time(now: str, closed: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert last_closing(at, time(18, 0), PRAGUE) == datetime.fromisoformat(closed).replace(tzinfo=UTC)
