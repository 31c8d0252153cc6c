"""Callers who gave up in the last hour, as a real database tells of them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, insert
from sqlalchemy.pool import NullPool

from shared.database.tables.calls import call, queue_visit
from supervisor_console.reports.missed import missed

NOW = datetime(2026, 11, 19, 13, 36, 8, tzinfo=UTC)
pytestmark = pytest.mark.postgres


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def made(name, minutes, caller, outcome="abandoned", direction="inbound", called="420222333000"):
    began = ago(minutes)
    return {
        "pbx": "main", "call_id": name, "direction": direction, "started_at": began, "caller": caller, "called": called,
        "answered_at": None if outcome == "abandoned" else began, "ended_at": began + timedelta(minutes=1),
        "outcome": outcome, "is_in_gap": False,
    }  # fmt: skip


def gave_up(name, minutes, queue="support"):
    return {
        "pbx": "main", "uniqueid": name, "queue": queue, "nth": 1, "call_id": name, "entered_at": ago(minutes),
        "left_at": ago(minutes) + timedelta(minutes=1), "outcome": "abandoned", "wait_ms": 60_000,
    }  # fmt: skip


def test_each_caller_once_with_who_was_talked_to_since(database_url):
    engine = create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(insert(call), [
            made("a", 30, "420724903115"), made("b", 20, "724903115"), made("c", 15, "602330871"),
            made("d", 10, None), made("old", 90, "605000000"),
            made("e", 5, "1001", "answered", "outbound", "00420602330871"),
            made("f", 40, "724903115", "answered"),
        ])  # fmt: skip
        connection.execute(insert(queue_visit), [
            gave_up("a", 30), gave_up("b", 20, "vip"), gave_up("c", 15), gave_up("d", 10), gave_up("old", 90),
        ])  # fmt: skip
        found = missed(connection, NOW)
    assert [(one.call, one.queue, one.called_back_at) for one in found] == [
        ("d", "support", None), ("c", "support", ago(5)), ("b", "vip", None),
    ]  # fmt: skip
    assert found[0].caller is None
    assert found[0].wait_seconds == 60.0
