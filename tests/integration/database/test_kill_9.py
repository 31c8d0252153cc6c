"""Postgres killed again and again while the recorder writes: nothing lost, nothing doubled."""

import asyncio
import os
import random
import shutil
import signal
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from collector_daemon.store.recorder import Recorder
from shared.database import migrations
from shared.database.bundled import BundledPostgres
from tests.helpers.facts import a_batch
from tests.helpers.waiting import wait_until
from tests.integration.database.contents import counts, whole_hash
from tests.integration.database.test_recorder import recording

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX"),
]
KILLS = 3
BATCHES = 150


@pytest.fixture
def folder() -> Iterator[Path]:
    found = Path(tempfile.mkdtemp(prefix="callcentre-test-"))
    found.chmod(0o711)
    yield found
    shutil.rmtree(found, ignore_errors=True)


async def test_kill_9_of_postgres_while_writing(folder, database_url, caplog, monkeypatch):
    monkeypatch.setattr("shared.database.bundled.server.WATCH_PAUSE", 0.05)
    batches = [a_batch(n * 4, 4) for n in range(BATCHES)]
    async with recording(database_url) as undisturbed:
        for batch in batches:
            await undisturbed.put(batch, wait=True)
    server = BundledPostgres(folder / "postgres", {"shared_buffers": "64MB"})
    async with server.serving() as url:
        await asyncio.to_thread(migrations.upgrade, url)
        async with recording(url, held_rows=500) as recorder:
            killing = asyncio.create_task(_kill(server, recorder))
            for batch in batches:
                await recorder.put(batch, wait=True)
            await killing
        assert counts(url) == counts(database_url)
        assert whole_hash(url) == whole_hash(database_url)
    assert sum("died and is started again" in record.message for record in caplog.records) == KILLS


async def _kill(server: BundledPostgres, recorder: Recorder) -> None:
    """Kill the postmaster at moments of chance in the middle of writing."""
    chance = random.Random(5)
    for number in range(KILLS):
        goal = recorder.state.stored + 300
        await wait_until(partial(_has_stored, recorder, goal), 60)
        await asyncio.sleep(chance.random() * 0.02)
        process_id = await wait_until(lambda: server.process_id, 60)
        os.kill(int(str(process_id)), signal.SIGKILL)
        if number == KILLS - 1:
            return


def _has_stored(recorder: Recorder, goal: int) -> bool:
    return recorder.state.stored >= goal
