"""Which leg belongs to which call, when the PBX changes its mind; and that nothing is left behind."""

from datetime import UTC, datetime, timedelta

from collector_daemon.core.call_machine import follow
from collector_daemon.core.calls import Calls
from collector_daemon.core.site import Site
from shared.domain import events as ev
from shared.domain.events import LegView
from tests.unit.collector_daemon.core.streams import FOLDERS, events_of, is_unbroken

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def view(leg_id: str, call_id: str, device: str = "PJSIP/1001", is_placed: bool = True) -> LegView:
    """A leg as an event shows it."""
    return LegView(leg_id, call_id, f"{device}-00000001", device, "1001", "", "", True, is_placed)


def at(seconds: float) -> datetime:
    """So many seconds after the beginning."""
    return AT + timedelta(seconds=seconds)


def test_a_leg_that_changes_groups_twice_leaves_no_group_behind() -> None:
    calls = Calls(Site())
    follow(calls, ev.LegStarted(at(0), view("1", "1")))
    for second, group in enumerate(("x", "y", "z"), 1):
        follow(calls, ev.LegChanged(at(second), view("1", group)))
    follow(calls, ev.LegEnded(at(9), view("1", "z"), 16, 0))
    assert not calls.groups
    assert not calls.homes
    assert not calls.traces
    follow(calls, ev.LegStarted(at(10), view("2", "x")))
    assert list(calls.traces) == ["x"]


def test_nothing_is_left_of_calls_that_are_over() -> None:
    for folder in FOLDERS:
        calls = Calls(Site())
        for event in events_of(folder):
            follow(calls, event)
        if is_unbroken(folder):
            assert (calls.groups, calls.homes, calls.traces) == ({}, {}, {}), folder.name


def test_an_id_may_start_again_after_its_leg_has_ended() -> None:
    calls = Calls(Site())
    for begin in (0, 10):
        follow(calls, ev.LegStarted(at(begin), view("dial-1", "dial-1")))
        follow(calls, ev.LegEnded(at(begin + 5), view("dial-1", "dial-1"), 16, 0))
    assert len(calls.finished) == 2


def test_what_is_said_of_a_leg_after_its_end_is_ignored() -> None:
    calls = Calls(Site())
    follow(calls, ev.LegStarted(at(0), view("1", "1")))
    follow(calls, ev.LegEnded(at(1), view("1", "1"), 16, 0))
    follow(calls, ev.LegChanged(at(2), view("1", "1")))
    assert not calls.traces
    assert not calls.surprises


def test_two_customers_joined_by_an_agent_keep_a_call_each() -> None:
    calls = Calls(Site())
    follow(calls, ev.LegStarted(at(0), view("1", "1", "PJSIP/trunk")))
    follow(calls, ev.LegStarted(at(1), view("2", "2", "PJSIP/trunk")))
    follow(calls, ev.LegChanged(at(2), view("2", "1", "PJSIP/trunk")))
    assert set(calls.traces) == {"1", "2"}


def test_whom_a_queue_rings_belongs_to_the_house_whatever_the_name() -> None:
    calls = Calls(Site())
    caller, agent = view("1", "1", "PJSIP/trunk"), view("2", "1", "SIP/alice", is_placed=False)
    follow(calls, ev.LegStarted(at(0), caller))
    follow(calls, ev.LegStarted(at(1), agent))
    assert not calls.home("2").legs["2"].is_inside
    follow(calls, ev.AgentOffered(at(1), caller, "support", agent, "SIP/alice", "Alice"))
    assert calls.home("2").legs["2"].is_inside
    assert calls.site.is_inside("SIP/alice")
    assert not calls.site.is_inside("PJSIP/trunk")
