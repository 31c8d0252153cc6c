"""The topic ``events``: what happened is read off the rows, and reaches those whom it concerns."""

import json
from datetime import timedelta
from typing import Any

from collector_daemon.feed.board import Board
from shared.domain.board import AgentRow, CallRow, Gone
from tests.helpers.feed import NOON, agent, call, queue

LATER = NOON + timedelta(seconds=5)


def _told(*rows: AgentRow | CallRow | Gone) -> list[tuple[str, Any]]:
    """The events of these rows, one after the other, even where the board merges the rows."""
    board = Board(now=lambda: LATER)
    board.apply(rows)
    return [(event["event"], event) for event in (json.loads(found.item) for found in board.take().events)]


def test_the_life_of_a_call() -> None:
    told = _told(
        call("c1", None, phase="ivr"),
        call("c1", phase="waiting", queue_entered=LATER, caller="777"),
        call("c1", phase="waiting", position=1),
        call("c1", phase="ringing", ringing=("1001",)),
        call("c1", phase="talking", agents=("1001",)),
        call("c1", phase="on_hold", agents=("1001",)),
        call("c1", phase="talking", agents=("1001",)),
        call("c1", "sales", phase="waiting"),
        Gone(topic="calls", pbx="main", key="c1"),
    )
    assert [name for name, _ in told] == [
        "call_started", "caller_entered", "call_ringing", "call_answered", "call_held", "call_resumed",
        "caller_entered", "call_ended",
    ]
    assert told[1][1] == {
        "event": "caller_entered", "at": "2026-11-23T12:00:05.123Z", "pbx": "main", "call": "c1",
        "direction": "inbound", "queue": "support", "line": None, "caller": "777", "caller_name": None,
        "called": None, "agents": [],
    }
    assert told[2][1]["agents"] == ["1001"]
    assert told[-1][1]["at"] == "2026-11-23T12:00:05.123Z"


def test_the_day_of_an_agent() -> None:
    told = _told(
        agent("1001", state="logged_out"),
        agent("1001", "support", "sales"),
        agent("1001", "support", "sales", handled=1),
        agent("1001", "support", "sales", state="paused", reason="lunch"),
        agent("1001", "support", "sales", state="paused", reason="school"),
        agent("1001", "support", state="ready"),
        agent("1001", state="logged_out"),
    )
    assert [(name, event.get("queue") or event.get("reason") or event.get("state")) for name, event in told] == [
        ("agent_state", "logged_out"), ("agent_logged_in", "support"), ("agent_logged_in", "sales"),
        ("agent_state", "ready"), ("agent_state", "lunch"), ("agent_state", "school"),
        ("agent_logged_out", "sales"), ("agent_state", "ready"),
        ("agent_logged_out", "support"), ("agent_state", "logged_out"),
    ]


def test_whom_it_concerns() -> None:
    board = Board()
    board.apply([call("c1", None), call("c2", "sales", agents=("1001",)), agent("1001", "support", "sales")])
    concerned = {
        (json.loads(event.item)["event"], tuple(sorted(event.queues)), tuple(event.agents))
        for event in board.take().events
    }
    assert concerned == {
        ("call_started", (), ()), ("call_started", ("sales",), ("1001",)), ("caller_entered", ("sales",), ("1001",)),
        ("agent_logged_in", ("support",), ("1001",)), ("agent_logged_in", ("sales",), ("1001",)),
        ("agent_state", ("sales", "support"), ("1001",)),
    }


def test_nothing_happened_is_nothing_told() -> None:
    board = Board()
    board.apply([queue(), call("c1")])
    board.take()
    board.apply([queue(waiting=1), call("c1"), Gone(topic="calls", pbx="main", key="never")])
    assert board.take().events == []
