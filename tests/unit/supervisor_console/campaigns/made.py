"""Moments of the page for its tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.campaigns.campaign import Campaign, CampaignDisposition
from shared.domain.campaigns import CampaignRow, PacingOption, PacingRow
from shared.language import Language
from supervisor_console.campaigns.presenter.moment import Around, Moment
from supervisor_console.reports.campaigns import Known

NOW = datetime(2026, 11, 24, 13, 36, 9, tzinfo=UTC)
AROUND = Around(language=Language.of("en"), zone=ZoneInfo("Europe/Prague"), country="CZ", now=NOW,
                queues={"support": "Support"})  # fmt: skip
SURVEY = Campaign(
    campaign="survey", title="Survey", pbx="main", queue="support", mode="predictive",
    dispositions=(CampaignDisposition(code="surveyed", title="Surveyed", is_goal=True),
                  CampaignDisposition(code="refused", title="Refused", is_refusal=True)),
)  # fmt: skip
OPTIONS = tuple(PacingOption(4 + nth, share) for nth, share in enumerate((0.0, 0.002, 0.008, 0.02, 0.039, 0.064)))
PACING = PacingRow(
    decided_at=NOW - timedelta(seconds=4), chosen=7, calls=7, free=("1010", "1014"), soon=2, soon_seconds=10,
    answer=0.41, answer_low=0.34, answer_high=0.48, answer_of=200, abandoned=9, answered=712, abandoned_bound=0.024,
    options=OPTIONS, why="limit",
)  # fmt: skip


def row(**more: Any) -> CampaignRow:
    """The survey as the feed tells it."""
    told: dict[str, Any] = {
        "pbx": "main", "campaign": "survey", "title": "Survey", "mode": "predictive", "state": "running",
        "since": NOW - timedelta(hours=5), "contacts": 100, "done": 55, "calling": 5, "again": 10, "left": 20,
        "excluded": 10, "results": (("abandoned", 3), ("surveyed", 40), ("refused", 12)), "pacing": PACING,
    }  # fmt: skip
    return CampaignRow(**(told | more))


def moment(**more: Any) -> Moment:
    """The survey, chosen and known."""
    told: dict[str, Any] = {
        "around": AROUND, "rows": (row(),), "known": (Known(campaign=SURVEY, state="running", since=NOW),),
        "chosen": ("main", "survey"),
    }  # fmt: skip
    return Moment(**(told | more))
