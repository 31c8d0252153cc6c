"""Rules and notices for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from collector_daemon import settings
from collector_daemon.alerting.notice import Notice
from collector_daemon.settings import AlertSettings, Settings

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def parsed(text: str) -> Settings:
    """Settings with a rule named ``r`` that has these keys; tables may follow them."""
    return settings.parse(f'[[alert]]\nname = "r"\nwhen = "waiting > 5"\n{text}')


def rule(text: str) -> AlertSettings:
    """The rule ``r`` with these keys."""
    return parsed(text).alert[0]


def notice(**more: Any) -> Notice:
    """A notice of queue support."""
    told: dict[str, Any] = {
        "event": "raised", "alert": "rule r support", "rule": "r", "title": "Many", "level": "warn", "pbx": "main",
        "queue": "support", "queue_title": "Podpora", "measure": "waiting", "value": 7.0, "limit": 5.0,
        "text": "Many – Podpora: waiting 7 (over 5)", "at": NOON, "since": NOON,
    }
    return Notice(**(told | more))
