"""Every fault of a setup in one line, all at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shared.campaigns.campaign import CallingHours, CampaignDisposition, Limits, Quota, RetryRule
from shared.campaigns.faults import check
from tests.unit.shared.campaigns.made import campaign

SOLD = CampaignDisposition(code="sold", is_goal=True)
NO = CampaignDisposition(code="no")
HOURS = CallingHours(days=("monday",))


def test_a_good_one_has_none() -> None:
    assert check(campaign(dispositions=(SOLD, NO), goal=10)) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": " "}, "title is missing"),
        ({"channel": "Local/1@out"}, "the channel Local/1@out has no {number} in it"),
        (
            {"mode": "power", "ratio": 0.5, "abandoned_sound": "sorry"},
            "0.5 calls for each free operator: 1 to 10 can be",
        ),
        ({"mode": "predictive"}, "nothing is played to those for whom no operator is free"),
        ({"order": "by_field"}, "contacts are ordered by a field, and none is named"),
        ({"country": "XX"}, "there is no country XX"),
        ({"timezone": "Europe/Atlantis"}, "there is no time zone Europe/Atlantis"),
        ({"hours": ()}, "there are no hours in which it may call"),
        ({"hours": (CallingHours(days=("monday",), begins=600, ends=540),)}, "10:00-9:00 is no part of a day"),
        ({"begins": date(2026, 2, 1), "ends": date(2026, 1, 1)}, "it ends on 2026-01-01, before it begins"),
        ({"retries": (RetryRule(after="bussy"),)}, "retry after bussy: there is no such outcome or disposition"),
        ({"retries": (RetryRule(after="busy"),) * 2}, "retry after busy is there twice"),
        ({"retries": (RetryRule(after="busy", times=-1),)}, "retry after busy: -1 times cannot be"),
        ({"retries": (RetryRule(after="busy", minutes=-1),)}, "retry after busy: -1 minutes cannot be"),
        ({"retries": (RetryRule(after="answered"),)}, "retry after answered: what follows is the disposition's to say"),
        (
            {"retries": (RetryRule(after="no", times=1),)},
            "retry after no: the disposition is final, so it is never called again",
        ),
        ({"limits": Limits(ring_seconds=10)}, "10 seconds of ringing: 15 at least"),
        ({"limits": Limits(abandoned_share=0.1)}, "0.1 is no share of abandoned calls: above 0 up to 0.03"),
        ({"limits": Limits(confidence=1)}, "1 is no confidence: 0.5 to 0.999"),
        ({"limits": Limits(day_attempts=0)}, "day_attempts: 0 is too little"),
        ({"goal": -1}, "goal: -1 is too little"),
        ({"quotas": (Quota(most=1, value="Brno"),)}, "quota of : Brno 1 cannot be"),
        ({"quotas": (Quota(most=1, field="city", value="Brno"),) * 2}, "quota of city=Brno is there twice"),
        ({"dispositions": ()}, "there is no disposition: operators could not say what came of a call"),
        (
            {"dispositions": (NO,), "goal": 1},
            "there is a goal or a quota, and no disposition counts as reaching it",
        ),
        ({"dispositions": (SOLD, NO, NO)}, "disposition no is there twice"),
        ({"skip_reasons": (("", "x"),)}, "skip reason is missing"),
    ],
)
def test_each_fault_is_one_line(changes: dict[str, Any], told: str) -> None:
    found = check(campaign(**({"dispositions": (SOLD, NO)} | changes)))
    assert [str(one) for one in found] == [told]
