"""Campaigns that really dial, on two simulated PBXs: outcomes, shared ledgers, priority, goals."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from collector_daemon.simulator.stories import errands
from shared.campaigns.campaign import CallingHours
from shared.domain.campaigns import CampaignRow
from tests.helpers.waiting import wait_until
from tests.integration.dialer.floor import OUTCOMES, SOLD, Floor, floor

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(60)]


@pytest.fixture
async def place(tmp_path: Path, dialer_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Floor]:
    """Both PBXs and the daemon at work. Phones lift by themselves at once."""
    monkeypatch.setattr(errands, "LIFTED", 0.1)
    async with floor(tmp_path, dialer_url) as made:
        yield made


async def test_each_campaign_is_its_pbxs_and_a_number_is_everybodys(place: Floor) -> None:
    fates = [*OUTCOMES, "answers", "answers"]
    mine = {f"42060370000{nth}": fate for nth, fate in enumerate(fates)}
    theirs = {f"42060370010{nth}": fate for nth, fate in enumerate(fates)}
    both = "420603700200"
    place.campaign("praha", mine | {both: "answers"}, "praha")
    place.campaign("brno", theirs | {both: "answers"}, "brno")
    await place.man()
    await place.start("praha", "brno")
    await place.done("praha", "brno")
    for key, numbers, others in (("praha", mine, theirs), ("brno", theirs, mine)):
        told = {one["number"]: one["outcome"] for one in place.attempts(key) if one["number"] != both}
        assert told == {number: OUTCOMES[fate] for number, fate in numbers.items()}
        assert {one["pbx"] for one in place.attempts(key)} == {key}
        assert not set(place.crowds[key].called) & set(others)
        for one in place.attempts(key):
            is_served = one["outcome"] == "answered"
            assert (one["connected_at"] is not None, bool(one["operator"])) == (is_served, is_served)
            assert not is_served or (one["connected_at"] - one["answered_at"]).total_seconds() < 2
    calls = [*place.crowds["praha"].called, *place.crowds["brno"].called]
    assert calls.count(both) == 1  # once in its life, whoever calls
    why = place.rows("select why from contact where name = %s and state = 'excluded'", [both])
    assert [one["why"] for one in why] in (["life_attempts"], [])


async def test_higher_priority_first_equal_ones_alike_each_with_its_reason(place: Floor) -> None:
    lists = {key: {f"4206037{nth}{one:04}": "answers" for one in range(count)}
             for nth, (key, count) in enumerate((("high", 4), ("even", 4), ("odd", 4)), start=1)}  # fmt: skip
    place.campaign("high", lists["high"], priority=5)
    place.campaign("even", lists["even"])
    place.campaign("odd", lists["odd"])
    await place.man(pbxs=("praha",))
    await place.start("high", "even", "odd")
    await place.done("high", "even", "odd")
    called = place.crowds["praha"].called
    kinds = "".join(next(key[0] for key, numbers in lists.items() if number in numbers) for number in called)
    assert kinds.startswith("hhhh"), kinds
    assert max(abs(kinds[:nth].count("e") - kinds[:nth].count("o")) for nth in range(len(kinds))) <= 2, kinds
    reasons = {one["why"] for one in place.rows(
        "select content ->> 'why' as why from pacing_decision where campaign in ('even', 'odd')", [])}  # fmt: skip
    assert {"priority", "shared"} <= reasons
    others = place.rows("select max((content ->> 'others')::int) as most from pacing_decision where campaign = %s",
                        ["even"])  # fmt: skip
    assert others[0]["most"] > 0
    outcomes = {one["outcome"] for key in lists for one in place.attempts(key)}
    assert outcomes == {"answered"}  # never more rings than operators are free


async def test_a_goal_is_reached_and_not_one_call_more(place: Floor) -> None:
    numbers = {f"42060374{nth:04}": "answers" for nth in range(7)}
    place.campaign("goal", numbers, goal=3, dispositions=(SOLD,), wrapup_seconds=1)
    await place.man(pbxs=("praha",))
    await place.start("goal")
    said: set[int] = set()

    def to_say() -> list[dict[str, Any]]:
        return place.rows("select contact from contact where campaign = 'goal' and state = 'wrap_up'", [])

    while len(said) < 3:
        await wait_until(lambda: bool(to_say()), 15.0, "a talk")
        for one in to_say():
            await place.boss.command("dialer.dispose", {
                "pbx": "praha", "agent": "1001", "contact": one["contact"], "disposition": "sold"})  # fmt: skip
            said.add(one["contact"])
    await wait_until(lambda: place.rows("select why from campaign where campaign = 'goal'", [])[0]["why"] == "goal",
                     10.0, "the goal")  # fmt: skip
    assert len(place.attempts("goal")) == 3
    assert {one["state"] for one in place.attempts("goal")} == {"ended"}


async def test_an_appointment_that_lay_before_somebody_when_the_daemon_died_stays_one(
    tmp_path: Path, dialer_url: str
) -> None:
    with psycopg.connect(dialer_url) as connection:
        connection.execute("insert into campaign (campaign, pbx, title, queue, settings, since, state_by, changed_at, "
                           "changed_by) values ('kept', 'praha', '', 'sales', %s, now(), '', now(), '')",
                           [Jsonb({"campaign": "kept", "title": "", "pbx": "praha", "queue": "sales"})])  # fmt: skip
        connection.execute("insert into contact (campaign, state, held_by, next_at, next_by, is_appointment) "
                           "values ('kept', 'offered', 'eva', '2026-01-05 08:00Z', 'eva', true)")  # fmt: skip
    async with floor(tmp_path, dialer_url) as place:
        await wait_until(lambda: place.states("kept") == {"waiting"}, what="who lay before somebody")
        told = place.rows("select next_by, is_appointment, next_at is null as is_lost from contact "
                          "where campaign = %s", ["kept"])  # fmt: skip
        assert told == [{"next_by": "eva", "is_appointment": True, "is_lost": False}]


async def test_the_board_tells_the_hours_and_nobody_is_called_outside_of_them(place: Floor) -> None:
    closed = (CallingHours(days=("holiday",), begins=0, ends=1),)
    place.campaign("night", {"420603750000": "answers"}, hours=closed)
    await place.man(pbxs=("praha",))
    await place.start("night")

    def night() -> CampaignRow | None:
        return next((one for one in place.boss.board.campaigns if one.campaign == "night"), None)

    await wait_until(lambda: (row := night()) is not None and row.trouble == "hours", what="why nobody is called")
    row = night()
    assert row is not None
    assert row.done_at is None
    assert row.opens_at is None or (row.since is not None and row.opens_at > row.since)
    assert place.attempts("night") == []
