"""Which moment the board shows, by a clock that is moved by hand."""

from datetime import UTC, datetime, timedelta

from shared.clock import HandClock
from shared.feed_client.travel import LONGEST_RUN, Travel
from shared.protocol.messages import Error
from shared.protocol.past import GrantedPast, Past

NOON = datetime(2026, 1, 4, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_the_present_is_no_moment_of_the_past() -> None:
    travel = Travel(HandClock())
    travel.shown(None)
    assert (travel.now(), travel.granted, travel.next_wish()) == (None, None, None)
    assert travel.is_in_present


def test_a_moment_runs_on_at_its_speed_and_follows_what_is_told() -> None:
    clock = HandClock()
    travel = Travel(clock, Past(NOON, 10))
    travel.shown(GrantedPast(NOON, 10))
    clock.advance(SECOND)
    assert travel.now() == NOON + 10 * SECOND
    travel.reached(NOON + 9 * SECOND)
    clock.advance(SECOND / 2)
    assert travel.now() == NOON + 14 * SECOND
    clock.advance(60 * SECOND)  # the server is behind: it would be a lie to run on
    assert travel.now() == NOON + 9 * SECOND + 10 * LONGEST_RUN


def test_at_speed_0_it_stands() -> None:
    clock = HandClock()
    travel = Travel(clock, Past(NOON, 0))
    travel.shown(GrantedPast(NOON, 0))
    clock.advance(4 * SECOND)
    assert travel.now() == NOON


def test_a_lost_connection_stops_it_and_the_next_goes_on_there() -> None:
    clock = HandClock()
    travel = Travel(clock, Past(NOON, 2))
    travel.shown(GrantedPast(NOON, 2))
    clock.advance(SECOND)
    travel.stop()
    clock.advance(3 * SECOND)
    assert travel.now() == NOON + 2 * SECOND
    assert travel.next_wish() == Past(NOON + 2 * SECOND, 2)


def test_what_was_on_its_way_is_no_answer() -> None:
    travel = Travel(HandClock())
    travel.ask(Past(NOON, 1))
    travel.shown(None)
    assert travel.asked == Past(NOON, 1) == travel.next_wish()
    travel.shown(GrantedPast(NOON, 1))
    travel.ask(None)
    travel.shown(GrantedPast(NOON, 1))
    assert travel.is_asked
    assert travel.next_wish() is None
    travel.shown(None)
    assert travel.is_in_present


def test_listeners_hear_of_other_moments_and_of_refusals_once() -> None:
    heard: list[GrantedPast | str | None] = []
    travel = Travel(HandClock())
    travel.listen(lambda: heard.append(travel.refusal.code if travel.refusal else travel.granted))
    travel.shown(None)
    travel.tell()
    travel.ask(Past(NOON, 1))
    travel.refused(Error(code="past_busy", message=""))
    travel.tell()
    travel.tell()
    travel.ask(Past(NOON, 1))
    travel.shown(GrantedPast(NOON, 1))
    travel.tell()
    travel.shown(None)
    travel.tell()
    assert heard == ["past_busy", GrantedPast(NOON, 1), None]
