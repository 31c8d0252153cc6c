"""Wrap-up: the daemon's own pause is that state, and it is known whose part in a queue's call is over when."""

from datetime import timedelta

from collector_daemon.core.centre import centre_of
from collector_daemon.core.parting import Parting
from shared.domain.agents import AgentPause
from shared.domain.board import AgentRow
from shared.domain.desk import WRAP_UP
from tests.unit.collector_daemon.core.streams import STORIES, events_of
from tests.unit.collector_daemon.core.test_agents import AT, ended, member, minutes, pause, state_of


def partings_of(name: str, release: str = "22") -> list[Parting]:
    """Those that a story tells."""
    centre = centre_of("main")
    for event in events_of(STORIES / release / name):
        centre.apply(event)
    return centre.take_partings()


def test_a_pause_with_the_reserved_reason_is_wrap_up_until_it_ends() -> None:
    centre = centre_of("main")
    for event in (member(AT), member(AT, queue="sales")):
        centre.apply(event)
    centre.apply(pause(minutes(1), True, WRAP_UP))
    assert state_of(centre) == "ready", "calls of the other queue still come"
    centre.apply(pause(minutes(1), True, WRAP_UP, "sales"))
    assert state_of(centre) == "wrapping_up"
    centre.apply(pause(minutes(2), True, "lunch", "sales"))
    assert state_of(centre) == "wrapping_up", "one queue is enough: the others had been paused before"
    centre.apply(pause(minutes(3), True, "lunch"))
    assert state_of(centre) == "paused"
    centre.apply(pause(minutes(4), False))
    assert state_of(centre) == "ready"


def test_the_pause_is_stored_as_the_pause_that_it_is() -> None:
    centre = centre_of("main")
    told = [fact for event in (member(AT), pause(minutes(1), True, WRAP_UP), pause(minutes(2), False))
            for fact in centre.apply(event).facts]  # fmt: skip
    assert [(one.reason, one.ended_at) for one in ended(told, AgentPause)] == [(WRAP_UP, minutes(2))]


def test_the_queues_own_wrap_up_says_when_it_will_be_over() -> None:
    centre = centre_of("main")
    centre.apply(member(AT, wrapup_seconds=30))
    centre.agents.finished("1001", "support", minutes(1))
    (row,) = [row for row in centre.board(minutes(1)) if isinstance(row, AgentRow)]
    assert (row.state, row.wraps_until) == ("wrapping_up", minutes(1.5))
    centre.pass_time(minutes(2))
    (row,) = [row for row in centre.board(minutes(2)) if isinstance(row, AgentRow)]
    assert (row.state, row.wraps_until) == ("ready", None)


def test_who_answered_for_the_queue_parts_when_his_phone_leaves_the_call() -> None:
    first, second = partings_of("v_two_queues")
    assert (first.agent, first.queue, second.agent, second.queue) == ("1003", "support", "1003", "vip")
    assert first.at < second.at
    (found,) = partings_of("a_answered_caller_hangup", "16")
    assert (found.agent, found.queue, len(found.calls)) == ("1001", "support", 1)


def test_who_passed_the_caller_on_parts_then_and_not_at_the_calls_end() -> None:
    for story in ("h_blind_transfer", "i_attended_transfer"):
        *_events, last = events_of(STORIES / "22" / story)
        (found,) = partings_of(story)
        assert (found.agent, found.queue) == ("1001", "support")
        assert last.at - found.at > timedelta(seconds=3)
