"""The terms of credit as the settings say them, and the time of day by which its limits count."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from collector_daemon.settings import Settings
from shared.billing.credit import Terms


def terms_of(settings: Settings) -> Terms:
    """How credit is given; an account's own limits come to it in the store."""
    billing = settings.billing
    return Terms(
        quantum_ms=round(billing.quantum_seconds * 1000), slack_ms=round(billing.slack_seconds * 1000),
        warn_ms=round(billing.warn_seconds * 1000),
    )  # fmt: skip


def local(settings: Settings, now: datetime) -> datetime:
    """Now in the centre's zone: limits are of its days and months."""
    return now.astimezone(ZoneInfo(settings.centre.timezone))
