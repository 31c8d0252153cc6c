"""Every pair of state and event is either in the table or a surprise; nothing is dialled from where it must not be."""

from __future__ import annotations

from itertools import product
from typing import cast, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.campaigns.campaign import CampaignState
from shared.campaigns.contact import AttemptState, ContactState
from shared.campaigns.machine import (
    ATTEMPT,
    CAMPAIGN,
    CONTACT,
    AttemptEvent,
    CampaignEvent,
    ContactEvent,
    Machine,
    Surprise,
    attempt_after,
    campaign_after,
    contact_after,
    diagram,
    events_of,
    is_open,
)

FORWARD: tuple[AttemptState, ...] = ("placed", "ringing", "answered", "connected", "ended")


@pytest.mark.parametrize(("state", "event"), list(product(get_args(ContactState), get_args(ContactEvent))))
def test_a_contact_has_a_state_or_a_surprise(state: ContactState, event: ContactEvent) -> None:
    found = contact_after(state, event)
    if (state, event) in CONTACT:
        assert found == CONTACT[state, event]
    else:
        assert found == Surprise(machine="contact", state=state, event=event)
        assert str(found) == f"contact {state}: {event}"


@pytest.mark.parametrize(("state", "event"), list(product(get_args(AttemptState), get_args(AttemptEvent))))
def test_an_attempt_goes_only_forward(state: AttemptState, event: AttemptEvent) -> None:
    found = attempt_after(state, event)
    assert isinstance(found, Surprise) == ((state, event) not in ATTEMPT)
    if not isinstance(found, Surprise):
        assert FORWARD.index(found) >= FORWARD.index(state)


@pytest.mark.parametrize(("state", "event"), list(product(get_args(CampaignState), get_args(CampaignEvent))))
def test_a_campaign_has_a_state_or_a_surprise(state: CampaignState, event: CampaignEvent) -> None:
    found = campaign_after(state, event)
    assert isinstance(found, Surprise) == ((state, event) not in CAMPAIGN)
    if state == "finished":
        assert isinstance(found, Surprise) or found == "finished"


@given(st.lists(st.sampled_from(get_args(ContactEvent)), max_size=30))
def test_whatever_happens_it_is_called_only_when_it_waited_or_was_offered(events: list[ContactEvent]) -> None:
    state: ContactState = "waiting"
    for event in events:
        found = contact_after(state, event)
        if isinstance(found, Surprise):
            continue
        if found == "calling" and state != "calling":
            assert state in ("waiting", "offered")
            assert event == "dialled"
        if state == "excluded" and found != "excluded":
            assert event == "taken_back"
        state = found


@given(st.lists(st.sampled_from(get_args(AttemptEvent)), max_size=20))
def test_what_is_over_stays_over(events: list[AttemptEvent]) -> None:
    state: AttemptState = "placed"
    was_over = False
    for event in events:
        found = attempt_after(state, event)
        state = state if isinstance(found, Surprise) else found
        assert not (was_over and is_open(state))
        was_over = was_over or not is_open(state)


def test_a_restart_keeps_calls_and_takes_back_offers() -> None:
    after = {state: contact_after(state, "daemon_restarted") for state in get_args(ContactState)}
    assert after == {state: state for state in after} | {"offered": "waiting"}
    assert all(attempt_after(state, "daemon_restarted") == state for state in FORWARD)
    assert all(campaign_after(state, "daemon_restarted") == state for state in get_args(CampaignState))


def test_a_usual_day() -> None:
    state: ContactState = "waiting"
    story: tuple[ContactEvent, ...] = (
        "dialled", "ringing", "hung_up", "offered", "skipped", "dialled", "ringing", "answered", "connected",
        "hung_up", "disposed",
    )  # fmt: skip
    told = []
    for event in story:
        state = cast("ContactState", contact_after(state, event))
        told.append(state)
    assert told == [
        "calling", "calling", "waiting", "offered", "waiting", "calling", "calling", "calling", "talking", "wrap_up",
        "done",
    ]  # fmt: skip


@pytest.mark.parametrize("machine", get_args(Machine))
def test_the_diagram_has_every_change(machine: Machine) -> None:
    told = diagram(machine)
    tables = cast(
        "dict[str, dict[tuple[str, str], str]]", {"contact": CONTACT, "attempt": ATTEMPT, "campaign": CAMPAIGN}
    )
    assert told.startswith("stateDiagram-v2\n    [*] --> ")
    for (state, event), after in tables[machine].items():
        if state != after:
            line = next(one for one in told.splitlines() if one.startswith(f"    {state} --> {after}: "))
            assert event in line.split(": ")[1].split(", ")
    assert set(events_of(machine)) == {event for _state, event in tables[machine]}
