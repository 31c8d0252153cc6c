"""Whose turn it is among callers who wait and callers who are to be called back; which rules hold for such a call."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.campaigns.campaign import CallingHours, Campaign
from shared.campaigns.contact import Attempt, Contact
from shared.campaigns.faults import check
from shared.campaigns.ledgers import DoNotCall, NumberHistory
from shared.campaigns.may_call import ALLOWED, may_call
from shared.campaigns.proving import prove
from shared.campaigns.queue_place import ahead, asked_rules, in_turn, is_turn, place_of, turn_text

NOON = datetime(2026, 1, 12, 11, tzinfo=UTC)
INSTANTS = st.integers(0, 10**9).map(lambda micro: NOON + timedelta(microseconds=micro))
NUMBER = "420777123456"
ALWAYS = CallingHours(days=("monday",), begins=0, ends=1440)
CAMPAIGN = Campaign(campaign="back", title="Back", pbx="main", queue="sales", hours=(ALWAYS,))


def asked(key: int, place_at: datetime) -> Contact:
    """Somebody who asked a minute after he had joined."""
    return Contact(contact=key, campaign="back", place_at=place_at, asked_at=place_at + timedelta(minutes=1))


@given(INSTANTS, st.lists(INSTANTS))
def test_it_is_his_turn_when_nobody_goes_before_him(place_at, waiting):
    assert is_turn(place_at, waiting) == (ahead(place_at, waiting) == 0)
    assert is_turn(place_at, waiting) == (not waiting or place_at <= min(waiting))


@given(st.lists(INSTANTS, min_size=1), st.lists(INSTANTS))
def test_all_are_served_in_the_order_in_which_they_joined(places, waiting):
    """Callers leave the queue one after the other; whoever asked is called before the first who joined after him."""
    left, order = sorted(waiting), []
    contacts = [asked(key, place) for key, place in enumerate(places)]
    while contacts or left:
        turn = in_turn(contacts, left)
        if turn:
            order.append(place_of(turn[0]))
            contacts.remove(turn[0])
        else:
            order.append(left.pop(0))
    assert order == sorted([*places, *waiting])


@given(st.lists(INSTANTS, unique=True), INSTANTS)
def test_who_waits_longer_never_moves_a_turn_back(waiting, place_at):
    """Whoever joins later changes nothing for him."""
    later = [*waiting, place_at + timedelta(microseconds=1)]
    assert is_turn(place_at, later) == is_turn(place_at, waiting)


@given(st.lists(INSTANTS, min_size=2, max_size=2))
def test_places_as_text_have_the_order_of_the_instants(two):
    first, second = two
    assert (turn_text(first) < turn_text(second)) == (first < second)


def test_who_did_not_ask_has_no_turn():
    listed = Contact(contact=1, campaign="back", place_at=NOON)
    assert in_turn([listed, asked(2, NOON)], []) == [asked(2, NOON)]
    assert place_of(Contact(contact=3, campaign="back", asked_at=NOON)) == NOON


def test_what_was_dialled_before_he_asked_does_not_stand_in_the_way():
    before = NumberHistory(
        placed_at=(NOON - timedelta(hours=1),) * 3, life=200, abandoned_at=NOON - timedelta(hours=1))  # fmt: skip
    campaign, history = asked_rules(CAMPAIGN, before, NOON)
    assert may_call(CAMPAIGN, NUMBER, NOON, before) != ALLOWED
    assert may_call(campaign, NUMBER, NOON, history) == ALLOWED


def test_what_came_after_it_does():
    after = NumberHistory(placed_at=(NOON,) * 3, life=200, abandoned_at=NOON)
    campaign, history = asked_rules(CAMPAIGN, after, NOON)
    found = may_call(campaign, NUMBER, NOON + timedelta(minutes=1), history)
    assert getattr(found, "reason", "") == "locked"
    assert history.life == 3


def test_a_report_asks_no_consent_for_what_was_asked_for():
    late = datetime(2026, 1, 12, 22, tzinfo=UTC)
    campaign = Campaign(campaign="back", title="Back", pbx="main", queue="sales", source="queue_callbacks")
    attempts = [
        Attempt(attempt=key, campaign="back", contact=1, number=NUMBER, state="ended", placed_at=at, outcome="busy")
        for key, at in enumerate((NOON, late))
    ]
    days = prove({"back": campaign}, attempts, {}, {NUMBER: [DoNotCall(number=NUMBER, list="stop")]}, {})
    assert [(one.kind, one.attempt) for day in days for one in day.violations] == [("out_of_hours", 1)]


@pytest.mark.parametrize(
    ("more", "kinds"),
    [
        ({}, []),
        ({"mode": "predictive", "abandoned_sound": "sorry"}, ["not_progressive"]),
        ({"source_hours": 0, "abandoned_seconds": -1}, ["too_small", "too_small"]),
        ({"source_hours": 49}, ["too_old"]),
        ({"source": "abandoned"}, ["no_disposition"]),
    ],
)
def test_faults_of_a_campaign_of_queues(more, kinds):
    campaign = Campaign(
        **{"campaign": "back", "title": "Back", "pbx": "main", "queue": "sales", "source": "queue_callbacks"} | more
    )
    assert [one.kind for one in check(campaign)] == kinds


def test_a_call_that_runs_is_one():
    _campaign, history = asked_rules(CAMPAIGN, NumberHistory(is_open=True), NOON)
    assert history.is_open
