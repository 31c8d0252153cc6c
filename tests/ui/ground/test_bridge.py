"""The bridge: the first change at once, the others together; the server's second."""

from datetime import timedelta

from shared.clock import SystemClock
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials
from shared.protocol.messages import Change, QueueItem, Snapshot
from shared.qt.bridge import Bridge
from tests.helpers.feed import queue


def made(qtbot, **more):
    clock = SystemClock()
    client = FeedClient("127.0.0.1", 1, Credentials(user="wall"), clock=clock, name="test")
    bridge = Bridge(client, clock, **more)
    return client, bridge


def item(waiting):
    return QueueItem(pbx="main", key="support", row=queue(waiting=waiting))


def test_the_first_change_is_told_at_once_and_the_next_ones_together(qtbot):
    client, bridge = made(qtbot, fastest=timedelta(milliseconds=300))
    told = []
    bridge.changed.connect(lambda: told.append(client.board.queues[0].waiting))
    with qtbot.waitSignal(bridge.changed, timeout=250):
        client.board.apply_snapshot(Snapshot(seq=1, rows=(item(1),)))
    with qtbot.waitSignal(bridge.changed, timeout=5000):
        for seq in range(2, 20):
            client.board.apply_change(Change(seq=seq, rows=(item(seq),)))
    assert told == [1, 19]
    bridge.close()


def test_every_second_is_told(qtbot):
    _, bridge = made(qtbot)
    with qtbot.waitSignal(bridge.second, timeout=3000):
        pass
    bridge.close()
