"""How many callers of queues come to a campaign's operators."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from collector_daemon.dialer.calling.inflow import Inflow

NOON = datetime(2026, 1, 12, 11, tzinfo=UTC)


def test_callers_a_second_over_a_quarter_of_an_hour() -> None:
    inflow = Inflow({})
    assert inflow.into("main", "sales") == 0.0
    inflow.saw("main", "sales", 100, NOON)
    assert inflow.into("main", "sales") == 0.0
    inflow.saw("main", "sales", 103, NOON + timedelta(seconds=10))
    assert inflow.into("main", "sales") == pytest.approx(3 / 60)  # no more than a minute would tell
    for number in range(20, 1800, 10):
        inflow.saw("main", "sales", 100 + number // 5, NOON + timedelta(seconds=number))
    assert inflow.into("main", "sales") == pytest.approx(0.2, rel=0.02)
    inflow.saw("main", "sales", 1, NOON + timedelta(seconds=1800))  # counted anew
    assert inflow.into("main", "sales") == 0.0
    assert inflow.rate("main", []) == 0.0
