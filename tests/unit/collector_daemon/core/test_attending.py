"""What a call's row says of who has the customer, over what real PBXs sent: talk, hold, asking, recording, parking."""

from datetime import datetime, timedelta

import pytest

from collector_daemon.core.centre import Centre, centre_of
from shared.domain import events as ev
from shared.domain.board import CallRow
from shared.domain.events import LegView
from tests.unit.collector_daemon.core.streams import STORIES, events_of

CLOSE = 0.35
"""Seconds by which the two releases differ, and a test's phones are late."""


def rows(release: str, story: str, direction: str = "inbound") -> list[tuple[float, CallRow]]:
    """All rows of a story's calls in one direction, each with the seconds after the beginning."""
    centre, found = centre_of("main"), []
    events = events_of(STORIES / release / story)
    for event in events:
        centre.apply(event)
        found += [(seconds(event.at, events[0].at), row) for row in changed(centre, event.at)]
    return [(at, row) for at, row in found if row.direction == direction]


def changed(centre: Centre, at: datetime) -> list[CallRow]:
    """The rows of calls that changed."""
    return [row for row in centre.changed_rows(at) if isinstance(row, CallRow)]


def seconds(at: datetime, since: datetime) -> float:
    """How long after."""
    return (at - since).total_seconds()


def last_before(told: list[tuple[float, CallRow]], at: float) -> CallRow:
    """The row as it was at that second."""
    return [row for told_at, row in told if told_at <= at][-1]


@pytest.fixture(params=["16", "22"])
def release(request: pytest.FixtureRequest) -> str:
    """Each release of the PBX."""
    return str(request.param)


def test_the_wait_is_kept_and_the_talk_begins_with_the_answer(release: str) -> None:
    told = rows(release, "a_answered_caller_hangup")
    waiting = next(row for _, row in told if row.phase == "waiting")
    assert (waiting.waited_seconds, waiting.talking_since) == (None, None)
    talking = next(row for _, row in told if row.phase == "talking")
    assert talking.queue_entered is None
    talking = last_before(told, 3.0)
    assert talking.waited_seconds == pytest.approx(2.06, abs=CLOSE)
    assert talking.talking_since == talking.since


def test_holds_add_up_without_the_one_that_goes_on(release: str) -> None:
    told = rows(release, "k_hold_unhold")
    begin = next(row.talking_since for _, row in told if row.talking_since)
    assert {row.talking_since for _, row in told if row.phase in ("talking", "on_hold")} == {begin}
    held = [(row.phase, row.held_seconds) for _, row in told if row.phase in ("talking", "on_hold")]
    expected = [("talking", 0.0), ("on_hold", 0.0), ("talking", 3.0), ("on_hold", 3.0), ("talking", 4.5)]
    steps = [one for place, one in enumerate(held) if place == 0 or one != held[place - 1]]
    assert [phase for phase, _ in steps] == [phase for phase, _ in expected]
    assert [length for _, length in steps] == pytest.approx([length for _, length in expected], abs=CLOSE)


def test_whom_an_employee_asks_while_the_customer_waits(release: str) -> None:
    told = rows(release, "i2_attended_feature")
    asking = [row for _, row in told if row.consulting]
    assert {row.consulting for row in asking} == {("1001", "1005")}
    assert {row.phase for row in asking} == {"on_hold"}
    assert asking[0].talking_since == next(row.talking_since for _, row in told if row.talking_since)
    done = last_before(told, 13.0)
    assert (done.agents, done.consulting, done.queue) == (("1005",), None, "support")
    assert seconds(done.talking_since or told[0][1].started, told[0][1].started) == pytest.approx(11.4, abs=CLOSE)


def test_colleagues_are_asked_for_colleagues_too(release: str) -> None:
    told = rows(release, "i12_desk_asks_for_a_colleague", "internal")
    asking = [row for _, row in told if row.consulting]
    assert {(row.phase, row.consulting) for row in asking} == {("on_hold", ("1002", "1005"))}
    done = [row for _, row in told if row.phase == "talking"][-1]
    assert (done.agents, done.consulting) == (("1001", "1005"), None)


def test_a_customer_who_comes_back_was_held(release: str) -> None:
    told = rows(release, "i2b_attended_feature_given_up")
    back = last_before(told, 13.0)
    assert (back.phase, back.agents, back.consulting) == ("talking", ("1001",), None)
    assert seconds(back.talking_since or told[0][1].started, told[0][1].started) == pytest.approx(1.07, abs=CLOSE)
    assert back.held_seconds == pytest.approx(7.3, abs=CLOSE)


def test_a_recording_runs_pauses_and_runs(release: str) -> None:
    told = [row.recording for _, row in rows(release, "z2_recording_paused") if row.phase == "talking"]
    assert [one for place, one in enumerate(told) if place == 0 or one != told[place - 1]] == ["on", "paused", "on"]


def test_what_nobody_records_says_so() -> None:
    told = [(at, row) for at, row in rows("22", "ze_direct_did") if row.phase == "talking"]
    assert {row.recording for _, row in told} == {"none"}


def test_a_recording_that_is_stopped_is_none() -> None:
    told = [row.recording for _, row in rows("22", "z3_recording_stopped") if row.phase == "talking"]
    assert [one for place, one in enumerate(told) if place == 0 or one != told[place - 1]] == ["on", "none", "on"]


def test_a_parked_call_says_where(release: str) -> None:
    told = rows(release, "t_parking")
    parked = {(row.phase, row.space, row.parked_by, row.queue) for _, row in told if row.space}
    assert parked == {("parked", "701", "1001", "support")}
    assert (last_before(told, 9.0).space, last_before(told, 9.0).parked_by) == (None, None)


@pytest.mark.parametrize(("number", "direction"), [("420603000001", "outbound"), ("1005", "internal")])
def test_a_call_that_a_command_began_is_dialling_until_somebody_is_reached(number: str, direction: str) -> None:
    centre = centre_of("main")
    begun = events_of(STORIES / "22" / "a_answered_caller_hangup")[0].at
    leg = LegView("dial-1", "dial-1", "PJSIP/1001-00000001", "PJSIP/1001", "1001", "Žofie", "", False, False)
    for event in (ev.LegStarted(begun, leg), ev.LegOrdered(begun, leg, "dial", number),
                  ev.DialStarted(begun, None, leg, "1001"), ev.DialRang(begun, leg)):
        centre.apply(event)
    (row,) = changed(centre, begun)
    assert (row.direction, row.phase, row.caller, row.called) == (direction, "dialling", "1001", number)
    assert (row.ringing, row.agents) == (("1001",), ())
    told = centre.apply(ev.LegEnded(begun + timedelta(seconds=5), leg, 16, 0)).calls
    assert [(call.direction, call.outcome, call.called) for call in told] == [
        (direction, "cancelled" if direction == "outbound" else "no_answer", number)
    ]


@pytest.mark.parametrize("kind", ["pickup", "retrieve"])
def test_a_pick_up_that_came_too_late_is_no_call(kind: str) -> None:
    centre = centre_of("main")
    begun = events_of(STORIES / "22" / "a_answered_caller_hangup")[0].at
    leg = LegView("order-1", "order-1", "PJSIP/1001-00000001", "PJSIP/1001", "1001", "", "", False, False)
    ordered = ev.LegOrdered(begun, leg, kind, "701")
    for event in (ev.LegStarted(begun, leg), ordered, ev.DialStarted(begun, None, leg, "")):
        centre.apply(event)
    assert changed(centre, begun)[0].phase == "dialling"
    assert centre.apply(ev.LegEnded(begun + timedelta(seconds=5), leg, 16, 0)).calls == ()
