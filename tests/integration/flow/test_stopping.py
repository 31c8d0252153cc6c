"""Stopping at a bad moment, and going on after it: no entry is lost between inbox and journal, and nothing hangs."""

import asyncio

import pytest

from tests.helpers.waiting import wait_until
from tests.integration.flow.conftest import MakePipeline, heard


@pytest.mark.expects_log(
    "can't write", "not connected", "closed with .* that the disk refused", "nothing can be stored"
)
async def test_a_stop_with_a_full_disk_keeps_what_was_heard_and_ends(
    make_pipeline: MakePipeline, full_disk: None
) -> None:
    pipeline = make_pipeline()
    await pipeline.start()
    running = asyncio.create_task(pipeline.run())
    pipeline.link.inbox.put([heard(number) for number in range(100)], 100)
    await wait_until(lambda: pipeline.journal.is_blocked, what="the full disk noticed")
    pipeline.link.inbox.put([heard(number) for number in range(100, 150)], 50)
    for _ in range(20):
        await asyncio.sleep(0)  # whoever would take them while the disk refuses, has
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    async with asyncio.timeout(10):
        await pipeline.stop()
    assert pipeline.journal.last_seq == 151, "150 messages, and the mark of the gap that begins"
    pipeline.journal.close()
