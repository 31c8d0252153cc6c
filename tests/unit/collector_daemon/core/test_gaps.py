"""What we did not see is said: gaps as facts, and calls that touch them."""

import pytest

from collector_daemon.core.centre import centre_of
from shared.domain.agents import Gap
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
