"""Sessions, pauses and states of agents, as recorded and by rule."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TypeVar

from collector_daemon.core.centre import Centre, Fact, centre_of
from shared.domain import events as ev
from shared.domain.agents import AgentInterval, AgentPause, AgentSession
from tests.unit.collector_daemon.core.streams import STORIES, events_of

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def facts_of(release: str, name: str) -> list[Fact]:
    """Facts of agents that a story tells, in order."""
    centre = centre_of("main")
    return [fact for event in events_of(STORIES / release / name) for fact in centre.apply(event).facts]


def member(at: datetime, **changed: object) -> ev.MemberSeen:
    """Agent 1001 in queue support, unless said otherwise."""
    usual: dict[str, object] = {
        "queue": "support", "interface": "PJSIP/1001", "state_interface": "PJSIP/1001", "name": "Žofie", "penalty": 0,
        "is_paused": False, "reason": "", "device_state": 1, "is_in_call": False, "wrapup_seconds": 0,
        "login_at": None, "pause_at": None, "last_call_at": None, "is_added": True,
    }
    return ev.MemberSeen(at, **(usual | changed))  # type: ignore[arg-type]  # the dict's values are of the fields' types


def pause(at: datetime, is_paused: bool, reason: str = "", queue: str = "support") -> ev.MemberPaused:
    """A pause of 1001 begins or ends."""
    return ev.MemberPaused(at, queue, "PJSIP/1001", "PJSIP/1001", "Žofie", is_paused, reason)


def minutes(count: float) -> datetime:
    """So many minutes after the beginning."""
    return AT + timedelta(minutes=count)


def told(*happenings: ev.Event) -> list[Fact]:
    """The facts of some events."""
    centre = centre_of("main")
    return [fact for event in happenings for fact in centre.apply(event).facts]


Kind = TypeVar("Kind", AgentSession, AgentPause)


def ended(facts: list[Fact], kind: type[Kind]) -> list[Kind]:
    """The facts of a kind that have an end."""
    return [fact for fact in facts if isinstance(fact, kind) and fact.ended_at is not None]


def state_of(centre: Centre) -> str:
    """The state of 1001."""
    return centre.agents.agents["1001"].state


def test_members_come_and_go_as_recorded() -> None:
    for release in ("22", "16"):
        facts = facts_of(release, "o_queue_members")
        sessions = ended(facts, AgentSession)
        assert sessions, release
        assert all(one.ended_at and one.ended_at > one.started_at for one in sessions)
        reasons = {one.reason for one in ended(facts, AgentPause)}
        assert "oběd" in reasons, release


def test_auto_pause_is_a_pause_with_its_own_reason() -> None:
    reasons = {fact.reason for fact in facts_of("22", "o2_auto_pause") if isinstance(fact, AgentPause)}
    assert "Auto-Pause" in reasons


def test_another_reason_is_another_pause() -> None:
    pauses = pause(minutes(1), True, "lunch"), pause(minutes(2), True, "training"), pause(minutes(4), False)
    facts = told(member(AT), *pauses)
    spans = [(one.reason, one.started_at, one.ended_at) for one in ended(facts, AgentPause)]
    assert spans == [("lunch", minutes(1), minutes(2)), ("training", minutes(2), minutes(4))]


def test_a_pause_told_twice_is_one() -> None:
    begins = pause(minutes(1), True, "lunch"), pause(minutes(2), True, "lunch")
    facts = told(member(AT), *begins, pause(minutes(4), False), pause(minutes(5), False))
    assert [(one.started_at, one.ended_at) for one in ended(facts, AgentPause)] == [
        (minutes(1), minutes(4))]


def test_leaving_a_queue_ends_the_pause_there() -> None:
    leaves = ev.MemberRemoved(minutes(3), "support", "PJSIP/1001", "PJSIP/1001")
    facts = told(member(AT), pause(minutes(1), True, "lunch"), leaves)
    assert [one.ended_at for one in ended(facts, AgentPause)] == [minutes(3)]
    assert [one.ended_at for one in ended(facts, AgentSession)] == [minutes(3)]


def test_paused_in_one_of_two_queues_is_ready_in_both_is_paused() -> None:
    centre = centre_of("main")
    for event in (member(AT), member(AT, queue="sales"), pause(minutes(1), True, "lunch")):
        centre.apply(event)
    assert state_of(centre) == "ready"
    centre.apply(pause(minutes(2), True, "lunch", "sales"))
    assert state_of(centre) == "paused"


def test_wrap_up_runs_out_at_its_own_instant_however_late_it_is_noticed() -> None:
    def states(*at: float) -> list[tuple[str, datetime | None]]:
        centre = centre_of("main")
        facts = list(centre.apply(member(AT, wrapup_seconds=30)).facts)
        centre.agents.finished("1001", "support", minutes(1))
        for minute in at:
            centre.pass_time(minutes(minute))
        facts += centre.apply(ev.QueueSurveyed(minutes(10), "support")).facts
        return [(one.state, one.ended_at) for one in facts if isinstance(one, AgentInterval) and one.ended_at]

    assert states(1.2, 1.4, 9) == states(9) == [("ready", minutes(1)), ("wrapping_up", minutes(1.5))]


def test_an_unreachable_device_is_told() -> None:
    centre = centre_of("main")
    centre.apply(member(AT, device_state=5))
    assert state_of(centre) == "unreachable"
    centre.apply(member(minutes(1), device_state=1, is_added=False))
    assert state_of(centre) == "ready"


def test_after_a_gap_unnamed_memberships_are_over() -> None:
    centre = centre_of("main")
    for event in (member(AT), member(AT, queue="sales"), ev.LinkLost(minutes(1)), ev.LinkMade(minutes(2)),
                  member(minutes(2), queue="sales", is_added=False)):
        centre.apply(event)
    facts = centre.apply(ev.MembersSurveyed(minutes(2))).facts
    assert [(one.queue, one.ended_at) for one in facts if isinstance(one, AgentSession)] == [("support", minutes(2))]


def test_states_follow_one_another_without_a_hole_or_an_open_end_before_the_last() -> None:
    """Of every recording: a state that another follows has ended where that one began."""
    for story in sorted(path.parent for path in STORIES.glob("*/*/capture.jsonl.gz")):
        centre, last = centre_of("main"), dict[tuple[str, datetime], AgentInterval]()
        for event in events_of(story):
            for fact in centre.apply(event).facts:
                if isinstance(fact, AgentInterval):
                    last[fact.agent, fact.started_at] = fact
        told = sorted(last.values(), key=lambda one: (one.agent, one.started_at))
        for one, following in pairwise(told):
            if one.agent == following.agent:
                assert one.ended_at == following.started_at, (story.name, one, following)


def test_an_instant_before_the_present_state_s_begin_ends_that_state_all_the_same() -> None:
    centre = centre_of("main")
    early, late = AT + timedelta(microseconds=2), AT + timedelta(microseconds=7)
    events = (member(AT), pause(late, True, "lunch"), pause(early, False), pause(minutes(1), True, "x"))
    facts = [fact for event in events for fact in centre.apply(event).facts]
    stored = {fact.started_at: fact for fact in facts if isinstance(fact, AgentInterval)}
    assert [(one.state, one.ended_at) for one in sorted(stored.values(), key=lambda one: one.started_at)] == [
        ("ready", late), ("ready", minutes(1)), ("paused", None)
    ]  # fmt: skip
