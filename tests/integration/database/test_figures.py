"""``figures.visits``: sums of stored visits by steps, against a truth made by hand and against a simulated morning."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from collector_daemon import settings
from collector_daemon.analysis import Analysis, centre_for
from collector_daemon.questions import Questions
from collector_daemon.simulator.stream import START as DAWN
from collector_daemon.simulator.stream import play
from collector_daemon.simulator.world import Scenario, World
from collector_daemon.store.alert_log import AlertLog
from collector_daemon.store.batch import Batch
from collector_daemon.store.figures import Figures
from shared.domain.accounts import Account
from shared.domain.agents import Gap
from shared.domain.calls import Call, Visit, VisitOutcome
from shared.domain.commands import Refused
from shared.protocol import wire
from shared.protocol.messages import Reply
from tests.helpers.feed import account
from tests.integration.database.test_recorder import recording

pytestmark = pytest.mark.postgres
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)  # in Prague
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
EVA, WALL = account("eva"), account("wall", "wallboard", {"support", "vip"})
NAMES = ("offered", "answered", "answered_in_threshold", "abandoned", "short_abandoned", "wait_seconds", "talk_seconds")


def questions(url: str, *pbxs: str) -> Questions:
    return Questions(pbxs or ("main",), AlertLog(url), Figures(url, lambda: (20.0, 5.0)))


async def ask(
    url: str, who: Account = EVA, since: datetime = NINE, until: datetime = NINE + HOUR, step: int | None = None,
    queues: tuple[str, ...] | None = None, pbx: str | None = None,
) -> dict[str, Any]:
    """The answer as ``Dispatch`` has it from the question."""
    params: dict[str, object] = {
        "from_at": since, "to_at": until, "step_seconds": step, "queues": queues, "pbx": pbx, "agent": None,
    }
    return await questions(url, "main", "brno").answer(who, "figures.visits", params)


def counts(step: dict[str, Any]) -> tuple[float, ...]:
    return tuple(step[name] for name in NAMES)


def a_visit(
    number: int, entered: timedelta, outcome: VisitOutcome, wait: float, queue: str = "support", talk: float = 60.0,
    pbx: str = "main",
) -> Call:
    """A finished call with one visit that entered so long after nine."""
    at = NINE + entered
    left_at = at + timedelta(seconds=wait)
    is_answered = outcome == "answered"
    visit = Visit(
        queue=queue, uniqueid=f"{number}.0", nth=1, entered_at=at, left_at=left_at, outcome=outcome,
        answered_at=left_at if is_answered else None, ended_at=left_at, wait_time=left_at - at,
        talk_time=timedelta(seconds=talk) if is_answered else None, agent="1001" if is_answered else None,
    )  # fmt: skip
    return Call(
        pbx=pbx, call_id=f"{number}.0", direction="inbound", started_at=at - SECOND, ended_at=left_at + 60 * SECOND,
        outcome="answered" if is_answered else "abandoned", visits=(visit,),
    )  # fmt: skip


async def store(url: str, calls: Iterable[Call], gaps: Iterable[Gap] = (), pbx: str = "main") -> None:
    async with recording(url) as recorder:
        assert await recorder.put(Batch(pbx=pbx, journal_id="j", seq=1, raw=[], calls=list(calls), facts=list(gaps)))


VISITS = [
    a_visit(1, 0 * SECOND, "answered", 10.0),
    a_visit(2, 599.999 * SECOND, "answered", 20.0),
    a_visit(3, 600 * SECOND, "answered", 20.0005, talk=30.5),
    a_visit(4, 700 * SECOND, "abandoned", 5.0),
    a_visit(5, 701 * SECOND, "abandoned", 5.001),
    a_visit(6, 702 * SECOND, "timeout", 60.0),
    a_visit(7, 710 * SECOND, "answered", 3.25, queue="vip"),
    a_visit(8, 720 * SECOND, "answered", 7.0, queue="sales"),
    a_visit(9, -0.001 * SECOND, "answered", 1.0),  # before
    a_visit(10, 3600 * SECOND, "answered", 1.0),  # after
]


async def test_visits_are_counted_in_the_step_they_entered_in(database_url: str) -> None:
    await store(database_url, VISITS)
    told = await ask(database_url, step=600)
    assert [step["at"] for step in told["steps"]] == [NINE + number * 600 * SECOND for number in range(6)]
    assert counts(told["steps"][0]) == (2, 2, 2, 0, 0, 30.0, 120.0)
    assert counts(told["steps"][1])[:5] == (6, 3, 2, 2, 1)
    assert counts(told["steps"][1])[5:] == pytest.approx((30.25, 150.5), abs=0.002)
    assert [counts(step) for step in told["steps"][2:]] == [(0, 0, 0, 0, 0, 0.0, 0.0)] * 4
    assert told["gaps"] == []
    reply = wire.line(Reply(id=1, ok=True, result=told))
    assert b'"at":"2026-11-23T08:10:00.000Z","offered":6,"answered":3' in reply


async def test_one_step_for_all_and_a_last_one_that_is_shorter(database_url: str) -> None:
    await store(database_url, VISITS)
    whole = await ask(database_url)
    assert [counts(step)[:5] for step in whole["steps"]] == [(8, 5, 4, 2, 1)]
    uneven = await ask(database_url, until=NINE + 701 * SECOND, step=700)
    assert [counts(step)[:5] for step in uneven["steps"]] == [(3, 3, 2, 0, 0), (1, 0, 0, 1, 1)]


async def test_other_queues_are_not_counted_for_who_may_not_see_them(database_url: str) -> None:
    await store(database_url, VISITS)

    async def offered(who: Account, *queues: str) -> int:
        told = await ask(database_url, who, queues=queues or None)
        return int(told["steps"][0]["offered"])

    assert await offered(EVA) == 8
    assert await offered(WALL) == 7
    assert await offered(WALL, "vip") == 1
    assert await offered(EVA, "sales", "vip") == 2
    assert await offered(account("blind", "wallboard", set())) == 0


async def test_pbxs_are_counted_together_or_one_by_one(database_url: str) -> None:
    await store(database_url, VISITS[:2])
    await store(database_url, [a_visit(1, SECOND, "answered", 1.0, pbx="brno")], pbx="brno")
    await store(database_url, [a_visit(1, SECOND, "answered", 1.0, pbx="foreign")], pbx="foreign")
    assert (await ask(database_url))["steps"][0]["offered"] == 3
    assert (await ask(database_url, pbx="brno"))["steps"][0]["offered"] == 1
    with pytest.raises(Refused) as caught:
        await ask(database_url, pbx="foreign")
    assert caught.value.code == "unknown_pbx"


async def test_what_was_not_seen_is_told(database_url: str) -> None:
    await store(database_url, VISITS, [
        Gap(pbx="main", started_at=NINE - HOUR, ended_at=NINE + 10 * SECOND),
        Gap(pbx="main", started_at=NINE - 2 * HOUR, ended_at=NINE),
        Gap(pbx="main", started_at=NINE + 60 * SECOND, ended_at=NINE + 90 * SECOND),
        Gap(pbx="main", started_at=NINE + 3000 * SECOND),
    ])  # fmt: skip
    await store(database_url, [], [Gap(pbx="brno", started_at=NINE + 80 * SECOND, ended_at=NINE + 99 * SECOND)], "brno")
    spans = [(0, 10), (60, 99), (3000, 3600)]
    assert (await ask(database_url))["gaps"] == [[NINE + a * SECOND, NINE + b * SECOND] for a, b in spans]
    assert (await ask(database_url, pbx="brno"))["gaps"] == [[NINE + 80 * SECOND, NINE + 99 * SECOND]]


async def test_a_day_with_two_hours_of_the_same_name_is_as_long_as_it_is(database_url: str) -> None:
    midnight = datetime.fromisoformat("2026-10-25T00:00:00+02:00")
    next_midnight = datetime.fromisoformat("2026-10-26T00:00:00+01:00")
    with psycopg.connect(database_url, autocommit=True) as owner:
        database = owner.execute("select current_database()").fetchall()[0][0]
        owner.execute(psycopg.sql.SQL("alter database {} set timezone to 'America/New_York'").format(
            psycopg.sql.Identifier(database)))
    told = await ask(database_url, since=midnight, until=next_midnight, step=3600)
    assert len(told["steps"]) == 25
    assert told["steps"][24]["at"] == next_midnight - HOUR


async def test_without_a_database_it_is_unavailable_in_one_line() -> None:
    with pytest.raises(Refused) as caught:
        await ask("postgresql://nobody@127.0.0.1:1/nothing")
    assert caught.value.code == "unavailable"
    assert "\n" not in caught.value.message


async def test_a_simulated_morning_is_counted_as_it_was(database_url: str) -> None:
    """Three hours of calls heard as messages, understood, stored and summed, against what the simulator knows."""
    config = settings.parse('[[pbx]]\nname = "main"\nuser = "nobody"')
    world = World(Scenario(seed=11, load=2.0, is_always_open=True, talk_seconds=40.0), DAWN)
    analysis = Analysis(centre_for(config.pbx[0], config.centre))
    told: dict[str, Call] = {}
    for numbered in enumerate(play(world, 3 * 3600.0), 1):
        told.update({call.call_id: call for call in analysis.take([numbered]).calls})
    await store(database_url, told.values())

    dawn, minutes = datetime.fromtimestamp(DAWN, UTC), timedelta(minutes=15)
    steps = (await ask(database_url, since=dawn, until=dawn + 3 * HOUR, step=900))["steps"]
    truth = [visit for call in world.truth() for visit in call.visits]
    assert len(truth) > 200
    for step in steps:
        happened = [visit for visit in truth if step["at"] <= visit.entered_at < step["at"] + minutes]
        taken = [visit for visit in happened if visit.outcome == "answered"]
        lost = [visit for visit in happened if visit.outcome == "abandoned"]
        waits = [visit.wait_time.total_seconds() for visit in taken if visit.wait_time is not None]
        assert counts(step)[:5] == (
            len(happened), len(taken), sum(wait <= 20 for wait in waits), len(lost),
            sum(visit.wait_time <= 5 * SECOND for visit in lost if visit.wait_time is not None),
        )
        assert step["wait_seconds"] == pytest.approx(sum(waits), abs=0.03 * len(happened) + 0.01)
        talks = sum(visit.talk_time.total_seconds() for visit in taken if visit.talk_time is not None)
        assert step["talk_seconds"] == pytest.approx(talks, abs=0.1 * len(happened) + 0.01)
