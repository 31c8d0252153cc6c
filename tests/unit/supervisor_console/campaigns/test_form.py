"""The form of a campaign: what stands in it is read back as it was; what cannot be gets a sentence."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from shared.campaigns.campaign import CallingHours, Campaign, CampaignDisposition, Limits, Quota
from shared.domain.desk import FormField
from supervisor_console.campaigns.presenter.campaign_form import questions
from supervisor_console.campaigns.presenter.campaign_read import Reading, Wrong
from tests.unit.supervisor_console.campaigns.made import AROUND, SURVEY

WHOLE = msgspec.structs.replace(
    SURVEY, operators=("eva", "jan"), skills=("de",), strategy="round_robin", own_operator_first=False, ratio=1.5,
    order="by_field", order_field="City", priority=-3, begins=date(2026, 11, 1), ends=date(2026, 12, 24), goal=500,
    hours=(CallingHours(days=("monday", "holiday"), begins=540, ends=720),
           CallingHours(days=("monday",), begins=13 * 60, ends=1440)),
    limits=Limits(abandoned_share=0.025, confidence=0.99, needs_consent=False, locked_hours=24), is_marketing=False,
    quotas=(Quota(most=100, field="City", value="Brno"), Quota(most=900)), skip_reasons=(("dead", "No such person"),),
    dispositions=(CampaignDisposition(code="sold", title="Sold it", is_goal=True),
                  CampaignDisposition(code="later", title="Later", is_final=False, plans_callback=True,
                                      needs_note=True)),
    fields=(FormField(name="city", title="City", kind="choice", choices=("Brno", "Praha"), is_required=True),),
    script="Hello,\n{name}!", owner="acme",
)  # fmt: skip


def said_of(campaign: Campaign) -> tuple[dict[str, str], dict[str, str]]:
    """What the form says, and what its fields are called."""
    asked = questions(AROUND, campaign, is_new=False, pbxs=["main"])
    fields = [one for group in asked.groups for one in (*group.fields, *group.texts)]
    return {one.name: one.said for one in fields}, {one.name: one.label for one in fields}


@pytest.mark.parametrize("campaign", [SURVEY, WHOLE])
def test_what_stands_in_the_form_is_read_back(campaign: Campaign) -> None:
    said, names = said_of(campaign)
    assert Reading(AROUND, said, names).campaign(campaign) == campaign


@pytest.mark.parametrize(
    ("name", "written"),
    [("title", ""), ("campaign", "Big Key"), ("channel", "SIP/out"), ("ratio", "two"), ("priority", "1.5"),
     ("hours.monday", "9-8"), ("hours.monday", "morning"), ("begins", "31. 2. 2026"), ("confidence", "20"),
     ("dispositions", "two words; x"), ("dispositions", "a; b; nonsense"), ("quotas", "City Brno 100"),
     ("fields", "a; b; picture"), ("day_attempts", ""), ("retry.busy.times", "-1"), ("promise_minutes", "soon")],
)  # fmt: skip
def test_what_cannot_be_gets_a_sentence_and_nothing_is_lost(name: str, written: str) -> None:
    said, names = said_of(SURVEY)
    with pytest.raises(Wrong, match=r"\.$"):
        Reading(AROUND, said | {name: written}, names).campaign(SURVEY)


def test_hours_are_read_as_people_write_them() -> None:
    said, names = said_of(SURVEY)
    hours = Reading(AROUND, said | {"hours.saturday": "9–12, 13:30 - 18"}, names).campaign(SURVEY).hours
    assert [(one.begins, one.ends) for one in hours if "saturday" in one.days] == [(540, 720), (810, 1080)]


def test_how_long_an_appointment_waits_can_be_set() -> None:
    said, names = said_of(SURVEY)
    assert said["promise_minutes"] == str(SURVEY.promise_minutes)
    assert Reading(AROUND, said | {"promise_minutes": "45"}, names).campaign(SURVEY).promise_minutes == 45
