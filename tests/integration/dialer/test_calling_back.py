"""Callbacks from queues that are really dialled, on a simulated PBX: in their places, each with his operator, once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from collector_daemon.asterisk import actions
from collector_daemon.simulator.stories import errands
from shared.campaigns.campaign import Limits, RetryRule
from shared.campaigns.ledgers import DoNotCall
from shared.clock import SystemClock
from tests.helpers.waiting import wait_until
from tests.integration.dialer.floor import OPERATORS, QUEUE, Floor, floor

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(60)]
PBX = "praha"
GIVEN_UP = "420777300003"
ASKED = {
    "420777300002": (60, "answers"), "420777300001": (90, "answers"), GIVEN_UP: (30, "busy"),
}  # fmt: skip
"""Who asked, in the order of asking → so many seconds ago he had joined, and what his phone does."""


@pytest.fixture
async def place(tmp_path: Path, dialer_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Floor]:
    """Both PBXs and the daemon at work. Phones lift by themselves at once."""
    monkeypatch.setattr(errands, "LIFTED", 0.1)
    async with floor(tmp_path, dialer_url) as made:
        yield made


def ask(place: Floor, number: str, joined: float, nth: int) -> None:
    """A stored call whose caller has left the queue by the key."""
    now = SystemClock().now()
    entered_at, asked_at, call = now - timedelta(seconds=joined), now - timedelta(seconds=20 - nth), f"asked.{nth}"
    with psycopg.connect(place.url) as connection:
        connection.execute(
            "insert into call (pbx, call_id, direction, started_at, ended_at, caller, outcome, is_in_gap, queues)"
            " values (%s, %s, 'inbound', %s, %s, %s, 'overflow', false, %s)",
            [PBX, call, entered_at, asked_at, number, [QUEUE]])  # fmt: skip
        connection.execute(
            "insert into queue_visit (pbx, uniqueid, queue, nth, call_id, entered_at, left_at, outcome)"
            " values (%s, %s, %s, 0, %s, %s, %s, 'key')", [PBX, call, QUEUE, call, entered_at, asked_at])  # fmt: skip
        connection.execute("insert into step values (%s, %s, 0, %s, 'signal', %s)",
                           [PBX, call, asked_at, f"CallbackRequest: Queue: {QUEUE}, Number: {number}"])  # fmt: skip


async def test_who_asked_is_called_in_his_place_by_one_operator_after_the_other(place: Floor) -> None:
    place.crowds[PBX].fates |= {number: fate for number, (_joined, fate) in ASKED.items()}
    for nth, (number, (joined, _fate)) in enumerate(ASKED.items()):
        ask(place, number, joined, nth)
    stop = DoNotCall(number=GIVEN_UP, list="stop")  # nobody may offer him anything, and this he asked for himself
    await place.daemon.campaigns.running.runner.store.knowledge.put([stop], "eva")
    for extension in OPERATORS[1:]:
        await actions.logout_agent(place.daemon.pipelines[PBX].link, QUEUE, f"PJSIP/{extension}")
    place.campaign("back", {}, source="queue_callbacks", is_marketing=True, limits=Limits(ring_seconds=1),
                   retries=(RetryRule(after="busy", times=1, minutes=0),))  # fmt: skip
    await wait_until(lambda: queue(place) == 3, what="three to be called back")
    await place.start("back")
    await wait_until(lambda: ended(place) == 3, 20.0, "the end of all")
    assert place.crowds[PBX].called == ["420777300001", "420777300002", GIVEN_UP, GIVEN_UP]
    told = place.rows("select number, why from queue_callback where pbx = %s order by entered_at", [PBX])
    assert [(one["number"], one["why"]) for one in told] == [
        ("420777300001", "answered"), ("420777300002", "answered"), (GIVEN_UP, "given_up")]  # fmt: skip
    answered = [one for one in place.attempts("back") if one["outcome"] == "answered"]
    assert {one["operator"] for one in answered} == {"1001"}
    assert all(one["because"].startswith("queue_place ") for one in answered)
    await wait_until(lambda: queue(place) == 0, what="nobody to be called back")
    agents = place.daemon.pipelines[PBX].live.centre.agents.agents
    await wait_until(lambda: agents["1001"].state == "ready", what="the operator to be the queue's again")
    assert not place.daemon.campaigns.running.runner.operators.held


def queue(place: Floor) -> int:
    """How many of the queue are to be called back, as everybody sees it."""
    return next((row.callbacks for row in place.boss.board.queues if (row.pbx, row.queue) == (PBX, QUEUE)), 0)


def ended(place: Floor) -> int:
    """How many requests are over."""
    return len(place.rows("select from queue_callback where pbx = %s and state = 'ended'", [PBX]))
