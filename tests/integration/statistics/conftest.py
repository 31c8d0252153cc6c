"""A database with random traffic in it, told again and again; all tests of the package read it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from random import Random

import msgspec
import pytest

from collector_daemon.store.batch import Item
from collector_daemon.store.rollups import settle_zone
from collector_daemon.store.writing import Writer
from shared.database.connection import connect
from shared.domain.agents import AgentInterval
from shared.domain.calls import Call
from tests.integration.statistics.traffic import a_call, agents_days, begun

ZONE = "Europe/Prague"


async def told_again_and_again(url: str, rng: Random, calls: Sequence[Call], times: Sequence[AgentInterval]) -> None:
    """Everything is told as it begins and when it is over, some of it thrice, some calls under ids that they absorb."""
    writer = await Writer.open(url)
    telling: list[Sequence[Item]] = [[begun(call) for call in calls]]
    telling.append([msgspec.structs.replace(time, ended_at=None) for time in times])
    telling += [[*calls[start : start + 40], *times[start : start + 40]] for start in range(0, len(calls), 40)]
    telling += [list(times), rng.sample(calls, 60)]
    parts = rng.sample(calls, 10)
    split = [msgspec.structs.replace(call, call_id=f"{call.call_id}.part") for call in parts]
    telling += [split, [msgspec.structs.replace(call, absorbed=(f"{call.call_id}.part",)) for call in parts]]
    try:
        for items in telling:
            await writer.write(items, {})
    finally:
        await writer.close()


@pytest.fixture(scope="package")
def traffic() -> tuple[list[Call], list[AgentInterval]]:
    rng = Random(6)
    return [a_call(rng, number) for number in range(500)], agents_days(rng)


@pytest.fixture(scope="package")
def url(postgres, _template: str, traffic) -> Iterator[str]:
    made = postgres.create(_template)

    async def fill() -> None:
        async with await connect(made) as connection:
            await connection.set_autocommit(True)
            assert await settle_zone(connection, ZONE)
            assert not await settle_zone(connection, ZONE)
        await told_again_and_again(made, Random(7), *traffic)

    asyncio.run(fill())
    yield made
    postgres.drop(made)
