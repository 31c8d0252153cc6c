"""Who listens to a conversation has no part in it: no call, no ringing, no talk, and nobody's state is another."""

from pathlib import Path

import pytest

from collector_daemon.core.centre import centre_of
from shared.domain.agents import AgentInterval
from shared.domain.board import CallRow
from tests.unit.collector_daemon.core.streams import STORIES, events_of, tell

WATCHED = sorted(STORIES.glob("*/aa*"))


@pytest.mark.parametrize("story", WATCHED, ids=lambda story: f"{story.parent.name}/{story.name}")
def test_only_the_customers_call_is_told(story: Path) -> None:
    (call,) = tell(events_of(story)).values()
    assert call.direction == "inbound"
    heard = {one.party for one in call.conversations} | {try_.agent for one in call.visits for try_ in one.attempts}
    assert "1001" in heard
    assert not heard & {"1010", "1008"}
    assert not call.absorbed


@pytest.mark.parametrize("story", WATCHED, ids=lambda story: f"{story.parent.name}/{story.name}")
def test_neither_the_board_nor_the_watched_agent_notices(story: Path) -> None:
    centre, talks, shown = centre_of("main"), 0, set[str]()
    for event in events_of(story):
        facts = centre.apply(event).facts
        talks += sum(isinstance(one, AgentInterval) and (one.agent, one.state) == ("1001", "talking") and
                     one.ended_at is not None for one in facts)
        rows = [row for row in centre.changed_rows(event.at) if isinstance(row, CallRow)]
        shown |= {row.call for row in rows if "1010" in (*row.agents, *row.ringing)}
    assert talks == 1
    assert not shown


@pytest.mark.parametrize("release", ["22", "16"])
def test_a_parked_call_that_is_sent_elsewhere_was_not_given_up(release: str) -> None:
    (call,) = tell(events_of(STORIES / release / "j10_redirect_parked")).values()
    assert [one.ending for one in call.parkings] == ["redirected"]
    assert [one.outcome for one in call.visits] == ["answered", "answered"]
