"""A simulated day: the same seed is the same day, everybody is accounted for, and every kind of call comes up."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from collector_daemon.capture import Connected, Headers, Heard
from collector_daemon.simulator.day import Traffic, intensity
from collector_daemon.simulator.stream import START, play, simulate
from collector_daemon.simulator.world import Scenario, World

HOUR = 3600.0
SHORT = Scenario(seed=11, is_always_open=True, load=2.0, talk_seconds=30.0, patience_seconds=40.0)


def test_the_same_seed_is_the_same_day() -> None:
    assert list(simulate(SHORT, HOUR)) == list(simulate(SHORT, HOUR))


def test_another_seed_is_another_day() -> None:
    other = Scenario(seed=12, is_always_open=True)
    assert list(simulate(SHORT, 600.0)) != list(simulate(other, 600.0))


def test_a_capture_begins_with_the_connection_and_its_times_only_grow() -> None:
    first, *rest = simulate(SHORT, HOUR)
    assert isinstance(first, Connected)
    times = [entry.at for entry in rest]
    assert times == sorted(set(times))
    assert times[0] >= START
    assert times[-1] <= START + HOUR + 0.01


@pytest.fixture(scope="module")
def day() -> tuple[World, list[Headers]]:
    world = World(SHORT, START)
    return world, [entry.headers for entry in play(world, 8 * HOUR) if isinstance(entry, Heard)]


def test_whoever_joins_a_queue_leaves_it_once(day: tuple[World, list[Headers]]) -> None:
    world, messages = day
    counts = Counter((message["Event"], message["Queue"]) for message in messages
                     if message["Event"] in ("QueueCallerJoin", "QueueCallerLeave"))
    for queue in world.pbx.queues.values():
        waiting = counts["QueueCallerJoin", queue.name] - counts["QueueCallerLeave", queue.name]
        assert waiting == len(queue.callers)


def test_every_leg_hangs_up_once_and_every_bridge_is_taken_down(day: tuple[World, list[Headers]]) -> None:
    world, messages = day
    born = {message["Uniqueid"] for message in messages if message["Event"] == "Newchannel"}
    died = [message["Uniqueid"] for message in messages if message["Event"] == "Hangup"]
    assert len(died) == len(set(died))
    assert born - set(died) == set(world.pbx.switch.legs)
    created = {message["BridgeUniqueid"] for message in messages if message["Event"] == "BridgeCreate"}
    destroyed = {message["BridgeUniqueid"] for message in messages if message["Event"] == "BridgeDestroy"}
    assert created - destroyed == set(world.pbx.switch.bridges)


def test_whoever_is_connected_is_completed(day: tuple[World, list[Headers]]) -> None:
    _, messages = day
    events = Counter(message["Event"] for message in messages)
    talking = sum(member.is_in_call for queue in day[0].pbx.queues.values() for member in queue.members)
    assert events["AgentConnect"] - events["AgentComplete"] == talking


def test_every_kind_of_ending_comes_up(day: tuple[World, list[Headers]]) -> None:
    world, messages = day
    truth = world.truth()
    assert {call.outcome for call in truth} >= {"answered", "abandoned", "left_ivr", "overflow", "no_answer", "busy",
                                                "cancelled"}
    assert {visit.outcome for call in truth for visit in call.visits} >= {"answered", "abandoned", "key"}
    assert {ring.result for call in truth for visit in call.visits for ring in visit.attempts} == {
        "answered", "no_answer", "rejected", "elsewhere", "cancelled", "failed"}
    assert {move.kind for call in truth for move in call.transfers} == {"blind", "attended"}
    assert {parking.ending for call in truth for parking in call.parkings} >= {"retrieved", "timeout"}
    assert any(visit.credited for call in truth for visit in call.visits)
    told = {message["Event"] for message in messages}
    assert told >= {"Hold", "Unhold", "Pickup", "QueueMemberPause", "UserEvent", "MessageWaiting", "MixMonitorStart",
                    "LocalBridge"}


def test_feature_codes_are_no_calls(day: tuple[World, list[Headers]]) -> None:
    world, messages = day
    coded = {message["Uniqueid"] for message in messages
             if message["Event"] == "Newexten" and message["Application"] == "PauseQueueMember"}
    assert coded
    assert coded.isdisjoint(call.call_id for call in world.truth())


def test_agents_come_to_work_and_go_home() -> None:
    world = World(Scenario(seed=1, traffic=(), own_calls_per_hour=0.0), START - 3 * HOUR)
    counts = Counter(entry.headers["Event"] for entry in play(world, 24 * HOUR) if isinstance(entry, Heard))
    memberships = sum(len(employee.queues) for employee in world.scenario.staff)
    assert counts["QueueMemberAdded"] >= memberships
    assert counts["QueueMemberRemoved"] >= memberships
    assert counts["QueueMemberPause"] > memberships


def test_mornings_are_busy_and_nights_are_not() -> None:
    def at(hour: float) -> float:
        return intensity(hour * HOUR, offset_hours=0.0)

    assert at(10.0) > at(12.75) > at(20.0) > at(3.0)
    assert at(15.0) > at(12.75)


@pytest.mark.parametrize("per_hour", [0.0, 60.0])
def test_arrivals_come_at_the_rate_asked_for(per_hour: float) -> None:
    random, at, count = Random(1), 0.0, 0
    traffic = Traffic("line", per_hour, is_flat=True)
    while (at := traffic.next_after(at, random)) < 100 * HOUR:
        count += 1
    assert count == pytest.approx(per_hour * 100, rel=0.05)
