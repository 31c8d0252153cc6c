"""The parts of the client that need no connection."""

from datetime import timedelta

from shared.clock import HandClock
from shared.domain.board import Topic
from shared.feed_client.live_board import LiveBoard, Replaced
from shared.feed_client.patience import Patience, after_loss
from shared.feed_client.server_clock import ServerClock
from shared.feed_client.status import Credentials, Status, Timing
from shared.protocol.messages import CallItem, Change, Error, QueueItem, Snapshot
from tests.helpers.feed import NOON, call, queue

SECOND = timedelta(seconds=1)


def test_the_wait_doubles_up_to_a_bound_and_starts_anew() -> None:
    patience = Patience(Timing(first_retry=SECOND, last_retry=8 * SECOND))
    for expected in (1, 2, 4, 8, 8, 8):
        assert 0.8 * expected <= patience.next(None).total_seconds() <= 1.2 * expected
    patience.renew()
    assert patience.next(None) <= 1.2 * SECOND


def test_all_that_stand_by_are_tried_before_it_waits() -> None:
    patience = Patience(Timing(first_retry=SECOND), [("one", 1), ("two", 2), ("three", 3)])
    tried = [(patience.address[0], patience.next(None) > timedelta(0)) for _ in range(6)]
    assert tried == [("one", False), ("two", False), ("three", True)] * 2


def test_the_server_may_ask_for_a_longer_wait() -> None:
    error = Error(code="throttled", message="", retry_seconds=30.0)
    assert Patience(Timing()).next(error) == 30 * SECOND


def test_what_was_live_is_stale_since_it_was_last_heard_of() -> None:
    live = Status(state="live", since=NOON)
    stale = after_loss(live, None, NOON + 60 * SECOND, NOON + 62 * SECOND)
    assert (stale.state, stale.since, stale.code) == ("stale", NOON + 60 * SECOND, "lost")
    again = after_loss(stale, Error(code="unreachable", message="no"), NOON + 90 * SECOND, NOON + 92 * SECOND)
    assert (again.state, again.since, again.message) == ("stale", NOON + 60 * SECOND, "no")
    assert after_loss(Status(state="refused", since=NOON), None, NOON, NOON).state == "connecting"


def test_the_quickest_answer_tells_the_time() -> None:
    here, there = HandClock(), HandClock(HandClock().now() + 90 * SECOND)
    clock = ServerClock(here)
    assert clock.difference == timedelta()
    for way in (4, 0.2, 6):
        asked_at = here.monotonic()
        there_at = there.now() + timedelta(seconds=way)  # all the delay is on the way there
        here.advance(timedelta(seconds=way))
        there.advance(timedelta(seconds=way))
        clock.learn(there_at, asked_at)
    assert abs(clock.difference - 90 * SECOND) <= timedelta(seconds=0.1)
    assert abs(clock.now() - there.now()) <= timedelta(seconds=0.1)


def test_secrets_are_in_nobodys_log() -> None:
    assert "s3cret" not in repr(Credentials(user="a", password="s3cret", token="s3cret"))


def _news(board: LiveBoard) -> list[Replaced]:
    told: list[Replaced] = []
    board.listen(told.extend)
    return told


def _calls(*numbers: str) -> tuple[CallItem, ...]:
    return tuple(CallItem("main", number, call(number)) for number in numbers)


def test_a_snapshot_tells_only_what_differs() -> None:
    board = LiveBoard()
    board.apply_snapshot(Snapshot(seq=3, rows=(*_calls("a", "b"), QueueItem("main", "support", queue()))))
    told = _news(board)
    board.apply_snapshot(Snapshot(seq=9, rows=(*_calls("b", "c"), QueueItem("main", "support", queue()))))
    topic: Topic = "calls"
    assert told == [Replaced(topic, ("main", "a"), None), Replaced(topic, ("main", "c"), call("c"))]
    assert (board.seq, len(board.calls), len(board.queues)) == (9, 2, 1)


def test_a_hole_changes_nothing() -> None:
    board = LiveBoard()
    assert not board.apply_change(Change(seq=1, rows=_calls("a")))
    board.apply_snapshot(Snapshot(seq=3, rows=()))
    assert not board.apply_change(Change(seq=5, rows=_calls("a")))
    assert not board.apply_change(Change(seq=3, rows=_calls("a")))
    assert board.calls == []
    assert board.apply_change(Change(seq=4, rows=_calls("a")))
    assert board.apply_change(Change(seq=5, rows=(CallItem("main", "a", None), CallItem("main", "never", None))))
    assert board.calls == []


def test_who_stops_listening_hears_no_more() -> None:
    board = LiveBoard()
    told: list[Replaced] = []
    stop = board.listen(told.extend)
    stop()
    board.apply_snapshot(Snapshot(seq=1, rows=_calls("a")))
    assert told == []
