"""What we did not see is said: gaps as facts, and calls that touch them."""

from datetime import UTC, datetime, timedelta

import pytest

from collector_daemon.core.centre import centre_of
from shared.domain import events as ev
from shared.domain.agents import Gap, Surprise
from shared.domain.events import Event, LegView
from tests.unit.collector_daemon.core.streams import STORIES, events_of, tell


def gaps_of(name: str) -> list[Gap]:
    """The gaps that a story tells, each as it was told last."""
    centre = centre_of("main")
    told: dict[object, Gap] = {}
    for event in events_of(STORIES / name):
        for fact in centre.apply(event).facts:
            if isinstance(fact, Gap):
                told[fact.started_at] = fact
    return list(told.values())


@pytest.mark.parametrize(
    ("name", "cause"),
    [("given/y3_ami_gap", "connection"), ("22/y2_crash", "pbx_crashed"), ("22/y_restart_graceful", "pbx_stopped"),
     ("16/y2_crash", "pbx_crashed"), ("16/y_restart_graceful", "pbx_stopped")],
)
def test_a_gap_has_a_beginning_an_end_and_a_cause(name: str, cause: str) -> None:
    (gap,) = gaps_of(name)
    assert gap.cause == cause
    assert gap.ended_at is not None
    assert gap.ended_at > gap.started_at


def leg(leg_id: str, device: str) -> LegView:
    """A leg of call 1."""
    return LegView(leg_id, "1", f"{device}-00000001", device, "", "", "", True, device == "PJSIP/trunk")


def test_a_survey_in_between_ends_a_call_whose_end_was_dropped() -> None:
    centre = centre_of("main")
    at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    caller, agent = leg("1", "PJSIP/trunk"), leg("2", "PJSIP/1001")
    for event in (ev.LegStarted(at, caller), ev.LegStarted(at, agent), ev.BridgeEntered(at, caller, "b", None),
                  ev.BridgeEntered(at, agent, "b", None), ev.LegEnded(at + timedelta(seconds=9), caller, 16, 0)):
        assert not centre.apply(event).calls
    later = at + timedelta(minutes=5)
    centre.apply(ev.SurveyBegan(later))
    told = centre.apply(ev.LegsSurveyed(later))
    (call,) = told.calls
    assert (call.outcome, call.ended_at, call.is_in_gap) == ("answered", later, True)
    assert [talk.ended_at for talk in call.conversations] == [at + timedelta(seconds=9)]
    assert [fact.kind for fact in told.facts if isinstance(fact, Surprise)] == ["lost_end"]


def test_a_survey_in_between_leaves_what_it_names_alone() -> None:
    centre = centre_of("main")
    at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    caller = leg("1", "PJSIP/trunk")
    centre.apply(ev.LegStarted(at, caller))
    centre.apply(ev.SurveyBegan(at))
    centre.apply(ev.LegSurveyed(at, caller, at, "Queue", "support", None, "420222111000"))
    assert not centre.apply(ev.LegsSurveyed(at)).calls
    assert len(centre.open_calls()) == 1


def test_a_quiet_story_has_no_gap() -> None:
    assert gaps_of("22/a_answered_caller_hangup") == []


def test_calls_that_touch_the_gap_say_so() -> None:
    calls = sorted(tell(events_of(STORIES / "given/y3_ami_gap")).values(), key=lambda call: call.started_at)
    assert [call.is_in_gap for call in calls] == [True, True, True]
    assert [call.outcome for call in calls] == ["answered"] * 3
    assert [visit.ended_by for call in calls for visit in call.visits] == [None, "agent", "caller"]


def test_what_a_crash_cut_off_is_lost_and_nobodys_doing() -> None:
    calls = tell(events_of(STORIES / "22/y2_crash")).values()
    cut = [visit for call in calls for visit in call.visits if call.is_in_gap]
    assert {visit.outcome for visit in cut} == {"answered", "lost"}
    assert {visit.ended_by for visit in cut} <= {"system", None}


def test_a_clean_stop_is_the_systems_doing_though_it_looks_like_peoples() -> None:
    calls = tell(events_of(STORIES / "22/y_restart_graceful")).values()
    stopped = [call for call in calls if call.ended_by == "system"]
    assert len(stopped) == 3
    assert {visit.outcome for call in stopped for visit in call.visits} == {"answered", "lost"}


def late_accounts(events: tuple[Event, ...]) -> list[Event]:
    """The stream with each AgentComplete moved behind the Hangup of its caller, as a busy PBX sends it."""
    ends = {event.leg.leg_id: number for number, event in enumerate(events) if isinstance(event, ev.LegEnded)}
    order = [
        (max(number, ends.get(event.leg.leg_id, 0) + 0.5) if isinstance(event, ev.AgentFinished) else number, event)
        for number, event in enumerate(events)
    ]
    return [event for _place, event in sorted(order, key=lambda one: one[0])]


@pytest.mark.parametrize(
    "name",
    ["16/y3_ami_gap", "22/y3_ami_gap", "22/y6_ami_gap_ringing", "16/a_answered_caller_hangup",
     "22/j_blind_transfer_to_queue", "16/i_attended_transfer"],
)
def test_the_queues_account_counts_after_the_callers_hang_up_too(name: str) -> None:
    events = events_of(STORIES / name)
    late = late_accounts(events)
    assert late != list(events)
    assert tell(late) == tell(events)
